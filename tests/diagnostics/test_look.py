"""A look starts what can start, keeps each failure to itself, and ends in time."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest

from diagnostics.aws import Aws, AwsAccess
from diagnostics.connection import Connection
from diagnostics.facts import FactKey, Known, NotSeen, Unknown, Why
from diagnostics.http import web
from diagnostics.look import Facts, Probe, Snapshot, look
from diagnostics.sources import Sources

A: FactKey[int] = FactKey("a")
B: FactKey[int] = FactKey("b")
C: FactKey[int] = FactKey("c")


def gives(value: int, after: float = 0.0, reads: tuple[FactKey[int], ...] = ()) -> Callable[..., Awaitable[int]]:
    async def run(facts: Facts, sources: Sources) -> int:
        await asyncio.sleep(after)
        return value + sum(facts[key] for key in reads)

    return run


def run(*probes: Probe[int], seconds: float = 5.0, wanted: tuple[FactKey[int], ...] | None = None) -> Snapshot:
    async def inner() -> Snapshot:
        async with web() as connection_pool:
            sources = Sources(Connection(), Aws(AwsAccess()), connection_pool)
            return await look(probes, sources, seconds=seconds, wanted=wanted)

    return asyncio.run(inner())


def test_independent_probes_run_at_once_and_dependent_ones_after_what_they_need() -> None:
    both_are_running = asyncio.Barrier(2)

    def meets(value: int) -> Callable[..., Awaitable[int]]:
        async def run(facts: Facts, sources: Sources) -> int:
            async with both_are_running:
                return value

        return run

    snapshot = run(Probe(C, (A, B), gives(1, reads=(A, B))), Probe(A, (), meets(10)), Probe(B, (), meets(100)))
    assert snapshot[C] == Known(111)


def test_only_what_is_wanted_is_looked_at_with_what_it_needs() -> None:
    snapshot = run(Probe(A, (), gives(1)), Probe(B, (A,), gives(1, reads=(A,))), Probe(C, (), gives(1)), wanted=(B,))
    assert snapshot[B] == Known(2)
    assert "c" not in snapshot.facts


def test_a_missing_need_is_named_and_so_is_the_permission_that_would_settle_it() -> None:
    async def denied(facts: Facts, sources: Sources) -> int:
        raise NotSeen(Unknown(Why.NO_PERMISSION, "May not.", permission="cognito-idp:X"))

    snapshot = run(Probe(A, (), denied), Probe(B, (A,), gives(1, reads=(A,))), Probe(C, (B,), gives(1, reads=(B,))))
    assert snapshot[C] == Unknown(Why.NEEDS, "May not.", permission="cognito-idp:X", needs="a")


def test_what_was_never_asked_stays_so_down_the_chain() -> None:
    async def absent(facts: Facts, sources: Sources) -> int:
        raise NotSeen(Unknown(Why.NOT_CONFIGURED, "No pool is chosen."))

    snapshot = run(Probe(A, (), absent), Probe(B, (A,), gives(1, reads=(A,))))
    assert snapshot[B] == Unknown(Why.NOT_CONFIGURED, "No pool is chosen.")


def test_a_probe_that_breaks_is_a_fact_and_the_others_go_on() -> None:
    async def broken(facts: Facts, sources: Sources) -> int:
        raise RuntimeError("canary")

    snapshot = run(Probe(A, (), broken), Probe(B, (), gives(2)))
    fact = snapshot[A]
    assert isinstance(fact, Unknown) and fact.why is Why.ERROR and "canary" not in fact.detail
    assert snapshot[B] == Known(2)


def test_a_probe_that_never_answers_is_unknown_when_the_time_is_up() -> None:
    started = time.monotonic()
    snapshot = run(Probe(A, (), gives(1, 60)), Probe(B, (), gives(2)), seconds=0.2)
    fact = snapshot[A]
    assert isinstance(fact, Unknown) and fact.why is Why.TIMEOUT
    assert snapshot[B] == Known(2)
    assert time.monotonic() - started < 2


def test_reading_what_was_not_declared_is_a_bug_that_shows() -> None:
    fact = run(Probe(A, (), gives(1)), Probe(B, (), gives(1, reads=(A,))))[B]
    assert isinstance(fact, Unknown) and "LookupError" in fact.detail


def test_facts_that_need_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="circle"):
        run(Probe(A, (B,), gives(1)), Probe(B, (A,), gives(1)))
