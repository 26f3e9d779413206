"""The question for a report's file, before what would be written is shown."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from screens.signs import BAD, GOOD
from screens.widgets.fields import Field, Judgement
from screens.widgets.key_line import KeyLine
from wizard.diagnosing import is_json, report_path
from wizard.files import WriteRefused

_ENDINGS = (".txt", ".json")


class SaveReport(ModalScreen[str | None]):
    """Gives the typed file, None where the admin leaves it. Nothing is written by it.

    Args:
        path: the file that is proposed.
        trouble: why it could not be written, where it was tried.
    """

    AUTO_FOCUS = "Input"
    BINDINGS = [
        Binding("enter", "go_on", "Show what is written", id="report.on", key_display="enter"),
        Binding("down,up", "other", "Text or JSON", id="report.other", key_display="↓"),
        Binding("escape", "leave", "Not now", id="report.leave", key_display="esc"),
    ]

    def __init__(self, path: str, trouble: str = "") -> None:
        super().__init__()
        self._path = path
        self._trouble = trouble

    def on_mount(self) -> None:
        if self._trouble:
            self.query_one(Field).say(BAD, self._trouble)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog -small"):
            yield Static(Content.styled("Save the report", "bold"), classes="dialog--title")
            yield Field("File", value=self._path, example="~/diagnosis.txt", judge=_judge, id="report-file")
            yield Static(
                Content(
                    "The same report as --diagnose prints. Enter shows what would be written; you agree to it then. "
                    "Down: text or JSON."
                ),
                classes="dialog--body",
            )
            yield KeyLine(palette=False)

    @on(Field.Submitted)
    def _submitted(self) -> None:
        self.action_go_on()

    def action_go_on(self) -> None:
        """Take the file as it is typed, where it can be one."""
        field = self.query_one(Field)
        if field.value and field.problem is None:
            self.dismiss(field.value)
        else:
            field.focus()

    def action_other(self) -> None:
        """The other kind of report: the ending says which it is."""
        field = self.query_one(Field)
        typed = field.value
        wanted = _ENDINGS[not is_json(typed)]
        stem = typed
        for ending in _ENDINGS:
            if typed.lower().endswith(ending):
                stem = typed[: -len(ending)]
        field.value = stem + wanted

    def action_leave(self) -> None:
        self.dismiss(None)


def _judge(typed: str) -> Judgement:
    try:
        report_path(typed)
    except WriteRefused as wrong:
        return BAD, str(wrong)
    return GOOD, "As JSON, for a program." if is_json(typed) else "As text. A name that ends in .json gets JSON."
