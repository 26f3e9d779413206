"""Starting the wizard: the saved connection, the session over it, and the app."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from diagnostics.access import access
from diagnostics.connection import Connection
from screens.streams import say

if TYPE_CHECKING:
    from screens.options import WizardOptions
    from wizard.session import Session


def run_wizard(options: WizardOptions) -> int:
    """Run the wizard until the admin leaves, and give the exit status.

    Raises:
        DamagedConnection: the connection's file cannot be read as one.
        WriteRefused: the file could not be saved again.
        Exception: the app failed; the terminal is as it was before.
    """
    from screens.terminal import terminal_driver, wait_less_for_escape

    wait_less_for_escape(os.environ)
    from screens.app import WizardApp
    from screens.connections import connections_of
    from screens.taste import taste_in
    from wizard.preferences import preferences_path
    from wizard.steps import StepId

    theme = options.theme or os.environ.get("TEXTUAL_THEME")
    others = connections_of(options, open_session)
    taste = taste_in(preferences_path())
    app = WizardApp(
        open_session(options),
        theme=theme,
        alone=True,
        connections=others,
        taste=taste,
        driver=terminal_driver(),
    )
    app.run()
    if app.failure is not None:
        raise app.failure
    session = app.session
    if session.not_saved:
        say(f"Your last answers are not saved: {session.not_saved}")
    elif session.file is not None and session.file.exists():
        say(f"Your answers are in {session.saved_in}. Come back to them with: {session.command}")
        if session.connection.step == StepId.FINISH.value:
            _say_what_to_run(session)
    return app.return_code or 0


def _say_what_to_run(session: Session) -> None:
    """Leave the commands of the last step in the terminal, where they can be copied from."""
    from wizard.finish import commands_for

    for command in commands_for(session):
        note = f"\n# {command.note}" if command.note else ""
        say(f"\n# {command.purpose}{note}\n{command.line}")


def open_session(options: WizardOptions) -> Session:
    """The session over the saved connection, or over an empty one that is made when the first answer is saved.

    Raises:
        DamagedConnection, WriteRefused: as `run_wizard`.
    """
    from wizard.connection_file import open_connection, save_connection
    from wizard.session import Session

    path = options.connection_path
    opened = open_connection(path)
    stamp = opened.stamp

    def save(connection: Connection) -> None:
        nonlocal stamp
        stamp = save_connection(connection, path, stamp)

    connection = opened.connection or Connection(name=path.stem)
    endpoint = os.environ.get("AWS_ENDPOINT_URL") if options.demo is not None else None
    if endpoint:
        from wizard.demo_connection import at_address

        connection = at_address(connection, endpoint)
    return Session(
        connection,
        save,
        saved_in=_short(str(path)),
        access=access(connection, os.environ, profile=options.profile, region=options.region),
        vault_service=options.vault_service,
        demo=options.demo is not None,
        # The simulated account's ClearML server has the address that stands in for AWS.
        suggested_address=endpoint,
        state_folder=options.state_folder,
        command=options.command,
        file=path,
    )


def _short(path: str) -> str:
    home = os.path.expanduser("~")  # noqa: PTH111 - pathlib raises where there is no home
    return "~" + path[len(home) :] if home != "~" and path.startswith(home + os.sep) else path
