"""The line at the top: the program's name, and which account is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from diagnostics.places import DEFAULT_CONNECTION
from diagnostics.text import plain
from screens.arguments import PROGRAM

if TYPE_CHECKING:
    from wizard.session import Session


class TopLine(Horizontal):
    """The top line of a sitting's screens; it says as much as fits."""

    def __init__(self, session: Session) -> None:
        super().__init__(id="top")
        self._session = session

    def compose(self) -> ComposeResult:
        yield Static(PROGRAM, id="product")
        yield Static("", id="whereabouts")

    def on_resize(self) -> None:
        self.query_one("#whereabouts", Static).update(Content(whereabouts(self._session, self.app.size.width)))


def whereabouts(session: Session, width: int) -> str:
    """The account that is looked at, in as many words as fit beside the product's name in the top line.

    Args:
        width: the window's cells.
    """
    connection = session.connection
    parts = [
        plain(connection.name, 30) if connection.name != DEFAULT_CONNECTION else "",
        "simulated account" if session.demo else "",
        "by hand, without AWS" if session.by_hand else "",
        plain(session.access.profile or "", 30),
        plain(session.access.region or connection.region or "", 20),
        f"{plain(connection.account)[:4]}…" if connection.account else "",
    ]
    said = [part for part in parts if part]
    room = width - cell_len(PROGRAM) - 4
    while len(said) > 1 and cell_len(" · ".join(said)) > room:
        said.pop()
    return " · ".join(said)
