"""`--diagnose`: look, judge, and print the report."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.checks import NoSuchCheck
from diagnostics.diagnosis import Diagnosis, chosen
from diagnostics.findings import Severity
from diagnostics.judge import Check
from diagnostics.keys import IDENTITY, REGION
from diagnostics.reports.exit_status import ExitStatus, exit_status
from diagnostics.reports.formats import written
from diagnostics.reports.subject import Subject
from diagnostics.secret import Secret
from diagnostics.text import harmless, plain
from screens.modes.look_of_stdout import style_of_file, style_of_stdout
from screens.modes.looking import Asked, Looked, look
from screens.modes.saving import agreed_beforehand, path_of, save, save_bundle, save_snapshot
from screens.modes.start import Refusal, Start
from screens.streams import give, give_bytes, is_terminal, say

if TYPE_CHECKING:
    from screens.arguments import Arguments

LONGEST_SECRET = 1024
BY_HAND = (
    "AWS was not asked: this connection was typed in by hand. What only AWS knows, such as the user pool's "
    "attributes, was not looked at; --profile NAME looks at it."
)


def diagnose_mode(start: Start) -> int:
    """Look and judge, print the report or write it to a file, and give the status that it leads to.

    Raises:
        Refusal: what was typed names no check or no file, or the report cannot be written.
    """
    typed = start.typed
    fail_on = Severity(typed.fail_on or "error")
    try:
        checks = chosen(typed.only, typed.skip or ())
    except NoSuchCheck as unknown:
        raise Refusal(str(unknown)) from None
    _refuse_one_file_twice(start)
    if typed.from_snapshot is not None:
        return _judge_saved(typed, checks, fail_on)
    snapshot = path_of(typed.save_snapshot, "--save-snapshot") if typed.save_snapshot is not None else None
    bundle = path_of(typed.bundle, "--bundle") if typed.bundle is not None else None
    if bundle:
        agreed_beforehand(typed.yes)
    connection = start.saved()
    given = _secret_of_stdin() if typed.client_secret_stdin else None
    env_file = _env_file(typed.env_file)
    asked = Asked(start, connection, start.access(connection), checks, env_file, given, fail_on)
    looked = asyncio.run(look(asked))
    subject = _subject(asked, looked.diagnosis)
    note = looked.note or (BY_HAND if asked.access.by_hand else None)
    _report(typed, looked.diagnosis, subject, looked.status, checks, note)
    files: list[Callable[[], None]] = []
    if snapshot:
        files.append(lambda: save_snapshot(snapshot, looked, subject))
    if bundle:
        files.append(lambda: save_bundle(bundle, looked, subject, checks, typed.yes))
    return int(_saved(files, looked))


def _refuse_one_file_twice(start: Start) -> None:
    """Raises Refusal where a file that is to be written is one that is read, or another one that is written."""
    typed = start.typed
    written = {
        "--output": None if typed.output == "-" else typed.output,
        "--save-snapshot": typed.save_snapshot,
        "--bundle": typed.bundle,
    }
    read = {
        "--env-file": typed.env_file,
        "--from-snapshot": typed.from_snapshot,
        "--connection": start.connection_path,
    }
    taken: dict[Path, str] = {}
    for flag, name in (*read.items(), *written.items()):
        if not name:
            continue
        path = Path(name).expanduser().absolute()
        if path in taken and flag in written:
            raise Refusal(f"{flag} would write over the file of {taken[path]}. Give it a name of its own.")
        taken.setdefault(path, flag)


def _saved(files: Sequence[Callable[[], None]], looked: Looked) -> ExitStatus:
    """Write each of the files that were asked for, and give the status: one that is refused stops no other."""
    status = looked.status
    if files and status in (ExitStatus.INTERRUPTED, ExitStatus.TERMINATED):
        say("The look was interrupted, so nothing of it was saved.")
        return status
    for write in files:
        try:
            write()
        except Refusal as refusal:
            say(f"clearml-cognito: {refusal}")
            status = refusal.status
    return status


def _judge_saved(typed: Arguments, checks: tuple[Check, ...], fail_on: Severity) -> int:
    from diagnostics.snapshot_file import DamagedSnapshot, judge_saved, read_snapshot

    try:
        saved = read_snapshot(path_of(typed.from_snapshot or "", "--from-snapshot"))
    except DamagedSnapshot as damaged:
        raise Refusal(str(damaged)) from None
    diagnosis = judge_saved(saved, checks)
    status = exit_status(diagnosis.findings, fail_on)
    when = diagnosis.started_at.strftime("%Y-%m-%d %H:%M:%S UTC")
    note = f"This judges a saved look, taken {when}. Nobody was asked anything now."
    _report(typed, diagnosis, saved.subject, status, checks, note)
    return int(status)


def _report(
    typed: Arguments,
    diagnosis: Diagnosis,
    subject: Subject,
    status: ExitStatus,
    checks: tuple[Check, ...],
    note: str | None,
) -> None:
    """Print the report, or write it to the file that was named. Raises Refusal where that cannot be."""
    form = typed.format or "text"
    output = path_of(typed.output, "--output") if typed.output not in (None, "-") else None
    style = style_of_stdout() if output is None else style_of_file()
    fail_on = Severity(typed.fail_on or "error")
    report = written(form, diagnosis, subject, status, checks, style=style, note=note, fail_on=fail_on)
    if output is not None:
        save(output, report.encode("utf-8", "backslashreplace"))
        say(f"The report is in {output}.")
    elif form == "text":
        give(report)
    else:
        # What a program reads is UTF-8 whatever this terminal's encoding is: escapes in it would not be JSON or XML.
        give_bytes(report.encode("utf-8", "backslashreplace"))


def _subject(asked: Asked, diagnosis: Diagnosis) -> Subject:
    identity, region = diagnosis.snapshot.value(IDENTITY), diagnosis.snapshot.value(REGION)
    start, connection = asked.start, asked.connection
    return Subject(
        command=harmless(start.command),
        connection=plain(connection.name),
        account=plain(identity.account if identity else connection.account or "") or None,
        profile=None
        if asked.access.by_hand
        else plain(asked.access.profile or os.environ.get("AWS_PROFILE") or "") or None,
        region=plain(region.name if region else asked.access.region or "") or None,
        user_pool=plain(connection.user_pool or "") or None,
        app_client=plain(connection.app_client or "") or None,
        web_addresses=tuple(plain(address, 500) for address in connection.web_addresses),
        env_file=plain(start.typed.env_file, 500) if start.typed.env_file else None,
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
