"""Findings and diagnoses as the tests of the reports use them."""

from __future__ import annotations

from datetime import UTC, datetime

from diagnostics.diagnosis import Diagnosis
from diagnostics.findings import Evidence, Finding, Remedy, Severity, Status
from diagnostics.look import Snapshot
from diagnostics.reports.subject import Subject

WHEN = datetime(2026, 8, 24, 10, 12, 7, tzinfo=UTC)
SUBJECT = Subject(
    command="clearml-cognito --demo callback-slash",
    connection="default",
    account="123456784821",
    region="eu-west-1",
    user_pool="eu-west-1_AbC123xyz",
    app_client="4k2h1n9q4k2h1n9q4k2h1n9q9q",
    web_addresses=("https://app.acme.io",),
)


def finding(
    check: str,
    status: Status,
    severity: Severity = Severity.ERROR,
    blocked_by: tuple[str, ...] = (),
    text: str | None = None,
) -> Finding:
    """A finding with something in every field; `text` stands in all that come from outside."""
    return Finding(
        check=check,
        title=f"The good state of {check}",
        area={"A": "App client", "D": "Sign-in pages", "L": "Sign-in"}[check[0]],
        severity=severity,
        status=status,
        message=text or f"What was found of {check}.",
        expected=text or "https://app.acme.io/callback_cognito",
        actual=text or "https://app.acme.io/callback_cognito/",
        evidence=(Evidence("DescribeUserPoolClient", text or "CallbackURLs holds one address"),),
        remedy=Remedy(text or "Register the address without the slash.", ("clearml-cognito --apply",)),
        blocked_by=blocked_by,
    )


def diagnosis(*findings: Finding) -> Diagnosis:
    """A diagnosis of 6.4 seconds with these findings."""
    return Diagnosis(Snapshot(WHEN), findings, WHEN, 6.4)
