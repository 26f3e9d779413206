"""A list to choose from that stays quick with ten thousand rows: only the rows in sight are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding
from textual.message import Message

from screens.signs import LOOKING, Sign
from screens.widgets.cursor_lines import CursorLines, fitted, fitted_inside


@dataclass(frozen=True, slots=True)
class Choice:
    """One row.

    Attributes:
        id: what the program knows it by.
        name: what the admin knows it by, plain text.
        note: a short second column, such as an id.
        verdict: a sentence of a few words, the last column.
        sign: the sign before the name; None for a blank.
    """

    id: str
    name: str
    note: str = ""
    verdict: str = ""
    sign: Sign | None = None


class ChoiceList(CursorLines):
    """Rows to choose from, with a cursor. `filter` hides rows whose name and note lack the typed words."""

    HELP = """
    A list: up and down, or k and j, move through it; page up, page down, home and end as well. Enter takes the row,
    and so does a double click.
    """

    BINDINGS = [
        Binding(
            "enter", "choose", "Use", id="choice.use", key_display="enter", tooltip="Use the row under the cursor"
        ),
    ]

    class Highlighted(Message):
        """The cursor came to another row, or the row under it changed."""

        def __init__(self, choice: Choice | None) -> None:
            super().__init__()
            self.choice = choice

    class Chosen(Message):
        """A row was chosen with Enter or a click on the cursor's row."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

    class InSight(Message):
        """These rows are in sight now; `ids` in the order shown."""

        def __init__(self, ids: tuple[str, ...]) -> None:
            super().__init__()
            self.ids = ids

    class Filtered(Message):
        """Other rows are shown than before: how many of how many."""

        def __init__(self, shown: int, total: int) -> None:
            super().__init__()
            self.shown = shown
            self.total = total

    def __init__(self, *, empty: str = "Nothing here.", id: str | None = None) -> None:
        super().__init__(empty=empty, id=id)
        self._rows: dict[str, Choice] = {}
        self._keys: dict[str, str] = {}
        self._shown: list[str] = []
        self._words = ""
        self._sighted: tuple[str, ...] = ()
        self._widest: tuple[int, int] | None = None
        self._pointing = True
        self._hidden: str | None = None
        """The cursor's row that the filter hides, to go back to."""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """All rows, hidden ones included."""
        return tuple(self._rows.values())

    @property
    def highlighted(self) -> Choice | None:
        """The row under the cursor."""
        return self._rows[self._shown[self.cursor]] if 0 <= self.cursor < len(self._shown) else None

    def say_empty(self, sentence: str) -> None:
        """What to show while there is no row."""
        self._empty = sentence
        self.refresh()

    def point(self, pointing: bool) -> None:
        """Whether the arrow stands at the cursor's row; it does not where another line is what Enter takes."""
        self._pointing = pointing
        self.refresh()

    def clear(self) -> None:
        """Remove all rows."""
        self._rows.clear()
        self._keys.clear()
        self._shown = []
        self._sighted = ()
        self._hidden = None
        self.cursor = 0
        self._changed(None)

    def forget_verdicts(self) -> None:
        """Show all rows as being looked at anew."""
        self._rows = {id: replace(row, verdict="", sign=LOOKING) for id, row in self._rows.items()}
        self.refresh()

    def add(self, choices: Sequence[Choice]) -> None:
        """Append rows; the cursor stays on its row."""
        for choice in choices:
            self._rows[choice.id] = choice
            self._keys[choice.id] = f"{choice.name} {choice.id} {choice.note}".casefold()
        before = self.highlighted
        self._shown += self._matching([choice.id for choice in choices])
        self._changed(before)

    def update_row(self, id: str, *, verdict: str, sign: Sign | None, note: str | None = None) -> None:
        """Give a row its verdict. A row that is not there any more is left alone."""
        row = self._rows.get(id)
        if row is None:
            return
        self._rows[id] = replace(row, verdict=verdict, sign=sign, note=row.note if note is None else note)
        self._widest = None if note is not None else self._widest
        self.refresh()
        highlighted = self.highlighted
        if highlighted is not None and highlighted.id == id:
            self.post_message(self.Highlighted(highlighted))

    def filter(self, words: str) -> None:
        """Show only the rows whose name, id or note has each of the typed words in it."""
        words = words.casefold().strip()
        if words == self._words:
            return
        narrower = self._words and words.startswith(self._words)
        before = self.highlighted
        self._words = words
        self._shown = self._matching(self._shown if narrower else list(self._rows))
        self._changed(before)
        self.call_after_refresh(self.cursor_into_sight)

    def highlight(self, id: str) -> None:
        """Put the cursor on a row, if it is shown."""
        if id in self._shown:
            self.cursor = self._shown.index(id)

    def _matching(self, keys: list[str]) -> list[str]:
        texts = self._keys
        for word in self._words.split():
            keys = [key for key in keys if word in texts[key]]
        return keys

    def _changed(self, before: Choice | None) -> None:
        self._widest = None
        if before is not None and before.id in self._rows and self._matching([before.id]):
            self.set_reactive(ChoiceList.cursor, self._shown.index(before.id))
        else:
            self._hidden = self._hidden or (before.id if before else None)
            back = self._shown.index(self._hidden) if self._hidden in self._shown else None
            self._hidden = self._hidden if back is None else None
            self.set_reactive(ChoiceList.cursor, back or 0)
        self.measure_lines()
        self.refresh()
        self.post_message(self.Filtered(len(self._shown), len(self._rows)))
        if self.highlighted is None or before is None or self.highlighted.id != before.id:
            self.post_message(self.Highlighted(self.highlighted))
        self.call_after_refresh(self._tell_sight)

    def _tell_sight(self) -> None:
        top = round(self.scroll_y)
        sighted = tuple(self._shown[top : top + self.size.height])
        if sighted != self._sighted:
            self._sighted = sighted
            self.post_message(self.InSight(sighted))

    @property
    def line_count(self) -> int:
        return len(self._shown)

    def cursor_moved(self) -> None:
        self.post_message(self.Highlighted(self.highlighted))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self.call_after_refresh(self._tell_sight)

    def on_resize(self) -> None:
        super().on_resize()
        self.call_after_refresh(self._tell_sight)

    def action_choose(self) -> None:
        """Choose the row under the cursor. Without one the key is left to whatever is around."""
        if self.highlighted is None:
            raise SkipAction
        self.post_message(self.Chosen(self.highlighted))

    def on_click(self, event: events.Click) -> None:
        line = self.line_at(event.y)
        if line is not None:
            if line == self.cursor and event.chain > 1 and self.highlighted is not None:
                self.action_choose()
            self.cursor = line

    def segments_of(self, line: int, width: int, style: Style) -> list[Segment]:
        choice = self._rows[self._shown[line]]
        here, on_cursor = line == self.cursor and self._pointing, self.has_cursor(line)
        quiet = style if on_cursor else self.quiet_style
        name_cells, note_cells = self._columns(width)
        symbol = choice.sign.symbol if choice.sign else " "
        segments = [
            Segment("▸" if here else " ", style),
            Segment(f"{symbol} ", style if on_cursor else self.sign_style(choice.sign)),
            Segment(f"{fitted_inside(choice.name, name_cells)} ", style + Style(bold=here)),
        ]
        if note_cells:
            segments.append(Segment(f"{fitted(choice.note, note_cells)} ", quiet))
        used = sum(cell_len(segment.text) for segment in segments)
        verdict_style = style if choice.sign is not None else quiet
        segments.append(Segment(fitted(choice.verdict, max(0, width - used)), verdict_style))
        return segments

    def _columns(self, width: int) -> tuple[int, int]:
        """The cells for name and note: what the first rows need, within what leaves room for the verdict."""
        if self._widest is None:
            first = [self._rows[key] for key in self._shown[:200]]
            self._widest = (
                max((cell_len(row.name) for row in first), default=0),
                max((cell_len(row.note) for row in first), default=0),
            )
        longest_name, longest_note = self._widest
        note = min(longest_note, 26 if width >= 90 else 12)
        rest = max(8, width - 4 - (note + 1 if note else 0))
        return min(max(longest_name, 8), max(8, rest * 45 // 100)), note
