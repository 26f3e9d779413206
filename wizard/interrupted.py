"""Finding again what an interrupted creation made, so that no second app client is made for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.create_app_client import CREATE
from wizard.journal import Entry, Stage, last_lines, note

if TYPE_CHECKING:
    from diagnostics.app_client import AppClient, AppClientName

_CLOCKS_APART = timedelta(minutes=15)
"""By how much this machine's clock may be ahead of AWS's: beyond five minutes AWS refuses requests anyway."""


_OPEN = (Stage.BEGUN, Stage.DONE, Stage.UNCLEAR)


def unfinished(entries: Sequence[Entry], user_pool: str) -> tuple[Entry, ...]:
    """The creations of app clients in a pool that nobody has taken up since, the latest first."""
    return tuple(
        entry
        for entry in reversed(last_lines(entries))
        if entry.operation == CREATE and entry.user_pool == user_pool and entry.stage in _OPEN
    )


def settle(folder: Path, entries: Sequence[Entry]) -> None:
    """Note that nothing is left to finish of these. It blocks. Raises WriteRefused."""
    for entry in entries:
        note(folder, entry.ended(Stage.SETTLED, entry.result))


def may_come_of(entry: Entry, listed: AppClientName) -> bool:
    """Whether an app client in the list may be what an interrupted creation made."""
    if entry.result:
        return listed.id == entry.result
    return listed.name == entry.subject and listed.id not in entry.known


def comes_of(entry: Entry, client: AppClient) -> bool:
    """Whether a described app client is what an interrupted creation made: it is not older than that."""
    if entry.result:
        return client.id == entry.result
    return client.last_modified is not None and client.last_modified >= entry.at - _CLOCKS_APART
