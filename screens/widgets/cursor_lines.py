"""Lines with a cursor on one of them: what the list and the outline share."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.actions import SkipAction
from textual.binding import Binding
from textual.geometry import Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from screens.signs import Sign

_BY_COLOUR = {"$text-success": "good", "$text-warning": "careful", "$text-error": "bad"}


class CursorLines(ScrollView, can_focus=True):
    """Lines of which only those in sight are drawn.

    A subclass gives `line_count`, `segments_of` and `cursor_moved`.
    """

    COMPONENT_CLASSES = {
        "lines--row",
        "lines--cursor",
        "lines--quiet",
        "lines--good",
        "lines--careful",
        "lines--bad",
    }
    DEFAULT_CSS = """
    CursorLines {
        height: 1fr; min-height: 3; overflow-x: hidden; background: $background; scrollbar-size-vertical: 1;
    }
    CursorLines .lines--row { background: $background; color: $foreground; }
    CursorLines .lines--cursor { background: $primary-muted; color: $text; text-style: bold; }
    CursorLines .lines--quiet { background: $background; color: $foreground 62%; }
    CursorLines .lines--good { background: $background; color: $text-success; }
    CursorLines .lines--careful { background: $background; color: $text-warning; }
    CursorLines .lines--bad { background: $background; color: $text-error; }
    """
    BINDINGS = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home", "end(-1)", "First", show=False),
        Binding("end", "end(1)", "Last", show=False),
    ]

    cursor = reactive(0)

    def __init__(self, *, empty: str, id: str | None = None) -> None:
        super().__init__(id=id)
        self._empty = empty

    @property
    def line_count(self) -> int:
        """How many lines there are, those out of sight included."""
        raise NotImplementedError

    def segments_of(self, line: int, width: int, style: Style) -> list[Segment]:
        """What a line is drawn as: `width` cells on top of `style`."""
        raise NotImplementedError

    def cursor_moved(self) -> None:
        """The cursor came to another line."""
        raise NotImplementedError

    def go(self, to: int) -> None:
        """Put the cursor on a line because the admin said so."""
        self.cursor = to

    def measure_lines(self) -> None:
        """Fit what can be scrolled over to the lines there are."""
        self.virtual_size = Size(self.size.width, self.line_count)

    def cursor_into_sight(self) -> None:
        """Scroll as little as it takes to see the cursor."""
        # By force: where the lines have just come, Textual shows no scrollbar yet and would not scroll.
        top, height = round(self.scroll_y), self.size.height
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, force=True)
        elif height and self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False, force=True)

    def watch_cursor(self) -> None:
        self.cursor_into_sight()
        self.refresh()
        self.cursor_moved()

    def on_resize(self) -> None:
        self.measure_lines()

    def action_move(self, by: int) -> None:
        """Move the cursor. At the end of the lines the key is left to whatever is around."""
        to = min(max(self.cursor + by, 0), self.line_count - 1)
        if not self.line_count or to == self.cursor:
            raise SkipAction
        self.go(to)

    def action_page(self, by: int) -> None:
        if self.line_count:
            self.go(min(max(self.cursor + by * max(1, self.size.height - 1), 0), self.line_count - 1))

    def action_end(self, by: int) -> None:
        if self.line_count:
            self.go(0 if by < 0 else self.line_count - 1)

    def line_at(self, y: int) -> int | None:
        """The line drawn in a row of the widget, None where there is none."""
        line = y + round(self.scroll_y)
        return line if line < self.line_count else None

    def has_cursor(self, line: int) -> bool:
        """Whether the cursor is on a line and drawn as such."""
        return line == self.cursor and self.has_focus

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        line = self.line_at(y)
        if line is not None:
            look = "lines--cursor" if self.has_cursor(line) else "lines--row"
            return Strip(self.segments_of(line, width, self.get_component_rich_style(look)))
        if y + round(self.scroll_y) == 0:
            return Strip([Segment(fitted(f" {self._empty}", width), self.quiet_style)])
        return Strip([Segment(" " * width, self.get_component_rich_style("lines--row"))])

    @property
    def quiet_style(self) -> Style:
        """The style of what is said in passing."""
        return self.get_component_rich_style("lines--quiet")

    def sign_style(self, sign: Sign | None) -> Style:
        """The style that a sign is drawn in."""
        name = _BY_COLOUR.get(sign.colour, "quiet") if sign else "quiet"
        return self.get_component_rich_style(f"lines--{name}")


def fitted_inside(text: str, cells: int) -> str:
    """`text` in exactly `cells` cells; what is cut is cut before its end, which often tells names apart."""
    tail = cells // 3
    if cell_len(text) <= cells or tail < 2:
        return fitted(text, cells)
    end = text
    while cell_len(end) > tail:
        end = end[1:]
    return fitted(text, cells - cell_len(end)) + end


def fitted(text: str, cells: int) -> str:
    """`text` in exactly `cells` cells, an ellipsis where something was cut."""
    if cells <= 0:
        return ""
    if cell_len(text) <= cells:
        return set_cell_size(text, cells)
    return set_cell_size(set_cell_size(text, cells - 1).rstrip() + "…", cells)
