"""A question before something that cannot be taken back."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from screens.widgets.key_line import KeyLine
from screens.widgets.prose import Prose
from screens.words import lines, strong


class Sure(ModalScreen[bool]):
    """Gives True where the admin agrees; Enter alone never does.

    Args:
        title: the question.
        text: what will happen, and what will not.
        yes: what `y` does, in a word or two.
    """

    BINDINGS = [
        Binding("y", "agree", "Yes", id="sure.yes"),
        Binding("escape,n", "decline", "Not now", id="sure.no", key_display="esc"),
    ]

    def __init__(self, title: str, text: Content, yes: str) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._yes = yes

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog -small"):
            yield Prose(strong(self._title), classes="dialog--title")
            yield Prose(lines(self._text, Content(""), f"y: {self._yes}   esc: not now"), classes="dialog--body")
            yield KeyLine(palette=False)

    def action_agree(self) -> None:
        self.dismiss(True)

    def action_decline(self) -> None:
        self.dismiss(False)
