"""The way from an expired SSO login to a new one: the AWS CLI has the terminal meanwhile."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from wizard.sso_login import aws_command, log_in, login_words

if TYPE_CHECKING:
    from screens.app import WizardApp

NOTE = "Run this in another terminal on this machine; then look again with r."


def renew_login(app: WizardApp, profile: str | None) -> bool:
    """Let the AWS CLI renew a login in this terminal; where that cannot be, show the command.

    Returns:
        Whether there is a new login, so that looking again makes sense.
    """
    command = aws_command()
    if command is None:
        _show_command(app, profile, f"The AWS CLI is not on this machine's path. {NOTE}")
        return False
    try:
        with app.suspend():
            trouble = log_in(command, profile)
    except SuspendNotSupported:
        _show_command(app, profile, NOTE)
        return False
    app.refresh(layout=True)
    if trouble:
        app.trouble(trouble)
    return not trouble


def _show_command(app: WizardApp, profile: str | None, note: str) -> None:
    from screens.dialogs.text import TextDialog

    app.push_screen(TextDialog("The SSO login has expired", f"{shlex.join(login_words(profile))}\n", note=note))
