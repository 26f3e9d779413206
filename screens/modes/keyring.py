"""The keyring as the modes use it: one question at a time, and its trouble as a refusal."""

from __future__ import annotations

import asyncio

from diagnostics.reports.exit_status import ExitStatus
from diagnostics.secret import Secret
from diagnostics.vault import VaultItem, VaultTrouble
from diagnostics.vault.reading import read
from screens.modes.start import Refusal, Start
from screens.streams import say


def stored_secret(start: Start, item: VaultItem, status: ExitStatus, *, otherwise: str = "") -> Secret:
    """The client secret from the keyring. A locked keyring may ask to be unlocked.

    Args:
        status: the exit status where it cannot be had.
        otherwise: what to do where there is no keyring, as a line of its own.

    Raises:
        Refusal: the keyring does not have it or cannot be read.
    """
    try:
        secret = asyncio.run(read(item, may_ask=True, on_prompt=say_prompt))
    except VaultTrouble as trouble:
        said = [sentence(trouble), *([otherwise] if otherwise else [])]
        raise Refusal("\n".join(said), status) from None
    if secret is None:
        raise Refusal(
            f"The keyring has no secret for {item.username}. "
            f"Store it first: {start.command}   (the wizard, step Secret)",
            status,
        )
    return secret


def sentence(trouble: VaultTrouble) -> str:
    """The trouble in words, its commands below."""
    return "\n".join([str(trouble), *(f"  {command}" for command in trouble.status.commands)])


def say_prompt() -> None:
    """Tell that the desktop may be asking something."""
    say("The keyring is locked: unlock it in the prompt on this machine's desktop.")
