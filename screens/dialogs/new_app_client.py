"""The question for a new app client's name, before its settings are shown."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Checkbox, Static

from diagnostics.app_client_name import client_name, free_name
from screens.signs import BAD, CAREFUL, GOOD
from screens.widgets.fields import Field, Judgement
from screens.widgets.key_line import KeyLine


@dataclass(frozen=True, slots=True)
class Asked:
    """What was answered: the name, and whether Cognito's own users may sign in beside an external provider's."""

    name: str
    cognito_as_well: bool


class NewAppClient(ModalScreen[Asked | None]):
    """Asks for the name of a new app client; gives None where the admin leaves it.

    Args:
        taken: the names that app clients of the pool have already.
        provider: the external provider that was chosen, empty for Cognito's own users.
    """

    CSS_PATH = "new_app_client.tcss"
    AUTO_FOCUS = "Input"
    BINDINGS = [
        Binding("enter", "go_on", "Show all settings", id="new-client.on", key_display="enter"),
        Binding("escape", "leave", "Not now", id="new-client.leave", key_display="esc"),
    ]

    def __init__(self, taken: Collection[str], provider: str = "") -> None:
        super().__init__()
        self._taken = taken
        self._provider = provider

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog -small"):
            yield Static(Content.styled("A new app client for ClearML", "bold"), classes="dialog--title")
            yield Field("Name", value=free_name(self._taken), example="clearml", judge=self._judge)
            if self._provider:
                yield Checkbox(_as_well(False), compact=True, id="as-well")
            yield Static(
                Content("Enter shows every setting before anything is created."), classes="dialog--body", id="note"
            )
            yield KeyLine(palette=False)

    def _judge(self, typed: str) -> Judgement:
        try:
            name = client_name(typed)
        except ValueError as wrong:
            return BAD, str(wrong)
        if name in self._taken:
            return CAREFUL, "Another app client has this name; only their ids would tell them apart."
        return GOOD, "Nobody who signs in sees it."

    @on(Checkbox.Changed, "#as-well")
    def _switched(self, event: Checkbox.Changed) -> None:
        event.checkbox.label = _as_well(event.value)

    @on(Field.Submitted)
    def _submitted(self) -> None:
        self.action_go_on()

    def action_go_on(self) -> None:
        field = self.query_one(Field)
        if field.problem is None:
            boxes = self.query("#as-well").results(Checkbox)
            self.dismiss(Asked(client_name(field.value), any(box.value for box in boxes)))
        else:
            field.focus()

    def action_leave(self) -> None:
        self.dismiss(None)


def _as_well(value: bool) -> Content:
    """The checkbox in words: its mark differs by colour alone."""
    return Content(f"Let Cognito's own users sign in, too: {'yes' if value else 'no'}")
