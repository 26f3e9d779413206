"""Step 3: the user pool, chosen from the region's own or named by its id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input

from diagnostics.aws import CALL_SECONDS
from diagnostics.facts import Known, Unknown, Why
from diagnostics.findings import Status
from diagnostics.user_pool import UserPool, UserPoolName, user_pool, user_pools_page
from diagnostics.user_pool_id import other_region, pool_id
from screens import words
from screens.frame import StepScreen
from screens.keys import looks_again
from screens.patience import STOPPED, patience
from screens.row_looks import RowLooks
from screens.signs import BAD, CAREFUL, GOOD, LOOKING
from screens.widgets.choice_list import Choice, ChoiceList
from screens.widgets.fields import Field, Judgement
from screens.widgets.filtered_list import FilteredList
from screens.widgets.prose import Prose
from wizard.judging import fact_from, telling
from wizard.listing import items_by_page
from wizard.pool_choice import PoolJudged, judge_pool
from wizard.steps import Mark, StepId

if TYPE_CHECKING:
    from wizard.session import Session

AT_ONCE = 4
"""How many pools are described at a time; AWS grants 15 such reads a second in an account (quotas page)."""
LOOKING_FOR = "Reading the user pools of this region"
NO_POOL = "There is no user pool in this region."


class UserPoolScreen(StepScreen):
    STEP = StepId.POOL
    QUESTION = "Which user pool holds the people who use ClearML?"
    CSS_PATH = "user_pool.tcss"
    AUTO_FOCUS = "#rows"
    HELP = """
    A user pool is Cognito's directory of the people who sign in. ClearML needs two of their attributes: email and
    preferred_username. Whether every user has them is decided when a pool is created, so a pool that does not require
    them stays a pool that does not; it can be used where somebody sees to it that the values are there.

    The words beside a pool are the reason. Its details stand below the list, or beside it in a wide window.

    A pool that is not listed, or where the list may not be read, can be named by its id.

    User pools are created in the AWS console: Amazon Cognito, Create user pool. Choose email and preferred_username
    as required attributes there.
    """
    BINDINGS = [
        Binding("slash", "filter", "Filter", id="pool.filter", key_display="/", tooltip="Type words of a name or id"),
        Binding("i", "by_hand", "Type an id", id="pool.by-hand", tooltip="Name a pool that is not in the list"),
        looks_again("Read the pools once more"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._looks = RowLooks(
            self,
            lambda: self._rows,
            at_once=AT_ONCE,
            look=self._look,
            unseen=lambda id, why: judge_pool(self.session.connection, why),
            found=self._say,
            ended=self._prefer_the_usable,
        )
        self._all_listed = False
        self._trouble: Unknown | None = None
        self._warned: str | None = None
        self._moved = False
        self._put: str | None = None

    def compose_step(self) -> ComposeResult:
        with Container(id="pools-work"):
            with Vertical(id="choice"):
                yield FilteredList(id="list", empty=LOOKING_FOR, nothing="No pool has these words in its name or id.")
                yield Field(
                    "Pool id",
                    id="by-hand",
                    example="eu-west-1_AbC123xyz",
                    hint="Enter looks for it; esc leaves it",
                    judge=self._judge_id,
                )
            with VerticalScroll(id="detail"):
                yield Prose(id="pool-seen")

    def on_mount(self) -> None:
        self.say_next("Reading the user pools")
        self._list()

    @property
    def _rows(self) -> ChoiceList:
        return self.query_one("#rows", ChoiceList)

    @property
    def _listed(self) -> FilteredList:
        return self.query_one("#list", FilteredList)

    # Reading

    @work(exclusive=True, group="pools-list", exit_on_error=False)
    async def _list(self) -> None:
        aws = self.session.aws
        self._listed.begin(LOOKING_FOR)
        self._all_listed, self._trouble = False, None
        where = self.session.access.region or "this region"
        with patience(self, f"the user pools of {where}"):
            async for page in items_by_page(lambda token: user_pools_page(aws, token)):
                if isinstance(page, Unknown):
                    self._trouble = page
                else:
                    self._listed.add([_row(pool) for pool in page])
        self._end_list()

    def _end_list(self) -> None:
        self._all_listed = self._trouble is None
        self._listed.complete(
            "The list could not be read." if self._trouble else NO_POOL, cut_short=self._trouble is not None
        )
        chosen = self.session.connection.user_pool
        if chosen and chosen not in {choice.id for choice in self._rows.choices}:
            self._listed.add([_row(UserPoolName(chosen, "the pool chosen before"))])
        if back_to := self._put or (None if self._moved else chosen):
            self._rows.highlight(back_to)
        self._looks.look_at_more()
        self._say()

    def _stop(self) -> None:
        if self._looks.stop_here():
            return
        self.workers.cancel_group(self, "pools-list")
        self._trouble = Unknown(Why.ERROR, STOPPED)
        self._end_list()

    @on(ChoiceList.InSight)
    def _in_sight(self, event: ChoiceList.InSight) -> None:
        self._looks.sighted = event.ids
        self._looks.look_at_more()

    async def _look(self, id: str) -> PoolJudged:
        aws = self.session.aws
        return judge_pool(self.session.connection, await fact_from(lambda: user_pool(aws, id), CALL_SECONDS))

    def _prefer_the_usable(self) -> None:
        """Put the cursor on the one pool that is right, where the admin has chosen and moved nothing yet."""
        if self._moved or self.session.connection.user_pool or not self._all_listed:
            return
        right = [id for id, judged in self._looks.judged.items() if judged.status is Status.OK]
        if len(right) == 1 and len(self._looks.judged) == len(self._rows.choices):
            self._put = right[0]
            self._rows.highlight(right[0])

    def action_look_again(self) -> None:
        self._looks.forget()
        self._warned = None
        here = self._rows.highlighted
        self._put = here.id if here else None
        self._list()

    def action_filter(self) -> None:
        self._listed.to_filter()

    # By hand

    def _judge_id(self, typed: str) -> Judgement:
        try:
            id = pool_id(typed)
        except ValueError as wrong:
            return BAD, str(wrong)
        home = other_region(id, self.session.access.region or self.session.connection.region)
        return (CAREFUL, f"The id begins with {home}, another region than the one looked at.") if home else (GOOD, "")

    def action_by_hand(self) -> None:
        field = self.query_one("#by-hand", Field)
        self.add_class("-asking")
        field.focus()
        self._say()

    @on(Field.Changed, "#by-hand")
    def _typed_by_hand(self) -> None:
        self._say()

    @on(Field.Submitted, "#by-hand")
    def _id_given(self, event: Field.Submitted) -> None:
        if event.field.problem:
            self.say_next(event.field.problem, BAD)
        else:
            self._look_for(pool_id(event.field.value))

    @work(exclusive=True, group="pools-by-hand", exit_on_error=False)
    async def _look_for(self, id: str) -> None:
        field = self.query_one("#by-hand", Field)
        field.say(LOOKING, "looking")
        judged = await self._looks.look_at(id, named=True)
        if judged.pool is None and isinstance(judged.fact, Known):
            field.say(BAD, f"There is no pool {id} in this account and region.")
            return
        if id not in {choice.id for choice in self._rows.choices}:
            self._listed.add([_row(UserPoolName(id, judged.pool.name if judged.pool else "named by hand"))])
        self._looks.show(id)
        self.remove_class("-asking")
        self._listed.clear_filter()
        self._rows.highlight(id)
        self._say()

    def action_back(self) -> None:
        """Leave the field or the filter, stop what takes long, or go back, whichever comes first."""
        if self.has_class("-asking"):
            self.workers.cancel_group(self, "pools-by-hand")
            self.remove_class("-asking")
            self._rows.focus()
            self._say()
        elif self._listed.filtering:
            self._listed.clear_filter()
        elif self.can_stop:
            self._stop()
        else:
            super().action_back()

    # Answering

    @on(ChoiceList.Highlighted)
    def _highlighted(self) -> None:
        here = self._rows.highlighted.id if self._rows.highlighted else None
        self._moved = self._moved or (self._rows.has_focus and self._rows.cursor > 0 and here != self._put)
        self._warned = self._warned if here == self._warned else None
        self._say()

    @on(ChoiceList.Chosen)
    @on(Input.Submitted, "#filter")
    def _chosen(self) -> None:
        self.action_go_on()

    def action_go_on(self) -> None:
        choice = self._rows.highlighted
        if choice is None:
            self._say()
            return
        judged = self._looks.judged.get(choice.id)
        if judged is None:
            self._say()
        elif judged.status is Status.FAILED and self._warned != choice.id:
            self._warned = choice.id
            self._say()
        else:
            self._leave(choice.id, judged)

    @work(exclusive=True, group="pools-leave", exit_on_error=False)
    async def _leave(self, id: str, judged: PoolJudged) -> None:
        seen = judged.pool is not None
        self.mark(Mark.DONE if seen else Mark.NOT_SEEN if isinstance(judged.fact, Unknown) else Mark.TROUBLE)
        await self.keep(user_pool=id)
        super().action_go_on()

    # Showing

    def _say(self) -> None:
        choice = self._rows.highlighted
        judged = self._looks.judged.get(choice.id) if choice else None
        self.query_one("#pool-seen", Prose).update(self._seen(judged))
        if self.has_class("-asking"):
            self.say_next("Type the pool's id; Enter looks for it")
        elif choice is None:
            self._say_none()
        elif judged is None:
            self.say_next(self._looks.waiting_for(choice))
        elif self._warned == choice.id:
            self.say_next(f"Enter again: go on all the same. {judged.in_short}", CAREFUL)
        elif judged.status is Status.WARNING:
            self.say_next(f"Enter: use {choice.name} ({judged.in_short})")
        elif judged.status is Status.OK:
            self.say_next(f"Enter: use {choice.name}")
        elif judged.status is Status.FAILED:
            self.say_next(
                f"{choice.name}: {judged.in_short}   r: look again   Enter twice: use it all the same", CAREFUL
            )
        else:
            self.say_next(f"Enter: use {choice.name}, though it was not seen   r: look again", CAREFUL)

    def _say_none(self) -> None:
        if self._rows.choices and self._listed.filtering:
            self.say_next("esc: clear the filter")
        elif self._trouble:
            self.say_next("i: type the pool's id   r: look again   esc: back", CAREFUL)
        elif self._all_listed:
            self.say_next("Create a user pool in the AWS console, then r: look again", CAREFUL)

    def _seen(self, judged: PoolJudged | None) -> Content:
        if judged is None:
            return self._without_pool()
        parts: list[Content] = []
        if self._trouble:
            parts.append(words.signed(CAREFUL, f"Not every pool was read. {self._trouble.detail}"))
            if self._trouble.permission:
                parts.append(words.pairs([("  ask for", self._trouble.permission)]))
        if judged.pool:
            parts.append(words.pairs(_about(judged.pool)))
        parts += [words.finding(one) for one in telling(judged.findings)]
        if judged.status is Status.OK:
            parts.append(words.signed(GOOD, "email and preferred_username are required, and can be changed."))
        return words.lines(*parts)

    def _without_pool(self) -> Content:
        if self._trouble:
            asked = self._trouble.permission
            parts = [words.signed(BAD, self._trouble.detail)]
            if asked:
                parts.append(words.pairs([("  ask for", asked)]))
            return words.lines(*parts, words.quiet("A pool can be named by its id all the same: i"))
        if self._all_listed and not self._rows.choices:
            return words.lines(
                "Create one in the AWS console: Amazon Cognito > User pools > Create user pool.",
                "Required attributes: email and preferred_username. They cannot be added later.",
                "Another region or account may hold it: esc goes back to choose.",
            )
        return Content("")


def _row(pool: UserPoolName) -> Choice:
    return Choice(pool.id, pool.name, pool.id.rpartition("_")[2])


def _about(pool: UserPool) -> list[tuple[str, str]]:
    domain = ", ".join(pool.domains) or "none yet; a later step creates one"
    users = "not said" if pool.users is None else f"about {pool.users:,}"
    return [
        ("id", pool.id),
        ("users", f"{users}, {'anybody may sign up' if pool.self_sign_up else 'created by administrators'}"),
        ("sign-in", f"with {' or '.join(pool.username_attributes or ('user name', *pool.alias_attributes))}"),
        ("domain", domain),
        ("tier", f"{pool.tier.capitalize() or 'not said'}, MFA {pool.mfa.lower()}"),
    ]
