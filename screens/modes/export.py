"""`--export`: what ClearML is to be given, on stdout or in a file."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import cast

from diagnostics.connection import Connection, SecretPlace
from diagnostics.facts import NotSeen
from diagnostics.reports.exit_status import ExitStatus
from diagnostics.secret import Secret
from diagnostics.settings import ClearMLSettings
from screens.modes.keyring import stored_secret
from screens.modes.start import Refusal, Start
from screens.streams import give_bytes, is_terminal, say
from wizard.exports.compose_env import render
from wizard.exports.endpoints import find_endpoints
from wizard.exports.plan import ExportPlan, plan_export, write_export
from wizard.exports.settings import export_settings
from wizard.files import WriteRefused


def export_mode(start: Start) -> int:
    """Export the connection.

    To a file it shows on stderr what changes in it, secrets masked, and writes it: naming the file is the consent.

    Raises:
        Refusal: the connection is not ready for it, the secret cannot be had, or the file cannot be written.
    """
    connection = start.saved()
    output = _output(start.typed.output)
    place = _place(start, connection, output)
    if output is None and place == "inside" and is_terminal(sys.stdout):
        raise Refusal(
            "The secret would be shown on this terminal. Write it to a file with --output PATH, or pipe it on."
        )
    settings = _settings(start, connection, place)
    try:
        if output is None:
            give_bytes(render(None, settings, place).content)
        else:
            plan = plan_export(start.typed.export or "", output, settings, place)
            if plan.takes_out is not None:
                _refuse_to_lose(plan.takes_out, start, connection, output)
            _write(plan)
    except WriteRefused as refused:
        raise Refusal(str(refused), ExitStatus.REFUSED) from None
    return 0


def _output(path: str | None) -> Path | None:
    return None if path is None or path == "-" else Path(path).expanduser().absolute()


def _place(start: Start, connection: Connection, output: Path | None) -> SecretPlace:
    """Where the secret goes: as typed, else as agreed in the wizard for that file or another, else by reference."""
    if start.typed.secret is not None:
        return cast(SecretPlace, start.typed.secret)
    agreed = [one for one in connection.exports if one.target == start.typed.export] if output is not None else []
    same = [one for one in agreed if Path(one.path).expanduser() == output]
    return next((one.secret for one in (*same, *agreed)), "reference")


def _settings(start: Start, connection: Connection, place: SecretPlace) -> ClearMLSettings:
    item = start.item(connection)
    try:
        found = asyncio.run(find_endpoints(connection, start.access(connection)))
    except NotSeen as reason:
        raise Refusal(
            f"It is not known where the user pool's sign-in pages are, so nothing was exported. {reason}",
            ExitStatus.REFUSED,
        ) from None
    otherwise = f"Without a keyring, the wizard's steps Secret and Export put it inside the file: {start.command}"
    secret = stored_secret(start, item, ExitStatus.REFUSED, otherwise=otherwise) if place == "inside" else None
    try:
        return export_settings(
            connection, authorize_url=found.authorize_url, access_token_url=found.access_token_url, secret=secret
        )
    except WriteRefused as refused:
        raise Refusal(str(refused), ExitStatus.REFUSED) from None


def _refuse_to_lose(secret: Secret, start: Start, connection: Connection, output: Path) -> None:
    """Raises Refusal where a file's secret is in no keyring: a secret that was added later is shown but once."""
    try:
        kept = stored_secret(start, start.item(connection), ExitStatus.REFUSED)
    except Refusal:
        kept = None
    if kept != secret:
        raise Refusal(
            f"{output} holds a client secret that the keyring does not hold. Written by reference it would be gone "
            f"from here. Keep it there with --secret inside, or store it first: {start.command}   (step Secret)",
            ExitStatus.REFUSED,
        )


def _write(plan: ExportPlan) -> None:
    for line in (*plan.diff_lines, *plan.warnings):
        say(line)
    if not plan.changes:
        say(f"{plan.path} says this already; it was left as it is.")
        return
    write_export(plan)
    say(f"{plan.path} is written ({plan.mode:04o}).")
