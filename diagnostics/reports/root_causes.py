"""The few findings that explain the rest."""

from collections.abc import Sequence

from diagnostics.findings import Finding, Severity, Status

_UNSEEN = (Status.UNKNOWN, Status.CRASH)


def root_causes(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings to act on first, the one that stands in most others' way at the front.

    A check that depends on another is never judged where that one does not hold, so every failed check is a cause and
    no consequence. Where nothing of weight failed, what could not be seen is the cause of not knowing; where all of
    that was seen, there is none.
    """
    failed = [found for found in findings if found.status is Status.FAILED and found.severity is Severity.ERROR]
    unseen = [found for found in findings if found.status in _UNSEEN and found.severity is Severity.ERROR]
    waiting = [cause for found in findings for cause in found.blocked_by if found.status is Status.BLOCKED]
    causes = failed or unseen or [found for found in findings if found.check in waiting]
    return tuple(sorted(causes, key=lambda found: -waiting.count(found.check)))


def waiting_for(findings: Sequence[Finding], cause: Finding) -> tuple[str, ...]:
    """The ids of the checks that could not be judged because of `cause`."""
    return tuple(found.check for found in findings if cause.check in found.blocked_by)


def may_stop_people(findings: Sequence[Finding]) -> tuple[str, ...]:
    """The ids of the checks that hold only in part, though people cannot sign in where they do not hold."""
    doubts = (found for found in findings if found.status is Status.WARNING and found.severity is Severity.ERROR)
    return tuple(found.check for found in doubts)
