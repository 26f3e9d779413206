"""The two endpoints that ClearML is given: below the base of the user pool's sign-in pages."""

from __future__ import annotations

from dataclasses import dataclass

from diagnostics.aws import Aws, AwsAccess
from diagnostics.connection import Connection
from diagnostics.facts import NotSeen, Unknown

LOOK_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The addresses as ClearML's guide names them: `<cognito_domain_of_the_pool>/oauth2/authorize` and `…/token`."""

    authorize_url: str
    access_token_url: str


def endpoints_below(base: str) -> Endpoints:
    """The endpoints below the base of the sign-in pages."""
    base = base.rstrip("/")
    return Endpoints(f"{base}/oauth2/authorize", f"{base}/oauth2/token")


async def find_endpoints(connection: Connection, access: AwsAccess) -> Endpoints:
    """The endpoints of a connection: where it names its sign-in pages below those, else as the pool's discovery says.

    Raises:
        NotSeen: neither says where the sign-in pages are.
    """
    from diagnostics.http import web
    from diagnostics.keys import PAGES
    from diagnostics.look import look
    from diagnostics.probes import probes_for
    from diagnostics.sources import Sources

    async with web() as pool:
        sources = Sources(connection, Aws(access), pool)
        snapshot = await look(probes_for(sources), sources, seconds=LOOK_SECONDS, wanted=(PAGES,))
    found = snapshot[PAGES]
    if isinstance(found, Unknown):
        raise NotSeen(found)
    return endpoints_below(found.value.url)
