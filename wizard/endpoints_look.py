"""Following a look at the live endpoints: which checks send made-up codes, and which can be judged by now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from diagnostics.checks import checks_named
from diagnostics.facts import Fact
from diagnostics.findings import Finding, Status
from diagnostics.judge import Check, judge
from diagnostics.keys import AUTHORIZE, AUTHORIZE_PROVIDER, AUTHORIZE_WRONG, LOGIN, TOKEN, TOKEN_VAULT
from diagnostics.look import Snapshot

_PROBES = frozenset(key.name for key in (AUTHORIZE, AUTHORIZE_PROVIDER, AUTHORIZE_WRONG, LOGIN, TOKEN, TOKEN_VAULT))

WAIT_SECONDS = 5.0
"""Between two looks while a new domain is waited for."""
MOST_WAITS = 24
"""After how many looks the waiting ends: two minutes, twice what AWS says a prefix domain takes."""


def sends_codes(check: Check) -> bool:
    """Whether a check needs the probes that send made-up codes to the authorize and token endpoints."""
    return any(key.name in _PROBES for key in check.needs)


@dataclass(frozen=True, slots=True)
class Settled:
    """A check that can be judged by now: the finding, and how many seconds its slowest fact took."""

    finding: Finding
    seconds: float


class Settling:
    """Judges each check as soon as all facts that could change its verdict are there.

    Args:
        checks: the ids of the checks of the look.
    """

    def __init__(self, checks: Sequence[str]) -> None:
        self._checks = {check.id: check for check in checks_named(checks)}
        self._facts: dict[str, Fact[object]] = {}
        self._seconds: dict[str, float] = {}
        self._told: set[str] = set()

    def take(self, name: str, fact: Fact[object], seconds: float) -> tuple[Settled, ...]:
        """A fact came in; gives the checks that it settles."""
        self._facts[name] = fact
        self._seconds[name] = seconds
        settled = [check for check in self._checks.values() if self._facts.keys() >= self._needs(check, set())]
        new = {check.id for check in settled} - self._told
        self._told |= new
        if not new:
            return ()
        found = judge(Snapshot(datetime.now(UTC), dict(self._facts)), settled)
        return tuple(Settled(one, took(self._checks[one.check], self._seconds)) for one in found if one.check in new)

    def _needs(self, check: Check, seen: set[str]) -> set[str]:
        """The facts that a check and all that it depends on read."""
        seen.add(check.id)
        needs = {key.name for key in check.needs}
        for other in check.after:
            if other in self._checks and other not in seen:
                needs |= self._needs(self._checks[other], seen)
        return needs


def took(check: Check, seconds: dict[str, float]) -> float:
    """How many seconds the slowest fact of a check took."""
    return max((seconds.get(key.name, 0.0) for key in check.needs), default=0.0)


def domain_may_be_new(findings: Sequence[Finding]) -> bool:
    """Whether the user pool's own sign-in pages do not answer, as those of a domain that was just created do not.

    A prefix domain takes about a minute to be known to DNS (Cognito developer guide, "Using your own domain").
    """
    status = {found.check: found.status for found in findings}
    if status.get("OID013") is Status.FAILED:
        return False
    return status.get("DOM012") in (Status.FAILED, Status.UNKNOWN) or status.get("DOM013") is Status.FAILED
