"""A list with a filter above it, how many rows it shows, and which of its rows are to be looked at next."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from screens.widgets.choice_list import Choice, ChoiceList


class FilteredList(Vertical):
    """A ChoiceList under a filter.

    Args:
        empty: what to show while there is no row.
        nothing: what to show where the filter leaves none.
    """

    DEFAULT_CSS = """
    FilteredList { height: 1fr; }
    FilteredList #filter-line { height: 1; margin: 0 0 1 0; }
    FilteredList #filter { width: 1fr; }
    FilteredList #count { width: auto; padding: 0 0 0 2; color: $foreground 62%; }
    """
    HELP = """
    The filter: only rows that have each of the typed words in their name or id are shown. Down goes to the list,
    escape shows all rows again.
    """
    BINDINGS = [
        Binding("down", "to_list", "To the list", show=False),
        Binding("escape", "clear_filter", "Clear", id="list.clear", key_display="esc", tooltip="Show all rows again"),
    ]

    def __init__(self, *, empty: str, nothing: str, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows = ChoiceList(empty=empty, id="rows")
        self._filter = Input(placeholder="filter", compact=True, id="filter", select_on_focus=False)
        self._count = Static("", id="count")
        self._nothing = nothing
        self._shown = 0, 0
        self._complete = self._cut_short = False
        self._old = self._old_kept = False
        self._back_to: str | None = None

    def compose(self) -> ComposeResult:
        yield Horizontal(self._filter, self._count, id="filter-line")
        yield self.rows

    @property
    def filtering(self) -> bool:
        """Whether the filter holds words, or is being typed in."""
        return bool(self._filter.value) or self._filter.has_focus

    def begin(self, empty: str) -> None:
        """Begin anew. The rows of before stay in sight, without their verdicts, until the first new ones come."""
        self._complete = self._cut_short = False
        self._old, self._old_kept = True, False
        self.rows.say_empty(empty)
        self.rows.forget_verdicts()

    def add(self, choices: Sequence[Choice]) -> None:
        """Append rows; the first ones take the place of those of before, and the cursor stays on its row."""
        if self._old:
            here = self.rows.highlighted
            self._back_to = here.id if here else None
            self.rows.clear()
            self._old = False
        self.rows.add(choices)
        if self._back_to in {choice.id for choice in choices}:
            self.rows.highlight(self._back_to or "")
            self._back_to = None

    def complete(self, empty: str, *, cut_short: bool = False) -> None:
        """No more rows come. If none came because the list could not be read, those of before stay.

        Args:
            empty: what to show if none did.
            cut_short: whether there may be rows that were not read.
        """
        if not cut_short:
            self.add(())
        self._old_kept, self._old = self._old, False
        self._complete, self._cut_short = True, cut_short
        self.rows.say_empty(empty)
        self._show_count()

    def to_filter(self) -> None:
        """Begin to type in the filter."""
        self._filter.focus()

    def clear_filter(self) -> None:
        """Show all rows again, and go back to them."""
        self._filter.value = ""
        self.rows.focus()

    def action_clear_filter(self) -> None:
        self.clear_filter()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where nothing is filtered, escape is left to the screen."""
        return self.filtering if action == "clear_filter" else True

    def action_to_list(self) -> None:
        if self.rows.has_focus:
            raise SkipAction
        self.rows.focus()

    @on(Input.Changed, "#filter")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.screen.refresh_bindings()
        # From its own queue: what the list posts while this widget is at work would not get past this widget.
        self.rows.call_later(self.rows.filter, event.value)

    @on(ChoiceList.Filtered)
    def _rows_changed(self, event: ChoiceList.Filtered) -> None:
        self._shown = event.shown, event.total
        self._show_count()

    def _show_count(self) -> None:
        shown, total = self._shown
        count = f"{shown} of {total}" if self._complete else f"{total} so far"
        if self._cut_short:
            count = f"{total}, as read before" if self._old_kept else f"{total} read; the rest was not"
        self._count.update(Content(count if total else ""))
        if total and not shown:
            self.rows.say_empty(self._nothing)
