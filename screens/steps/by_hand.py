"""Steps without AWS access: a value is typed in, and Cognito's public endpoints are asked about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content

from diagnostics.aws import CALL_SECONDS
from diagnostics.facts import Known
from diagnostics.findings import Status
from diagnostics.regions import cognito_regions_everywhere
from screens import words
from screens.frame import StepScreen
from screens.patience import patience
from screens.signs import BAD, CAREFUL, GOOD, LOOKING, UNSEEN, Sign
from screens.widgets.fields import Field, Judgement
from screens.widgets.prose import Prose
from wizard.by_hand import TypedLook, answers_of, asked_app_client, look_at_typed, typed_before
from wizard.judging import fact_from, telling
from wizard.steps import Mark, StepId

if TYPE_CHECKING:
    from wizard.session import Session

Found = tuple[str, str | Content]


class TypedStep(StepScreen):
    """A step with one value to type. A subclass gives the words; `wizard.by_hand` knows what can be looked at."""

    CSS_PATH = "by_hand.tcss"
    AUTO_FOCUS = "Input"
    LABEL: ClassVar[str]
    EXAMPLE: ClassVar[str]
    HINT: ClassVar[str]
    TELLS: ClassVar[str]
    """What will be asked, said before it is."""
    ASKS: ClassVar[str] = "Enter: ask Cognito's public endpoints"
    USES: ClassVar[str]
    LOOKS_AT_ONCE: ClassVar[bool] = True
    """Whether what was answered before is looked at as soon as the step is shown."""
    BINDINGS = [Binding("f5", "look_again", "Ask again", id="step.again", tooltip="Ask the endpoints once more")]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._looks: dict[str, TypedLook] = {}
        self._looking = False
        self._warned = False
        self._last = typed_before(self.STEP, session.connection)
        self._regions: tuple[str, ...] = ()

    def compose_step(self) -> ComposeResult:
        with Container(id="by-hand"):
            with Vertical(id="asked"):
                yield Field(
                    self.LABEL,
                    value=typed_before(self.STEP, self.session.connection),
                    example=self.EXAMPLE,
                    hint=self.HINT,
                    judge=self._judge,
                )
            with VerticalScroll(id="detail", can_focus=False):
                yield Prose(id="seen")

    def on_mount(self) -> None:
        self._say()
        if self.LOOKS_AT_ONCE and not self._field.problem:
            self._look()

    @property
    def _field(self) -> Field:
        return self.query_one(Field)

    @property
    def _seen(self) -> TypedLook | None:
        return self._looks.get(self._field.value)

    def _answers(self) -> Mapping[str, object]:
        return answers_of(self.STEP, self._field.value, self._regions)

    def _judge(self, typed: str) -> Judgement:
        try:
            answers_of(self.STEP, typed, self._regions)
        except ValueError as wrong:
            return BAD, str(wrong)
        return None, ""

    # Looking

    @work(exclusive=True, group="by-hand-look", exit_on_error=False)
    async def _look(self) -> None:
        typed, self._looking, self._warned = self._field.value, True, False
        self._say()
        try:
            answers = {} if self._field.problem else self._answers()
            with patience(self, "Cognito's public endpoints"):
                look = await look_at_typed(self.session.connection, self.session.aws, self.STEP, answers)
            self._looks[typed] = look
            self._looked(look)
        except Exception as error:  # noqa: BLE001 - a fault of ours becomes a sentence in its place
            self.wizard.trouble(f"Looking failed inside the program ({type(error).__name__}). f5 asks again.")
        finally:
            self._looking = False
            if self.is_attached:
                self._say()

    def _looked(self, look: TypedLook) -> None:
        """What a step does with a look besides showing it."""
        self.mark(look.mark)

    def action_look_again(self) -> None:
        self._look()

    def action_back(self) -> None:
        if self._looking:
            self.workers.cancel_group(self, "by-hand-look")
            self._looking = False
            self.say_next("Stopped.   f5: ask again   esc: back")
        elif self._field.value and not self._field.problem:
            self._keep_and_go_back()
        else:
            super().action_back()

    @work(exclusive=True, group="by-hand-leave", exit_on_error=False)
    async def _keep_and_go_back(self) -> None:
        await self.wizard.save_answers(**self._answers())
        super().action_back()

    # Answering

    @on(Field.Changed)
    def _typed(self) -> None:
        # A field says so of what it holds at first as well.
        if self._field.value != self._last:
            self.workers.cancel_group(self, "by-hand-look")
            self._last, self._looking, self._warned = self._field.value, False, False
        self._say()

    @on(Field.Submitted)
    def _submitted(self) -> None:
        self.action_go_on()

    def action_go_on(self) -> None:
        """Ask about what is typed; then on, where it fails only when that is wanted twice."""
        look = self._seen
        if self._looking:
            return
        if self._field.problem:
            self._field.focus()
            self._say()
        elif look is None:
            self._look()
        elif look.mark is Mark.TROUBLE and not self._warned:
            self._warned = True
            self._say()
        else:
            self._leave(look.answers, look.mark)

    @work(exclusive=True, group="by-hand-leave", exit_on_error=False)
    async def _leave(self, answers: Mapping[str, object], mark: Mark) -> None:
        self.mark(mark)
        await self.keep(**answers)
        super().action_go_on()

    # Showing

    def _say(self) -> None:
        self.query_one("#seen", Prose).update(self._detail())
        self.say_next(*self._guidance())

    def _guidance(self) -> tuple[str, Sign | None]:
        look = self._seen
        if self._looking:
            return "Asking Cognito's public endpoints", LOOKING
        if self._field.problem:
            return f"Type the {self.LABEL.lower()}; Enter goes on", None
        if look is None:
            return self.ASKS, None
        if look.mark is Mark.TROUBLE and self._warned:
            return "Enter again: go on all the same", CAREFUL
        if look.mark is Mark.TROUBLE:
            return "Correct it above   f5: ask again   Enter twice: go on all the same", BAD
        if look.mark is Mark.NOT_SEEN:
            return f"{self.USES}, though not all of it was seen   f5: ask again", UNSEEN
        return self.USES, None

    def _detail(self) -> Content:
        look = self._seen
        if look is None or self._looking:
            return words.quiet(self.TELLS)
        found = self._found(look)
        parts = [words.pairs(found), Content("")] if found else []
        parts += [words.finding(one) for one in telling(look.findings)]
        parts += [words.signed(GOOD, one.title) for one in look.findings if one.status is Status.OK]
        return words.lines(*parts)

    def _found(self, look: TypedLook) -> list[Found]:
        """What the look has found out, as label and value."""
        return []


class PoolByHand(TypedStep):
    STEP = StepId.POOL
    QUESTION = "Which user pool holds the people who use ClearML?"
    LABEL = "User pool id"
    EXAMPLE = "eu-west-1_AbC123xyz"
    HINT = "In the AWS console: Amazon Cognito > your user pool > Overview. Its ARN will do as well."
    TELLS = (
        "Enter asks the user pool's issuer, which answers anybody, whether there is such a pool. AWS is not asked."
    )
    ASKS = "Enter: ask its issuer whether this user pool exists"
    USES = "Enter: use this user pool"
    HELP = """
    Without AWS access, ask whoever has it for the id of the user pool that holds the people who use ClearML. The id
    begins with the region.

    A user pool's issuer answers anybody. It says whether there is a pool of this id, and where its sign-in pages are.
    """

    def on_mount(self) -> None:
        super().on_mount()
        self._find_regions()

    @work(exclusive=True, group="by-hand-regions", exit_on_error=False)
    async def _find_regions(self) -> None:
        found = await fact_from(cognito_regions_everywhere, CALL_SECONDS)
        self._regions = found.value if isinstance(found, Known) else ()
        self._field.judge_again()

    def _found(self, look: TypedLook) -> list[Found]:
        if look.mark is Mark.TROUBLE:
            return []
        pages = look.pages or "none: discovery names no domain"
        return [("region", str(look.answers.get("region", ""))), ("sign-in pages", pages)]


class PagesByHand(TypedStep):
    STEP = StepId.PAGES
    QUESTION = "Where do people sign in?"
    LABEL = "Address of the sign-in pages"
    EXAMPLE = "https://acme.auth.eu-west-1.amazoncognito.com"
    HINT = "In the AWS console: Amazon Cognito > your user pool > Domain."
    TELLS = "The user pool's discovery document names the address, where the pool has a domain."
    ASKS = "Enter: ask whether this is the user pool's, and whether it answers"
    USES = "Enter: use these sign-in pages"
    HELP = """
    People sign in on pages that Cognito shows on the user pool's domain. The pool's discovery document, which anybody
    may read, names them, so there is mostly nothing to type here.

    Where it names none, the user pool has no domain yet: ask whoever has access to the AWS account to create one.
    A pool can have a second domain, which only AWS knows of; type its address if ClearML is to use that one.
    """

    def on_mount(self) -> None:
        self._look()

    def _looked(self, look: TypedLook) -> None:
        field = self._field
        if not field.value and look.pages:
            field.value = self._last = look.pages
            self.call_after_refresh(self._look)
        else:
            self.mark(look.mark)

    def _detail(self) -> Content:
        look = self._looks.get("")
        if not self._field.value and look is not None and not self._looking:
            asked = words.signed(CAREFUL, "Whoever has access to the AWS account has to create one.")
            return words.lines(asked, *(words.finding(one) for one in telling(look.findings)))
        return super()._detail()

    def _guidance(self) -> tuple[str, Sign | None]:
        if not self._field.value and "" in self._looks and not self._looking:
            return "Ask for a domain, then f5: ask again   or type its address", CAREFUL
        return super()._guidance()


class ProviderByHand(TypedStep):
    STEP = StepId.PROVIDER
    QUESTION = "Who vouches for the people who sign in?"
    LABEL = "Identity provider"
    EXAMPLE = "empty: Cognito's own users"
    HINT = "Its exact name in the user pool, capital letters included."
    TELLS = (
        "Leave it empty where people sign in on Cognito's own page. With a name, sign-in goes straight to that "
        "provider; whether it does shows in the next step."
    )
    USES = "Enter: go on"
    LOOKS_AT_ONCE = False
    HELP = """
    A user pool has users of its own, who sign in with a password on Cognito's page. It can also rely on external
    identity providers: SAML, OpenID Connect, Google and others. ClearML is then given the provider's name exactly as
    the user pool has it.

    What a provider passes on is seen with AWS access alone. ClearML needs email and preferred_username: ask for its
    attribute mapping.
    """

    def action_go_on(self) -> None:
        if self._field.problem:
            self._field.focus()
        else:
            self._leave(self._answers(), Mark.NOT_SEEN if self._field.value else Mark.DONE)

    def action_look_again(self) -> None:
        self._say()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to ask about a name alone."""
        return action != "look_again"

    def _guidance(self) -> tuple[str, Sign | None]:
        if self._field.problem:
            return "Correct the name, or leave the field empty", None
        name = self._field.value
        return (f"Enter: go on with {name}" if name else "Enter: go on with Cognito's own users"), None


class ClientByHand(TypedStep):
    STEP = StepId.CLIENT
    QUESTION = "Which app client does ClearML sign in with?"
    LABEL = "Client id"
    EXAMPLE = "4k2abcdefghijklmnopqrstuvw"
    HINT = "In the AWS console: your user pool > App clients > your app client."
    TELLS = (
        "Enter asks Cognito's authorize endpoint as ClearML's sign-in button would, with a made-up state. Nobody is "
        "signed in by it; it counts in Cognito's logs. The answer shows whether there is such an app client, and "
        "whether callback URL, grant type and scopes are right.\n\n"
        "Where there is none yet, f2 shows what to ask for."
    )
    ASKS = "Enter: ask the authorize endpoint as ClearML would   f2: what to ask for"
    USES = "Enter: use this app client"
    LOOKS_AT_ONCE = False
    BINDINGS = [
        Binding("f2", "ask_for", "What to ask for", id="by-hand.ask", tooltip="An app client as it has to be")
    ]
    HELP = """
    An app client is what Cognito calls an application that people sign in to. Ask whoever has access to the AWS
    account for the client id of the one that is meant for ClearML; f2 shows what it has to be.

    Its settings cannot be read without AWS access. But Cognito's authorize endpoint answers anybody: asked as ClearML
    would ask, it leads to the login page only where app client, callback URL, grant type and scopes are right.
    """

    def action_ask_for(self) -> None:
        """What to ask the AWS account's people for."""
        from screens.dialogs.text import TextDialog

        text = asked_app_client(self.session.connection)
        self.app.push_screen(TextDialog("The app client to ask for", text, note="For whoever has AWS access."))
