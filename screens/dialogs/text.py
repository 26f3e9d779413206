"""A text to read, select and copy: a policy, a fragment, commands. Never one with a secret in it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from screens.widgets.key_line import KeyLine


class TextDialog(ModalScreen[bool]):
    """Shows a text; gives True where the admin asked for it to be written to a file, which the caller then does.

    Args:
        title: what the text is.
        text: the text, as it is to be copied. It goes to the terminal's clipboard as it is.
        note: sentences above it: what it is for.
        write: what `w` does, such as "Write it to a file"; empty where it is not offered.
    """

    AUTO_FOCUS = "#text-scroll"
    CSS_PATH = "text.tcss"
    BINDINGS = [
        Binding(
            "c", "copy_text", "Copy", id="text.copy", tooltip="Copy all of it, also over ssh where that is allowed"
        ),
        Binding("w", "write", "Write", id="text.write", tooltip="Write it to a file"),
        Binding("escape,q,enter", "close", "Close", id="text.close", key_display="esc"),
    ]

    def __init__(self, title: str, text: str, *, note: str = "", write: str = "") -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._note = note
        self._write = write
        self._line = Static("", classes="text--line")

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content.styled(self._title, "bold"), classes="dialog--title")
            with VerticalScroll(classes="dialog--body", id="text-scroll"):
                if self._note:
                    yield Static(Content(self._note), classes="text--note")
                yield Static(Content.styled(self._text.rstrip("\n"), "$text-accent"), id="text")
            yield self._line
            yield KeyLine(palette=False)

    def on_mount(self) -> None:
        self._line.update(Content(f"w: {self._write}" if self._write else "Select with the mouse, or c copies all."))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Writing is offered only where the caller can do it."""
        return bool(self._write) if action == "write" else True

    def action_copy_text(self) -> None:
        self.app.copy_to_clipboard(self._text)
        self._line.update(
            Content("Sent to the terminal's clipboard. Where nothing arrives there, select it with the mouse.")
        )

    def action_write(self) -> None:
        self.dismiss(True)

    def action_close(self) -> None:
        self.dismiss(False)
