"""Facts from the pool's issuer and from the way to it. They need no AWS credentials."""

from __future__ import annotations

from diagnostics.addresses import is_loopback, issuers
from diagnostics.discovery import DiscoveryAnswer, SigningKey, discover, signing_keys
from diagnostics.facts import NotSeen, Unknown, Why
from diagnostics.keys import DISCOVERY, ISSUER_DNS, ISSUER_TLS, SIGNING_KEYS
from diagnostics.look import Facts, Probe
from diagnostics.network import Resolved, Tls, host_and_port, proxy_for, resolve, tls
from diagnostics.probes.common import not_applicable, pool_id, pool_region
from diagnostics.sources import Sources


def _issuers(sources: Sources) -> tuple[str, ...]:
    return issuers(pool_region(sources), pool_id(sources), sources.aws.endpoint())


async def _discovery(facts: Facts, sources: Sources) -> DiscoveryAnswer:
    return await discover(sources.web, _issuers(sources))


async def _signing_keys(facts: Facts, sources: Sources) -> tuple[SigningKey, ...]:
    document = facts[DISCOVERY].document
    if document is None:
        raise NotSeen(Unknown(Why.NEEDS, "There is no discovery document to name them.", needs=DISCOVERY.name))
    if not document.jwks_uri:
        raise NotSeen(Unknown(Why.MALFORMED, "The discovery document names no address of the signing keys."))
    return await signing_keys(sources.web, document.jwks_uri)


async def _dns(facts: Facts, sources: Sources) -> Resolved:
    return await resolved(_issuers(sources)[0])


async def _tls(facts: Facts, sources: Sources) -> Tls:
    return await secured(_issuers(sources)[0])


async def resolved(url: str) -> Resolved:
    """What DNS says of a URL's host. Raises NotSeen, also where a proxy does the asking."""
    host, _ = host_and_port(url)
    proxy = proxy_for(url)
    if proxy:
        raise not_applicable(f"Requests to {host} go through the proxy {proxy}, which looks the name up itself.")
    return await resolve(host)


async def secured(url: str) -> Tls:
    """How a TLS connection to a URL's host goes. Raises NotSeen, also where there is none to be made."""
    host, port = host_and_port(url)
    if not url.startswith("https:"):
        here = " on this machine" if is_loopback(host) else ""
        raise not_applicable(f"{host} is asked{here} by http://, so there is no certificate to judge.")
    proxy = proxy_for(url)
    if proxy:
        raise not_applicable(f"Requests to {host} go through the proxy {proxy}.")
    return await tls(host, port)


PROBES: tuple[Probe[object], ...] = (
    Probe(DISCOVERY, (), _discovery),
    Probe(SIGNING_KEYS, (DISCOVERY,), _signing_keys),
    Probe(ISSUER_DNS, (), _dns),
    Probe(ISSUER_TLS, (), _tls),
)
