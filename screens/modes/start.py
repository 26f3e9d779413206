"""What every mode begins with: which connection, whose state, and on which account."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.connection import Connection
from diagnostics.reports.exit_status import ExitStatus
from screens.arguments import PROGRAM, Arguments

if TYPE_CHECKING:
    from diagnostics.aws import AwsAccess
    from diagnostics.vault import VaultItem


class Refusal(Exception):
    """What was asked for cannot be done; `str()` is the sentence for the admin, `status` the exit status."""

    def __init__(self, sentence: str, status: ExitStatus = ExitStatus.USAGE) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True, slots=True)
class Start:
    """How the program was started.

    Attributes:
        typed: the command line.
        connection_path: the connection's file; it need not exist.
        state_folder: where crash reports and journals go.
        vault_service: the keyring's service name.
        profile: the AWS profile where nobody names one: the simulated account's, else None.
        command: what starts the program the same way, without a mode.
    """

    typed: Arguments
    connection_path: Path
    state_folder: Path
    vault_service: str
    profile: str | None
    command: str

    def saved(self) -> Connection:
        """The saved connection; an empty one where none is saved and none was asked for by name.

        Raises:
            Refusal: its file is damaged, or the connection that was asked for does not exist.
        """
        from diagnostics.connection import DamagedConnection, read_connection

        try:
            connection = read_connection(self.connection_path)
        except DamagedConnection as damage:
            raise Refusal(str(damage)) from None
        if connection is None and self.typed.connection is not None:
            raise Refusal(
                f"There is no connection at {self.connection_path}. Set it up first: {self.command}   (the wizard)"
            )
        return connection or Connection(name=self.connection_path.stem)

    def access(self, connection: Connection) -> AwsAccess:
        """The credentials and the region to look with."""
        import os
        from dataclasses import replace

        from diagnostics.access import access

        found = access(connection, os.environ, profile=self.typed.profile, region=self.typed.region)
        return found if found.profile or self.profile is None else replace(found, profile=self.profile)

    def item(self, connection: Connection) -> VaultItem:
        """Where the keyring keeps the connection's client secret. Raises Refusal where it names no app client."""
        from diagnostics.vault import VaultItem

        if not connection.user_pool or not connection.app_client:
            raise Refusal(
                f'The connection "{connection.name}" does not say which app client ClearML signs in with yet. '
                f"Choose one first: {self.command}   (the wizard)"
            )
        return VaultItem(self.vault_service, f"{connection.user_pool}/{connection.app_client}")


@contextmanager
def started(typed: Arguments) -> Iterator[Start]:
    """What was started, with the simulated account running where one was asked for.

    This is the one place where the process's environment is changed, and with `--demo` alone.

    Raises:
        Refusal: there is no such scenario or connection, or the simulated account cannot be had.
    """
    from diagnostics.places import BadConnectionName, connection_path, state_folder

    try:
        path = connection_path(typed.connection or "default")
        folder = state_folder()
    except BadConnectionName as bad:
        raise Refusal(str(bad)) from None
    if typed.demo is None:
        yield Start(typed, path, folder, "clearml-cognito", None, _command(typed))
        return
    with _simulated(typed, path) as start:
        yield start


@contextmanager
def _simulated(typed: Arguments, path: Path) -> Iterator[Start]:
    import os

    from diagnostics.connection import DamagedConnection
    from diagnostics.places import connections_folder, state_folder
    from diagnostics.vault import DEMO_SERVICE
    from wizard.connection_file import open_connection, save_connection
    from wizard.demo import PROFILE, DemoFailed, check_scenario, demo_account, demo_environment
    from wizard.demo_connection import keep_ready
    from wizard.files import WriteRefused

    scenario = typed.demo or ""
    try:
        check_scenario(scenario)
        folder = state_folder(demo=True) / scenario
        if path.parent == connections_folder():
            path = folder / "connections" / path.name
        with demo_account(scenario, folder) as demo:
            environment = demo_environment(demo, os.environ)
            os.environ.clear()
            os.environ.update(environment)
            opened = open_connection(path)
            keep_ready(demo, path, opened.connection, lambda one: _saved(save_connection(one, path, opened.stamp)))
            yield Start(typed, path, folder, DEMO_SERVICE, PROFILE, _command(typed))
    except (DemoFailed, DamagedConnection) as failed:
        raise Refusal(str(failed)) from None
    except WriteRefused as refused:
        raise Refusal(str(refused), ExitStatus.REFUSED) from None


def _saved(stamp: str) -> None:
    """The stamp of a save that nothing follows is of no use."""


def _command(typed: Arguments) -> str:
    words = [PROGRAM]
    if typed.demo is not None:
        words += ["--demo", typed.demo]
    if typed.connection is not None:
        words += ["--connection", typed.connection]
    return shlex.join(words)
