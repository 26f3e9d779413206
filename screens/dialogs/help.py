"""Help: what the step is about, and every key that does something there."""

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from screens.widgets.key_line import KeyLine
from screens.words import lines, pairs, strong


class Help(ModalScreen[None]):
    """Help on one step.

    Args:
        title: the step's title.
        text: what it is about.
        keys: its active bindings.
        here: what is to be known where the focus is; empty for nothing.
    """

    AUTO_FOCUS = "#help"
    BINDINGS = [Binding("escape,f1,q,enter,question_mark", "dismiss", "Close", key_display="esc")]

    def __init__(self, title: str, text: str, keys: Mapping[str, ActiveBinding], *, here: str = "") -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._keys = keys
        self._here = here

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog -tall"):
            yield Static(Content.styled(f"Help: {self._title}", "bold"), classes="dialog--title")
            with VerticalScroll(classes="dialog--body", id="help"):
                yield Static(lines(*self._body()))
            yield KeyLine(palette=False)

    def _body(self) -> list[Content]:
        text = [Content(paragraph) for part in self._text.strip().split("\n\n") for paragraph in (_joined(part), "")]
        here = [strong("Where you are"), Content(_joined(self._here)), Content("")] if self._here else []
        return [*here, *text, strong("Keys"), pairs(self._rows())]

    def _rows(self) -> list[tuple[str, str]]:
        rows: dict[str, str] = {}
        # The screen's own keys first, then what every screen has.
        for active in sorted(self._keys.values(), key=lambda active: not active.binding.id):
            binding = active.binding
            scrolls = binding.action.startswith(("scroll_", "page_"))
            if binding.description and active.enabled and not binding.system and not scrolls:
                key = binding.key_display or self.app.get_key_display(binding)
                what = binding.tooltip or _OF_TEXTUAL.get(binding.description, binding.description)
                rows.setdefault(what, key if what not in rows else f"{rows[what]}, {key}")
        return [(key, what) for what, key in rows.items()]


_OF_TEXTUAL = {"Focus Next": "To the next part of the screen", "Focus Previous": "To the part before"}


def _joined(part: str) -> str:
    return " ".join(line.strip() for line in part.strip().splitlines())
