"""The diagnosis of a sitting: all checks or some of them, what is looked at together, and the saved report."""

from __future__ import annotations

import os
import shlex
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.checks import CHECKS
from diagnostics.diagnosis import SECONDS, Diagnosis
from diagnostics.facts import Fact
from diagnostics.findings import Finding, Status
from diagnostics.judge import Check, in_order, judge
from diagnostics.look import Progress, Snapshot
from diagnostics.reports.exit_status import exit_status
from diagnostics.reports.json import json_report
from diagnostics.reports.layout import WIDEST, Style
from diagnostics.reports.subject import Subject
from diagnostics.reports.text import text_report
from diagnostics.text import plain
from wizard.checking import check
from wizard.files import Seen, WriteRefused, look, mode_after, write_file
from wizard.plan import Change, Plan
from wizard.steps import STEPS, StepId

if TYPE_CHECKING:
    from wizard.session import Session

ORDERED: tuple[Check, ...] = in_order(CHECKS)
"""All checks, in the order in which `--diagnose` reports them."""

REPORT_NAME = "clearml-cognito-diagnosis.txt"
STOPPED = "The look was stopped before this was seen."
LEFT_OUT = "The made-up codes for the token and authorize endpoints were left out, as asked."
_CREDENTIALS = "AWS010"


async def diagnose_session(
    session: Session,
    checks: Sequence[str],
    *,
    active_probes: bool = True,
    seconds: float = SECONDS,
    progress: Progress | None = None,
) -> Diagnosis:
    """Look at what some checks need and judge it, with what this sitting knows.

    Args:
        session: whose connection, credentials and secret.
        checks: the checks' ids.
        active_probes: whether the token and authorize endpoints may be asked with made-up codes.
        seconds: what the whole look may take.
        progress: told of each fact.

    Returns:
        The findings, in the order of `checks`. Nothing is raised but cancellation.
    """
    started = time.monotonic()
    checked = await check(session, checks, active_probes=active_probes, seconds=seconds, progress=progress)
    took = time.monotonic() - started
    return Diagnosis(checked.snapshot, checked.findings, checked.snapshot.taken_at, took)


def all_checks() -> tuple[str, ...]:
    """The ids of all checks, in the order of the report."""
    return tuple(one.id for one in ORDERED)


class Filling:
    """What can be told of a look while its facts come in.

    What holds is told as soon as it was seen. What does not is told once all that could explain it was seen too: no
    consequence stands there as a failure of its own meanwhile.

    Args:
        checks: the ids of the checks of the look.
    """

    def __init__(self, checks: Sequence[str]) -> None:
        self._checks = tuple(one for one in ORDERED if one.id in checks)
        self._needs = {one.id: frozenset(key.name for key in one.needs) for one in self._checks}
        self._causes: dict[str, frozenset[str]] = {}
        for one in self._checks:
            after = (self._causes[cause] for cause in one.after if cause in self._causes)
            self._causes[one.id] = self._needs[one.id].union(*after)
        self._facts: dict[str, Fact[object]] = {}

    def take(self, name: str, fact: Fact[object]) -> dict[str, Finding]:
        """A fact came in; gives all that can be told by now, by check."""
        self._facts[name] = fact
        ready = [one for one in self._checks if self._needs[one.id] <= self._facts.keys()]
        found = judge(Snapshot(datetime.now(UTC), self._facts), ready)
        good = (Status.OK, Status.SKIPPED)
        return {
            one.check: one for one in found if one.status in good or self._causes[one.check] <= self._facts.keys()
        }


def together_with(id: str, findings: Mapping[str, Finding]) -> tuple[str, ...]:
    """What is looked at when one check is run again.

    That is the check, what it depends on, and what has been waiting for any of these: a finding is only as good as
    the causes that were seen in the same look.

    Args:
        id: the check's id.
        findings: what was found before, by check.
    """
    after = {one.id: one.after for one in ORDERED}
    wanted: set[str] = set()
    new = {id}
    while new:
        wanted |= new
        causes = {cause for one in new for cause in after.get(one, ())}
        waiting = {found.check for found in findings.values() if new.intersection(found.blocked_by)}
        new = (causes | waiting) - wanted
    return tuple(one.id for one in ORDERED if one.id in wanted)


def joined(before: Diagnosis, again: Diagnosis) -> Diagnosis:
    """An earlier diagnosis with the findings of a later, smaller one in their places.

    The facts of the two are not judged together: a secret's fingerprint is good for one look only.
    """
    later = {found.check: found for found in again.findings}
    snapshot = Snapshot(
        again.snapshot.taken_at,
        {**before.snapshot.facts, **again.snapshot.facts},
        {**before.snapshot.seconds, **again.snapshot.seconds},
    )
    findings = tuple(later.get(found.check, found) for found in before.findings)
    return Diagnosis(snapshot, findings, again.started_at, again.seconds)


def take_up_credentials(session: Session, findings: Mapping[str, Finding]) -> None:
    """Let the next look find renewed credentials, where the last one was not given any that AWS accepts."""
    found = findings.get(_CREDENTIALS)
    if found is not None and found.status is not Status.OK:
        session.renew_aws(session.access.mfa_code)


def step_of(id: str) -> StepId | None:
    """The first step that a check holds, None where it holds none."""
    return next((one.id for one in STEPS if id in one.checks), None)


def subject_of(session: Session, diagnosis: Diagnosis | None) -> Subject:
    """What a report of this sitting's diagnosis is about; None while there is none."""
    from diagnostics.keys import IDENTITY, REGION

    connection = session.connection
    identity = diagnosis.snapshot.value(IDENTITY) if diagnosis else None
    region = diagnosis.snapshot.value(REGION) if diagnosis else None
    return Subject(
        command=session.command,
        connection=connection.name,
        account=identity.account if identity else connection.account,
        profile=None if session.by_hand else session.access.profile or os.environ.get("AWS_PROFILE"),
        region=region.name if region else session.access.region or connection.region,
        user_pool=connection.user_pool,
        app_client=connection.app_client,
        web_addresses=connection.web_addresses,
        env_file=connection.exports[0].path if connection.exports else None,
        simulated=_scenario(session) if session.demo else None,
    )


def _scenario(session: Session) -> str:
    """The simulated account's scenario, as the command that starts this program again names it."""
    words = shlex.split(session.command)
    return next((after for word, after in pairwise(words) if word == "--demo"), "healthy")


@dataclass(frozen=True, slots=True)
class ReportPlan:
    """A report that is about to be written: where, what was there when it was looked at, and what to agree to."""

    path: Path
    content: bytes = field(repr=False)
    seen: Seen
    plan: Plan


def report_path(typed: str) -> Path:
    """The file of a typed path, absolute. Raises WriteRefused where it can be none."""
    try:
        path = Path(typed).expanduser().absolute()
    except RuntimeError:
        raise WriteRefused("The path begins with ~ and a user whom this machine does not know.") from None
    if not path.name or typed.endswith(("/", os.sep)):
        raise WriteRefused("This is a folder. Give the name of a file in it.")
    return path


def is_json(typed: str) -> bool:
    """Whether a report in this file is one for programs: the ending says it."""
    return typed.strip().lower().endswith(".json")


def plan_report(session: Session, diagnosis: Diagnosis, typed: str, notes: Sequence[str] = ()) -> ReportPlan:
    """Work out what saving a report would write. It looks at the disk and writes nothing.

    Args:
        session: what was looked at.
        diagnosis: what was found.
        typed: the file; JSON where its name ends in `.json`, else text.
        notes: sentences about the look as a whole, such as that it was stopped.

    Raises:
        WriteRefused: the file cannot be written.
    """
    path = report_path(typed)
    subject, status, note = subject_of(session, diagnosis), exit_status(diagnosis.findings), " ".join(notes) or None
    if is_json(typed):
        report, kind = json_report(diagnosis, subject, status, ORDERED, note), "JSON"
    else:
        report, kind = text_report(diagnosis, subject, status, Style(width=WIDEST), note), "text"
    seen = look(path)
    before = "" if seen.content is None else f"a file of {len(seen.content):,} bytes, which would be gone"
    mode, count = mode_after(seen.mode), report.count("\n")
    after = f"the report as {kind}, {count} lines, permissions {mode:04o}"
    change = Change("Write a file", plain(path), "content", before, after)
    told = "It names the pool, the app client and the addresses. No secret is in it."
    return ReportPlan(path, report.encode("utf-8", "backslashreplace"), seen, Plan((change,), (told,)))


def write_report(report: ReportPlan) -> None:
    """Write what was agreed to. Raises WriteRefused where it cannot be, or the file has changed since."""
    write_file(report.path, report.content, expected=report.seen.stamp)
