"""The export as the wizard makes it: what is proposed, what would be written, and what Compose needs besides."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from diagnostics.addresses import is_loopback
from diagnostics.connection import Connection, Export, SecretPlace
from diagnostics.secret import Secret
from diagnostics.text import plain
from diagnostics.vault import VaultState, VaultTrouble
from wizard.client_secret import fetch, item_of
from wizard.exports.compose_env import TARGET
from wizard.exports.endpoints import find_endpoints
from wizard.exports.override import FILE_NAME, NOT_ENV_FILE_OPTION, SUDO, fragment, up_command
from wizard.exports.plan import ExportPlan, plan_export, plan_override
from wizard.exports.refusal import ExportRefused
from wizard.exports.settings import export_settings

if TYPE_CHECKING:
    from diagnostics.settings import ClearMLSettings
    from wizard.session import Session

NAME = "clearml-cognito.env"
# clearml-server's docs/deploying: /opt/clearml; older Enterprise installations: /opt/allegro.
CLEARML_FOLDERS = (Path("/opt/clearml"), Path("/opt/allegro"))
COMPOSE_NAMES = ("docker-compose.yml", "docker-compose.override.yml")
INTERPOLATION_NAME = "constants.env"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the export begins with: the file, and where the secret goes."""

    path: str
    place: SecretPlace
    secret_in_keyring: bool


async def propose(session: Session) -> Proposal:
    """What was exported before, or what suits this machine.

    By reference where the keyring has the secret and ClearML runs on this machine: only there can `--run` start it.
    """
    from diagnostics.background import in_thread
    from diagnostics.vault.reading import probe, read

    in_keyring = False
    if (await probe()).state is VaultState.READY:
        try:
            in_keyring = await read(item_of(session), may_ask=False) is not None
        except VaultTrouble:
            in_keyring = False
    before = next((one for one in session.connection.exports if one.target == TARGET), None)
    if before is not None:
        return Proposal(before.path, before.secret, in_keyring)
    folders = () if session.demo else CLEARML_FOLDERS
    path = await in_thread(lambda: default_path(folders), 5.0)
    here = await in_thread(lambda: runs_here(session.connection, CLEARML_FOLDERS), 5.0)
    return Proposal(str(path), "reference" if in_keyring and here else "inside", in_keyring)


def default_path(folders: Sequence[Path]) -> Path:
    """The file to propose: in ClearML's own folder where there is one that may be written in, else where we are."""
    for folder in folders:
        if folder.is_dir() and os.access(folder, os.W_OK):
            return folder / NAME
    return Path.cwd() / NAME


def runs_here(connection: Connection, folders: Sequence[Path]) -> bool:
    """Whether ClearML seems to run on this machine: by its address, or by its Compose file."""
    return any(_is_here(address) for address in connection.web_addresses) or any(
        (one / COMPOSE_NAMES[0]).is_file() for one in folders
    )


def _is_here(address: str) -> bool:
    try:
        return is_loopback(urlsplit(address).hostname or "")
    except ValueError:  # a hand-edited connection may hold what is no address
        return False


def typed_path(typed: str) -> Path:
    """The absolute path of the file that was typed. It looks at the disk.

    Raises:
        ExportRefused: no file can be written there; a sentence for the admin.
    """
    if not typed.strip():
        raise ExportRefused(f"Type the path of the file, such as {Path.home() / NAME}")
    try:
        path = Path(typed.strip()).expanduser().absolute()
        is_folder, parent = path.is_dir(), path.parent
    except (RuntimeError, ValueError, OSError):
        raise ExportRefused("This is not a path that a file can have.") from None
    if is_folder:
        raise ExportRefused(f"{plain(path)} is a folder. Add the file's name, as in {plain(path / NAME)}")
    if parent.is_dir() and not os.access(parent, os.W_OK):
        raise ExportRefused(f"You may not write in {plain(parent)}. Choose another folder.")
    return path


async def settings_for(session: Session, place: SecretPlace) -> ClearMLSettings:
    """What ClearML is to be given; with the secret only where it is to be inside.

    Raises:
        NotSeen: the endpoints or the secret are not at hand; the sentence says why.
        ExportRefused: the connection is not ready for an export.
    """
    found = await find_endpoints(session.connection, session.access)
    secret = await _secret(session) if place == "inside" else None
    return export_settings(
        session.connection,
        authorize_url=found.authorize_url,
        access_token_url=found.access_token_url,
        secret=secret,
    )


async def _secret(session: Session) -> Secret:
    """From this sitting's memory, else from the keyring if it asks nobody, else from Cognito."""
    from diagnostics.vault.reading import read

    if session.secret is not None:
        return session.secret
    try:
        kept = await read(item_of(session), may_ask=False)
    except VaultTrouble:
        kept = None
    return kept or await fetch(session)


def plan_file(typed: str, settings: ClearMLSettings, place: SecretPlace) -> ExportPlan:
    """What writing the file would change. It looks at the disk and writes nothing. Raises WriteRefused."""
    return plan_export(TARGET, typed_path(typed), settings, place)


@dataclass(frozen=True, slots=True)
class Compose:
    """What Docker Compose needs so that ClearML's API server gets the file.

    Attributes:
        plan: the override file that would be written beside the env file; None where `problem` stands in the way.
        fragment: the override's content.
        command: recreates the API server with it, ready to run as printed.
        note: what to know about both.
        assumed: whether the Compose file's place is an assumption, because none was found.
    """

    path: Path
    plan: ExportPlan | None
    problem: str
    fragment: str
    command: str
    note: str
    assumed: bool


def compose_for(env_file: Path, place: SecretPlace, command: str) -> Compose:
    """What Docker Compose needs for an env file. It looks at the disk and writes nothing.

    Args:
        env_file: the exported file.
        place: where its secret is.
        command: what starts this program, as a shell takes it.

    Raises:
        ExportRefused: the path cannot stand in a Compose file.
    """
    home = next((one for one in (env_file.parent, *CLEARML_FOLDERS) if (one / COMPOSE_NAMES[0]).is_file()), None)
    folder = home or CLEARML_FOLDERS[0]
    files = [folder / name for name in COMPOSE_NAMES[: None if home else 1]]
    constants = folder / INTERPOLATION_NAME
    override = env_file.parent / FILE_NAME
    try:
        plan, problem = plan_override(override, env_file), ""
    except ExportRefused as refused:
        plan, problem = None, str(refused)
    up = up_command(
        [file for file in files if home is None or file.is_file()],
        override,
        by_reference=place == "reference",
        interpolation_file=constants if constants.is_file() else None,
        program=shlex.split(command),
    )
    note = f"{NOT_ENV_FILE_OPTION} {SUDO}" if place == "reference" else NOT_ENV_FILE_OPTION
    return Compose(override, plan, problem, fragment(env_file).decode(), up, note, home is None)


def with_export(exports: tuple[Export, ...], path: Path, place: SecretPlace) -> tuple[Export, ...]:
    """The connection's exports with this one in the place of an earlier one to the same file or target."""
    mine = Export(TARGET, str(path), place)
    if any(one.target == TARGET for one in exports):
        return tuple(dict.fromkeys(mine if one.target == TARGET else one for one in exports))
    return (*exports, mine)
