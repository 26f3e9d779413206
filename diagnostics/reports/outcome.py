"""What all formats say in the same words: how a diagnosis ended, and how many findings there are of each status."""

from collections.abc import Sequence

from diagnostics.findings import Finding, Status
from diagnostics.reports.exit_status import ExitStatus

ORDER = (
    Status.OK,
    Status.WARNING,
    Status.FAILED,
    Status.CRASH,
    Status.UNKNOWN,
    Status.BLOCKED,
    Status.SKIPPED,
)
"""The order in which a summary counts."""

NOTHING = "NOTHING TO JUDGE"
NOT_SEEN = "NOTHING SEEN TO HOLD"

_WORDS = {Status.UNKNOWN: "not seen", Status.CRASH: "crashed"}
_RESULTS = {
    ExitStatus.CLEAN: "OK",
    ExitStatus.FINDINGS: "FAILED",
    ExitStatus.INCOMPLETE: "INCOMPLETE",
    ExitStatus.INTERRUPTED: "INTERRUPTED",
    ExitStatus.TERMINATED: "INTERRUPTED",
}


def result(status: ExitStatus, findings: Sequence[Finding]) -> str:
    """The one word for a whole diagnosis. Where nothing could be judged it is never `OK`."""
    if all(found.status is Status.SKIPPED for found in findings):
        return NOTHING
    if status is ExitStatus.CLEAN and not any(found.status is Status.OK for found in findings):
        return NOT_SEEN
    return _RESULTS[status]


def word(status: Status) -> str:
    """A finding's status as a report says it."""
    return _WORDS.get(status, status.value)


def counts(findings: Sequence[Finding]) -> list[str]:
    """How many findings there are of each status, `2 failed`; none of what there is none of."""
    parts = []
    for status in ORDER:
        count = sum(found.status is status for found in findings)
        if count:
            plural = "s" if status is Status.WARNING and count > 1 else ""
            parts.append(f"{count} {word(status)}{plural}")
    return parts
