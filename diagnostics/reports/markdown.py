"""A diagnosis as Markdown, to be pasted into an issue or a chat: the causes first, then each area.

Whatever comes from outside is shown as it is and never renders: a word that could mean something to Markdown, or to
the sites that link names and numbers in it, stands in a code span, where nothing does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from diagnostics.findings import Finding, Status
from diagnostics.reports.exit_status import ExitStatus
from diagnostics.reports.outcome import counts, result, word
from diagnostics.reports.root_causes import root_causes, waiting_for
from diagnostics.reports.subject import Subject, masked_account
from diagnostics.version import VERSION

if TYPE_CHECKING:
    from diagnostics.diagnosis import Diagnosis

_SIGNS = {
    Status.OK: "✓",
    Status.WARNING: "▲",
    Status.FAILED: "✗",
    Status.CRASH: "✗",
    Status.UNKNOWN: "?",
    Status.BLOCKED: "⊘",
    Status.SKIPPED: "·",
}
_TOLD = (Status.FAILED, Status.CRASH, Status.UNKNOWN, Status.WARNING)
# Letters and digits, a hyphen, an apostrophe or a slash between letters, and the punctuation of a sentence around it.
_PLAIN_WORD = re.compile(r"""[("'“]*[^\W_]+(?:[-'’/][^\W\d_]+)*[)"'”…?!.,;:]*""")
_HEX = re.compile(r"(?i)[0-9a-f]{7,}")
_PARTS = re.compile(r"""([("'“]*)(.*?)([)"'”?!.,;:]*)""")


def markdown_report(diagnosis: Diagnosis, subject: Subject, status: ExitStatus, note: str | None = None) -> str:
    """The report for people elsewhere.

    Args:
        diagnosis: what was found.
        subject: what was looked at.
        status: the exit status that the findings lead to.
        note: a sentence about the look as a whole.

    Returns:
        CommonMark, its last line ended.
    """
    findings = diagnosis.findings
    causes = root_causes(findings)
    lines = [
        f"# Sign-in with Amazon Cognito: {result(status, findings)}",
        "",
        f"{', '.join(counts(findings)) or 'nothing judged'}; exit {int(status)}",
        "",
        *_about(diagnosis, subject),
    ]
    lines += ["", f"> {prose(note)}"] if note else []
    if causes:
        seen = causes[0].status in (Status.FAILED, Status.WARNING)
        lines += ["", "## Root cause" if seen else "## Not seen, so not known"]
        for cause in causes:
            lines += _told(cause, subject, "###")
            waiting = waiting_for(findings, cause)
            lines += [f"- explains why {', '.join(waiting)} could not be judged"] if waiting else []
    for area in dict.fromkeys(found.area for found in findings):
        lines += _area(area, [found for found in findings if found.area == area], causes, subject)
    return "\n".join(lines) + "\n"


def _about(diagnosis: Diagnosis, subject: Subject) -> list[str]:
    items = (
        ("connection", subject.connection),
        ("simulated account", subject.simulated),
        ("AWS account", masked_account(subject.account) if subject.account else None),
        ("profile", subject.profile),
        ("region", subject.region),
        ("user pool", subject.user_pool),
        ("app client", subject.app_client),
        ("ClearML", " ".join(subject.web_addresses) or None),
        ("env file", subject.env_file),
        ("saved look of" if subject.saved_at else "looked at", _moment(diagnosis)),
        ("by", f"clearml-cognito {VERSION}"),
    )
    return [f"- {name}: {code(value)}" for name, value in items if value]


def _moment(diagnosis: Diagnosis) -> str:
    return diagnosis.started_at.strftime("%Y-%m-%d %H:%M:%S UTC")


def _area(area: str, findings: Sequence[Finding], causes: Sequence[Finding], subject: Subject) -> list[str]:
    lines = ["", f"## {prose(area)}", "", ", ".join(counts(findings))]
    for found in findings:
        if found.status in _TOLD and found not in causes:
            lines += _told(found, subject, "###")
    rest = [found for found in findings if found.status not in _TOLD]
    lines += [""] if rest else []
    lines += [f"- {_SIGNS[found.status]} {found.check} {prose(found.title)}{_why(found)}" for found in rest]
    return lines


def _why(found: Finding) -> str:
    """Why a check was not judged; nothing for one that holds."""
    return "" if found.status is Status.OK else f": {word(found.status)}. {prose(found.message)}"


def _told(found: Finding, subject: Subject, level: str) -> list[str]:
    """A finding with all there is to it."""
    lines = ["", f"{level} {_SIGNS[found.status]} {found.check} {prose(found.title)}", ""]
    lines += [f"{word(found.status).capitalize()}: {prose(found.message)}", ""]
    lines += [f"- expected {code(found.expected)}"] if found.expected is not None else []
    lines += [f"- found {code(found.actual)}"] if found.actual is not None else []
    lines += [f"- seen: {prose(seen.source)}: {prose(seen.said)}" for seen in found.evidence]
    lines += [f"- needs the IAM permission {code(found.permission)}"] if found.permission else []
    if found.remedy:
        lines.append(
            f"- do: {prose(found.remedy.prose)}{' This cannot be undone.' if found.remedy.destructive else ''}"
        )
        lines += [f"- run {code(subject.runnable(command))}" for command in found.remedy.commands]
    return lines


def prose(text: str) -> str:
    """A sentence in which nothing renders: every word that is not plainly a word stands in a code span."""
    return " ".join(_word(one) for one in text.split())


def code(text: str) -> str:
    """A text as one code span, whatever backticks it holds (CommonMark 0.31, section 6.1)."""
    line = " ".join(text.split())
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence = "`" * (longest + 1)
    blank = " " if line[:1] == "`" or line[-1:] == "`" else ""
    return f"{fence}{blank}{line}{blank}{fence}" if line else "(empty)"


def _word(one: str) -> str:
    if _PLAIN_WORD.fullmatch(one) and not _HEX.search(one):
        return one
    before, inside, after = _PARTS.fullmatch(one).groups()  # type: ignore[union-attr]  # it matches every text
    return f"{before}{code(inside)}{after}" if inside else code(one)
