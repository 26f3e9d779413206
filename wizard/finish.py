"""The end of the wizard: what was done, what is still open, and what to run next."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.addresses import api_addresses
from wizard.export_step import Compose, compose_for
from wizard.exports.refusal import ExportRefused
from wizard.steps import STEPS, Mark, StepId

if TYPE_CHECKING:
    from wizard.session import Session

_OPEN = (Mark.TROUBLE, Mark.NOT_SEEN, Mark.OPEN)
WHITELIST = (
    "No default company is set: ClearML lets in only the people whose e-mail addresses its administrator has put on "
    "the whitelist. curl asks for the secret key of an administrator's ClearML credentials."
)


@dataclass(frozen=True, slots=True)
class Command:
    """A command to run: what it is for, the command as printed, and a note on it."""

    purpose: str
    line: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Finish:
    """How it ends.

    Attributes:
        done: sentences on what this sitting changed.
        open: the steps that are in trouble, not seen or not reached, in their order.
        warnings: what steps were passed with a warning of, in their order.
        commands: what to run next, in order.
        sign_in: where people sign in.
        secret_unsaved: whether the client secret is lost with this sitting.
    """

    done: tuple[str, ...]
    open: tuple[tuple[StepId, Mark], ...]
    commands: tuple[Command, ...]
    sign_in: str
    secret_unsaved: bool = False
    warnings: tuple[tuple[StepId, str], ...] = ()


def finish_of(session: Session) -> Finish:
    """How this sitting ends. It looks at the disk."""
    addresses = session.connection.web_addresses
    return Finish(
        done=tuple(session.done.sentences),
        open=open_steps(session),
        commands=commands_for(session),
        sign_in=addresses[0] if addresses else "",
        secret_unsaved=session.would_lose_secret,
        warnings=_warnings(session),
    )


def open_steps(session: Session) -> tuple[tuple[StepId, Mark], ...]:
    """The steps that are not done, welcome and this last one left out."""
    marks = ((one.id, session.marks.get(one.id, Mark.OPEN)) for one in STEPS[1:-1])
    return tuple((id, mark) for id, mark in marks if mark in _OPEN)


def _warnings(session: Session) -> tuple[tuple[StepId, str], ...]:
    said = {sentence: one.id for one in reversed(STEPS) for sentence in session.warnings.get(one.id, ())}
    return tuple((id, sentence) for sentence, id in reversed(said.items()))


def commands_for(session: Session) -> tuple[Command, ...]:
    """What to run next: ClearML's API server again, the whitelist where one is needed, and the later checks."""
    found: list[Command] = []
    for export in session.connection.exports:
        try:
            needs = compose_for(Path(export.path), export.secret, session.command)
        except ExportRefused:
            continue
        found.append(Command("Give ClearML the settings", needs.command, _lacks(needs, export.path)))
    if not session.connection.company:
        found.append(Command("Let people in", whitelist_command(session), WHITELIST))
    found.append(Command("Check it at any later time", f"{session.command} --diagnose"))
    return tuple(found)


def _lacks(needs: Compose, env_file: str) -> str:
    """What the override still lacks to bring the env file into the container, empty where nothing."""
    if needs.plan is not None and not needs.plan.changes:
        return ""
    if needs.path.is_file():
        return f"The override {needs.path} does not name {env_file}: the step Export mends it (w)."
    return f"It needs the override {needs.path} for {env_file}: the step Export writes it (w)."


def whitelist_command(session: Session) -> str:
    """The call that puts people on ClearML's whitelist (`login.add_whitelist_entries`, its multi_tenant_k8s.md).

    The key's secret is not in it: without one behind the colon, curl asks.
    """
    apis = api_addresses(session.connection.web_addresses, session.connection.api_address)
    api = apis[0] if apis else "https://app.example.com/api"
    entries = '{"emails": ["name@example.com"], "is_admin": false}'
    words = ["curl", "-u", "ACCESS_KEY", "-H", "Content-Type: application/json", "-d", entries]
    return shlex.join([*words, f"{api}/login.add_whitelist_entries"])
