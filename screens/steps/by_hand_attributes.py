"""Step 4 without AWS access: the attributes cannot be seen from outside, so it says what to ask for."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from screens import words
from screens.frame import StepScreen
from screens.signs import UNSEEN
from screens.widgets.prose import Prose
from wizard.by_hand import asked_attributes
from wizard.steps import Mark, StepId


class AttributesByHand(StepScreen):
    STEP = StepId.ATTRIBUTES
    QUESTION = "Will every user have what ClearML asks Cognito for?"
    CSS_PATH = "by_hand.tcss"
    AUTO_FOCUS = "#to-ask"
    HELP = """
    ClearML knows people by their email, and takes the name it shows from preferred_username. Whether every user has
    them is a setting of the user pool that only AWS shows.

    Both are decided when a user pool is created, and can never be changed afterwards. So ask before you go further:
    the way out of a wrong answer is a new user pool, or to see to it that every user has the values.
    """
    BINDINGS = [Binding("c", "copy", "Copy", id="by-hand.copy", tooltip="Copy the questions")]

    def compose_step(self) -> ComposeResult:
        yield Prose(
            words.lines(
                words.signed(
                    UNSEEN, "This cannot be seen without AWS access. Send these questions to whoever has it:"
                ),
                Content(""),
            )
        )
        with VerticalScroll(id="to-ask"):
            yield Static(Content.styled(asked_attributes(self.session.connection).rstrip(), "$text-accent"))

    def on_mount(self) -> None:
        self.mark(Mark.NOT_SEEN)
        self.say_next("Enter: go on; this step stays marked as not seen   c: copy the questions")

    def action_copy(self) -> None:
        """Put the questions into the terminal's clipboard."""
        self.app.copy_to_clipboard(asked_attributes(self.session.connection))
        self.say_next("Sent to the terminal's clipboard. Where nothing arrives there, select it with the mouse.")
