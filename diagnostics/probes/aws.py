"""Facts from AWS's API. Each call needs nothing but the connection, unless what it asks about comes from another."""

from __future__ import annotations

from diagnostics import app_client, identity_provider, user_pool
from diagnostics.account import Identity, identity
from diagnostics.app_client import AppClient, AppClientSecret, app_client_secrets
from diagnostics.aws import Aws
from diagnostics.domain import Domain, domain, has_branding
from diagnostics.facts import Known, NotSeen, Unknown, Why
from diagnostics.identity_provider import COGNITO, IdentityProviderName
from diagnostics.keys import (
    APP_CLIENT,
    APP_CLIENT_SECRET,
    APP_CLIENT_SECRETS,
    BRANDING,
    CONFIGURED_DOMAIN,
    CREDENTIALS,
    DOMAINS,
    IDENTITY,
    PROVIDERS,
    PROVIDERS_SEEN,
    REGION,
    USER_POOL,
    USER_POOLS,
    USER_SAMPLE,
    ProviderSeen,
    Region,
)
from diagnostics.look import Facts, Probe
from diagnostics.probes.common import ask_aws, client_id, not_applicable, not_configured, pool_id
from diagnostics.sources import SeenSecret, Sources
from diagnostics.user_pool import UserPool, UserPoolName
from diagnostics.users import UserSample, user_sample

_MOST_PROVIDER_PAGES = 20  # 1,000 providers is the highest quota, in pages of 60
_MOST_PROVIDERS_DESCRIBED = 20


async def _credentials(facts: Facts, sources: Sources) -> str:
    return await ask_aws(sources, lambda aws: aws.credentials_source())


async def _identity(facts: Facts, sources: Sources) -> Identity:
    return await ask_aws(sources, identity)


async def _region(facts: Facts, sources: Sources) -> Region:
    def region(aws: Aws) -> Region:
        name = aws.region()
        if not name:
            raise not_configured("No AWS region is set.")
        return Region(name, aws.offers_cognito(name), aws.endpoint())

    return await ask_aws(sources, region)


async def _user_pools(facts: Facts, sources: Sources) -> tuple[UserPoolName, ...]:
    page = await ask_aws(sources, lambda aws: user_pool.user_pools_page(aws, None))
    return page.items


async def _user_pool(facts: Facts, sources: Sources) -> UserPool | None:
    wanted = pool_id(sources)
    return await ask_aws(sources, lambda aws: user_pool.user_pool(aws, wanted))


async def _user_sample(facts: Facts, sources: Sources) -> UserSample:
    if not sources.sample_users:
        raise not_applicable("No users were looked at: that is done only with --sample-users.")
    wanted = pool_id(sources)
    return await ask_aws(sources, lambda aws: user_sample(aws, wanted))


async def _domains(facts: Facts, sources: Sources) -> tuple[Domain, ...]:
    import asyncio

    pool = facts[USER_POOL]
    if pool is None:
        raise NotSeen(Unknown(Why.NEEDS, "The user pool was not found.", needs=USER_POOL.name))
    found = await asyncio.gather(*(_domain(sources, name) for name in pool.domains))
    return tuple(one for one in found if one is not None)


async def _domain(sources: Sources, name: str) -> Domain | None:
    return await ask_aws(sources, lambda aws: domain(aws, name))


async def _configured_domain(facts: Facts, sources: Sources) -> Domain | None:
    from diagnostics.addresses import domain_name

    base = sources.connection.domain
    if not base:
        raise not_configured("No address of sign-in pages is set.")
    return await _domain(sources, domain_name(base))


async def _app_client(facts: Facts, sources: Sources) -> AppClient | None:
    pool, wanted = pool_id(sources), client_id(sources)
    found = await ask_aws(sources, lambda aws: app_client.app_client(aws, pool, wanted))
    if found is None:
        return None
    if found.secret:
        sources.held.hold("described", found.secret)
    return found.client


async def _app_client_secret(facts: Facts, sources: Sources) -> SeenSecret | None:
    facts[APP_CLIENT]
    secret = sources.held.get("described")
    return sources.held.hold("described", secret) if secret else None


async def _app_client_secrets(facts: Facts, sources: Sources) -> tuple[AppClientSecret, ...]:
    pool, client = pool_id(sources), client_id(sources)
    return await ask_aws(sources, lambda aws: app_client_secrets(aws, pool, client))


async def _branding(facts: Facts, sources: Sources) -> bool:
    pool, client = pool_id(sources), client_id(sources)
    return await ask_aws(sources, lambda aws: has_branding(aws, pool, client))


async def _providers(facts: Facts, sources: Sources) -> tuple[IdentityProviderName, ...]:
    pool = pool_id(sources)

    def every(aws: Aws) -> tuple[IdentityProviderName, ...]:
        found: list[IdentityProviderName] = []
        token = None
        for _ in range(_MOST_PROVIDER_PAGES):
            page = identity_provider.identity_providers_page(aws, pool, token)
            found += page.items
            token = page.next_token
            if token is None:
                break
        return tuple(found)

    return await ask_aws(sources, every)


async def _providers_seen(facts: Facts, sources: Sources) -> tuple[ProviderSeen, ...]:
    """The chosen provider, and the others that the app client lets people use."""
    import asyncio

    pool = pool_id(sources)
    chosen = sources.connection.identity_provider
    client = facts.fact(APP_CLIENT)
    enabled = client.value.identity_providers if isinstance(client, Known) and client.value else ()
    if not chosen and not isinstance(client, Known):
        facts[APP_CLIENT]
    names = dict.fromkeys(name for name in (chosen, *enabled) if name and name != COGNITO)

    async def seen(name: str) -> ProviderSeen:
        found = await ask_aws(sources, lambda aws: identity_provider.identity_provider(aws, pool, name))
        return ProviderSeen(name, found)

    return tuple(await asyncio.gather(*(seen(name) for name in list(names)[:_MOST_PROVIDERS_DESCRIBED])))


PROBES: tuple[Probe[object], ...] = (
    Probe(CREDENTIALS, (), _credentials),
    Probe(IDENTITY, (), _identity),
    Probe(REGION, (), _region),
    Probe(USER_POOLS, (), _user_pools),
    Probe(USER_POOL, (), _user_pool),
    Probe(USER_SAMPLE, (), _user_sample),
    Probe(DOMAINS, (USER_POOL,), _domains),
    Probe(CONFIGURED_DOMAIN, (), _configured_domain),
    Probe(APP_CLIENT, (), _app_client),
    Probe(APP_CLIENT_SECRET, (APP_CLIENT,), _app_client_secret),
    Probe(APP_CLIENT_SECRETS, (), _app_client_secrets),
    Probe(BRANDING, (), _branding),
    Probe(PROVIDERS, (), _providers),
    Probe(PROVIDERS_SEEN, (APP_CLIENT,), _providers_seen),
)
