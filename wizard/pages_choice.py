"""The sign-in pages to choose from: a user pool's domains, and where each serves its pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from diagnostics.addresses import domain_bases, domain_name, region_of_pool
from diagnostics.domain import Domain
from diagnostics.facts import Fact, Known, Unknown
from diagnostics.findings import Finding
from diagnostics.keys import DISCOVERY, DOMAINS, USER_POOL
from wizard.looking import look_for
from wizard.steps import StepId, step

if TYPE_CHECKING:
    from diagnostics.aws import Aws
    from diagnostics.connection import Connection
    from diagnostics.look import Snapshot
    from diagnostics.user_pool import UserPool

WAITING = ("CREATING", "UPDATING")


@dataclass(frozen=True, slots=True)
class Pages:
    """One domain of the pool.

    Attributes:
        name: the prefix, or the custom domain's whole name.
        base: where its pages are; None where that cannot be told yet.
        domain: what AWS says of it; None where that was not seen.
        discovered: whether the pool's discovery document names this one.
    """

    name: str
    base: str | None
    domain: Domain | None
    discovered: bool

    @property
    def custom(self) -> bool:
        """Whether it is a custom domain."""
        return "." in self.name

    @property
    def waiting(self) -> bool:
        """Whether AWS is still at work on it."""
        return self.domain is not None and self.domain.status in WAITING

    @property
    def doubt(self) -> str:
        """Why ClearML had better not be pointed at it now, empty where nothing speaks against it."""
        if self.base is None:
            return "its address is not known yet"
        if self.domain is None:
            return "its state was not seen"
        if self.domain.status == "FAILED":
            return "AWS could not set it up"
        return (
            "" if self.domain.status == "ACTIVE" else f"it is {self.domain.status}, and its pages do not answer yet"
        )

    @property
    def in_short(self) -> str:
        """Its state in a few words, for its row."""
        if self.domain is None:
            return "its state was not seen"
        kind = "managed login" if self.domain.managed_login else "classic pages"
        states = {
            "ACTIVE": "active",
            "CREATING": "being created",
            "UPDATING": "being updated",
            "DELETING": "being deleted",
            "FAILED": "failed",
        }
        return f"{states.get(self.domain.status, self.domain.status)}, {kind}"


@dataclass(frozen=True, slots=True)
class PagesLook:
    """What a look at a pool's domains brought home.

    Attributes:
        pages: its domains, the one that discovery names first.
    """

    snapshot: Snapshot
    findings: tuple[Finding, ...]
    pages: tuple[Pages, ...]

    @property
    def pool(self) -> UserPool | None:
        """The user pool, None where it was not seen."""
        return self.snapshot.value(USER_POOL)

    @property
    def lacks_domain(self) -> bool:
        """Whether the pool was seen, and has no domain."""
        return self.pool is not None and not self.pool.domains

    def is_foreign(self, address: str) -> bool:
        """Whether an address of sign-in pages is none of this pool's, as far as all of its own are known."""
        bases = [pages.base for pages in self.pages]
        return bool(bases) and None not in bases and address.rstrip("/") not in bases

    @property
    def unseen(self) -> Unknown | None:
        """Why neither AWS nor discovery said anything of a domain; None where one of them did."""
        fact: Fact[UserPool | None] = self.snapshot[USER_POOL]
        return fact if isinstance(fact, Unknown) and not self.pages else None

    @property
    def unplaced(self) -> Unknown | None:
        """Why the pool's discovery document did not say where its pages are; None where it was seen."""
        fact = self.snapshot[DISCOVERY]
        return fact if isinstance(fact, Unknown) else None


async def look_at_pages(connection: Connection, aws: Aws) -> PagesLook:
    """Ask AWS for the pool's domains and their state, and the pool's issuer for the one that it names."""
    looked = await look_for(step(StepId.PAGES).checks, replace(connection, domain=None, app_client=None), aws)
    return PagesLook(looked.snapshot, looked.findings, _pages(looked.snapshot, connection, aws))


def _pages(snapshot: Snapshot, connection: Connection, aws: Aws) -> tuple[Pages, ...]:
    answer, pool = snapshot.value(DISCOVERY), snapshot.value(USER_POOL)
    base = answer.document.domain_base if answer and answer.document else None
    seen = snapshot[DOMAINS]
    described = {domain.name: domain for domain in seen.value} if isinstance(seen, Known) else {}
    named = domain_name(base) if base else None
    names = tuple(dict.fromkeys([*((named,) if named else ()), *(pool.domains if pool else ())]))
    region = region_of_pool(connection.user_pool or "") or connection.region or ""
    found = []
    for name in names:
        own = base if name == named else base_of(name, region, base, aws.endpoint())
        found.append(Pages(name, own, described.get(name), name == named))
    return tuple(found)


def base_of(name: str, region: str, discovered: str | None, endpoint: str | None) -> str | None:
    """Where a domain serves its pages.

    Args:
        name: its prefix, or a custom domain's whole name.
        discovered: the base that the pool's discovery document names, of whichever domain.
        endpoint: a Cognito endpoint other than AWS's; below one, None until discovery names a base.
    """
    bases = domain_bases((name,), region, discovered, endpoint)
    return next((base for base in bases if domain_name(base) == name), None)
