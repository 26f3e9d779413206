"""Creating a prefix domain for a user pool: what it will be, the call, and the wait until its pages answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.domain import Domain, domain
from diagnostics.facts import NotSeen
from diagnostics.user_pool import UserPool, user_pool
from wizard.applying import applied
from wizard.consent import Place, place_to_write, refuse_changed_domains
from wizard.journal import begun
from wizard.plan import Change, Plan

if TYPE_CHECKING:
    from diagnostics.aws import Aws
    from diagnostics.connection import Connection

OPERATION = "CreateUserPoolDomain"
POLL_SECONDS = 2.0
WAIT_SECONDS = 300.0
"""A prefix domain takes about a minute (Cognito developer guide)."""

PRIVATE_LINK = (
    "A user pool with a domain can no longer be used through AWS PrivateLink: requests that pass a VPC endpoint for "
    "Cognito fail. If applications of yours use this user pool that way, do not create a domain."
)
"""Source: Cognito developer guide, "Using Amazon Cognito with interface VPC endpoints"."""


@dataclass(frozen=True, slots=True)
class NewDomain:
    """A domain that is to be created.

    Attributes:
        pool: the user pool as the admin was shown it; the lock of the plan.
        prefix: the prefix, as `diagnostics.domain_prefix` takes it.
    """

    pool: UserPool
    prefix: str

    @property
    def managed_login(self) -> int:
        """ManagedLoginVersion: 2 where the pool's tier has managed login, else 1, the classic hosted pages."""
        return 2 if self.pool.tier not in ("", "LITE") else 1

    def request(self) -> dict[str, object]:
        """The request, exactly as it is sent."""
        return {"Domain": self.prefix, "UserPoolId": self.pool.id, "ManagedLoginVersion": self.managed_login}


def plan(wanted: NewDomain, base: str | None) -> Plan:
    """What creating it changes.

    Args:
        base: where its pages will be; None where only AWS can say that.
    """
    resource = f"domain of {wanted.pool.name} ({wanted.pool.id})"
    managed = wanted.managed_login == 2
    version = "2  managed login" if managed else "1  classic hosted pages"
    changes = [
        Change(OPERATION, resource, "Domain", "", wanted.prefix),
        Change(OPERATION, resource, "ManagedLoginVersion", "", version),
    ]
    where = f"Its pages will be at {base}" if base else "AWS names the address of its pages once it is created."
    notes = [where, PRIVATE_LINK]
    if not managed:
        tier = wanted.pool.tier or "not said"
        notes.append(f"Managed login needs the tier Essentials or Plus; this pool's tier is {tier}.")
    notes.append(
        "The prefix cannot be changed later. Undoing means deleting the domain in the AWS console; whoever signs in "
        "through it then no longer can, and the prefix may be taken by somebody else."
    )
    return Plan(tuple(changes), tuple(notes))


def availability(aws: Aws, prefix: str) -> Domain | None:
    """Whose domain of this name is, None where nobody that these credentials can see has it. It blocks.

    Raises:
        NotSeen: it could not be looked at.
    """
    return domain(aws, prefix)


def create(aws: Aws, connection: Connection, wanted: NewDomain, state_folder: Path | None) -> Place:
    """Create the domain, after looking again at the account and at the user pool's domains. It blocks.

    Raises:
        NotAllowed: it may not be written, or is not as it was shown. Nothing was written.
        WriteRefused: the journal could not be written, so nothing was sent.
        NotSeen: AWS refused, or gave no answer.
    """
    place = place_to_write(aws, connection)
    refuse_changed_domains(user_pool(aws, wanted.pool.id), wanted.pool)
    entry = begun(
        OPERATION, account=place.account, region=place.region, user_pool=place.user_pool, subject=wanted.prefix
    )
    applied(state_folder, entry, lambda: aws.call("cognito-idp", OPERATION, **wanted.request()))
    return place


async def until_active(
    aws: Aws, name: str, asked: Callable[[int, float], None], *, seconds: float = WAIT_SECONDS
) -> Domain | None:
    """Ask for a domain's state until it is neither CREATING nor UPDATING; cancelling stops the asking alone.

    Args:
        asked: told how often AWS was asked, and for how many seconds this has gone on.
        seconds: how long to go on asking at most.

    Returns:
        The domain as it was seen last, None where AWS describes none.

    Raises:
        NotSeen: it could not be looked at three times in a row.
    """
    import asyncio

    from diagnostics.aws import CALL_SECONDS
    from diagnostics.background import in_thread

    started, count, misses = time.monotonic(), 0, 0
    found: Domain | None = None
    while True:
        try:
            found = await in_thread(lambda: domain(aws, name), CALL_SECONDS)
            misses = 0
        except NotSeen:
            misses += 1
            if misses == 3:
                raise
        count += 1
        waited = time.monotonic() - started
        asked(count, waited)
        pending = misses or found is None or found.status in ("CREATING", "UPDATING")
        if not pending or waited >= seconds:
            return found
        await asyncio.sleep(POLL_SECONDS)
