"""Rows under headings that fold: a tree of two levels, drawn as the lists are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.message import Message

from screens.signs import Sign
from screens.widgets.cursor_lines import CursorLines, fitted


@dataclass(frozen=True, slots=True)
class Leaf:
    """One row under a heading.

    Attributes:
        id: what the program knows it by; the same one may stand under several headings.
        text: what the admin reads, plain text.
        note: a few quiet words at the right edge.
    """

    id: str
    text: str
    note: str = ""
    sign: Sign | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """A heading and its rows. `open`: whether they are shown until the admin says otherwise."""

    id: str
    name: str
    leaves: tuple[Leaf, ...]
    note: str = ""
    sign: Sign | None = None
    open: bool = True


Line = tuple[Branch, Leaf | None]
"""What a line shows: a heading alone, or one of its rows."""


class Outline(CursorLines):
    """Headings and their rows, with a cursor on either."""

    BINDINGS = [
        Binding("enter", "choose", "Choose", id="outline.choose", key_display="enter"),
        Binding("space", "turn", "Fold", id="outline.fold", show=False, tooltip="Fold or unfold the rows"),
        Binding("right,l", "fold(True)", "Unfold", show=False),
        Binding("left,h", "fold(False)", "Fold", show=False),
    ]

    class Highlighted(Message):
        """The cursor came to another line, or what it is on changed. None where there is no line."""

        def __init__(self, line: Line | None) -> None:
            super().__init__()
            self.line = line

    class Chosen(Message):
        """A row was chosen with Enter or a double click."""

        def __init__(self, leaf: Leaf) -> None:
            super().__init__()
            self.leaf = leaf

    def __init__(self, *, empty: str = "Nothing here.", id: str | None = None) -> None:
        super().__init__(empty=empty, id=id)
        self._branches: tuple[Branch, ...] = ()
        self._lines: list[Line] = []
        self._folds: dict[str, bool] = {}
        self._all_open = False
        self.touched = False
        """Whether the admin has moved the cursor."""

    @property
    def branches(self) -> tuple[Branch, ...]:
        """All headings, folded or not."""
        return self._branches

    @property
    def highlighted(self) -> Line | None:
        """What the cursor is on."""
        return self._lines[self.cursor] if 0 <= self.cursor < len(self._lines) else None

    def show(self, branches: Sequence[Branch], *, empty: str = "Nothing here.", all_open: bool = False) -> None:
        """Show these headings and rows; the cursor stays on what it is on, if that is still there.

        Args:
            branches: the headings.
            empty: what to show where there is none.
            all_open: whether everything is unfolded for now, whatever was folded.
        """
        before = self.highlighted
        self._branches, self._empty, self._all_open = tuple(branches), empty, all_open
        self._lay(before)

    def highlight(self, id: str) -> None:
        """Put the cursor on the first row of that id, and unfold its heading."""
        for branch in self._branches:
            if any(leaf.id == id for leaf in branch.leaves):
                if not self._is_open(branch):
                    self._folds[branch.id] = True
                    self._lay(self.highlighted)
                self.cursor = next(
                    at for at, (of, leaf) in enumerate(self._lines) if of is branch and leaf and leaf.id == id
                )
                return

    def _is_open(self, branch: Branch) -> bool:
        return self._all_open or self._folds.get(branch.id, branch.open)

    def _lay(self, before: Line | None) -> None:
        self._lines = []
        for branch in self._branches:
            self._lines.append((branch, None))
            if self._is_open(branch):
                self._lines += [(branch, leaf) for leaf in branch.leaves]
        self.set_reactive(Outline.cursor, self._place_of(before))
        self.measure_lines()
        self.cursor_into_sight()
        self.refresh()
        if self.highlighted != before:
            self.post_message(self.Highlighted(self.highlighted))

    def _place_of(self, line: Line | None) -> int:
        """Where a line is now: the same row, else the same heading, else as near as can be."""
        if line is None:
            return 0
        wanted = (line[0].id, line[1].id if line[1] else "")
        keys = [(branch.id, leaf.id if leaf else "") for branch, leaf in self._lines]
        for key in (wanted, (wanted[0], "")):
            if key in keys:
                return keys.index(key)
        return min(self.cursor, max(0, len(keys) - 1))

    @property
    def line_count(self) -> int:
        return len(self._lines)

    def cursor_moved(self) -> None:
        self.post_message(self.Highlighted(self.highlighted))

    def on_resize(self) -> None:
        super().on_resize()
        self.cursor_into_sight()

    def go(self, to: int) -> None:
        self.touched = True
        self.cursor = to

    def action_choose(self) -> None:
        """Choose a row, or fold and unfold under a heading."""
        line = self.highlighted
        if line is not None and line[1] is not None:
            self.post_message(self.Chosen(line[1]))
        else:
            self.action_turn()

    def action_turn(self) -> None:
        line = self.highlighted
        if line is not None:
            self.action_fold(not self._is_open(line[0]))

    def action_fold(self, unfold: bool) -> None:
        """Unfold the heading under the cursor, or fold it and go to it."""
        line = self.highlighted
        if line is None or self._all_open:
            return
        self.touched = True
        self._folds[line[0].id] = unfold
        self._lay(line if unfold else (line[0], None))

    def on_click(self, event: events.Click) -> None:
        line = self.line_at(event.y)
        if line is None:
            return
        self.go(line)
        if self._lines[line][1] is None or event.chain > 1:
            self.action_choose()

    def segments_of(self, line: int, width: int, style: Style) -> list[Segment]:
        branch, leaf = self._lines[line]
        here, on_cursor = line == self.cursor, self.has_cursor(line)
        quiet = style if on_cursor else self.quiet_style
        fold = "  " if leaf else ("- " if self._is_open(branch) else "+ ")
        sign, text, note = (leaf.sign, leaf.text, leaf.note) if leaf else (branch.sign, branch.name, branch.note)
        lead = f"{'▸' if here else ' '}{fold}{'  ' if leaf else ''}"
        rest = max(0, width - cell_len(lead) - 2)
        most = rest // 2 if leaf else rest - cell_len(text)
        note = fitted(f"  {note} ", min(cell_len(note) + 3, most)) if note else ""
        room = max(0, rest - cell_len(note))
        return [
            Segment(lead, quiet),
            Segment(f"{sign.symbol if sign else ' '} ", style if on_cursor else self.sign_style(sign)),
            Segment(fitted(text, room), style + Style(bold=here or leaf is None)),
            Segment(note, quiet),
        ]
