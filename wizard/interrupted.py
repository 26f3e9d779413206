"""Finding again what an interrupted creation made, so that no second app client is made for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.facts import Known
from wizard.create_app_client import CREATE
from wizard.journal import Entry, Stage, last_lines, note, read_journal
from wizard.judging import fact_from

if TYPE_CHECKING:
    from diagnostics.app_client import AppClient, AppClientName

_CLOCKS_APART = timedelta(minutes=15)
"""By how much this machine's clock may be ahead of AWS's: beyond five minutes AWS refuses requests anyway."""


JOURNAL_SECONDS = 10.0

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


class Interrupted:
    """The creations in one pool that were interrupted, and which app clients came of them.

    Args:
        folder: where the journal is; None keeps none, and then nothing is ever found.
        user_pool: the pool's id.
    """

    def __init__(self, folder: Path | None, user_pool: str) -> None:
        self._folder = folder
        self._user_pool = user_pool
        self._begun: tuple[Entry, ...] = ()
        self.found: dict[str, Entry] = {}
        """By the id of the app client that came of it."""

    async def read(self) -> None:
        """Read the journal. One that cannot be read is as good as empty."""
        self._begun = await self._unfinished()

    async def _unfinished(self) -> tuple[Entry, ...]:
        folder = self._folder
        if folder is None:
            return ()
        entries = await fact_from(lambda: read_journal(folder), JOURNAL_SECONDS)
        return unfinished(entries.value, self._user_pool) if isinstance(entries, Known) else ()

    def match(self, listed: Sequence[AppClientName]) -> None:
        """Note which of these may have come of an interrupted creation."""
        for client in listed:
            entry = next((one for one in self._begun if may_come_of(one, client)), None)
            if entry is not None:
                self.found[client.id] = entry

    def confirm(self, client: AppClient) -> None:
        """Drop an app client that turns out, by its date, to have come of something else."""
        entry = self.found.get(client.id)
        if entry is not None and not comes_of(entry, client):
            del self.found[client.id]

    async def settle(self) -> None:
        """Whatever was begun is settled by the admin's choice. If that cannot be noted, it is offered again."""
        entries, folder = await self._unfinished(), self._folder
        self._begun, self.found = (), {}
        if folder is not None and entries:
            await fact_from(lambda: settle(folder, entries), JOURNAL_SECONDS)
