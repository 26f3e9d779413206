"""App clients to choose from: looked at one by one, judged by the step's checks, and said in a few words."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from diagnostics.app_client import AppClient, app_client, app_client_secrets
from diagnostics.aws import CALL_SECONDS
from diagnostics.callbacks import difference, nearest
from diagnostics.domain import Domain, has_branding
from diagnostics.facts import Fact, FactKey, Known, Unknown, Why
from diagnostics.findings import Finding, Status
from diagnostics.identity_provider import COGNITO, identity_provider
from diagnostics.judge import judge
from diagnostics.keys import (
    APP_CLIENT,
    APP_CLIENT_SECRETS,
    BRANDING,
    CONNECTION,
    DOMAINS,
    PROVIDERS_SEEN,
    WEB_ADDRESSES,
    ProviderSeen,
)
from diagnostics.look import Snapshot
from diagnostics.text import plain
from wizard.judging import fact_from, judge_facts, worst
from wizard.looking import look_for
from wizard.steps import PASSED_ON, StepId, checks_of

if TYPE_CHECKING:
    from diagnostics.aws import Aws
    from diagnostics.connection import Connection

T = TypeVar("T")

THROTTLED_TRIES = 4
THROTTLED_SECONDS = 1.0
"""Cognito allows five calls of one kind in a second to one user pool (quotas page)."""

_TROUBLE = (Status.FAILED, Status.CRASH)


@dataclass(frozen=True, slots=True)
class ClientJudged:
    """An app client that was looked at.

    Attributes:
        fact: what DescribeUserPoolClient gave, without the secret, or why it gave nothing.
        findings: those of the step's checks.
        callbacks: the callback URLs that ClearML will use.
    """

    fact: Fact[AppClient | None]
    findings: tuple[Finding, ...]
    callbacks: tuple[str, ...] = ()

    @property
    def client(self) -> AppClient | None:
        """The app client, None where it is not there or was not seen."""
        return self.fact.value if isinstance(self.fact, Known) else None

    @property
    def status(self) -> Status:
        """The status that needs the most attention."""
        found = worst(self.findings)
        return found.status if found else Status.OK

    @property
    def lacks_branding(self) -> bool:
        """Whether a missing branding style is among what is wrong."""
        return any(found.check == "DOM014" and found.status is Status.FAILED for found in self.findings)

    @property
    def fixed_by_new_one(self) -> bool:
        """Whether something is wrong that cannot be changed later: only a new app client will do."""
        return any(found.check in ("APP010", "APP011") and found.status is Status.FAILED for found in self.findings)

    @property
    def in_short(self) -> str:
        """The verdict in a few words, for the app client's row."""
        if isinstance(self.fact, Unknown):
            return f"may not call {self.fact.permission}" if self.fact.permission else self.fact.detail
        if self.client is None:
            return "is gone"
        wrong = [found for found in _by_weight(self.findings) if found.status in _TROUBLE]
        if wrong:
            others = f", and {len(wrong) - 1} more" if len(wrong) > 1 else ""
            return f"{self._short(wrong[0])}{others}"
        if any(found.status is Status.UNKNOWN for found in self.findings):
            return "not all of it was seen"
        doubts = [found for found in self.findings if found.status is Status.WARNING]
        return self._short(doubts[0]) if doubts else "ready as it is"

    def _short(self, found: Finding) -> str:
        if found.check == "APP013":
            return self._callback()
        if found.check == "APP017" and self.client:
            missing = [scope for scope in ("openid", "profile", "email") if scope not in self.client.scopes]
            return f"lacks the scope{'s' if len(missing) > 1 else ''} {' and '.join(missing)}"
        return _SHORT.get(found.check, found.message)

    def _callback(self) -> str:
        registered = self.client.callback_urls if self.client else ()
        missing = next((url for url in self.callbacks if url not in registered), "")
        near = nearest(missing, registered) if missing else None
        why = difference(missing, near) if near else None
        if why is None:
            return "lacks the callback URL"
        return f"callback {why.removeprefix('it ')}" if why.startswith("it ") else f"callback: {why}"


def preferred(judged: Sequence[tuple[str, ClientJudged]]) -> str | None:
    """The id of the app client that comes nearest to what ClearML needs, None where a new one is the shorter way.

    That is one which is right; else one of which not all was seen; else one in which a single thing has to be
    changed, and can be.
    """
    wishes: tuple[Callable[[ClientJudged], bool], ...] = (
        lambda one: one.status in (Status.OK, Status.WARNING),
        lambda one: one.client is not None and one.status is Status.UNKNOWN,
        lambda one: not one.fixed_by_new_one and sum(map(_wants_change, one.findings)) == 1,
    )
    return next((id for wish in wishes for id, one in judged if wish(one)), None)


def _wants_change(found: Finding) -> bool:
    """Whether a finding is something to change; what waits for a provider's mapping is changed with it."""
    return found.status in _TROUBLE or (found.status is Status.BLOCKED and found.check not in PASSED_ON)


# Weightiest first: what only a new app client can settle, then what the console can.
_SHORT = {
    "APP010": "is gone",
    "APP011": "has no secret",
    "APP012": "OAuth is switched off",
    "APP013": "lacks the callback URL",
    "APP016": "lacks the authorization code grant",
    "APP017": "lacks a scope",
    "APP018": "offers no way to sign in",
    "IDP011": "does not offer the identity provider",
    "APP019": "may not read what ClearML needs",
    "IDP015": "may not write what is mapped",
    "IDP012": "a provider lacks an attribute",
    "IDP013": "a provider lets people in once",
    "IDP014": "a provider lacks an attribute",
    "IDP016": "a provider maps what is not there",
    "DOM014": "has no branding style",
}


def _by_weight(findings: Sequence[Finding]) -> list[Finding]:
    order = list(_SHORT)
    return sorted(findings, key=lambda found: order.index(found.check) if found.check in order else len(order))


class ClientLook:
    """What is the same for all app clients of a pool, gathered once; then each app client by itself.

    Args:
        connection: the answers so far. Its app client does not matter here.
        aws: the session to ask with.
        snapshot: the facts of the pool, by `begin`.
    """

    def __init__(self, connection: Connection, aws: Aws, snapshot: Snapshot) -> None:
        self._connection = connection
        self._aws = aws
        self._snapshot = snapshot
        self._providers: dict[str, Fact[ProviderSeen]] = {}

    @classmethod
    async def begin(cls, connection: Connection, aws: Aws) -> ClientLook:
        """Look at the pool, its domains and the chosen identity provider. What is not seen is a fact, too."""
        looked = await look_for(checks_of(StepId.CLIENT, connection), replace(connection, app_client=None), aws)
        return cls(connection, aws, looked.snapshot)

    @property
    def domains(self) -> tuple[Domain, ...]:
        """The pool's domains, none where they were not seen."""
        return self._snapshot.value(DOMAINS) or ()

    @property
    def managed_login(self) -> bool:
        """Whether an app client needs a branding style: one of the domains uses managed login."""
        return any(domain.managed_login for domain in self.domains)

    @property
    def callbacks(self) -> tuple[str, ...]:
        """The callback URLs that ClearML will use."""
        return tuple(web.callback for web in self._snapshot.value(WEB_ADDRESSES) or () if web.callback)

    async def judge(self, client_id: str) -> ClientJudged:
        """Look at one app client and judge it. Nothing is raised but cancellation."""
        from diagnostics.checks import checks_named

        pool, aws = self._connection.user_pool or "", self._aws
        described = await _patiently(lambda: app_client(aws, pool, client_id))
        client: Fact[AppClient | None] = (
            Known(described.value.client if described.value else None) if isinstance(described, Known) else described
        )
        facts: dict[str, Fact[object]] = dict(self._snapshot.facts)
        facts[CONNECTION.name] = Known(replace(self._connection, app_client=client_id))
        facts[APP_CLIENT.name] = client
        if isinstance(client, Known) and client.value is not None:
            facts |= await self._more(client.value)
        snapshot, checks = Snapshot(datetime.now(UTC), facts), checks_of(StepId.CLIENT, self._connection)
        return ClientJudged(client, judge(snapshot, checks_named(checks)), self.callbacks)

    async def _more(self, client: AppClient) -> dict[str, Fact[object]]:
        pool, aws = self._connection.user_pool or "", self._aws
        more: dict[str, Fact[object]] = {}
        if not client.shows_secret:
            more[APP_CLIENT_SECRETS.name] = await _patiently(lambda: app_client_secrets(aws, pool, client.id))
        if self.managed_login:
            more[BRANDING.name] = await _patiently(lambda: has_branding(aws, pool, client.id))
        more[PROVIDERS_SEEN.name] = await self._providers_of(client)
        return more

    async def _providers_of(self, client: AppClient) -> Fact[object]:
        """The external providers that people can come from: the one that ClearML names, else all that are offered."""
        chosen = self._connection.identity_provider
        offered = (chosen,) if chosen else client.identity_providers
        names = dict.fromkeys(name for name in offered if name != COGNITO)
        seen: list[ProviderSeen] = []
        for name in names:
            fact = await self._provider(name)
            if isinstance(fact, Unknown):
                return fact
            seen.append(fact.value)
        return Known(tuple(seen))

    async def _provider(self, name: str) -> Fact[ProviderSeen]:
        if name not in self._providers:
            pool, aws = self._connection.user_pool or "", self._aws
            self._providers[name] = await _patiently(lambda: ProviderSeen(name, identity_provider(aws, pool, name)))
        return self._providers[name]


def judge_unseen(connection: Connection, client_id: str, why: Unknown) -> ClientJudged:
    """An app client that could not be looked at, and why."""
    facts: dict[FactKey[object], Fact[object]] = {
        CONNECTION: Known(replace(connection, app_client=client_id)),
        APP_CLIENT: why,
    }
    return ClientJudged(why, judge_facts(facts, checks_of(StepId.CLIENT, connection)))


async def _patiently(call: Callable[[], T]) -> Fact[T]:
    """What a reader gives; where AWS limits requests, after a little wait once more."""
    fact = await fact_from(call, CALL_SECONDS)
    for again in range(1, THROTTLED_TRIES):
        if not (isinstance(fact, Unknown) and fact.why is Why.THROTTLED):
            return fact
        await asyncio.sleep(THROTTLED_SECONDS * again)
        fact = await fact_from(call, CALL_SECONDS)
    return fact


def facts_of(client: AppClient) -> tuple[tuple[str, str], ...]:
    """What an app client is, as label and value, for its detail."""
    days = f"{client.last_modified:%Y-%m-%d %H:%M} UTC" if client.last_modified else "not known"
    return (
        ("id", client.id),
        ("changed", days),
        ("callback", _listed(client.callback_urls)),
        ("sign-in", _listed(client.identity_providers)),
    )


def _listed(values: Sequence[str]) -> str:
    shown = "  ".join(plain(value, 120) for value in values[:3]) or "none"
    return f"{shown}  and {len(values) - 3} more" if len(values) > 3 else shown
