"""Starting the wizard: the saved connection, the session over it, and the app."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from diagnostics.connection import Connection, read_connection

if TYPE_CHECKING:
    from screens.options import WizardOptions


def run_wizard(options: WizardOptions) -> int:
    """Run the wizard until the admin leaves, and give the exit status.

    Raises:
        DamagedConnection: the connection's file cannot be read as one.
        Exception: the app failed; the terminal is as it was before.
    """
    from screens.app import WizardApp
    from wizard.connection_file import ConnectionFile
    from wizard.session import Session

    path = options.connection_path
    saved = read_connection(path)
    session = Session(
        saved or Connection(name=path.stem),
        ConnectionFile(path).save,
        saved_in=_short(str(path)),
        profile=options.profile or os.environ.get("AWS_PROFILE"),
        region=options.region or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION"),
        vault_service=options.vault_service,
        demo=options.demo is not None,
    )
    app = WizardApp(session, theme=options.theme or os.environ.get("TEXTUAL_THEME"))
    app.run()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0


def _short(path: str) -> str:
    home = os.path.expanduser("~")  # noqa: PTH111 - pathlib raises where there is no home
    return "~" + path[len(home) :] if home != "~" and path.startswith(home + os.sep) else path
