"""Facts about what the admin wants. Nobody outside is asked."""

from diagnostics.addresses import BadAddress, callback_url, web_address
from diagnostics.connection import Connection
from diagnostics.keys import CONNECTION, WEB_ADDRESSES, WebAddress
from diagnostics.look import Facts, Probe
from diagnostics.probes.common import not_configured
from diagnostics.sources import Sources
from diagnostics.text import plain


async def _connection(facts: Facts, sources: Sources) -> Connection:
    return sources.connection


async def _web_addresses(facts: Facts, sources: Sources) -> tuple[WebAddress, ...]:
    if not sources.connection.web_addresses:
        raise not_configured("No ClearML web address is set yet.")
    return tuple(_judged(typed) for typed in sources.connection.web_addresses)


def _judged(typed: str) -> WebAddress:
    try:
        address = web_address(typed)
    except BadAddress as bad:
        return WebAddress(plain(typed), None, None, str(bad))
    return WebAddress(plain(typed), address, callback_url(address), None)


PROBES: tuple[Probe[object], ...] = (
    Probe(CONNECTION, (), _connection),
    Probe(WEB_ADDRESSES, (), _web_addresses),
)
