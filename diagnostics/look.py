"""One look at the world: probes gather facts, as many at once as what they need of each other allows."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from diagnostics.facts import Fact, FactKey, Known, NotSeen, Unknown, Why

if TYPE_CHECKING:
    from diagnostics.sources import Sources

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All facts of one look, free of secrets.

    Attributes:
        facts: by the name of their key.
        seconds: how long each fact took to gather.
    """

    taken_at: datetime
    facts: Mapping[str, Fact[object]] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)

    def __getitem__(self, key: FactKey[T]) -> Fact[T]:
        missing = Unknown(Why.NOT_APPLICABLE, f"{key.name} was not part of this look.")
        return cast("Fact[T]", self.facts.get(key.name, missing))

    def value(self, key: FactKey[T]) -> T | None:
        """The fact's value, None where it is unknown."""
        fact = self[key]
        return fact.value if isinstance(fact, Known) else None


class Facts:
    """The facts that one probe or check may read: those it has declared, and no others.

    Attributes:
        taken_at: when the look was taken, which is what a check has to take for now: a look may be judged later.
    """

    def __init__(
        self,
        facts: Mapping[str, Fact[object]],
        declared: Sequence[FactKey[object]],
        taken_at: datetime | None = None,
    ) -> None:
        self.taken_at = taken_at or datetime.now(UTC)
        self._facts = facts
        self._declared = frozenset(key.name for key in declared)

    def fact(self, key: FactKey[T]) -> Fact[T]:
        """The fact, known or not."""
        if key.name not in self._declared:
            raise LookupError(f"{key.name} is read but not declared")
        return cast(
            "Fact[T]", self._facts.get(key.name, Unknown(Why.NOT_APPLICABLE, f"{key.name} was not looked at"))
        )

    def __getitem__(self, key: FactKey[T]) -> T:
        """The fact's value. Raises NotSeen where it is unknown, naming the fact at the root."""
        fact = self.fact(key)
        if isinstance(fact, Known):
            return fact.value
        if fact.why.never_asked or fact.why is Why.NEEDS:
            raise NotSeen(fact)
        raise NotSeen(Unknown(Why.NEEDS, fact.detail, permission=fact.permission, needs=key.name))


@dataclass(frozen=True, slots=True)
class Probe(Generic[T_co]):
    """Gathers one fact.

    Attributes:
        provides: the fact.
        needs: the facts that it reads; it starts when they are there.
        look: gives the fact's value, or raises NotSeen.
    """

    provides: FactKey[T_co]
    needs: tuple[FactKey[object], ...]
    look: Callable[[Facts, Sources], Awaitable[T_co]]


_END_SECONDS = 1.5
"""What probes that are ended may take to clean up."""

Progress = Callable[[str, "Fact[object] | None", float], None]
"""Told of each fact as its probe starts (None, 0) and ends (the fact, seconds)."""


async def look(
    probes: Sequence[Probe[object]],
    sources: Sources,
    *,
    seconds: float = 60.0,
    wanted: Sequence[FactKey[object]] | None = None,
    progress: Progress | None = None,
) -> Snapshot:
    """Gather facts.

    Args:
        probes: all probes there are.
        sources: what they look at.
        seconds: what the whole look may take; what is not there by then is unknown for lack of time.
        wanted: the facts asked for, with whatever they need in turn; None for all.
        progress: told of each fact.

    Returns:
        The snapshot. A probe's own failure is a fact of it, never an exception here.
    """
    import asyncio

    chosen = _closure(probes, wanted)
    taken_at = datetime.now(UTC)
    facts: dict[str, Fact[object]] = {}
    took: dict[str, float] = {}
    tasks: dict[str, asyncio.Task[None]] = {}

    async def gather(probe: Probe[object]) -> None:
        name = probe.provides.name
        needed = [tasks[key.name] for key in probe.needs if key.name in tasks]
        if needed:
            await asyncio.wait(needed)
        started = time.monotonic()
        if progress:
            progress(name, None, 0.0)
        facts[name] = await _fact(probe, facts, sources)
        took[name] = time.monotonic() - started
        if progress:
            progress(name, facts[name], took[name])

    for probe in chosen:
        tasks[probe.provides.name] = asyncio.create_task(gather(probe))
    try:
        if tasks:
            await asyncio.wait(tasks.values(), timeout=seconds)
    finally:
        for task in tasks.values():
            task.cancel()
        # A keyring's child has to be seen to end, and a second cancelling, by the end of the loop, would not wait.
        if tasks:
            await asyncio.wait(tasks.values(), timeout=_END_SECONDS)
    late = Unknown(Why.TIMEOUT, f"No answer within the {seconds:g} seconds that this look may take.")
    return Snapshot(taken_at, dict.fromkeys(tasks, late) | facts, took)


async def _fact(probe: Probe[object], facts: Mapping[str, Fact[object]], sources: Sources) -> Fact[object]:
    try:
        return Known(await probe.look(Facts(facts, probe.needs), sources))
    except NotSeen as reason:
        return reason.unknown
    except TimeoutError:
        return Unknown(Why.TIMEOUT, "No answer in time.")
    except Exception as error:  # noqa: BLE001 - one probe's fault must not take the report away
        return Unknown(Why.ERROR, f"Looking failed inside the program ({type(error).__name__}).")


def _closure(probes: Sequence[Probe[object]], wanted: Sequence[FactKey[object]] | None) -> tuple[Probe[object], ...]:
    """The probes for the wanted facts and all that those need, in the order in which they can start."""
    by_name = {probe.provides.name: probe for probe in probes}
    ordered: dict[str, Probe[object]] = {}

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            raise ValueError(f"facts need each other in a circle: {' > '.join((*path, name))}")
        if name in ordered or name not in by_name:
            return
        for key in by_name[name].needs:
            visit(key.name, (*path, name))
        ordered[name] = by_name[name]

    for name in by_name if wanted is None else [key.name for key in wanted]:
        visit(name, ())
    return tuple(ordered.values())
