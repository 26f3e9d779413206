"""The judgement: checks turn a snapshot into findings, causes before what they explain."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from diagnostics.facts import FactKey, NotSeen
from diagnostics.findings import Evidence, Finding, Severity, Status, Verdict
from diagnostics.look import Facts, Snapshot
from diagnostics.text import harmless


@dataclass(frozen=True, slots=True)
class Check:
    """A pure function from facts to a verdict, and what there is to know about it.

    Attributes:
        id: area and three digits, `APP013`; never changes and is never given to another check.
        title: a sentence that states the good state.
        area: the heading it stands under in a report.
        needs: the facts that it reads.
        after: the checks whose failure would explain its own.
        judge: gives the verdict, or raises NotSeen.
        explanation: what it means for the admin and why it matters, a paragraph.
        guide: the line of ClearML's guide that it holds, if there is one.
    """

    id: str
    title: str
    area: str
    severity: Severity
    needs: tuple[FactKey[object], ...]
    after: tuple[str, ...]
    judge: Callable[[Facts], Verdict]
    explanation: str
    guide: str | None = None


_UNSEEN = (Status.UNKNOWN, Status.CRASH)


def judge(snapshot: Snapshot, checks: Sequence[Check]) -> tuple[Finding, ...]:
    """The findings of `checks` on a snapshot, each after those that it depends on.

    What failed blocks whatever depends on it: that would only repeat it. What could not be seen blocks a check that
    cannot be seen either; one that can is judged by what it sees. Where there is nothing to judge, a check is skipped
    in any case. A check that is named in another's `after` but is not among `checks` blocks nothing.
    """
    findings: dict[str, Finding] = {}
    for check in in_order(checks):
        findings[check.id] = _finding(check, snapshot, findings)
    return tuple(findings.values())


def in_order(checks: Sequence[Check]) -> tuple[Check, ...]:
    """The checks, each after those it depends on; otherwise in the order given. ValueError on a circle."""
    by_id = {check.id: check for check in checks}
    ordered: dict[str, Check] = {}

    def visit(check: Check, path: tuple[str, ...]) -> None:
        if check.id in path:
            raise ValueError(f"checks depend on each other in a circle: {' > '.join((*path, check.id))}")
        if check.id in ordered:
            return
        for other in check.after:
            if other in by_id:
                visit(by_id[other], (*path, check.id))
        ordered[check.id] = check

    for check in checks:
        visit(check, ())
    return tuple(ordered.values())


def _finding(check: Check, snapshot: Snapshot, findings: Mapping[str, Finding]) -> Finding:
    causes = _causes(check, findings)
    verdict = _verdict(check, snapshot)
    failed = tuple(cause for cause in causes if findings[cause].status is Status.FAILED)
    if failed and verdict.status is not Status.SKIPPED:
        return _blocked(check, failed)
    if causes and verdict.status is Status.UNKNOWN:
        return _blocked(check, causes)
    return _as_finding(check, verdict, ())


def _verdict(check: Check, snapshot: Snapshot) -> Verdict:
    try:
        return check.judge(Facts(snapshot.facts, check.needs, snapshot.taken_at))
    except NotSeen as reason:
        unknown = reason.unknown
        status = Status.SKIPPED if unknown.why.never_asked else Status.UNKNOWN
        return Verdict(status, unknown.detail, permission=unknown.permission)
    except Exception as error:  # noqa: BLE001 - a broken check is shown, and the others go on
        return Verdict(Status.CRASH, f"This check itself failed ({type(error).__name__}): a bug to report.")


def _causes(check: Check, findings: Mapping[str, Finding]) -> tuple[str, ...]:
    """The checks at the root of what stands in this one's way: those that failed, or were not seen."""
    roots: dict[str, None] = {}
    for other in check.after:
        finding = findings.get(other)
        if finding is None:
            continue
        if finding.status is Status.FAILED or finding.status in _UNSEEN:
            roots[other] = None
        elif finding.status is Status.BLOCKED:
            roots.update(dict.fromkeys(finding.blocked_by))
    return tuple(roots)


def _blocked(check: Check, causes: tuple[str, ...]) -> Finding:
    return _as_finding(check, Verdict(Status.BLOCKED, f"Waits for {' and '.join(causes)}."), causes)


def _harmless(text: str | None) -> str | None:
    return None if text is None else harmless(text)


def _as_finding(check: Check, verdict: Verdict, blocked_by: tuple[str, ...]) -> Finding:
    return Finding(
        check=check.id,
        title=check.title,
        area=check.area,
        severity=check.severity,
        status=verdict.status,
        message=harmless(verdict.message),
        expected=_harmless(verdict.expected),
        actual=_harmless(verdict.actual),
        evidence=tuple(Evidence(harmless(one.source), harmless(one.said)) for one in verdict.evidence),
        remedy=replace(verdict.remedy, prose=harmless(verdict.remedy.prose)) if verdict.remedy else None,
        blocked_by=blocked_by,
        permission=verdict.permission,
    )
