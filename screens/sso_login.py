"""The way from an expired SSO login to a new one: the AWS CLI has the terminal meanwhile."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from screens.host import host_of
from wizard.sso_login import aws_command, log_in, login_words

if TYPE_CHECKING:
    from textual.screen import Screen

NOTE = "Run this in another terminal on this machine; then look again with r."


def renew_login(screen: Screen[None], profile: str | None) -> bool:
    """Let the AWS CLI renew a login in this terminal; where that cannot be, show the command.

    Returns:
        Whether there is a new login, so that looking again makes sense.
    """
    command = aws_command()
    if command is None:
        _show_command(screen, profile, f"The AWS CLI is not on this machine's path. {NOTE}")
        return False
    try:
        with screen.app.suspend():
            trouble = log_in(command, profile)
    except SuspendNotSupported:
        _show_command(screen, profile, NOTE)
        return False
    screen.app.refresh(layout=True)
    if trouble:
        host_of(screen).trouble(trouble)
    return not trouble


def _show_command(screen: Screen[None], profile: str | None, note: str) -> None:
    from screens.dialogs.text import TextDialog

    screen.app.push_screen(
        TextDialog("The SSO login has expired", f"{shlex.join(login_words(profile))}\n", note=note)
    )
