"""Step 4: the two attributes that ClearML needs, what they are fixed to, and what that means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content

from diagnostics.findings import Status
from screens import words
from screens.frame import StepScreen
from screens.keys import looks_again
from screens.patience import STOPPED, patience
from screens.signs import BAD, CAREFUL, GOOD, LOOKING, OF_STATUS, UNSEEN
from screens.widgets.prose import Prose
from wizard.attributes_look import AttributeRow, AttributesLook, look_at_attributes
from wizard.judging import telling, worst
from wizard.steps import StepId, mark_of

if TYPE_CHECKING:
    from wizard.session import Session

COLUMNS = (("", 21), ("schema", 8), ("required", 10), ("can change", 12))
ABOUT = words.lines(
    words.quiet("email is how ClearML knows a person."),
    words.quiet("preferred_username is the name that ClearML shows."),
    words.quiet("All of this is decided when a user pool is created, and holds for its whole life."),
)


class AttributesScreen(StepScreen):
    STEP = StepId.ATTRIBUTES
    QUESTION = "Will every user have what ClearML asks Cognito for?"
    CSS_PATH = "attributes.tcss"
    AUTO_FOCUS = "#meaning"
    HELP = """
    ClearML knows people by their email, and takes the name it shows from preferred_username.

    Required means that people cannot sign up without a value; an administrator can still create a user without one.
    Can change means that a value may be set again, as an external identity provider does at every sign-in.

    Both are decided when a user pool is created, and can never be changed afterwards, neither here nor in the AWS
    console. The way out is a new user pool, or to see to it that every user has the values.
    """
    BINDINGS = [looks_again("Read the user pool again")]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._look: AttributesLook | None = None
        self._warned = self._stopped = False

    def compose_step(self) -> ComposeResult:
        with Vertical(id="schema"):
            yield Prose(id="table")
            yield Prose(ABOUT, id="about")
        with VerticalScroll(id="meaning"):
            yield Prose(id="findings")

    def on_mount(self) -> None:
        self._read()

    @work(exclusive=True, group="attributes", exit_on_error=False)
    async def _read(self) -> None:
        self._look, self._warned, self._stopped = None, False, False
        self.query_one("#table", Prose).update(words.signed(LOOKING, "Reading the user pool's schema"))
        self.query_one("#findings", Prose).update("")
        self.say_next("Reading the user pool")
        try:
            with patience(self, "AWS to describe the user pool"):
                self._look = await look_at_attributes(self.session.connection, self.session.aws)
        except Exception as error:  # noqa: BLE001 - a fault of ours becomes a sentence in its place
            failed = f"Looking failed inside the program ({type(error).__name__})."
            self.query_one("#table", Prose).update(words.signed(BAD, failed))
            self.say_next("r: look again", CAREFUL)
            return
        self.query_one("#table", Prose).update(_table(self._look))
        self.query_one("#findings", Prose).update(_findings(self._look))
        self.set_class(any(found.status is Status.WARNING for found in self._look.findings), "-troubled")
        self.mark(mark_of(self._look.findings), self._look.findings)
        self._say()

    def action_look_again(self) -> None:
        self._read()

    def action_back(self) -> None:
        """Stop what takes long, or go back."""
        if not self.can_stop:
            super().action_back()
            return
        self.workers.cancel_group(self, "attributes")
        self._stopped = True
        self.query_one("#table", Prose).update(words.signed(UNSEEN, STOPPED))
        self.say_next("Enter: go on unseen   r: look again   esc: back", CAREFUL)

    def action_go_on(self) -> None:
        if self._look is None and self._stopped:
            super().action_go_on()
            return
        if self._look is None:
            self.say_next("Still reading the user pool")
            return
        if self._failed() and not self._warned:
            self._warned = True
            self._say()
        else:
            super().action_go_on()

    def _failed(self) -> str:
        found = worst(self._look.findings) if self._look else None
        return found.message if found and found.status is Status.FAILED else ""

    def _say(self) -> None:
        if self._warned:
            self.say_next(f"Enter again: go on all the same. {self._failed()}", CAREFUL)
        elif self._failed():
            self.say_next("esc: choose another user pool   r: look again   Enter twice: go on all the same", CAREFUL)
        elif self._look and any(found.status in (Status.UNKNOWN, Status.CRASH) for found in self._look.findings):
            self.say_next("Enter: go on, though the user pool was not seen   r: look again", CAREFUL)
        elif self._look and any(found.status is Status.WARNING for found in self._look.findings):
            self.say_next("Enter: go on with this user pool, knowing this   esc: choose another")
        else:
            self.say_next("Enter: go on")


def _table(look: AttributesLook) -> Content:
    if not look.rows:
        return words.signed(UNSEEN, "The user pool's schema was not seen.")
    head = Content.styled("".join(title.ljust(width) for title, width in COLUMNS).rstrip(), words.QUIET)
    return words.lines(head, *(_line(row) for row in look.rows))


def _line(row: AttributeRow) -> Content:
    sign = OF_STATUS[row.status]
    name = f"{row.name}".ljust(COLUMNS[0][1] - 2)
    answers = (row.in_schema, row.required, row.mutable)
    cells = [
        Content.styled(("yes" if yes else "no").ljust(width), "" if yes else "$text-warning")
        for yes, (_, width) in zip(answers, COLUMNS[1:], strict=True)
    ]
    alias = Content.styled("alias" if row.alias else "", words.QUIET)
    return Content.assemble((f"{sign.symbol} ", sign.colour), (name, words.STRONG), *cells, alias)


def _findings(look: AttributesLook) -> Content:
    shown = telling(look.findings)
    if shown:
        return Content("\n\n").join(words.finding(one) for one in shown)
    return words.lines(
        words.signed(GOOD, "Sign-up asks everybody for both, and they can be kept up to date."),
        Content(""),
        ABOUT,
    )
