"""Step 1: what this is, what it needs, and where the admin left off."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from screens.frame import StepScreen
from screens.words import lines, pairs, quiet, strong
from wizard.steps import StepId, number_of, step


class WelcomeScreen(StepScreen):
    STEP = StepId.WELCOME
    HELP = """
    The wizard leads through twelve steps. Each one looks at something that sign-in needs, proves it or says what is
    wrong with it, and keeps your answer. You can go back at any time, and leave at any time: the next start takes up
    where you left.

    The marks beside the steps: ✓ done, ● here, ○ open, ! trouble, ? not seen yet.
    """
    AUTO_FOCUS = "#welcome"
    BINDINGS = [Binding("enter", "go_on", "Begin", id="step.on", key_display="enter")]

    def compose_step(self) -> ComposeResult:
        with VerticalScroll(id="welcome"):
            yield Static(self._text())

    def on_mount(self) -> None:
        at = self.wizard.resume_at()
        if at is StepId.WELCOME:
            self.say_next("Enter: begin with the AWS account")
        else:
            self.say_next(f"Enter: go on at step {number_of(at)}, {step(at).title}")

    def action_go_on(self) -> None:
        at = self.wizard.resume_at()
        self.wizard.show_step(StepId.ACCOUNT if at is StepId.WELCOME else at)

    def _text(self) -> Content:
        parts = [
            strong("Sign in to ClearML through Amazon Cognito"),
            Content(""),
            Content(
                "Twelve steps lead to an env file for your ClearML Server, a client secret in this machine's "
                "keyring, and the proof that Cognito accepts both."
            ),
            Content(""),
            Content.assemble(
                ("▲ ", "$text-warning"),
                "Single sign-on needs ClearML Enterprise. An open-source server loads these settings without a "
                "word and does nothing with them.",
            ),
            Content(""),
            quiet("You will need"),
            pairs(
                [
                    ("AWS", "credentials that may read Cognito, and create an app client"),
                    ("ClearML", "the address at which people open it"),
                ]
            ),
            Content(""),
            quiet("Nothing is written, to AWS or to disk, before you have seen it and agreed."),
        ]
        if self.session.demo:
            parts += [Content(""), quiet("This is the simulated account: nothing here reaches AWS.")]
        return lines(*parts)
