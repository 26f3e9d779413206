"""Step 8: the app client that ClearML signs in with: one of the pool's, or a new one made as the guide says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Vertical, VerticalScroll
from textual.widgets import Input

from diagnostics.addresses import callback_url
from diagnostics.app_client import AppClientName, app_clients_page
from diagnostics.app_client_id import app_client_id
from diagnostics.facts import Known, Unknown, Why
from diagnostics.findings import Status
from screens.frame import StepScreen
from screens.keys import looks_again
from screens.patience import STOP, STOPPED, patience
from screens.row_looks import RowLooks
from screens.signs import BAD, LOOKING
from screens.steps.app_client_creation import Failed, brand_after_consent, create_after_consent
from screens.steps.app_client_words import about, about_new, guidance, only_branding, row, with_trouble
from screens.widgets.choice_list import ChoiceList
from screens.widgets.create_line import CreateLine
from screens.widgets.fields import Field, check_with
from screens.widgets.filtered_list import FilteredList
from screens.widgets.prose import Prose
from wizard.app_client_choice import ClientJudged, ClientLook, judge_unseen, preferred
from wizard.create_app_client import Created
from wizard.interrupted import Interrupted
from wizard.listing import items_by_page
from wizard.steps import StepId, mark_of

if TYPE_CHECKING:
    from wizard.session import Session

AT_ONCE = 3
"""How many app clients are described at a time; AWS grants five such reads a second in a pool (quotas page)."""
LOOKING_FOR = "Reading the user pool's app clients"
THE_POOL = "what AWS says of the user pool"


class AppClientScreen(StepScreen):
    STEP = StepId.CLIENT
    QUESTION = "Which app client does ClearML sign in with?"
    CSS_PATH = "app_client.tcss"
    AUTO_FOCUS = "#rows"
    HELP = """
    An app client is what Cognito calls an application that people sign in to. ClearML needs one of its own in the
    user pool: confidential, with the callback URL of every ClearML address, the authorization code grant, and the
    scopes openid, profile and email.

    The words beside an app client are the true reason why it will not do. Existing ones are not changed from here:
    the detail says what to change in the console, and r looks again. Creating a new one is the quick way.

    A new app client is created exactly as ClearML's guide says. Every setting is shown before anything is sent, and
    the secret that AWS makes goes into this machine's keyring in the same action, if there is one that is ready.

    If the wizard was interrupted while it created one, that one is found again and offered first.
    """
    BINDINGS = [
        Binding("n", "create", "New", id="client.new", tooltip="Create an app client for ClearML"),
        Binding("b", "brand", "Branding", id="client.brand", tooltip="Give it its branding style"),
        looks_again("Read the app clients once more"),
        Binding("slash", "filter", "Filter", id="client.filter", key_display="/", tooltip="Words of a name or id"),
        Binding("i", "by_hand", "By id", id="client.by-hand", tooltip="Name one that is not in the list"),
        Binding("down,j", "to_create", "To the line below", show=False),
        Binding("up,k", "to_list", "To the list", show=False),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._look: ClientLook | None = None
        self._names: dict[str, AppClientName] = {}
        self._looks = RowLooks(
            self,
            lambda: self._rows,
            at_once=AT_ONCE,
            look=self._look_at,
            unseen=lambda id, why: judge_unseen(self.session.connection, id, why),
            verdict=self._verdict,
            found=self._say,
            ended=self._ended,
        )
        self._complete = False
        self._trouble: Unknown | None = None
        self._interrupted = Interrupted(session.state_folder, session.connection.user_pool or "")
        self._created: dict[str, Created] = {}
        self._failure = ""
        self._warned: str | None = None
        self._put: set[str | None] = {None}
        self._moved = False
        self._asked_early = False
        self._shown_id: str | None = None
        self._busy = False

    def compose_step(self) -> ComposeResult:
        with Container(id="work"):
            with Vertical(id="choice"):
                yield FilteredList(id="list", empty=LOOKING_FOR, nothing="None has these words in its name or id.")
                yield CreateLine("Create a new one for ClearML", id="create")
                yield Field(
                    "App client id",
                    id="by-hand",
                    example="4k2abcdefghijklmnopqrstuvw",
                    hint="Enter looks for it; esc leaves it",
                    judge=check_with(app_client_id),
                )
            with VerticalScroll(id="detail"):
                yield Prose(id="seen")

    def on_mount(self) -> None:
        self._begin()

    @property
    def _rows(self) -> ChoiceList:
        return self.query_one("#rows", ChoiceList)

    @property
    def _listed(self) -> FilteredList:
        return self.query_one("#list", FilteredList)

    @work(exclusive=True, group="client-begin", exit_on_error=False)
    async def _begin(self) -> None:
        await self._interrupted.read()
        self._list()
        try:
            with patience(self, THE_POOL):
                self._look = await ClientLook.begin(self.session.connection, self.session.aws)
        except Exception as error:  # noqa: BLE001 - a fault of ours becomes a sentence in its place
            self.wizard.trouble(f"Looking failed inside the program ({type(error).__name__}). r looks again.")
        else:
            self._look_at_more()
            self._say()
            self._create_if_asked()

    @work(exclusive=True, group="client-list", exit_on_error=False)
    async def _list(self) -> None:
        aws, pool = self.session.aws, self.session.connection.user_pool or ""
        self._listed.begin(LOOKING_FOR)
        self._complete, self._trouble = False, None
        self._say()
        names: dict[str, AppClientName] = {}
        with patience(self, "the user pool's app clients"):
            async for page in items_by_page(lambda token: app_clients_page(aws, pool, token)):
                if isinstance(page, Unknown):
                    self._trouble = page
                else:
                    names |= {client.id: client for client in page}
                    self._names = names
                    self._add(page)
        self._complete = True
        self._end_list()

    def _add(self, clients: tuple[AppClientName, ...]) -> None:
        self._listed.add([row(client) for client in clients])
        self._interrupted.match(clients)
        wanted = next(iter(self._interrupted.found), None) or self.session.connection.app_client
        if wanted in self._names and not self._moved:
            self._put_cursor(wanted)

    def _stop(self) -> None:
        if self._looks.stop_here():
            return
        for group in ("client-begin", "client-list"):
            self.workers.cancel_group(self, group)
        if not self._complete:
            self._trouble, self._complete = Unknown(Why.ERROR, STOPPED), True
        self._end_list()

    def _end_list(self) -> None:
        self._listed.complete(
            "The list could not be read." if self._trouble else "This pool has no app client yet.",
            cut_short=self._trouble is not None,
        )
        chosen = self.session.connection.app_client
        if chosen and chosen not in {choice.id for choice in self._rows.choices}:
            self._listed.add([row(AppClientName(chosen, "chosen before"))])
            self._put_cursor(chosen)
        self._look_at_more()
        self._prefer()
        self._say()
        self._create_if_asked()

    @on(ChoiceList.InSight)
    def _in_sight(self, event: ChoiceList.InSight) -> None:
        self._looks.sighted = event.ids
        self._look_at_more()

    def _look_at_more(self) -> None:
        if self._look is not None:
            self._looks.look_at_more()

    async def _look_at(self, id: str) -> ClientJudged:
        self._look = self._look or await ClientLook.begin(self.session.connection, self.session.aws)
        judged = await self._look.judge(id)
        if judged.client:
            self._interrupted.confirm(judged.client)
        return judged

    def _verdict(self, id: str, judged: ClientJudged) -> str:
        return f"{'begun here before: ' if id in self._interrupted.found else ''}{judged.in_short}"

    def _ended(self) -> None:
        self._prefer()
        self._say()

    def _prefer(self) -> None:
        """Put the cursor where Enter is the obvious way on, as long as the admin has neither chosen nor moved."""
        judged, sighted = self._looks.judged, self._looks.sighted
        seen = [id for id in sighted if id in judged]
        answered = self.session.connection.app_client or self._interrupted.found
        if self._moved or answered or not self._complete or self._busy or self._listed.filtering:
            return
        best = preferred([(id, judged[id]) for id in seen])
        if best:
            self._put_cursor(best)
        elif self._rows.has_focus and len(seen) == len(sighted) and (seen or not self._names):
            self.query_one("#create").focus()

    def _put_cursor(self, id: str) -> None:
        """Put the cursor on an app client, so that Enter means that one and not the line that creates another."""
        self._put.add(id)
        self._rows.highlight(id)
        if self.query_one("#create").has_focus:
            self._rows.focus()

    def action_look_again(self) -> None:
        self.workers.cancel_group(self, "client-list")
        self._looks.forget()
        self._look, self._warned, self._failure = None, None, ""
        self._begin()

    # Creating

    @on(CreateLine.Chosen)
    def action_create(self) -> None:
        """Begin to create an app client."""
        if self._busy:
            self._say()
        elif self._look is None or not self._complete:
            self._asked_early = True
            if self._complete and not self._begins():
                self.action_look_again()
            self.say_next(f"{LOOKING_FOR}; then the new one's name is asked")
        else:
            self._asked_early = False
            self._create(self._look)

    def _begins(self) -> bool:
        """Whether the pool is still being looked at."""
        return any(one.group == "client-begin" and one.is_running and not one.is_cancelled for one in self.workers)

    def _create_if_asked(self) -> None:
        if self._asked_early and self._look is not None and self._complete:
            self.action_create()

    @work(exclusive=True, group="client-create", exit_on_error=False)
    async def _create(self, look: ClientLook) -> None:
        from screens.dialogs.new_app_client import NewAppClient

        names = {client.name for client in self._names.values()}
        asked = await self.app.push_screen_wait(NewAppClient(names, self.session.connection.identity_provider or ""))
        if asked is None:
            self._warned = None
            self._say()
            return
        self._busy, self._failure = True, ""
        namesakes = [client.id for client in self._names.values() if client.name == asked.name]
        try:
            created = await create_after_consent(self, look, asked, namesakes)
            if created is not None:
                await self._take_up(created)
        except Failed as failed:
            if failed.unclear:
                self.action_look_again()
            self._failure = str(failed)
        finally:
            self._busy = False
        self._say()

    async def _take_up(self, created: Created) -> None:
        client = created.made.client
        self._created[client.id] = created
        self._names[client.id] = AppClientName(client.id, client.name)
        self._listed.clear_filter()
        self._rows.add([row(self._names[client.id])])
        self._put_cursor(client.id)
        await self._looks.look_at(client.id)
        await self._interrupted.settle()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A branding style is offered where one is lacking."""
        if action == "brand":
            choice = self._rows.highlighted if self.is_attached and not self._creating else None
            return (
                choice is not None
                and choice.id in self._looks.judged
                and self._looks.judged[choice.id].lacks_branding
            )
        return True

    @work(exclusive=True, group="client-create", exit_on_error=False)
    async def action_brand(self) -> None:
        """Give the app client under the cursor a branding style."""
        choice = self._rows.highlighted
        if choice is None or self._look is None or self._busy:
            return
        self._busy = True
        try:
            trouble = await brand_after_consent(self, choice.id, choice.name)
        finally:
            self._busy = False
        self._failure = trouble or ""
        if trouble == "":
            await self._looks.look_at(choice.id)
        elif trouble is None and only_branding(self._looks.judged[choice.id]):
            self._warned = choice.id
        self._say()

    # Elsewhere

    def action_filter(self) -> None:
        self._listed.to_filter()

    def action_to_create(self) -> None:
        if self._rows.has_focus:
            self.query_one("#create").focus()

    def action_to_list(self) -> None:
        if self.query_one("#create").has_focus:
            self._rows.focus()

    def action_by_hand(self) -> None:
        self.add_class("-asking")
        self.query_one("#by-hand", Field).focus()
        self._say()

    @on(Field.Changed, "#by-hand")
    def _typed_by_hand(self) -> None:
        self._say()

    @on(Field.Submitted, "#by-hand")
    def _id_given(self, event: Field.Submitted) -> None:
        if event.field.problem:
            self.say_next(event.field.problem, BAD)
        else:
            self._look_for(app_client_id(event.field.value))

    @work(exclusive=True, group="client-by-hand", exit_on_error=False)
    async def _look_for(self, id: str) -> None:
        field = self.query_one("#by-hand", Field)
        field.say(LOOKING, "looking")
        judged = await self._looks.look_at(id, named=True)
        if judged.client is None and isinstance(judged.fact, Known):
            field.say(BAD, "The user pool has no app client with this id.")
            return
        if id not in {choice.id for choice in self._rows.choices}:
            name = judged.client.name if judged.client else "named by hand"
            self._rows.add([row(AppClientName(id, name))])
        self._looks.show(id)
        self.remove_class("-asking")
        self._listed.clear_filter()
        self._put_cursor(id)
        self._say()

    def action_back(self) -> None:
        """Leave the field or the filter, stop what takes long, or go back, whichever comes first."""
        if self._busy:
            self.say_next("AWS is being asked to create it; this takes a few seconds")
        elif self.has_class("-asking"):
            self.workers.cancel_group(self, "client-by-hand")
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
    def _highlighted(self, event: ChoiceList.Highlighted) -> None:
        id = event.choice.id if event.choice else None
        self._moved = self._moved or (self._rows.cursor > 0 and id not in self._put)
        if id != self._shown_id:
            self.query_one("#detail", VerticalScroll).scroll_home(animate=False)
        self._shown_id = id
        self._warned = self._warned if id == self._warned else None
        self.refresh_bindings()
        self._say()

    def on_descendant_focus(self) -> None:
        self._rows.point(not self._creating)
        self.refresh_bindings()
        self._say()

    @on(ChoiceList.Chosen)
    @on(Input.Submitted, "#filter")
    def _chosen(self) -> None:
        self.action_go_on()

    def action_go_on(self) -> None:
        choice = self._rows.highlighted
        judged = self._looks.judged.get(choice.id) if choice else None
        if self._busy or choice is None or judged is None:
            self._say()
        elif only_branding(judged) and self._warned != choice.id:
            self.action_brand()
        elif judged.status is Status.FAILED and self._warned != choice.id:
            self._warned = choice.id
            self._say()
        else:
            self._leave(choice.id, judged)

    @work(exclusive=True, group="client-leave", exit_on_error=False)
    async def _leave(self, id: str, judged: ClientJudged) -> None:
        self.mark(mark_of(judged.findings), judged.findings)
        await self.keep(app_client=id)
        await self._interrupted.settle()
        super().action_go_on()

    # Showing

    def _say(self) -> None:
        if not self.is_attached:
            return
        choice = None if self._creating else self._rows.highlighted
        judged = self._looks.judged.get(choice.id) if choice else None
        id = choice.id if choice else ""
        parts = [about(choice, judged, self._interrupted.found.get(id), self._created.get(id))] if choice else []
        if choice is None:
            callbacks = tuple(callback_url(web) for web in self.session.connection.web_addresses)
            parts.append(about_new(callbacks, self.session.connection.identity_provider))
        self.query_one("#seen", Prose).update(with_trouble(parts, self._failure, self._trouble))
        if self._busy:
            return
        if self.has_class("-asking"):
            self.say_next("Type the app client's id; Enter looks for it")
        elif self._creating:
            self.say_next("Enter: name the new app client; nothing is created before you agree")
        else:
            stopped = self._complete and self._look is None and not self._begins()
            looking = None if stopped or choice is None else self._looks.waiting_for(choice)
            if choice is not None and not stopped and THE_POOL in self.long_waits:
                looking = f"Still waiting for {THE_POOL}   {STOP}"
            if choice is None and not self._complete:
                self.say_next(LOOKING_FOR)
                return
            self.say_next(*guidance(choice, judged, self._warned, looking, filtering=self._listed.filtering))

    @property
    def _creating(self) -> bool:
        """Whether the line that creates one is where the admin is."""
        return self.query_one("#create").has_focus
