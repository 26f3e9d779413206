"""Identity providers to choose from: looked at one by one, judged by the step's checks, and said in a few words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from diagnostics.facts import Fact, Known, Unknown
from diagnostics.findings import Finding, Status
from diagnostics.identity_provider import IdentityProvider, IdentityProviderName
from diagnostics.keys import CONNECTION, PROVIDERS, PROVIDERS_SEEN, USER_POOL, ProviderSeen
from diagnostics.text import plain
from wizard.judging import judge_facts, worst
from wizard.steps import StepId, step

if TYPE_CHECKING:
    from diagnostics.connection import Connection
    from diagnostics.user_pool import UserPool

NEEDED = ("email", "preferred_username")
"""The attributes of a user that ClearML needs (guide)."""


LONGEST_NAME = 32
"""Source: Cognito API reference, ProviderNameType."""


def provider_name(typed: str) -> str:
    """An identity provider's name, without the blanks around it: there are none in one.

    Raises:
        ValueError: no provider can have it; the sentence says why.
    """
    text = typed.strip()
    if not text:
        raise ValueError("Type the name, capital letters as the user pool has them.")
    if any(character.isspace() for character in text):
        raise ValueError("A provider's name has no blanks in it.")
    if len(text) > LONGEST_NAME:
        raise ValueError(f"A provider's name has at most {LONGEST_NAME} characters; this one has {len(text)}.")
    return text


@dataclass(frozen=True, slots=True)
class ProviderJudged:
    """An identity provider that was looked at.

    Attributes:
        fact: what DescribeIdentityProvider gave, or why it gave nothing.
        findings: those of the step's checks.
    """

    fact: Fact[IdentityProvider | None]
    findings: tuple[Finding, ...]

    @property
    def provider(self) -> IdentityProvider | None:
        """The provider, None where it is not there or was not seen."""
        return self.fact.value if isinstance(self.fact, Known) else None

    @property
    def status(self) -> Status:
        """The status that needs the most attention."""
        found = worst(self.findings)
        return found.status if found else Status.OK

    @property
    def in_short(self) -> str:
        """The verdict in a few words, for the provider's row."""
        if isinstance(self.fact, Unknown):
            return f"may not call {self.fact.permission}" if self.fact.permission else self.fact.detail
        if self.fact.value is None:
            return "is gone"
        mapping = self.fact.value.mapping
        for found in self.findings:
            if found.status is not Status.FAILED:
                continue
            if found.check == "IDP012":
                return f"lacks {' and '.join(name for name in NEEDED if not mapping.get(name))}"
            if found.check == "IDP013":
                return f"lets people in only once: {plain(found.actual, 40)}"
            if found.check == "IDP014":
                return f"lacks {plain(found.expected, 40)}, which is required"
            if found.check == "IDP016":
                return f"maps {plain(found.actual, 40)}, which the pool lacks"
            return found.message
        if self.status is Status.UNKNOWN:
            return "not all of it was seen"
        return "maps both attributes"


def judge_provider(
    connection: Connection,
    name: str,
    fact: Fact[IdentityProvider | None],
    *,
    listed: Fact[Sequence[IdentityProviderName]],
    pool: Fact[UserPool | None],
) -> ProviderJudged:
    """An external provider judged as if it were the chosen one.

    Args:
        name: its exact name.
        fact: what DescribeIdentityProvider said of it.
        listed: the pool's providers; one that was described is one of them, whatever the list said.
        pool: the user pool, for the attributes that it requires or fixes.
    """
    seen: Fact[tuple[ProviderSeen, ...]] = (
        Known((ProviderSeen(name, fact.value),)) if isinstance(fact, Known) else fact
    )
    facts = {
        CONNECTION: Known(replace(connection, identity_provider=name)),
        PROVIDERS: _with(name, fact, listed),
        PROVIDERS_SEEN: seen,
        USER_POOL: pool,
    }
    return ProviderJudged(fact, judge_facts(facts, step(StepId.PROVIDER).checks))


def _with(
    name: str, fact: Fact[IdentityProvider | None], listed: Fact[Sequence[IdentityProviderName]]
) -> Fact[tuple[IdentityProviderName, ...]]:
    if isinstance(listed, Known):
        return Known(tuple(listed.value))
    described = fact.value if isinstance(fact, Known) else None
    return Known((IdentityProviderName(name, described.type),)) if described else listed


def failing_beside(judged: Mapping[str, ProviderJudged]) -> tuple[str, ...]:
    """Where no provider is chosen, people may choose any that the app client offers: a sentence for each in which
    nobody gets in.

    Args:
        judged: the pool's providers by name, as far as they were looked at.
    """
    return tuple(
        f"{plain(name, 60)} {one.in_short}: people who choose it on the login page fail, where the app client "
        "offers it."
        for name, one in judged.items()
        if one.status is Status.FAILED and one.provider is not None
    )


def judge_own_users(connection: Connection) -> tuple[Finding, ...]:
    """The findings where people sign in as Cognito's own users: there is nothing that could fail."""
    own = Known(replace(connection, identity_provider=None))
    return judge_facts({CONNECTION: own}, ("IDP010",))
