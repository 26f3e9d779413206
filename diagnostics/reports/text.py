"""A diagnosis as text: the areas with what does not hold in each, and at the end what explains it and what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from diagnostics.findings import Finding, Status
from diagnostics.reports.exit_status import ExitStatus
from diagnostics.reports.layout import Style, apart, cells, hanging, packed, wrapped
from diagnostics.reports.outcome import NOTHING, counts, result
from diagnostics.reports.root_causes import may_stop_people, root_causes, waiting_for
from diagnostics.reports.subject import PROGRAM, Subject, masked_account, shortened
from diagnostics.version import VERSION

if TYPE_CHECKING:
    from diagnostics.diagnosis import Diagnosis

_SYMBOLS = {
    Status.OK: ("✓", "[ok]", "32"),
    Status.WARNING: ("▲", "[warn]", "33"),
    Status.FAILED: ("✗", "[FAIL]", "31"),
    Status.CRASH: ("✗", "[crash]", "31"),
    Status.UNKNOWN: ("?", "[?]", "33"),
    Status.BLOCKED: ("⊘", "[blocked]", "2"),
    Status.SKIPPED: ("-", "[-]", "2"),
}
_COLOURS = {
    ExitStatus.CLEAN: "32",
    ExitStatus.FINDINGS: "31",
}
_LABEL = 10
_MOST_CAUSES = 5
_MOST_IDS = 6


def text_report(
    diagnosis: Diagnosis, subject: Subject, status: ExitStatus, style: Style, note: str | None = None
) -> str:
    """The report for an admin at a terminal, the causes last, where the eye is when it ends.

    Args:
        diagnosis: what was found.
        subject: what was looked at.
        status: the exit status that the findings lead to.
        style: width, colour and symbols.
        note: a sentence about the look as a whole, such as that it was interrupted.

    Returns:
        Lines, the last one ended. Foreign text in them is plain already; nothing in them is a secret.
    """
    findings = diagnosis.findings
    causes = root_causes(findings)
    lines = _head(diagnosis, subject, style)
    lines.append("")
    for area in dict.fromkeys(found.area for found in findings if found.status is not Status.SKIPPED):
        lines += _area(area, [found for found in findings if found.area == area], causes, subject, style)
    lines += _skipped(findings, style)
    lines += ["", *_causes(findings, causes, subject, style)] if causes else []
    lines += ["", *_end(diagnosis, subject, status, causes, style)]
    if note:
        lines += wrapped(note, style.cells)
    text = "\n".join(lines) + "\n"
    return text if style.unicode else text.replace("…", "...")


def _head(diagnosis: Diagnosis, subject: Subject, style: Style) -> list[str]:
    account = f"AWS account {masked_account(subject.account)}" if subject.account else None
    items = (
        style.painted(f"clearml-cognito {VERSION}", "1"),
        f"connection {subject.connection}",
        f'simulated account "{subject.simulated}"' if subject.simulated else account,
        f"profile {subject.profile}" if subject.profile else None,
        subject.user_pool or subject.region,
        f"client {shortened(subject.app_client)}" if subject.app_client else None,
        *subject.web_addresses,
        f"env file {subject.env_file}" if subject.env_file else None,
        _moment(diagnosis, subject),
    )
    return packed((item for item in items if item), style.cells, "   ")


def _moment(diagnosis: Diagnosis, subject: Subject) -> str:
    when = diagnosis.started_at.strftime("%Y-%m-%d %H:%M:%S UTC")
    return f"saved look of {when}" if subject.saved_at else when


def _area(
    area: str, findings: Sequence[Finding], causes: Sequence[Finding], subject: Subject, style: Style
) -> list[str]:
    """An area: how many checks hold, and those that do not. What is a cause is told at the end, not here."""
    judged = [found for found in findings if found.status is not Status.SKIPPED]
    line = apart(area, "  ".join(counts(judged)), style.cells)
    lines = [line.replace(area, style.painted(area, "1"), 1)]
    for found in findings:
        if found.status in (Status.WARNING, Status.FAILED, Status.CRASH, Status.UNKNOWN):
            lines += _headline(found, style)
            lines += [] if found in causes else _detail(found, subject, style)
    for causes_of_it, ids in _grouped(findings, Status.BLOCKED, lambda found: " and ".join(found.blocked_by)).items():
        mark, waits = _mark(Status.BLOCKED, style), "waits" if len(ids) == 1 else "wait"
        rows = hanging(mark, f"{' '.join(ids)} {waits} for {causes_of_it}", 2, cells(mark) + 1, style.cells)
        lines += [style.painted(row, _SYMBOLS[Status.BLOCKED][2]) for row in rows]
    return lines


def _skipped(findings: Sequence[Finding], style: Style) -> list[str]:
    """What did not apply: each reason once, with the checks that it concerns."""
    rows: list[str] = []
    mark = _mark(Status.SKIPPED, style)
    for message, ids in _grouped(findings, Status.SKIPPED, lambda found: found.message).items():
        more = f" and {len(ids) - _MOST_IDS} more" if len(ids) > _MOST_IDS else ""
        rows += hanging(mark, f"{message} ({' '.join(ids[:_MOST_IDS])}{more})", 2, cells(mark) + 1, style.cells)
    return (
        ["", style.painted("Not asked, or does not apply", "1"), *(style.painted(row, "2") for row in rows)]
        if rows
        else []
    )


def _grouped(findings: Sequence[Finding], status: Status, by: Callable[[Finding], str]) -> dict[str, list[str]]:
    """The ids of the findings of a status, by what they have in common."""
    groups: dict[str, list[str]] = {}
    for found in findings:
        if found.status is status:
            groups.setdefault(by(found), []).append(found.check)
    return groups


def _headline(found: Finding, style: Style) -> list[str]:
    mark = _mark(found.status, style)
    lines = hanging(f"  {mark} {found.check}", found.title, 0, len(f"  {mark} {found.check}") + 2, style.cells)
    lines[0] = lines[0].replace(mark, style.painted(mark, _SYMBOLS[found.status][2]), 1)
    return lines


def _detail(found: Finding, subject: Subject, style: Style) -> list[str]:
    """What was found, what was expected, and what to do about it."""
    indent, width = _indent(style), style.cells
    rows = [" " * indent + line for line in wrapped(found.message, width - indent)]
    if found.expected is not None:
        rows += hanging("expected", found.expected, indent, _LABEL, width)
    if found.actual is not None:
        rows += hanging("found", found.actual, indent, _LABEL, width)
    for seen in found.evidence:
        rows += hanging("seen", f"{seen.source}: {seen.said}", indent, _LABEL, width)
    if found.permission and found.permission not in found.message:
        rows += hanging("needs", f"the IAM permission {found.permission}", indent, _LABEL, width)
    if found.remedy:
        prose = f"{found.remedy.prose}{' This cannot be undone.' if found.remedy.destructive else ''}"
        rows += hanging("do", prose, indent, _LABEL, width)
        for command in found.remedy.commands:
            rows.append(f"{' ' * indent}{'run'.ljust(_LABEL)}{subject.runnable(command)}")
    return rows


def _causes(findings: Sequence[Finding], causes: Sequence[Finding], subject: Subject, style: Style) -> list[str]:
    seen = causes[0].status in (Status.FAILED, Status.WARNING)
    title = "Root cause" if seen else "Not seen, so not known"
    if seen and len(causes) > 1:
        title = f"Root causes ({len(causes)})"
    lines = [style.painted(title, "1")]
    for cause in causes[:_MOST_CAUSES]:
        lines += _headline(cause, style) + _detail(cause, subject, style)
        waiting = waiting_for(findings, cause)
        if waiting:
            lines += hanging(
                "explains", f"why {' '.join(waiting)} could not be judged", _indent(style), _LABEL, style.cells
            )
    if len(causes) > _MOST_CAUSES:
        lines.append(f"  and {len(causes) - _MOST_CAUSES} more, above")
    return lines


def _end(
    diagnosis: Diagnosis, subject: Subject, status: ExitStatus, causes: Sequence[Finding], style: Style
) -> list[str]:
    word = result(status, diagnosis.findings)
    colour = "33" if word == NOTHING else _COLOURS.get(status, "33")
    items = (word, *counts(diagnosis.findings), f"{diagnosis.seconds:.1f} s", f"exit {int(status)}")
    rows = packed(items, style.cells - 8, "  ")
    lines = [f"{'' if number else 'Result':<8}{row}" for number, row in enumerate(rows)]
    lines[0] = lines[0].replace(word, style.painted(word, colour), 1)
    command, why = _next(subject, status, causes, may_stop_people(diagnosis.findings))
    lines.append(f"Next    {command}")
    return lines + [" " * 8 + line for line in wrapped(why, style.cells - 8) if line]


def _next(subject: Subject, status: ExitStatus, causes: Sequence[Finding], doubts: Sequence[str]) -> tuple[str, str]:
    """What to do now: a command where there is one, on a line of its own, and what it is for."""
    commands = [command for cause in causes if cause.remedy for command in cause.remedy.commands]
    if commands and commands[0] != PROGRAM:
        return subject.runnable(commands[0]), f"for {causes[0].check}, then look again"
    if status is ExitStatus.FINDINGS and causes and causes[0].remedy and causes[0].remedy.in_console:
        return f"{subject.command} --diagnose", f"once {causes[0].check} is settled in the AWS console"
    if status is ExitStatus.FINDINGS:
        return (subject.command, "the wizard") if causes else ("see to the warnings above", "")
    if any(cause.permission for cause in causes):
        return f"{subject.command} --print-policy look", "prints the IAM policy to ask for"
    if status is not ExitStatus.CLEAN and subject.user_pool:
        return f"{subject.command} --diagnose", "once what could not be seen can be seen"
    if not subject.user_pool:
        return subject.command, "the wizard, to choose the user pool that ClearML is to sign in with"
    sign_in = f"sign in at {subject.web_addresses[0]}" if subject.web_addresses else "sign in to ClearML"
    return (f"see what {doubts[0]} says above", f"then {sign_in}") if doubts else (sign_in, "")


def _mark(status: Status, style: Style) -> str:
    symbol, twin, _ = _SYMBOLS[status]
    return symbol if style.unicode else twin


def _indent(style: Style) -> int:
    return 12 if style.unicode else 8
