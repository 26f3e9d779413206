"""Facts from the running ClearML server."""

from __future__ import annotations

from diagnostics.addresses import api_addresses
from diagnostics.clearml_server import (
    Ping,
    ServerConfiguration,
    ServerModes,
    WebPage,
    configuration,
    ping,
    supported_modes,
    web_page,
)
from diagnostics.keys import PING, SERVER_CONFIGURATION, SERVER_MODES, WEB_ADDRESSES, WEB_PAGES
from diagnostics.look import Facts, Probe
from diagnostics.probes.common import not_configured
from diagnostics.sources import Sources


def _addresses(facts: Facts) -> tuple[str, ...]:
    found = tuple(web.address for web in facts[WEB_ADDRESSES] if web.address)
    if not found:
        raise not_configured("No usable ClearML web address is set yet.")
    return found


def _apis(facts: Facts, sources: Sources) -> tuple[str, ...]:
    return api_addresses(_addresses(facts), sources.connection.api_address)


async def _web_pages(facts: Facts, sources: Sources) -> tuple[WebPage, ...]:
    import asyncio

    return tuple(await asyncio.gather(*(web_page(sources.web, address) for address in _addresses(facts))))


async def _ping(facts: Facts, sources: Sources) -> Ping:
    return await ping(sources.web, _apis(facts, sources))


async def _server_modes(facts: Facts, sources: Sources) -> ServerModes:
    return await supported_modes(sources.web, _apis(facts, sources))


async def _configuration(facts: Facts, sources: Sources) -> ServerConfiguration:
    return await configuration(sources.web, _addresses(facts)[0])


PROBES: tuple[Probe[object], ...] = (
    Probe(WEB_PAGES, (WEB_ADDRESSES,), _web_pages),
    Probe(PING, (WEB_ADDRESSES,), _ping),
    Probe(SERVER_MODES, (WEB_ADDRESSES,), _server_modes),
    Probe(SERVER_CONFIGURATION, (WEB_ADDRESSES,), _configuration),
)
