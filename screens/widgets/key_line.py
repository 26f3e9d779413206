"""The line of keys at the bottom: as many as fit, and always the ways on, back, out and to the others."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

ALWAYS = frozenset({"choose", "go_on", "back", "help", "request_quit", "close", "clear_filter"})
"""The actions that are never left out; the help, one of them, names every key."""
_TYPED = {"slash": "/", "colon": ":", "question_mark": "?"}
"""What is typed where a field has the focus, and that Textual does not know to be."""


class KeyLine(Footer):
    """A footer that leaves out whole keys where the window is too narrow, instead of cutting the last ones off.

    Args:
        palette: whether the palette's key is shown where there is room.
    """

    DEFAULT_CSS = """
    KeyLine { background: $footer-background; padding: 0 1; }
    KeyLine FooterKey { margin: 0 1 0 0; }
    KeyLine FooterKey .footer-key--key { padding: 0; }
    KeyLine FooterKey .footer-key--description { padding: 0 0 0 1; }
    KeyLine FooterKey.-command-palette { border-left: none; padding: 0; margin: 0; }
    """

    def __init__(self, *, palette: bool = True) -> None:
        super().__init__(show_command_palette=palette, compact=True)
        self._room = 0

    def compose(self) -> ComposeResult:
        typed_in = self.screen.focused
        keys = [
            child
            for child in super().compose()
            if isinstance(child, FooterKey)
            and not (child.key in _TYPED and typed_in and typed_in.check_consume_key(child.key, _TYPED[child.key]))
        ]
        self._room = self.size.width or self.app.size.width
        yield from fitting(keys, self._room)

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Other keys have a use now. Below another screen the line stays as it is until that one has gone."""
        if self.app.screen is self.screen:
            super().bindings_changed(screen)

    def on_resize(self, event: events.Resize) -> None:
        """Other keys fit now."""
        if event.size.width != self._room:
            self.call_after_refresh(self.recompose)


def fitting(keys: list[FooterKey], room: int) -> list[FooterKey]:
    """The keys that fit into `room` cells, in their order: those in `ALWAYS`, then the others from the left."""
    kept: set[int] = set()
    for always in (True, False):
        for number, key in enumerate(keys):
            if (key.action in ALWAYS) is always and _cells([keys[one] for one in (*kept, number)]) <= room:
                kept.add(number)
    return [key for number, key in enumerate(keys) if number in kept]


def _cells(keys: list[FooterKey]) -> int:
    return sum(cell_len(key.key_display) + cell_len(key.description) + 2 for key in keys) - 1
