"""The judgement names causes, and never calls the unseen fine."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from diagnostics.facts import Fact, FactKey, Known, Unknown, Why
from diagnostics.findings import Finding, Severity, Status, Verdict
from diagnostics.judge import Check, in_order, judge
from diagnostics.look import Facts, Snapshot

POOL: FactKey[str] = FactKey("pool")


def check(id: str, verdict: Callable[[Facts], Verdict], after: tuple[str, ...] = ()) -> Check:
    return Check(id, f"{id} holds", "pool", Severity.ERROR, (POOL,), after, verdict, "Why it matters.")


def says(status: Status) -> Callable[[Facts], Verdict]:
    return lambda facts: Verdict(status, "said")


def judged(*checks: Check, pool: Fact[object] | None = None) -> dict[str, Finding]:
    snapshot = Snapshot(datetime(2026, 1, 1, tzinfo=UTC), {"pool": pool or Known("p")})
    return {finding.check: finding for finding in judge(snapshot, checks)}


def test_a_failed_cause_blocks_what_it_explains_and_is_named_at_the_root() -> None:
    found = judged(
        check("C", says(Status.OK), ("B",)), check("A", says(Status.FAILED)), check("B", says(Status.OK), ("A",))
    )
    assert found["B"].status is Status.BLOCKED and found["B"].blocked_by == ("A",)
    assert found["C"].status is Status.BLOCKED and found["C"].blocked_by == ("A",)


@pytest.mark.parametrize("status", [Status.OK, Status.WARNING, Status.SKIPPED])
def test_what_is_no_trouble_blocks_nothing(status: Status) -> None:
    assert judged(check("A", says(status)), check("B", says(Status.OK), ("A",)))["B"].status is Status.OK


@pytest.mark.parametrize(
    ("why", "status"),
    [
        (Why.NOT_CONFIGURED, Status.SKIPPED),
        (Why.NOT_APPLICABLE, Status.SKIPPED),
        (Why.TIMEOUT, Status.UNKNOWN),
        (Why.NO_PERMISSION, Status.UNKNOWN),
        (Why.NETWORK, Status.UNKNOWN),
        (Why.MALFORMED, Status.UNKNOWN),
    ],
)
def test_an_unseen_fact_is_skipped_only_where_there_was_nothing_to_see(why: Why, status: Status) -> None:
    def reads(facts: Facts) -> Verdict:
        facts[POOL]
        return Verdict(Status.OK, "seen")

    found = judged(check("A", reads), pool=Unknown(why, "A reason.", permission="cognito-idp:X"))["A"]
    assert found.status is status
    assert found.message == "A reason."
    assert found.permission == "cognito-idp:X"


def test_a_check_that_breaks_is_shown_and_the_others_go_on() -> None:
    def breaks(facts: Facts) -> Verdict:
        raise RuntimeError("canary")

    found = judged(check("A", breaks), check("B", says(Status.OK)))
    assert found["A"].status is Status.CRASH and "canary" not in found["A"].message
    assert found["B"].status is Status.OK


def test_a_circle_is_refused() -> None:
    with pytest.raises(ValueError, match="A > B > A"):
        in_order([check("A", says(Status.OK), ("B",)), check("B", says(Status.OK), ("A",))])
