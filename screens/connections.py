"""Going over to another connection while the wizard runs."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.places import DEFAULT_CONNECTION, connections_folder
from screens.arguments import PROGRAM

if TYPE_CHECKING:
    from screens.options import WizardOptions
    from wizard.session import Session


@dataclass(frozen=True, slots=True)
class Connections:
    """The connections that can be gone over to: the simulated account's or the real ones, never both.

    Attributes:
        folder: where they are.
        open: a session over the connection of a file. It blocks, and raises DamagedConnection or WriteRefused.
        command_of: what starts this program with the connection of a file.
    """

    folder: Path
    open: Callable[[Path], Session]
    command_of: Callable[[Path], str]


def connections_of(options: WizardOptions, open_session: Callable[[WizardOptions], Session]) -> Connections:
    """The connections beside the one that the wizard was started with."""
    folder = options.state_folder / "connections" if options.demo is not None else connections_folder()

    def command_of(path: Path) -> str:
        if path == options.connection_path:
            return options.command
        words = [PROGRAM, *(("--demo", options.demo) if options.demo is not None else ())]
        if path != folder / f"{DEFAULT_CONNECTION}.toml":
            words += ["--connection", path.stem if path.parent == folder else str(path)]
        return shlex.join(words)

    def open_other(path: Path) -> Session:
        # The flags were given for the connection that was started with.
        return open_session(
            replace(options, connection_path=path, command=command_of(path), profile=None, region=None)
        )

    return Connections(folder, open_other, command_of)
