"""The line that says what to do next: two lines at most, and an ellipsis where a sentence is longer."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

LINES = 2


class Guidance(Static):
    """What to do next."""

    def __init__(self) -> None:
        super().__init__("", id="guidance")
        self._said = Content("")

    def say(self, sentence: Content) -> None:
        """Show a sentence."""
        self._said = sentence
        self._fit()

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        width = self.content_size.width
        self.update(clipped(self._said, width, LINES) if width else self._said)


def clipped(content: Content, width: int, most: int) -> Content:
    """The first lines of a text that is wrapped at `width` cells, with an ellipsis where some were cut."""
    wrapped = content.wrap(max(width, 1))
    if len(wrapped) <= most:
        return content
    last = wrapped[most - 1].rstrip()
    kept = last.truncate(width - 1, ellipsis=False) if last.cell_length >= width else last
    return Content("\n").join([*wrapped[: most - 1], kept + Content("…")])
