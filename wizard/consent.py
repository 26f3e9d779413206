"""What has to hold before anything is written to AWS, besides that the admin has seen it and agreed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.text import plain

if TYPE_CHECKING:
    from diagnostics.account import Identity
    from diagnostics.aws import Aws
    from diagnostics.connection import Connection
    from diagnostics.user_pool import UserPool


class NotAllowed(Exception):
    """Nothing was written, and nothing may be; `str()` is a sentence for the admin."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is written: the account, the region and the user pool."""

    account: str
    region: str
    user_pool: str


def place_to_write(aws: Aws, connection: Connection) -> Place:
    """Where these credentials would write, looked at anew. It blocks.

    Raises:
        NotAllowed: the credentials are of another account than the connection's, or the connection names no pool.
        NotSeen: AWS did not say whose they are: what is not known is not written to.
    """
    from diagnostics.account import identity

    if not connection.user_pool:
        raise NotAllowed("No user pool is chosen yet.")
    caller = identity(aws)
    refuse_other_account(caller, connection)
    region = aws.region() or connection.region or ""
    return Place(caller.account, region, connection.user_pool)


async def why_not(aws: Aws, connection: Connection) -> str:
    """Why these credentials may not write, looked at before a change is shown to be agreed to; empty where they may.

    What is looked at here is looked at again before the write: this is for the admin, that is the rule.
    """
    from diagnostics.aws import CALL_SECONDS
    from diagnostics.background import in_thread
    from diagnostics.facts import NotSeen

    try:
        await in_thread(lambda: place_to_write(aws, connection), CALL_SECONDS)
    except (NotAllowed, NotSeen) as reason:
        return str(reason)
    except TimeoutError:
        return "AWS gave no answer in time to the question whose credentials these are."
    return ""


def refuse_other_account(caller: Identity, connection: Connection) -> None:
    """Raise NotAllowed where credentials are of another account than the one a connection was made with."""
    if connection.account and caller.account != connection.account:
        raise NotAllowed(
            f"These credentials belong to account {plain(caller.account, 20)}; this connection was made with "
            f"{plain(connection.account, 20)}. They may look, but nothing is written with them."
        )


def refuse_changed_domains(now: UserPool | None, seen: UserPool) -> None:
    """Raise NotAllowed where a user pool has other domains by now than the admin was shown."""
    if now is None:
        raise NotAllowed("The user pool is gone by now. Nothing was written; look again.")
    if now.domains != seen.domains:
        found = ", ".join(plain(name, 80) for name in now.domains) or "none"
        raise NotAllowed(f"The user pool's domains have changed since you looked: {found}. Look again.")
