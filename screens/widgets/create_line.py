"""A line below a list that creates what the list lacks."""

from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widgets import Static


class CreateLine(Static, can_focus=True):
    """A line that is chosen with Enter or a click.

    Args:
        text: what it creates, without the plus sign.
    """

    DEFAULT_CSS = """
    CreateLine { height: 1; text-style: none; color: $text-accent; }
    CreateLine:focus { background: $primary-muted; color: $text; text-style: bold; }
    """
    BINDINGS = [Binding("enter", "choose", "Create", id="create.choose", key_display="enter")]

    class Chosen(Message):
        """The line was chosen."""

    def __init__(self, text: str, *, id: str | None = None) -> None:
        super().__init__(Content(f" + {text}"), id=id)
        self._text = text

    def on_focus(self) -> None:
        self.update(Content(f"▸+ {self._text}"))

    def on_blur(self) -> None:
        self.update(Content(f" + {self._text}"))

    def action_choose(self) -> None:
        self.post_message(self.Chosen())

    def on_click(self) -> None:
        self.action_choose()
