"""User pools to choose from: how each one is judged, in a word for its row and in findings for its detail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.facts import Fact, Known, Unknown
from diagnostics.findings import Finding, Status
from diagnostics.keys import CONNECTION, USER_POOL
from wizard.judging import judge_facts, worst

if TYPE_CHECKING:
    from diagnostics.connection import Connection
    from diagnostics.user_pool import UserPool

CHECKS = ("POL010", "POL011", "POL012")
_NEEDED = {"POL011": "email", "POL012": "preferred_username"}


@dataclass(frozen=True, slots=True)
class PoolJudged:
    """A user pool that was looked at.

    Attributes:
        fact: what DescribeUserPool gave, or why it gave nothing.
        findings: those of the checks above.
    """

    fact: Fact[UserPool | None]
    findings: tuple[Finding, ...]

    @property
    def pool(self) -> UserPool | None:
        """The pool, None where it is not there or was not seen."""
        return self.fact.value if isinstance(self.fact, Known) else None

    @property
    def status(self) -> Status:
        """The status that needs the most attention."""
        found = worst(self.findings)
        return found.status if found else Status.OK

    @property
    def in_short(self) -> str:
        """The verdict in a few words, for the pool's row."""
        if isinstance(self.fact, Unknown):
            return f"may not call {self.fact.permission}" if self.fact.permission else self.fact.detail
        if self.fact.value is None:
            return "not in this account and region"
        lacks = [_lack(self.fact.value, _NEEDED[found.check]) for found in self._troubled()]
        return _joined(lacks) or "has what ClearML needs"

    def _troubled(self) -> Sequence[Finding]:
        troubled = (Status.FAILED, Status.WARNING)
        return [found for found in self.findings if found.check in _NEEDED and found.status in troubled]


def judge_pool(connection: Connection, fact: Fact[UserPool | None]) -> PoolJudged:
    """A user pool judged by what DescribeUserPool said of it."""
    return PoolJudged(fact, judge_facts({CONNECTION: Known(connection), USER_POOL: fact}, CHECKS))


def _lack(pool: UserPool, name: str) -> tuple[str, str]:
    attribute = pool.attribute(name)
    if attribute is None:
        return name, "missing"
    if not attribute.required:
        return name, "only an alias" if name in pool.alias_attributes else "not required"
    return name, "can never change"


def _joined(lacks: Sequence[tuple[str, str]]) -> str:
    by_lack: dict[str, list[str]] = {}
    for name, lack in lacks:
        by_lack.setdefault(lack, []).append(name)
    return "; ".join(f"{lack}: {', '.join(names)}" for lack, names in by_lack.items())
