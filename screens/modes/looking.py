"""The looks of `--diagnose`: one, or with `--wait` as many as it takes. One that a signal ends is reported too."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.connection import Connection
from diagnostics.cut_short import Seen
from diagnostics.diagnosis import SECONDS, Diagnosis, diagnose, sources_maker
from diagnostics.facts import Fact
from diagnostics.findings import Severity
from diagnostics.judge import Check
from diagnostics.reports.exit_status import ExitStatus, exit_status
from diagnostics.reports.outcome import counts
from diagnostics.secret import Secret
from diagnostics.sources import Sources
from screens.modes.progress import ProgressLine
from screens.modes.start import Start
from screens.streams import is_terminal, say

if TYPE_CHECKING:
    from diagnostics.aws import AwsAccess
    from diagnostics.http import Web

INTERVAL = 5.0
_CUT_SHORT = "The look was interrupted before this was seen."
_INTERRUPTED = "The look was interrupted: what had not been seen by then is reported as not seen."
_WAIT_INTERRUPTED = "The wait was interrupted: this is the last whole look."


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be looked at, and with what."""

    start: Start
    connection: Connection
    access: AwsAccess
    checks: tuple[Check, ...]
    env_file: Path | None
    given: Secret | None
    fail_on: Severity


@dataclass(slots=True)
class Looked:
    """What came of it.

    Attributes:
        diagnosis: the last look's.
        sources: what it looked at, with the secrets that it held.
        status: the exit status that it leads to; that of a signal where one ended it.
        note: a sentence about the look as a whole.
    """

    diagnosis: Diagnosis
    sources: Sources
    status: ExitStatus
    note: str | None = None


@dataclass(slots=True)
class _Round:
    """One look under way, and the last one that came to its end."""

    seen: Seen = field(default_factory=Seen)
    sources: Sources | None = None
    whole: Diagnosis | None = None


async def look(asked: Asked) -> Looked:
    """Look, again and again where `--wait` says so. Nothing is raised: a signal ends it with what was seen."""
    now = _Round()
    task = asyncio.ensure_future(_rounds(asked, now))
    ended_by: list[ExitStatus] = []

    def end(status: ExitStatus) -> None:
        ended_by.append(status)
        task.cancel()

    if sys.platform != "win32":
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGINT, end, ExitStatus.INTERRUPTED)
        loop.add_signal_handler(signal.SIGTERM, end, ExitStatus.TERMINATED)
    try:
        found = await task
        note = None
        status = exit_status(found.findings, asked.fail_on)
    except asyncio.CancelledError:
        if not ended_by:
            raise
        found = now.whole or now.seen.diagnosis(asked.checks, _CUT_SHORT)
        note, status = _WAIT_INTERRUPTED if now.whole else _INTERRUPTED, ended_by[0]
    return Looked(found, now.sources or _sources_without_a_look(asked), status, note)


async def _rounds(asked: Asked, now: _Round) -> Diagnosis:
    wait, timeout = asked.start.typed.wait, asked.start.typed.timeout or SECONDS
    started, number = time.monotonic(), 0
    while True:
        number += 1
        now.whole = found = await _one(asked, now, timeout)
        left = (wait or 0.0) - (time.monotonic() - started)
        pause = interval(wait or 0.0)
        if wait is None or left < pause or exit_status(found.findings, asked.fail_on) is ExitStatus.CLEAN:
            return found
        if is_terminal(sys.stderr):
            summary = ", ".join(counts(found.findings))
            say(f"Look {number}: {summary}. Looking again in {pause:.2g} s, for {left:.0f} s more.")
        await asyncio.sleep(pause)


def interval(wait: float) -> float:
    """The seconds between two looks: 5, and less where the whole wait is short."""
    return max(0.2, min(INTERVAL, wait / 6))


async def _one(asked: Asked, now: _Round, seconds: float) -> Diagnosis:
    """One look, with its progress on the terminal."""
    now.seen, line, typed = Seen(), ProgressLine(), asked.start.typed

    def progress(name: str, fact: Fact[object] | None, seconds: float) -> None:
        now.seen.note(name, fact, seconds)
        line.note(name, fact, seconds)

    def make(web: Web) -> Sources:
        now.sources = _maker(asked)(web)
        return now.sources

    try:
        return await diagnose(make, seconds=seconds, only=typed.only, skip=typed.skip or (), progress=progress)
    finally:
        line.end()


def _maker(asked: Asked) -> Callable[[Web], Sources]:
    return sources_maker(
        asked.connection,
        access=asked.access,
        vault_service=asked.start.vault_service,
        env_file=asked.env_file,
        environment=dict(os.environ),
        given_secret=asked.given,
        sample_users=asked.start.typed.sample_users,
    )


def _sources_without_a_look(asked: Asked) -> Sources:
    """The sources of a look that was ended before it began."""
    return _maker(asked)(None)  # type: ignore[arg-type]  # nothing is asked of them any more
