"""The exit status of a diagnosis: the same for every format, because no format is asked."""

from collections.abc import Sequence
from enum import IntEnum

from diagnostics.findings import Finding, Severity, Status


class ExitStatus(IntEnum):
    """What the program's exit status says (design.md, "The command line")."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    INCOMPLETE = 3
    NO_CREDENTIALS = 4
    REFUSED = 5
    PART_WAY = 6
    CRASHED = 70
    NOT_STARTED = 125
    INTERRUPTED = 130
    TERMINATED = 143


_NOT_SEEN = (Status.UNKNOWN, Status.CRASH, Status.BLOCKED)


def exit_status(findings: Sequence[Finding], fail_on: Severity = Severity.ERROR) -> ExitStatus:
    """The exit status that findings lead to.

    Args:
        findings: what was found.
        fail_on: the level from which on a finding counts.

    Returns:
        FINDINGS where one at or above the level does not hold; else INCOMPLETE where one at that level could not be
        judged (a blocked one among them: its cause may weigh less than it does); else CLEAN. A skipped one never
        counts.
    """
    if any(_counts(finding, fail_on) for finding in findings):
        return ExitStatus.FINDINGS
    unseen = (finding for finding in findings if finding.status in _NOT_SEEN)
    if any(finding.severity is Severity.ERROR or fail_on is Severity.WARNING for finding in unseen):
        return ExitStatus.INCOMPLETE
    return ExitStatus.CLEAN


def _counts(finding: Finding, fail_on: Severity) -> bool:
    if fail_on is Severity.WARNING:
        return finding.status in (Status.FAILED, Status.WARNING)
    return finding.status is Status.FAILED and finding.severity is Severity.ERROR
