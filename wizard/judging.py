"""Judging what a step has just read, by the same checks as `--diagnose`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from diagnostics.facts import Fact, FactKey, Known, NotSeen, Unknown, Why
from diagnostics.findings import WORST_FIRST, Finding, Status
from diagnostics.judge import judge
from diagnostics.look import Snapshot

T = TypeVar("T")


def judge_facts(facts: Mapping[FactKey[object], Fact[object]], checks: Sequence[str]) -> tuple[Finding, ...]:
    """The findings of `checks`, given by their ids, on these facts."""
    from diagnostics.checks import checks_named

    snapshot = Snapshot(datetime.now(UTC), {key.name: fact for key, fact in facts.items()})
    return judge(snapshot, checks_named(checks))


async def fact_from(call: Callable[[], T], seconds: float) -> Fact[T]:
    """What a blocking reader gives, or the reason why it gives nothing; never an exception.

    Args:
        call: the reader; it may raise NotSeen.
        seconds: how long to wait for it.
    """
    from diagnostics.background import in_thread

    try:
        return Known(await in_thread(call, seconds))
    except NotSeen as reason:
        return reason.unknown
    except TimeoutError:
        return Unknown(Why.TIMEOUT, f"No answer within {seconds:g} seconds. Look again.")
    except Exception as error:  # noqa: BLE001 - a reader's own fault becomes a sentence, not a crash
        return Unknown(Why.ERROR, f"Looking failed inside the program ({type(error).__name__}).")


def worst(findings: Sequence[Finding]) -> Finding | None:
    """The finding that needs the most attention, None where there is none."""
    return min(findings, key=lambda found: WORST_FIRST.index(found.status), default=None)


def telling(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings that need attention, the worst first; of several that say the same, only the first.

    What merely waits for another finding, or does not apply, is left out.
    """
    quiet = (Status.OK, Status.SKIPPED, Status.BLOCKED)
    loud = sorted(
        (found for found in findings if found.status not in quiet),
        key=lambda found: WORST_FIRST.index(found.status),
    )
    return tuple({found.message: found for found in reversed(loud)}.values())[::-1]
