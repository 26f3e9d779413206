"""All formats of a report. None of them has a say in the exit status: each is given it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from diagnostics.findings import Severity
from diagnostics.reports.exit_status import ExitStatus
from diagnostics.reports.json import json_report
from diagnostics.reports.junit import junit_report
from diagnostics.reports.layout import Style
from diagnostics.reports.markdown import markdown_report
from diagnostics.reports.subject import Subject
from diagnostics.reports.text import text_report

if TYPE_CHECKING:
    from diagnostics.diagnosis import Diagnosis
    from diagnostics.judge import Check

FORMATS = ("text", "json", "junit", "markdown")


def written(
    form: str,
    diagnosis: Diagnosis,
    subject: Subject,
    status: ExitStatus,
    checks: Sequence[Check],
    *,
    style: Style,
    note: str | None = None,
    fail_on: Severity = Severity.ERROR,
) -> str:
    """A diagnosis in one of FORMATS.

    Args:
        checks: the checks that were judged.
        style: how text is to look; the other formats have no look.
        note: a sentence about the look as a whole.
        fail_on: the level from which on a finding counts.
    """
    match form:
        case "json":
            return json_report(diagnosis, subject, status, checks, note)
        case "junit":
            return junit_report(diagnosis, subject, status, note, fail_on)
        case "markdown":
            return markdown_report(diagnosis, subject, status, note)
        case _:
            return text_report(diagnosis, subject, status, style, note)
