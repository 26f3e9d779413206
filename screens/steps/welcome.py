"""Step 1: what this is, what it needs, and where the admin left off."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content

from screens.frame import WHY, StepScreen
from screens.signs import BAD, CAREFUL, GOOD, LOOKING, UNSEEN
from screens.widgets.prose import Prose
from screens.words import lines, pairs, quiet, signed, strong
from wizard.resuming import Resumed, passed
from wizard.steps import Mark, StepId, number_of, step


class WelcomeScreen(StepScreen):
    STEP = StepId.WELCOME
    DEFAULT_CSS = """
    WelcomeScreen #resumed { display: none; }
    WelcomeScreen #resumed.-told { display: block; }
    """
    HELP = """
    The wizard leads through twelve steps. Each one looks at something that sign-in needs, proves it or says what is
    wrong with it, and keeps your answer. You can go back at any time, and leave at any time: the next start takes up
    where you left.

    Each ClearML Server has a connection of its own: o shows them all, to go over to another one or begin one.

    The marks beside the steps: ✓ done, ● here, ○ open, ! trouble, ? not seen yet.
    """
    AUTO_FOCUS = "#welcome"
    BINDINGS = [
        Binding("enter", "go_on", "Begin", id="step.on", key_display="enter"),
        Binding("escape", "back", "Leave", id="step.back"),
        Binding("g", "go_to_trouble", "Trouble", id="welcome.trouble", tooltip="Go to the first step in trouble"),
        Binding("f9", "app.diagnose", "Diagnosis", tooltip=WHY),
        Binding(
            "o", "other_connections", "Others", id="welcome.others", tooltip="Choose, copy, rename or delete one"
        ),
    ]

    def compose_step(self) -> ComposeResult:
        with VerticalScroll(id="welcome"):
            yield Prose(id="resumed")
            yield Prose(self._text())

    _ill: StepId | None = None

    def on_mount(self) -> None:
        at = self.wizard.resume_at()
        if at is StepId.WELCOME:
            self.say_next("Enter: begin with the AWS account")
            return
        self.say_next(f"Enter: go on at step {number_of(at)}, {step(at).title}")
        if not self.session.marks and passed(at):
            self.session.marks.update(dict.fromkeys(passed(at), Mark.NOT_SEEN))
            self._tell(signed(LOOKING, "Looking again at what you answered before"))
            self.wizard.look_again(at)

    def show_resumed(self, resumed: Resumed) -> None:
        """Tell how the steps of the earlier sitting stand, and lead to the first one that is in trouble."""
        self._tell(_told(resumed))
        self._ill = next((id for id, _ in resumed.troubles), None)
        self.refresh_bindings()
        if self._ill is not None:
            at = self.wizard.resume_at()
            ill, here = step(self._ill).title, f"step {number_of(at)}, {step(at).title}"
            self.say_next(f"g: go to {ill}, which is in trouble   Enter: go on at {here}", CAREFUL)

    def action_go_to_trouble(self) -> None:
        """Go to the first step in trouble."""
        if self._ill is not None:
            self.wizard.show_step(self._ill)

    def _tell(self, content: Content) -> None:
        told = self.query_one("#resumed", Prose)
        told.update(content)
        told.add_class("-told")

    def action_other_connections(self) -> None:
        """The other connections: to choose one, or make, copy, rename or delete one."""
        self.wizard.other_connections()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Other connections are offered where there is a place for them, and trouble where there is any."""
        if action == "go_to_trouble":
            return self._ill is not None
        return action != "other_connections" or self.wizard.connections is not None

    def action_go_on(self) -> None:
        self.session.marks[self.STEP] = Mark.DONE
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


def _told(resumed: Resumed) -> Content:
    """How the steps of the earlier sitting stand, in a sentence or two."""
    if resumed.troubles:
        rows = [signed(BAD, f"{step(id).title}: {found.message}") for id, found in resumed.troubles[:3]]
        return lines(*rows, Content(""))
    # Made-up codes are sent in their own step only: that it is not seen is said by its mark.
    marks = {id: mark for id, mark in resumed.marks.items() if id is not StepId.ENDPOINTS}
    unseen = [step(id).title for id, mark in marks.items() if mark is Mark.NOT_SEEN]
    if unseen:
        said = resumed.unseen[:1]
        rows = [signed(UNSEEN, f"{step(id).title}: {found.message}") for id, found in said]
        which = f"The step {unseen[0]}" if len(unseen) == 1 else f"{len(unseen)} of {len(marks)} earlier steps"
        return lines(*(rows or [signed(UNSEEN, f"{which} could not be looked at again")]), Content(""))
    return lines(signed(GOOD, "What you answered before still holds"), Content(""))
