"""Verdicts in the words that checks use, and the sentences that several of them share."""

from __future__ import annotations

from collections.abc import Iterable

from diagnostics.findings import IN_CONSOLE, Evidence, Remedy, Status, Verdict

PROFILE_BY = "in the wizard's step AWS account or with --profile"
"""Where a profile is chosen."""


def ok(message: str, *evidence: Evidence) -> Verdict:
    """What was looked at is as it should be."""
    return Verdict(Status.OK, message, evidence=evidence)


def failed(
    message: str,
    *evidence: Evidence,
    expected: str | None = None,
    actual: str | None = None,
    remedy: Remedy | None = None,
) -> Verdict:
    """Sign-in cannot work like this."""
    return Verdict(Status.FAILED, message, expected, actual, evidence, remedy)


def warned(
    message: str,
    *evidence: Evidence,
    expected: str | None = None,
    actual: str | None = None,
    remedy: Remedy | None = None,
) -> Verdict:
    """Sign-in may work like this; the admin should know."""
    return Verdict(Status.WARNING, message, expected, actual, evidence, remedy)


def skipped(message: str) -> Verdict:
    """There is nothing here to judge."""
    return Verdict(Status.SKIPPED, message)


def unseen(message: str, *evidence: Evidence, remedy: Remedy | None = None, permission: str | None = None) -> Verdict:
    """It could not be seen, or not be told from what was seen."""
    return Verdict(Status.UNKNOWN, message, evidence=evidence, remedy=remedy, permission=permission)


def listed(items: Iterable[str], none: str = "none") -> str:
    """Items in one line; `none` where there are none."""
    return ", ".join(items) or none


def console(path: str, what: str) -> str:
    """Where in the AWS console something is changed."""
    return f"{IN_CONSOLE}Amazon Cognito > your user pool > {path}: {what}"
