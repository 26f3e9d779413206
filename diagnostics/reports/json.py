"""A diagnosis as JSON, by the schema `report.schema.json` beside this module."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.findings import Finding, Status
from diagnostics.reports.exit_status import ExitStatus
from diagnostics.reports.root_causes import root_causes
from diagnostics.reports.subject import Subject, masked_account
from diagnostics.version import VERSION

if TYPE_CHECKING:
    from diagnostics.diagnosis import Diagnosis
    from diagnostics.judge import Check

SCHEMA_VERSION = "1.0"
SCHEMA = Path(__file__).with_name("report.schema.json")
_SUMMARY = {
    ExitStatus.FINDINGS: "failed",
    ExitStatus.INCOMPLETE: "incomplete",
    ExitStatus.INTERRUPTED: "incomplete",
    ExitStatus.TERMINATED: "incomplete",
}


def json_report(
    diagnosis: Diagnosis,
    subject: Subject,
    status: ExitStatus,
    checks: Sequence[Check],
    note: str | None = None,
) -> str:
    """The report for a program.

    Args:
        diagnosis: what was found.
        subject: what was looked at.
        status: the exit status that the findings lead to.
        checks: the checks that were judged, for what a finding does not repeat of them.
        note: a sentence about the look as a whole, such as that it was interrupted.

    Returns:
        One JSON object, indented, its last line ended. Adding a member is a minor version, removing one a major one.
    """
    by_id = {check.id: check for check in checks}
    report = {
        "schema_version": SCHEMA_VERSION,
        "tool": {
            "name": "clearml-cognito",
            "version": VERSION,
            "python": platform.python_version(),
            "os": platform.system(),
        },
        "started_at": diagnosis.started_at.isoformat(),
        "duration_ms": round(diagnosis.seconds * 1000),
        "target": _target(subject),
        "summary": _summary(diagnosis.findings, status),
        "exit_code": int(status),
        "note": note,
        "checks": [_check(found, by_id.get(found.check), subject) for found in diagnosis.findings],
    }
    return json.dumps(report, indent=2, ensure_ascii=False) + "\n"


def _target(subject: Subject) -> dict[str, object]:
    return {
        "connection": subject.connection,
        "simulated": subject.simulated,
        "account_masked": masked_account(subject.account) if subject.account else None,
        "profile": subject.profile,
        "region": subject.region,
        "user_pool_id": subject.user_pool,
        "client_id": subject.app_client,
        "web_urls": list(subject.web_addresses),
        "env_file": subject.env_file,
        "saved_look": subject.saved_at.isoformat() if subject.saved_at else None,
    }


def _summary(findings: Sequence[Finding], status: ExitStatus) -> dict[str, object]:
    counts = {each.value: sum(found.status is each for found in findings) for each in Status}
    clean = "warning" if counts[Status.WARNING.value] else "ok"
    return {
        "status": _SUMMARY.get(status, clean),
        "counts": counts,
        "root_causes": [found.check for found in root_causes(findings)],
    }


def _check(found: Finding, check: Check | None, subject: Subject) -> dict[str, object]:
    return {
        "id": found.check,
        "area": found.area,
        "title": found.title,
        "status": found.status.value,
        "severity": found.severity.value,
        "message": found.message,
        "expected": found.expected,
        "actual": found.actual,
        "evidence": [{"source": seen.source, "said": seen.said} for seen in found.evidence],
        "depends_on": list(check.after) if check else [],
        "blocked_by": list(found.blocked_by),
        "missing_permission": found.permission,
        "remediation": {
            "text": found.remedy.prose,
            "commands": [subject.runnable(command) for command in found.remedy.commands],
            "destructive": found.remedy.destructive,
        }
        if found.remedy
        else None,
        "guide": check.guide if check else None,
    }
