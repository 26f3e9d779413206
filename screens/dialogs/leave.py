"""The question before leaving."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from screens.widgets.key_line import KeyLine
from screens.words import lines


class Leave(ModalScreen[bool]):
    """Gives True where the admin leaves.

    Args:
        saved: the sentence that says where the answers are.
        lost: what would be lost, empty where nothing would.
    """

    BINDINGS = [
        Binding("enter,y,ctrl+c,ctrl+q", "leave", "Leave", id="leave.yes", key_display="enter"),
        Binding("escape,n", "stay", "Stay", id="leave.no", key_display="esc"),
    ]

    def __init__(self, saved: str, lost: str = "") -> None:
        super().__init__()
        self._saved = saved
        self._lost = lost

    def compose(self) -> ComposeResult:
        text = [Content(self._saved)]
        if self._lost:
            text += [Content(""), Content.styled(self._lost, "$text-warning")]
        with Vertical(classes="dialog -small"):
            yield Static(Content.styled("Leave for now?", "bold"), classes="dialog--title")
            yield Static(lines(*text), classes="dialog--body")
            yield KeyLine(palette=False)

    def action_leave(self) -> None:
        self.dismiss(True)

    def action_stay(self) -> None:
        self.dismiss(False)
