"""Facts from the pool's domain: its sign-in pages and its token endpoint. They need no AWS credentials.

The authorize and token endpoints are asked with made-up codes, which leave lines in Cognito's logs and create
nothing; `Sources.active_probes` turns them off.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from diagnostics.addresses import is_loopback
from diagnostics.authorize_endpoint import (
    UNREGISTERED_CALLBACK,
    AuthorizeSeen,
    LoginSeen,
    authorize,
    login_page,
)
from diagnostics.facts import NotSeen, Unknown, Why
from diagnostics.keys import (
    APP_CLIENT_SECRET,
    AUTHORIZE,
    AUTHORIZE_PROVIDER,
    AUTHORIZE_WRONG,
    DISCOVERY,
    GIVEN_SECRET,
    LOGIN,
    PAGES,
    PAGES_DNS,
    PAGES_TLS,
    TOKEN,
    TOKEN_GIVEN,
    TOKEN_VAULT,
    VAULT_SECRET,
    WEB_ADDRESSES,
    PagesBase,
    TokenLook,
)
from diagnostics.look import Facts, Probe
from diagnostics.network import Resolved, Tls
from diagnostics.probes.common import client_id, not_applicable, not_configured
from diagnostics.probes.issuer import resolved, secured
from diagnostics.secret import Secret
from diagnostics.sources import Sources
from diagnostics.token_endpoint import TokenAnswer, TokenSeen, ask_with_code, ask_with_refresh_token, made_up_secret


async def _pages_set(facts: Facts, sources: Sources) -> PagesBase:
    base = (sources.connection.domain or "").rstrip("/")
    try:
        parts = urlsplit(base)
    except ValueError:
        raise NotSeen(
            Unknown(Why.ERROR, "The address of the sign-in pages in the connection is no address.")
        ) from None
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        raise NotSeen(Unknown(Why.ERROR, "The address of the sign-in pages has to begin with https://."))
    return PagesBase(base, "connection")


async def _pages_discovered(facts: Facts, sources: Sources) -> PagesBase:
    document = facts[DISCOVERY].document
    if document is None:
        raise NotSeen(Unknown(Why.NEEDS, "There is no discovery document to name them.", needs=DISCOVERY.name))
    if not document.domain_base:
        raise NotSeen(Unknown(Why.NEEDS, "The user pool has no domain, so there are no sign-in pages."))
    parts = urlsplit(document.domain_base)
    if parts.scheme != "https" and not is_loopback(parts.hostname or ""):
        raise NotSeen(Unknown(Why.MALFORMED, "The discovery document names sign-in pages without https://."))
    return PagesBase(document.domain_base, "discovery")


async def _dns(facts: Facts, sources: Sources) -> Resolved:
    return await resolved(facts[PAGES].url)


async def _tls(facts: Facts, sources: Sources) -> Tls:
    return await secured(facts[PAGES].url)


def _may_probe(sources: Sources) -> None:
    if not sources.active_probes:
        raise not_applicable("The probes of the sign-in endpoints were left out, as asked.")


def _callbacks(facts: Facts) -> tuple[str, ...]:
    callbacks = tuple(web.callback for web in facts[WEB_ADDRESSES] if web.callback)
    if not callbacks:
        raise not_configured("No usable ClearML web address is set yet.")
    return callbacks


async def _authorize(facts: Facts, sources: Sources) -> tuple[AuthorizeSeen, ...]:
    import asyncio

    _may_probe(sources)
    base, client = facts[PAGES].url, client_id(sources)
    return tuple(
        await asyncio.gather(*(authorize(sources.web, base, client, callback) for callback in _callbacks(facts)))
    )


async def _authorize_wrong(facts: Facts, sources: Sources) -> AuthorizeSeen:
    _may_probe(sources)
    return await authorize(sources.web, facts[PAGES].url, client_id(sources), UNREGISTERED_CALLBACK)


async def _authorize_provider(facts: Facts, sources: Sources) -> AuthorizeSeen:
    _may_probe(sources)
    name = sources.connection.identity_provider
    if not name:
        raise not_applicable("No identity provider is set for ClearML: people choose on the login page.")
    return await authorize(
        sources.web, facts[PAGES].url, client_id(sources), _callbacks(facts)[0], identity_provider=name
    )


async def _login(facts: Facts, sources: Sources) -> LoginSeen:
    for seen in facts[AUTHORIZE]:
        if seen.login:
            return await login_page(sources.web, seen.login)
    raise not_applicable("The authorize endpoint does not lead to a login page.")


async def _token(facts: Facts, sources: Sources) -> TokenLook:
    """With the secret given by hand, else with the one that Cognito shows."""
    _may_probe(sources)
    for source in ("given", "described"):
        secret = sources.held.get(source)
        if secret:
            return await _token_look(facts, sources, source, secret)
    if sources.aws.access.by_hand:
        raise not_configured("No client secret is at hand to try: the keyring has none, and none was given.")
    facts[APP_CLIENT_SECRET]
    raise not_configured("Cognito shows no secret of this app client, and none was given.")


async def _token_vault(facts: Facts, sources: Sources) -> TokenLook:
    """With the keyring's secret, where it is another than the one that is tried anyhow."""
    _may_probe(sources)
    facts[VAULT_SECRET]
    return await _token_other(facts, sources, "vault", ("given", "described"))


async def _token_given(facts: Facts, sources: Sources) -> TokenLook:
    """With the secret that ClearML is given, where it is none of the others."""
    _may_probe(sources)
    facts[GIVEN_SECRET]
    return await _token_other(facts, sources, "env", ("given", "described", "vault"))


async def _token_other(facts: Facts, sources: Sources, source: str, tried: tuple[str, ...]) -> TokenLook:
    secret = sources.held.get(source)
    if secret is None:
        raise not_configured("There is no such secret to try.")
    if any(secret == sources.held.get(other) for other in tried):
        raise not_applicable("This secret was tried already.")
    return await _token_look(facts, sources, source, secret)


async def _token_look(facts: Facts, sources: Sources, source: str, secret: Secret) -> TokenLook:
    import asyncio

    base, client, web = facts[PAGES].url, client_id(sources), sources.web
    basic, body, wrong, code = await asyncio.gather(
        ask_with_refresh_token(web, base, client, secret, "Basic"),
        ask_with_refresh_token(web, base, client, secret, "body"),
        ask_with_refresh_token(web, base, client, made_up_secret(), "Basic"),
        _code(facts, sources, secret),
    )
    return TokenLook(source, (basic, body), wrong, code)


async def _code(facts: Facts, sources: Sources, secret: Secret) -> TokenSeen | None:
    """The answer to a made-up code for our first redirect URI; None where there is none to send.

    The client is judged before the code, so the answer to the form in which it is accepted says more.
    """
    import asyncio

    try:
        callback = _callbacks(facts)[0]
    except NotSeen:
        return None
    base, client = facts[PAGES].url, client_id(sources)
    first, second = await asyncio.gather(
        ask_with_code(sources.web, base, client, secret, callback, "Basic"),
        ask_with_code(sources.web, base, client, secret, callback, "body"),
    )
    return second if first.answer is TokenAnswer.CLIENT_REFUSED else first


PAGES_FROM_CONNECTION: Probe[PagesBase] = Probe(PAGES, (), _pages_set)
PAGES_FROM_DISCOVERY: Probe[PagesBase] = Probe(PAGES, (DISCOVERY,), _pages_discovered)

PROBES: tuple[Probe[object], ...] = (
    PAGES_FROM_DISCOVERY,
    Probe(PAGES_DNS, (PAGES,), _dns),
    Probe(PAGES_TLS, (PAGES,), _tls),
    Probe(AUTHORIZE, (PAGES, WEB_ADDRESSES), _authorize),
    Probe(AUTHORIZE_WRONG, (PAGES,), _authorize_wrong),
    Probe(AUTHORIZE_PROVIDER, (PAGES, WEB_ADDRESSES), _authorize_provider),
    Probe(LOGIN, (AUTHORIZE,), _login),
    Probe(TOKEN, (PAGES, WEB_ADDRESSES, APP_CLIENT_SECRET), _token),
    Probe(TOKEN_VAULT, (PAGES, WEB_ADDRESSES, APP_CLIENT_SECRET, VAULT_SECRET), _token_vault),
    Probe(TOKEN_GIVEN, (PAGES, WEB_ADDRESSES, GIVEN_SECRET), _token_given),
)
