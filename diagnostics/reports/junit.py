"""A diagnosis as JUnit XML, for what shows test results: a suite for each area, a case for each check."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from diagnostics.findings import Finding, Severity, Status
from diagnostics.reports.exit_status import ExitStatus
from diagnostics.reports.subject import Subject
from diagnostics.version import VERSION

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from diagnostics.diagnosis import Diagnosis

# What XML 1.0 section 2.2 has no character for. A parser refuses the whole document over one of them.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARK = "\N{REPLACEMENT CHARACTER}"
_SKIPPED = (Status.BLOCKED, Status.SKIPPED)
_ERRORS = (Status.UNKNOWN, Status.CRASH)


def junit_report(
    diagnosis: Diagnosis,
    subject: Subject,
    status: ExitStatus,
    note: str | None = None,
    fail_on: Severity = Severity.ERROR,
) -> str:
    """The report for a build server.

    What failed is a `failure`; what could not be seen, and a check that crashed, an `error`; what waits for another
    check, and what does not apply, `skipped`. A warning is a `failure` where `fail_on` says so, else a case that
    passed with the warning as its output.

    Args:
        diagnosis: what was found.
        subject: what was looked at.
        status: the exit status that the findings lead to.
        note: a sentence about the look as a whole.
        fail_on: the level from which on a finding counts.

    Returns:
        An XML document in UTF-8, its last line ended.
    """
    from xml.etree.ElementTree import Element, indent, tostring

    findings = diagnosis.findings
    root = Element("testsuites", {"name": "clearml-cognito", **_numbers(findings, fail_on)})
    root.set("time", f"{diagnosis.seconds:.3f}")
    for area in dict.fromkeys(found.area for found in findings):
        of_area = [found for found in findings if found.area == area]
        suite = Element("testsuite", {"name": _legal(area), **_numbers(of_area, fail_on)})
        suite.set("timestamp", diagnosis.started_at.strftime("%Y-%m-%dT%H:%M:%S"))
        suite.append(_properties(subject, status, note))
        suite.extend([_case(found, subject, fail_on) for found in of_area])
        root.append(suite)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _numbers(findings: Sequence[Finding], fail_on: Severity) -> dict[str, str]:
    return {
        "tests": str(len(findings)),
        "failures": str(sum(_fails(found, fail_on) for found in findings)),
        "errors": str(sum(found.status in _ERRORS for found in findings)),
        "skipped": str(sum(found.status in _SKIPPED for found in findings)),
    }


def _fails(found: Finding, fail_on: Severity) -> bool:
    return found.status is Status.FAILED or (found.status is Status.WARNING and fail_on is Severity.WARNING)


def _properties(subject: Subject, status: ExitStatus, note: str | None) -> Element:
    from xml.etree.ElementTree import Element, SubElement

    said = {
        "version": VERSION,
        "exit_code": str(int(status)),
        "connection": subject.connection,
        "simulated": subject.simulated,
        "user_pool_id": subject.user_pool,
        "client_id": subject.app_client,
        "saved_look": subject.saved_at.isoformat() if subject.saved_at else None,
        "note": note,
    }
    properties = Element("properties")
    for name, value in said.items():
        if value is not None:
            SubElement(properties, "property", {"name": name, "value": _legal(value)})
    return properties


def _case(found: Finding, subject: Subject, fail_on: Severity) -> Element:
    from xml.etree.ElementTree import Element, SubElement

    case = Element("testcase", {"classname": found.check, "name": _legal(f"{found.check} {found.title}")})
    case.set("time", "0")
    message = _legal(found.message)
    if _fails(found, fail_on):
        SubElement(case, "failure", {"message": message, "type": found.severity.value}).text = _detail(found, subject)
    elif found.status in _ERRORS:
        SubElement(case, "error", {"message": message, "type": found.status.value}).text = _detail(found, subject)
    elif found.status in _SKIPPED:
        SubElement(case, "skipped", {"message": message})
    elif found.status is Status.WARNING:
        SubElement(case, "system-out").text = _detail(found, subject)
    return case


def _detail(found: Finding, subject: Subject) -> str:
    """What a person reads of a case that did not pass, a line for each thing."""
    lines = [found.message]
    lines += [f"expected: {found.expected}"] if found.expected is not None else []
    lines += [f"found: {found.actual}"] if found.actual is not None else []
    lines += [f"seen: {seen.source}: {seen.said}" for seen in found.evidence]
    lines += [f"needs: the IAM permission {found.permission}"] if found.permission else []
    if found.remedy:
        lines.append(f"do: {found.remedy.prose}{' This cannot be undone.' if found.remedy.destructive else ''}")
        lines += [f"run: {subject.runnable(command)}" for command in found.remedy.commands]
    return _legal("\n".join(lines))


def _legal(text: str) -> str:
    return _ILLEGAL.sub(_MARK, text)
