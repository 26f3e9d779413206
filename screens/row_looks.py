"""The looks at a list's rows: the one under the cursor first, then those in sight; a few at a time, and each once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from diagnostics.facts import Unknown, Why
from diagnostics.findings import Status
from diagnostics.text import plain
from screens.patience import STOP, STOPPED, patience
from screens.signs import LOOKING, OF_STATUS

if TYPE_CHECKING:
    from textual.worker import Worker

    from screens.frame import StepScreen
    from screens.widgets.choice_list import Choice, ChoiceList

_GROUP = "row-looks"


class Judged(Protocol):
    """What a row's look ends with."""

    @property
    def status(self) -> Status:
        """The status that needs the most attention."""

    @property
    def in_short(self) -> str:
        """The verdict in a few words."""


J = TypeVar("J", bound=Judged)


class RowLooks(Generic[J]):
    """The looks at the rows of one screen's list, and what they found.

    Args:
        screen: the list's screen.
        rows: gives the list.
        at_once: how many rows are looked at at the same time.
        look: looks at the row with an id and judges it; raises nothing but cancellation.
        unseen: judges a row that could not be looked at.
        verdict: the words for a row of which something was found.
        found: called whenever something was found.
        ended: called whenever no row in sight is left for a looker.
        but: the ids of rows that are not to be looked at.
    """

    def __init__(
        self,
        screen: StepScreen,
        rows: Callable[[], ChoiceList],
        *,
        at_once: int,
        look: Callable[[str], Awaitable[J]],
        unseen: Callable[[str, Unknown], J],
        verdict: Callable[[str, J], str] = lambda id, judged: judged.in_short,
        found: Callable[[], None],
        ended: Callable[[], None] = lambda: None,
        but: Collection[str] = (),
    ) -> None:
        self.judged: dict[str, J] = {}
        self.sighted: tuple[str, ...] = ()
        """The rows in sight."""
        self._screen, self._rows = screen, rows
        self._look, self._unseen, self._verdict = look, unseen, verdict
        self._found, self._ended = found, ended
        self._at_once, self._but = at_once, but
        self._lookers: list[Worker[None]] = []
        self._taken: set[str] = set()
        self._stops: dict[str, asyncio.Event] = {}

    def look_at_more(self) -> None:
        """Look at the row under the cursor and at those in sight, as far as they were not looked at."""
        self._lookers = [looker for looker in self._lookers if not looker.is_finished]
        for _ in range(min(self._at_once - len(self._lookers), len(self._waiting()))):
            looker = self._screen.run_worker(self._look_on(), group=_GROUP, exit_on_error=False)
            self._lookers.append(looker)

    def forget(self) -> None:
        """Forget what was found: all rows may be looked at once more."""
        self._screen.workers.cancel_group(self._screen, _GROUP)
        self._lookers.clear()
        self.judged.clear()
        self._taken.clear()

    async def look_at(self, id: str, *, named: bool = False) -> J:
        """Look at one row now, and show what was found.

        Args:
            named: whether it is what the admin waits for, wherever the cursor is.
        """
        self._rows().update_row(id, verdict="looking", sign=LOOKING)
        try:
            self.judged[id] = await self._stoppable(id, named)
        finally:
            self.show(id)
        self._found()
        return self.judged[id]

    def show(self, id: str) -> None:
        """Show in its row what was found of it last, if it was looked at."""
        judged = self.judged.get(id)
        if judged is not None:
            self._rows().update_row(id, verdict=self._verdict(id, judged), sign=OF_STATUS[judged.status])

    def waiting_for(self, choice: Choice) -> str:
        """What to say while a row was not judged yet."""
        if _key(choice.id) in self._screen.long_waits:
            return f"Still waiting for {self._what(choice.id)}   {STOP}"
        return f"Looking at {choice.name}"

    def stop_here(self) -> bool:
        """Stop the look at the row under the cursor, if it takes long; it is not seen then. Whether it did."""
        here = self._rows().highlighted
        stop = self._stops.get(here.id) if here is not None and _key(here.id) in self._screen.long_waits else None
        if stop is not None:
            stop.set()
        return stop is not None

    async def _look_on(self) -> None:
        while waiting := self._waiting():
            self._taken.add(waiting[0])
            await self.look_at(waiting[0])
        self._ended()

    def _waiting(self) -> list[str]:
        here = self._rows().highlighted
        wanted = ([here.id] if here else []) + list(self.sighted)
        return [id for id in dict.fromkeys(wanted) if id not in self._taken and id not in self._but]

    async def _stoppable(self, id: str, named: bool) -> J:
        stop = self._stops[id] = asyncio.Event()
        looking, stopped = asyncio.ensure_future(self._look(id)), asyncio.ensure_future(stop.wait())
        try:
            with patience(self._screen, self._what(id), holds=lambda: named or self._is_here(id), key=_key(id)):
                await asyncio.wait((looking, stopped), return_when=asyncio.FIRST_COMPLETED)
            return looking.result() if looking.done() else self._unseen(id, Unknown(Why.ERROR, STOPPED))
        finally:
            looking.cancel()
            stopped.cancel()
            if self._stops.get(id) is stop:
                del self._stops[id]

    def _is_here(self, id: str) -> bool:
        here = self._rows().highlighted
        return here is not None and here.id == id

    def _what(self, id: str) -> str:
        row = next((row for row in self._rows().choices if row.id == id), None)
        return f"what AWS says of {row.name if row else plain(id, 60)}"


def _key(id: str) -> object:
    """Names are not unique, so that a row's wait is known by its id."""
    return _GROUP, id
