"""A list to choose from that stays quick with ten thousand rows: only the rows in sight are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from screens.signs import Sign


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


class ChoiceList(ScrollView, can_focus=True):
    """Rows to choose from, with a cursor. `filter` hides rows whose name and note lack the typed words."""

    HELP = """
    A list: up and down, or k and j, move through it; page up, page down, home and end as well. Enter takes the row,
    and so does a double click.
    """

    COMPONENT_CLASSES = {
        "choice-list--row",
        "choice-list--cursor",
        "choice-list--quiet",
        "choice-list--empty",
        "choice-list--good",
        "choice-list--careful",
        "choice-list--bad",
    }
    BINDINGS = [
        Binding(
            "enter", "choose", "Use", id="choice.use", key_display="enter", tooltip="Use the row under the cursor"
        ),
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home", "end(-1)", "First", show=False),
        Binding("end", "end(1)", "Last", show=False),
    ]

    cursor = reactive(0)

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
        super().__init__(id=id)
        self._rows: dict[str, Choice] = {}
        self._keys: dict[str, str] = {}
        self._shown: list[str] = []
        self._words = ""
        self._empty = empty
        self._sighted: tuple[str, ...] = ()
        self._widest: tuple[int, int] | None = None

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

    def clear(self) -> None:
        """Remove all rows."""
        self._rows.clear()
        self._keys.clear()
        self._shown = []
        self._sighted = ()
        self.cursor = 0
        self._changed(None)

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
            self.set_reactive(ChoiceList.cursor, 0)
        self.virtual_size = Size(self.size.width, len(self._shown))
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

    def watch_cursor(self) -> None:
        top, height = round(self.scroll_y), self.size.height
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False)
        elif height and self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False)
        self.refresh()
        self.post_message(self.Highlighted(self.highlighted))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self.call_after_refresh(self._tell_sight)

    def on_resize(self) -> None:
        self.virtual_size = Size(self.size.width, len(self._shown))
        self.call_after_refresh(self._tell_sight)

    def action_move(self, by: int) -> None:
        """Move the cursor. At the end of the list the key is left to whatever is around it."""
        to = min(max(self.cursor + by, 0), len(self._shown) - 1)
        if not self._shown or to == self.cursor:
            raise SkipAction
        self.cursor = to

    def action_page(self, by: int) -> None:
        if self._shown:
            self.cursor = min(max(self.cursor + by * max(1, self.size.height - 1), 0), len(self._shown) - 1)

    def action_end(self, by: int) -> None:
        if self._shown:
            self.cursor = 0 if by < 0 else len(self._shown) - 1

    def action_choose(self) -> None:
        if self.highlighted is not None:
            self.post_message(self.Chosen(self.highlighted))

    def on_click(self, event: events.Click) -> None:
        row = event.y + round(self.scroll_y)
        if row < len(self._shown):
            if row == self.cursor and event.chain > 1:
                self.action_choose()
            self.cursor = row

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        row = y + round(self.scroll_y)
        base = self.get_component_rich_style("choice-list--row")
        if row >= len(self._shown):
            if row == 0:
                quiet = self.get_component_rich_style("choice-list--empty")
                return Strip([Segment(set_cell_size(f" {self._empty}", width), quiet)])
            return Strip([Segment(" " * width, base)])
        style = (
            self.get_component_rich_style("choice-list--cursor") if row == self.cursor and self.has_focus else base
        )
        return Strip(self._segments(self._rows[self._shown[row]], row == self.cursor, width, style))

    def _segments(self, choice: Choice, here: bool, width: int, style: Style) -> list[Segment]:
        on_cursor = here and self.has_focus
        quiet = style if on_cursor else self.get_component_rich_style("choice-list--quiet")
        name_cells, note_cells = self._columns(width)
        symbol = choice.sign.symbol if choice.sign else " "
        sign_style = style if on_cursor else self._sign_style(choice.sign, style)
        pointer = "▸" if here else " "
        segments = [
            Segment(f"{pointer}", style),
            Segment(f"{symbol} ", sign_style),
            Segment(f"{_fit(choice.name, name_cells)} ", style + Style(bold=here)),
        ]
        if note_cells:
            segments.append(Segment(f"{_fit(choice.note, note_cells)} ", quiet))
        used = sum(cell_len(segment.text) for segment in segments)
        verdict_style = style if on_cursor else (quiet if choice.sign is None else style)
        segments.append(Segment(_fit(choice.verdict, max(0, width - used)), verdict_style))
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

    def _sign_style(self, sign: Sign | None, style: Style) -> Style:
        names = {"$text-success": "good", "$text-warning": "careful", "$text-error": "bad"}
        name = names.get(sign.colour, "quiet") if sign else "quiet"
        return self.get_component_rich_style(f"choice-list--{name}")


def _fit(text: str, cells: int) -> str:
    """`text` in exactly `cells` cells, an ellipsis where something was cut."""
    if cells <= 0:
        return ""
    if cell_len(text) <= cells:
        return set_cell_size(text, cells)
    return set_cell_size(set_cell_size(text, cells - 1).rstrip() + "…", cells)
