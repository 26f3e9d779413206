"""The first look at AWS with some credentials: whose they are, and what they may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.account import Identity, identity
from diagnostics.aws import CALL_SECONDS, Aws, AwsAccess
from diagnostics.aws_errors import MfaNeeded
from diagnostics.facts import Fact, FactKey, Known, NotSeen, Unknown, Why
from diagnostics.findings import Finding, Status
from diagnostics.keys import AWS_KEYS, CONNECTION, CREDENTIALS, IDENTITY
from wizard.judging import judge_facts, worst
from wizard.looking import look_for

if TYPE_CHECKING:
    from diagnostics.connection import Connection


@dataclass(frozen=True)
class AccountLook:
    """What a look with one profile and region brought home.

    Attributes:
        aws: the session that looked; it holds the credentials from now on, an MFA code need not be given twice.
        identity: whose they are, None where AWS did not say.
        unseen: why AWS did not say it, None where it did.
        findings: those of the account step's checks.
        asks_mfa: whether the profile waits for an MFA code.
    """

    aws: Aws
    identity: Identity | None
    unseen: Unknown | None
    findings: tuple[Finding, ...]
    asks_mfa: bool = False

    def is_other_than(self, account: str | None) -> bool:
        """Whether these credentials belong to another account than the one that a connection remembers."""
        return self.identity is not None and account is not None and self.identity.account != account

    @property
    def in_short(self) -> str:
        """What came of it in a few words, for the profile's row."""
        if self.identity is not None:
            return "may not read everything" if self.refused else f"account {self.identity.account}"
        if self.asks_mfa:
            return "asks for an MFA code"
        if self.unseen and self.unseen.permission:
            return f"may not call {self.unseen.permission}"
        why = self.unseen.why if self.unseen else Why.ERROR
        return {Why.EXPIRED_CREDENTIALS: "expired", Why.NO_CREDENTIALS: "cannot be used"}.get(
            why, "AWS gave no usable answer"
        )

    @property
    def login_expired(self) -> bool:
        """Whether what keeps AWS from saying it is an SSO login that has expired, which can be renewed from here."""
        unseen = self.unseen
        return unseen is not None and unseen.why is Why.EXPIRED_CREDENTIALS and "aws sso login" in unseen.detail

    @property
    def refused(self) -> tuple[str, ...]:
        """The IAM actions that AWS refused."""
        return tuple(dict.fromkeys(found.permission for found in self.findings if found.permission))

    @property
    def trouble(self) -> Finding | None:
        """The finding that keeps the step from being done, None where none does."""
        found = worst(self.findings)
        return found if found and found.status in (Status.FAILED, Status.UNKNOWN, Status.CRASH) else None


async def look_at_account(connection: Connection, access: AwsAccess, checks: Sequence[str]) -> AccountLook:
    """Ask AWS who the credentials are, then try what the checks need with them.

    Args:
        connection: the answers so far, with the profile and region that are looked with.
        access: the profile, the region, and an MFA code where one was asked for.
        checks: the ids of the account step's checks.
    """
    from diagnostics.background import in_thread

    aws = Aws(access)
    asks_mfa = False
    try:
        who = await in_thread(lambda: identity(aws), CALL_SECONDS)
    except MfaNeeded as asked:
        why, asks_mfa = asked.unknown, True
    except NotSeen as reason:
        why = reason.unknown
    except TimeoutError:
        why = Unknown(Why.TIMEOUT, "AWS gave no answer in time. Check the network and any proxy, then look again.")
    else:
        looked = await look_for(checks, connection, aws)
        return AccountLook(aws, who, None, looked.findings)
    facts: dict[FactKey[object], Fact[object]] = dict.fromkeys((CREDENTIALS, IDENTITY, *AWS_KEYS), why)
    findings = judge_facts({CONNECTION: Known(connection), **facts}, checks)
    return AccountLook(aws, None, why, findings, asks_mfa)
