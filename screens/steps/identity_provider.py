"""Step 7: who vouches for people: Cognito's own users, or an external identity provider of the pool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input

from diagnostics.aws import CALL_SECONDS
from diagnostics.facts import Fact, Known, Unknown, Why
from diagnostics.findings import Status
from diagnostics.identity_provider import (
    COGNITO,
    IdentityProvider,
    IdentityProviderName,
    identity_provider,
    identity_providers_page,
)
from diagnostics.text import plain
from diagnostics.user_pool import UserPool, user_pool
from screens import words
from screens.frame import StepScreen
from screens.keys import looks_again
from screens.patience import STOPPED, patience
from screens.row_looks import RowLooks
from screens.signs import BAD, CAREFUL, GOOD, LOOKING, UNSEEN, Sign
from screens.widgets.choice_list import Choice, ChoiceList
from screens.widgets.fields import Field, check_with
from screens.widgets.filtered_list import FilteredList
from screens.widgets.prose import Prose
from wizard.judging import fact_from
from wizard.listing import items_by_page
from wizard.provider_choice import ProviderJudged, failing_beside, judge_own_users, judge_provider, provider_name
from wizard.steps import Mark, StepId, mark_of

if TYPE_CHECKING:
    from wizard.session import Session

AT_ONCE = 4
"""How many providers are described at a time."""
OWN = "Cognito's own users"
LOOKING_FOR = "Reading the user pool's identity providers"
_OWN_USERS = Choice(COGNITO, OWN, "", "sign in with a password", GOOD)
_UNSURE = (Status.UNKNOWN, Status.CRASH)
_SETTLED = (Status.OK, Status.SKIPPED, Status.BLOCKED)


class IdentityProviderScreen(StepScreen):
    STEP = StepId.PROVIDER
    QUESTION = "Who vouches for the people who sign in?"
    CSS_PATH = "identity_provider.tcss"
    AUTO_FOCUS = "#rows"
    HELP = """
    A user pool has users of its own, who sign in with a password on Cognito's page. It can also rely on external
    identity providers: SAML, OpenID Connect, Google and others.

    With an external provider, ClearML is given its name as the user pool has it, capital letters included. Sign-in
    then goes straight to that provider, and Cognito's own page is not shown.

    Cognito passes on only what the provider's attribute mapping names. ClearML needs email and preferred_username.
    Mapped attributes are written again at every sign-in, so one that cannot be changed lets each of these people in
    exactly once.

    Providers and their mapping are changed in the AWS console: Amazon Cognito > your user pool > Social and external
    providers. Then r looks again.
    """
    BINDINGS = [
        Binding("slash", "filter", "Filter", id="provider.filter", key_display="/", tooltip="Type words of a name"),
        Binding("i", "by_hand", "Type a name", id="provider.by-hand", tooltip="Name a provider that is not listed"),
        looks_again("Read the providers once more"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._listed: list[IdentityProviderName] = []
        self._pool: Fact[UserPool | None] | None = None
        self._looks = RowLooks(
            self,
            lambda: self._rows,
            at_once=AT_ONCE,
            look=self._look,
            unseen=self._judge,
            found=self._say,
            but=(COGNITO,),
        )
        self._trouble: Unknown | None = None
        self._warned: str | None = None

    def compose_step(self) -> ComposeResult:
        with Container(id="work"):
            with Vertical(id="choice"):
                yield FilteredList(id="list", empty=LOOKING_FOR, nothing="No provider has these words in its name.")
                yield Field(
                    "Exact name",
                    id="by-hand",
                    example="AcmeSAML",
                    hint="As the user pool has it. Enter looks for it; esc leaves it",
                    judge=check_with(provider_name),
                )
            with VerticalScroll(id="detail"):
                yield Prose(id="seen")

    def on_mount(self) -> None:
        self._list()

    @property
    def _rows(self) -> ChoiceList:
        return self.query_one("#rows", ChoiceList)

    # Reading

    @work(exclusive=True, group="provider-list", exit_on_error=False)
    async def _list(self) -> None:
        aws, pool = self.session.aws, self.session.connection.user_pool or ""
        listed = self.query_one("#list", FilteredList)
        listed.begin(LOOKING_FOR)
        self._trouble, self._listed = None, []
        first = [_OWN_USERS]
        if not self._rows.choices:
            listed.add(first)
            first = []
        self._say()
        with patience(self, "the user pool's identity providers"):
            async for page in items_by_page(lambda token: identity_providers_page(aws, pool, token)):
                if isinstance(page, Unknown):
                    self._trouble = page
                else:
                    self._listed += page
                    listed.add([*first, *(_row(one) for one in page)])
                    first = []
        self._end_list()

    def _stop(self) -> None:
        if self._looks.stop_here():
            return
        self.workers.cancel_group(self, "provider-list")
        self._trouble = Unknown(Why.ERROR, STOPPED)
        self._end_list()

    def _end_list(self) -> None:
        listed = self.query_one("#list", FilteredList)
        listed.complete("", cut_short=self._trouble is not None)
        if not self._rows.choices:
            listed.add([_OWN_USERS])
        self._rows.update_row(COGNITO, verdict=_OWN_USERS.verdict, sign=_OWN_USERS.sign)
        chosen = self.session.connection.identity_provider
        if chosen and chosen not in {choice.id for choice in self._rows.choices}:
            self._rows.add([Choice(chosen, plain(chosen, 60), "", "chosen before")])
        if chosen:
            self._rows.highlight(chosen)
        self._looks.look_at_more()
        self._say()

    @on(ChoiceList.InSight)
    def _in_sight(self, event: ChoiceList.InSight) -> None:
        self._looks.sighted = event.ids
        self._looks.look_at_more()

    async def _look(self, name: str) -> ProviderJudged:
        aws, pool = self.session.aws, self.session.connection.user_pool or ""
        if self._pool is None:
            self._pool = await fact_from(lambda: user_pool(aws, pool), CALL_SECONDS)
        return self._judge(name, await fact_from(lambda: identity_provider(aws, pool, name), CALL_SECONDS))

    def _judge(self, name: str, fact: Fact[IdentityProvider | None]) -> ProviderJudged:
        listed = self._trouble or Known(self._listed)
        pool = self._pool or Unknown(Why.ERROR, STOPPED)
        return judge_provider(self.session.connection, name, fact, listed=listed, pool=pool)

    def action_look_again(self) -> None:
        self._looks.forget()
        self._pool, self._warned = None, None
        self._list()

    # Filter, and by hand

    def action_filter(self) -> None:
        self.query_one("#list", FilteredList).to_filter()

    def action_by_hand(self) -> None:
        self.add_class("-asking")
        self.query_one("#by-hand", Field).focus()
        self._say()

    @on(Field.Changed, "#by-hand")
    def _typed_by_hand(self) -> None:
        self._say()

    @on(Field.Submitted, "#by-hand")
    def _named(self, event: Field.Submitted) -> None:
        if event.field.problem:
            self.say_next(event.field.problem, BAD)
        else:
            self._look_for(provider_name(event.field.value))

    @work(exclusive=True, group="provider-by-hand", exit_on_error=False)
    async def _look_for(self, name: str) -> None:
        field = self.query_one("#by-hand", Field)
        field.say(LOOKING, "looking")
        judged = await self._looks.look_at(name, named=True)
        if judged.provider is None and isinstance(judged.fact, Known):
            field.say(BAD, "The user pool has no provider of exactly this name.")
            return
        if name not in {choice.id for choice in self._rows.choices}:
            kind = judged.provider.type if judged.provider else ""
            self._rows.add([Choice(name, plain(name, 60), plain(kind, 12))])
        self._looks.show(name)
        self.remove_class("-asking")
        self.query_one("#list", FilteredList).clear_filter()
        self._rows.highlight(name)
        self._say()

    def action_back(self) -> None:
        """Leave the field or the filter, stop what takes long, or go back, whichever comes first."""
        listed = self.query_one("#list", FilteredList)
        if self.has_class("-asking"):
            self.workers.cancel_group(self, "provider-by-hand")
            self.remove_class("-asking")
            self._rows.focus()
            self._say()
        elif listed.filtering:
            listed.clear_filter()
        elif self.can_stop:
            self._stop()
        else:
            super().action_back()

    # Answering

    @on(ChoiceList.Highlighted)
    def _highlighted(self, event: ChoiceList.Highlighted) -> None:
        if event.choice is None or event.choice.id != self._warned:
            self._warned = None
        self._say()

    @on(ChoiceList.Chosen)
    @on(Input.Submitted, "#filter")
    def _chosen(self) -> None:
        self.action_go_on()

    def action_go_on(self) -> None:
        choice = self._rows.highlighted
        if choice is None:
            self._say()
        elif choice.id == COGNITO:
            self._leave(None, Mark.NOT_SEEN if self._trouble else Mark.DONE)
        elif (judged := self._looks.judged.get(choice.id)) is None:
            self._say()
        elif judged.status is Status.FAILED and self._warned != choice.id:
            self._warned = choice.id
            self._say()
        else:
            self._leave(choice.id, mark_of(judged.findings))

    @work(exclusive=True, group="provider-leave", exit_on_error=False)
    async def _leave(self, name: str | None, mark: Mark) -> None:
        self.mark(mark)
        await self.keep(identity_provider=name)
        super().action_go_on()

    # Showing

    def _say(self) -> None:
        if not self.is_attached:
            return
        choice = self._rows.highlighted
        self.query_one("#seen", Prose).update(self._detail(choice))
        self.say_next(*self._guidance(choice))

    def _guidance(self, choice: Choice | None) -> tuple[str, Sign | None]:
        if self.has_class("-asking"):
            return "Type the provider's exact name; Enter looks for it", None
        if choice is None:
            return "esc: clear the filter", None
        if choice.id == COGNITO:
            if failing_beside(self._looks.judged):
                return f"Enter: go on with {OWN}, knowing who else may come   f9: all of it", CAREFUL
            if self._trouble:
                return f"Enter: go on with {OWN}, the list unseen   r: look again", CAREFUL
            return f"Enter: go on with {OWN}", None
        judged = self._looks.judged.get(choice.id)
        if judged is None:
            return self._looks.waiting_for(choice), None
        if judged.status is Status.FAILED and self._warned == choice.id:
            return f"Enter again: use {choice.name} all the same ({judged.in_short})", CAREFUL
        if judged.status is Status.FAILED and judged.provider is None:
            return "Choose another one, or create it in the AWS console, then r: look again", CAREFUL
        if judged.status is Status.FAILED:
            return "Change the mapping in the AWS console, then r: look again", CAREFUL
        if judged.status in _UNSURE:
            return f"Enter: use {choice.name}, though not all of it was seen   r: look again", CAREFUL
        return f"Enter: use {choice.name}", None

    def _detail(self, choice: Choice | None) -> Content:
        parts: list[Content] = []
        if choice is not None and choice.id == COGNITO:
            parts += [
                Content("People sign in on Cognito's page, as users of this user pool."),
                words.quiet(" ".join(one.message for one in judge_own_users(self.session.connection))),
                *(words.signed(CAREFUL, sentence) for sentence in failing_beside(self._looks.judged)),
            ]
        elif choice is not None:
            parts += _about(choice, self._looks.judged.get(choice.id))
        if self._trouble:
            parts += [Content(""), words.signed(UNSEEN, f"The list could not be read. {self._trouble.detail}")]
            if self._trouble.permission:
                parts.append(words.pairs([("  ask for", self._trouble.permission)]))
            parts.append(words.quiet("A provider can be named all the same: i"))
        return words.lines(*parts)


def _row(provider: IdentityProviderName) -> Choice:
    return Choice(provider.name, plain(provider.name, 60), plain(provider.type, 16))


def _about(choice: Choice, judged: ProviderJudged | None) -> list[Content]:
    if judged is None:
        return [words.strong(choice.name)]
    parts: list[Content] = [words.strong(choice.name)]
    if judged.provider:
        mapped = [(attribute, plain(claim, 100)) for attribute, claim in judged.provider.mapping.items()]
        parts.append(words.pairs([("type", plain(judged.provider.type, 20)), *mapped[:8]]))
        if len(mapped) > 8:
            parts.append(words.quiet(f"and {len(mapped) - 8} more"))
    parts += [words.finding(one) for one in judged.findings if one.status not in _SETTLED]
    parts.append(words.quiet("ClearML is given this name; sign-in then goes straight to this provider."))
    return parts
