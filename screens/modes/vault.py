"""`--vault`: what this program stored in the keyring."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from diagnostics.connection import Connection, DamagedConnection, read_connection
from diagnostics.reports.exit_status import ExitStatus
from diagnostics.vault import VaultItem, VaultTrouble
from diagnostics.vault.reading import read
from screens.modes.keyring import say_prompt, sentence
from screens.modes.start import Refusal, Start
from screens.streams import give, is_terminal, say


def vault_mode(start: Start) -> int:
    """List the stored secrets of all connections, or remove one connection's."""
    return _list(start) if start.typed.vault == "list" else _remove(start)


def _list(start: Start) -> int:
    """A line for each connection that names an app client: its name, the item, and whether the keyring has it."""
    rows: list[tuple[str, str, str]] = []
    status = ExitStatus.CLEAN
    troubles: dict[str, None] = {}
    for connection in _connections(start):
        if not connection.user_pool or not connection.app_client:
            continue
        item = VaultItem(start.vault_service, f"{connection.user_pool}/{connection.app_client}")
        try:
            found = "stored" if asyncio.run(read(item, may_ask=False)) is not None else "not stored"
        except VaultTrouble as trouble:
            found, status = "not seen", ExitStatus.INCOMPLETE
            troubles[sentence(trouble)] = None
        rows.append((connection.name, item.username, found))
    for trouble_text in troubles:
        say(trouble_text)
    if not rows:
        say("No connection names an app client yet, so nothing is stored.")
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(2)]
    give("".join(f"{name:<{widths[0]}}  {item:<{widths[1]}}  {found}\n" for name, item, found in rows))
    return int(status)


def _connections(start: Start) -> list[Connection]:
    """The connection that was asked for, else all there are."""
    if start.typed.connection is not None:
        return [start.saved()]
    found = []
    for path in sorted(start.connection_path.parent.glob("*.toml")):
        try:
            connection = read_connection(path)
        except DamagedConnection as damage:
            say(str(damage))
            continue
        found += [connection] if connection else []
    return found


def _remove(start: Start) -> int:
    from wizard.vault import delete

    item = start.item(start.saved())
    if not start.typed.yes:
        _ask(item, start.connection_path)
    try:
        removed = asyncio.run(delete(item, on_prompt=say_prompt))
    except VaultTrouble as trouble:
        raise Refusal(sentence(trouble), ExitStatus.REFUSED) from None
    say(f"{item.username} is removed from the keyring." if removed else f"The keyring has no {item.username}.")
    return 0


def _ask(item: VaultItem, path: Path) -> None:
    """Raises Refusal unless the admin agrees."""
    if not is_terminal(sys.stdin):
        raise Refusal(
            "Removing a secret cannot be undone, and there is no terminal to ask on. Add --yes to agree.",
            ExitStatus.REFUSED,
        )
    say(
        f"This removes the client secret {item.username} (connection {path.stem}) from the keyring. It cannot be "
        "undone here; Cognito shows it again only where it is the one that the app client was made with. "
        "Remove it? [y/N]"
    )
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise Refusal("Nothing was removed.", ExitStatus.REFUSED)
