"""`--diagnose`: look, judge, and print the report."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from diagnostics.aws import AwsAccess
from diagnostics.checks import NoSuchCheck
from diagnostics.connection import Connection
from diagnostics.cut_short import Seen
from diagnostics.diagnosis import SECONDS, Diagnosis, chosen, diagnose, sources_maker
from diagnostics.facts import Fact
from diagnostics.findings import Severity
from diagnostics.judge import Check
from diagnostics.keys import IDENTITY, REGION
from diagnostics.reports.exit_status import ExitStatus, exit_status
from diagnostics.reports.json import json_report
from diagnostics.reports.subject import Subject
from diagnostics.reports.text import text_report
from diagnostics.secret import Secret
from screens.modes.look_of_stdout import style_of_file, style_of_stdout
from screens.modes.progress import ProgressLine
from screens.modes.start import Refusal, Start
from screens.streams import give, is_terminal, say
from wizard.files import WriteRefused, write_file

LONGEST_SECRET = 1024
_CUT_SHORT = "The look was interrupted before this was seen."


def diagnose_mode(start: Start) -> int:
    """Look and judge, print the report or write it to a file, and give the status that it leads to.

    Raises:
        Refusal: what was typed names no check or no file, or the report cannot be written.
    """
    typed = start.typed
    try:
        checks = chosen(typed.only, typed.skip or ())
    except NoSuchCheck as unknown:
        raise Refusal(str(unknown)) from None
    connection = start.saved()
    access = start.access(connection)
    env_file = _env_file(typed.env_file)
    given = _secret_of_stdin() if typed.client_secret_stdin else None
    diagnosis, ended_by = asyncio.run(_look(start, connection, access, checks, env_file, given))
    status = ended_by or exit_status(diagnosis.findings, Severity(typed.fail_on or "error"))
    _report(start, diagnosis, _subject(start, connection, access, diagnosis), status, checks)
    return int(status)


async def _look(
    start: Start,
    connection: Connection,
    access: AwsAccess,
    checks: tuple[Check, ...],
    env_file: Path | None,
    given: Secret | None,
) -> tuple[Diagnosis, ExitStatus | None]:
    """The diagnosis; and where a signal ended it, the status for that."""
    seen, line = Seen(), ProgressLine()

    def progress(name: str, fact: Fact[object] | None, seconds: float) -> None:
        seen.note(name, fact, seconds)
        line.note(name, fact, seconds)

    maker = sources_maker(
        connection,
        access=access,
        vault_service=start.vault_service,
        env_file=env_file,
        environment=dict(os.environ),
        given_secret=given,
    )
    typed = start.typed
    task = asyncio.ensure_future(
        diagnose(maker, seconds=typed.timeout or SECONDS, only=typed.only, skip=typed.skip or (), progress=progress)
    )
    ended_by: list[ExitStatus] = []

    def end(status: ExitStatus) -> None:
        ended_by.append(status)
        task.cancel()

    if sys.platform != "win32":
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGINT, end, ExitStatus.INTERRUPTED)
        loop.add_signal_handler(signal.SIGTERM, end, ExitStatus.TERMINATED)
    try:
        return await task, None
    except asyncio.CancelledError:
        if not ended_by:
            raise
        return seen.diagnosis(checks, _CUT_SHORT), ended_by[0]
    finally:
        line.end()


def _report(
    start: Start, diagnosis: Diagnosis, subject: Subject, status: ExitStatus, checks: tuple[Check, ...]
) -> None:
    typed = start.typed
    output = Path(typed.output).expanduser().absolute() if typed.output not in (None, "-") else None
    cut_short = status in (ExitStatus.INTERRUPTED, ExitStatus.TERMINATED)
    note = "The look was interrupted: what had not been seen by then is reported as not seen." if cut_short else None
    if typed.format == "json":
        report = json_report(diagnosis, subject, status, checks, note)
    else:
        style = style_of_stdout() if output is None else style_of_file()
        report = text_report(diagnosis, subject, status, style, note)
    if output is None:
        give(report)
        return
    try:
        write_file(output, report.encode("utf-8", "backslashreplace"), expected=None)
    except WriteRefused as refused:
        raise Refusal(str(refused), ExitStatus.REFUSED) from None
    say(f"The report is in {output}.")


def _subject(start: Start, connection: Connection, access: AwsAccess, diagnosis: Diagnosis) -> Subject:
    identity, region = diagnosis.snapshot.value(IDENTITY), diagnosis.snapshot.value(REGION)
    return Subject(
        command=start.command,
        connection=connection.name,
        account=identity.account if identity else connection.account,
        profile=access.profile or os.environ.get("AWS_PROFILE"),
        region=region.name if region else access.region,
        user_pool=connection.user_pool,
        app_client=connection.app_client,
        web_addresses=connection.web_addresses,
        env_file=start.typed.env_file,
        simulated=start.typed.demo,
    )


def _env_file(path: str | None) -> Path | None:
    if path is None:
        return None
    found = Path(path).expanduser().absolute()
    if not found.is_file():
        raise Refusal(f"There is no file {found}. --env-file names the env file that ClearML is given today.")
    return found


def _secret_of_stdin() -> Secret:
    """The first line of standard input. Raises Refusal where it holds none."""
    if is_terminal(sys.stdin):
        raise Refusal("--client-secret-stdin reads the secret from a pipe or a file, so that no terminal shows it.")
    raw = sys.stdin.buffer.readline(LONGEST_SECRET + 1) if sys.stdin is not None else b""
    try:
        text = raw.decode("ascii").strip()
    except UnicodeDecodeError:
        text = ""
    if not text or len(raw) > LONGEST_SECRET:
        raise Refusal("There is no client secret in the first line of standard input.")
    return Secret(text)
