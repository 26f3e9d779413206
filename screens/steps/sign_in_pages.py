"""Step 6: the user pool's domain, where its sign-in pages live; one is created where there is none."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content

from diagnostics.addresses import region_of_pool, web_address
from diagnostics.aws import CALL_SECONDS
from diagnostics.aws_errors import AwsRefused
from diagnostics.domain_prefix import domain_prefix, reserved_inside, suggested_prefix
from diagnostics.facts import Known, NotSeen, Why
from diagnostics.text import plain
from screens import words
from screens.dialogs.agree import Agree
from screens.frame import StepScreen
from screens.keys import looks_again
from screens.patience import STOPPED, patience
from screens.signs import BAD, CAREFUL, GOOD, LOOKING, UNSEEN, Sign
from screens.steps.sign_in_pages_words import about, about_creating, about_nothing, row
from screens.widgets.choice_list import ChoiceList
from screens.widgets.fields import Field, Judgement, check_with
from screens.widgets.prose import Prose
from wizard.consent import NotAllowed, why_not
from wizard.create_app_client import WRITE_SECONDS
from wizard.create_domain import NewDomain, availability, create, plan, until_active
from wizard.files import WriteRefused
from wizard.judging import fact_from
from wizard.pages_choice import Pages, PagesLook, base_of, look_at_pages
from wizard.steps import Mark, StepId, mark_of

if TYPE_CHECKING:
    from wizard.session import Session

TYPING_SECONDS = 0.4
"""How long nobody has to type before AWS is asked whether a prefix is free."""


class SignInPagesScreen(StepScreen):
    STEP = StepId.PAGES
    QUESTION = "Where do people sign in?"
    CSS_PATH = "sign_in_pages.tcss"
    AUTO_FOCUS = "#domains"
    HELP = """
    People sign in on pages that Cognito shows on the user pool's domain, and ClearML is given two addresses on it.
    A pool can have a prefix domain, https://PREFIX.auth.REGION.amazoncognito.com, and a custom domain of your own.

    Where the pool has none, a prefix domain is created here. A prefix has 1 to 63 small letters, digits and hyphens,
    and nobody else in the region may have it. It takes about a minute until its pages answer. A custom domain needs
    a certificate and a DNS record: create one in the AWS console, then look again.

    Managed login is the newer kind of pages; each app client then needs a branding style, which the step App client
    sees to. The classic hosted pages need none.

    A user pool with a domain can no longer be used through AWS PrivateLink.
    """
    BINDINGS = [
        looks_again("Ask AWS once more"),
        Binding("n", "create", "New", id="pages.create", tooltip="Create a prefix domain"),
        Binding("i", "by_hand", "Type in", id="pages.by_hand", tooltip="Type the address of the pages by hand"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._seen: PagesLook | None = None
        self._free: dict[str, Judgement] = {}
        self._busy = False
        self._unclear = self._of_prefix = False
        self._failure = ""
        self._asked = False

    def compose_step(self) -> ComposeResult:
        with Container(id="pages"):
            with Vertical(id="choice"):
                yield ChoiceList(id="domains", empty="Asking AWS for the user pool's domain")
                yield Field("Prefix of the new domain", id="prefix", example="acme", judge=self._judge_prefix)
                yield Field(
                    "Address of the sign-in pages",
                    id="address",
                    value=self.session.connection.domain or "",
                    example="https://acme.auth.eu-west-1.amazoncognito.com",
                    hint="As the AWS console shows it under Domain.",
                    judge=check_with(web_address),
                )
            with VerticalScroll(id="detail"):
                yield Prose(id="seen")

    def on_mount(self) -> None:
        self._look()

    # Looking

    def action_look_again(self) -> None:
        self._free.clear()
        self._look()

    @work(exclusive=True, group="pages-look", exit_on_error=False)
    async def _look(self) -> None:
        self._busy, self._asked = True, False
        self.query_one("#domains", ChoiceList).say_empty("Asking AWS for the user pool's domain")
        self.say_next("Asking AWS for the user pool's domain")
        try:
            with patience(self, "AWS and the user pool's issuer", "esc: stop"):
                self._seen = await look_at_pages(self.session.connection, self.session.aws)
            self._show()
        except Exception as error:  # noqa: BLE001 - a fault of ours becomes a sentence in its place
            self._say_fault(error)
        finally:
            self._busy = False
        self._say()
        if any(pages.waiting for pages in self._pages):
            self._wait(next(pages.name for pages in self._pages if pages.waiting))

    @property
    def _pages(self) -> tuple[Pages, ...]:
        return self._seen.pages if self._seen else ()

    @property
    def _here(self) -> Pages | None:
        """The domain under the cursor."""
        row = self.query_one("#domains", ChoiceList).highlighted
        return next((pages for pages in self._pages if row and pages.name == row.id), None)

    def _show(self) -> None:
        seen = self._seen
        if seen is None:
            return
        rows = self.query_one("#domains", ChoiceList)
        rows.clear()
        rows.add([row(pages, len(seen.pages) > 1) for pages in seen.pages])
        wanted = next((pages.name for pages in seen.pages if pages.base == self.session.connection.domain), None)
        if wanted:
            rows.highlight(wanted)
        self.mark(self._mark_of(self._here) if self._here else mark_of(seen.findings))
        if seen.pages:
            self._failure = ""
            self._open(None)
        elif seen.lacks_domain and seen.pool is not None:
            field = self.query_one("#prefix", Field)
            if not field.value:
                field.value = suggested_prefix(seen.pool.name)
            self._open("prefix")
            self._ask_whether_free()
        else:
            rows.say_empty("The user pool's domain was not seen.")
            self._open(None)
        self.refresh_bindings()

    def _open(self, field: str | None) -> None:
        """Show the list, or one of the fields instead of it."""
        for name in ("prefix", "address"):
            self.query_one(f"#{name}").set_class(name == field, "-open")
        self.query_one("#domains").set_class(field is not None, "-closed")
        target = self.query_one(f"#{field}", Field) if field else self.query_one("#domains")
        target.focus()
        self._say()

    @property
    def _field(self) -> str | None:
        return next((name for name in ("prefix", "address") if self.query_one(f"#{name}").has_class("-open")), None)

    # Waiting for a new domain

    @work(exclusive=True, group="pages-wait", exit_on_error=False)
    async def _wait(self, name: str) -> None:
        rows = self.query_one("#domains", ChoiceList)

        def asked(count: int, seconds: float) -> None:
            times = "once" if count == 1 else f"{count} times"
            rows.update_row(name, verdict=f"being created, {seconds:.0f} s", sign=LOOKING)
            self._say(f"AWS is setting up {name}: asked {times}, {seconds:.0f} s so far   esc: stop waiting")

        try:
            await until_active(self.session.aws, name, asked)
        except NotSeen as reason:
            rows.update_row(name, verdict="its state was not seen", sign=UNSEEN)
            self._say(f"{reason} r looks again.", UNSEEN)
            return
        self._look()

    def _waits(self) -> bool:
        return any(
            worker.group == "pages-wait" and worker.is_running for worker in self.workers if worker.node is self
        )

    # Creating

    def _judge_prefix(self, typed: str) -> Judgement:
        try:
            prefix = domain_prefix(typed)
        except ValueError as wrong:
            return BAD, str(wrong)
        if prefix in self._free:
            return self._free[prefix]
        return None, "AWS is asked whether it is free"

    @on(Field.Changed, "#prefix")
    def _prefix_typed(self) -> None:
        self._asked = False
        self._ask_whether_free()
        self._say()

    @work(exclusive=True, group="pages-free", exit_on_error=False)
    async def _ask_whether_free(self) -> None:
        field = self.query_one("#prefix", Field)
        prefix = field.value
        if field.problem or prefix in self._free:
            return
        await asyncio.sleep(TYPING_SECONDS)
        found = await fact_from(lambda: availability(self.session.aws, prefix), CALL_SECONDS)
        if isinstance(found, Known) and found.value is not None:
            self._free[prefix] = (BAD, "Another user pool has this prefix. Choose a different one.")
        elif isinstance(found, Known):
            word = reserved_inside(prefix)
            self._free[prefix] = (
                (CAREFUL, f'AWS may refuse it: the word "{word}" is in it.')
                if word
                else (GOOD, "Nobody in this account has it; AWS decides.")
            )
        else:
            self._free[prefix] = (UNSEEN, "Whether it is free shows when it is created.")
        field.judge_again()
        self._say()

    def action_create(self) -> None:
        """Show the field for a new prefix domain."""
        self._open("prefix")

    def action_by_hand(self) -> None:
        """Show the field for an address that is typed by hand."""
        self._open("address")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A pool has one prefix domain at most; by hand is for when AWS does not say."""
        pool = self._seen.pool if self._seen else None
        if action == "create":
            return pool is not None and pool.prefix_domain is None and bool(self._pages) and self._field is None
        if action == "by_hand":
            return not self._busy and self._field is None
        return True

    @work(exclusive=True, group="pages-create", exit_on_error=False)
    async def _create(self, wanted: NewDomain) -> None:
        connection, aws = self.session.connection, self.session.aws
        if reason := await why_not(aws, connection):
            self.query_one("#prefix", Field).say(BAD, reason)
            self._say("Nothing is created with these credentials   esc: back", BAD)
            return
        if not await self.app.push_screen_wait(Agree(plan(wanted, self._preview(wanted.prefix)))):
            self._say()
            return
        self._busy = True
        self._failure = ""
        self._say(f"Creating the domain {wanted.prefix}")
        with self.changing(f"The domain {wanted.prefix}"), patience(self, "AWS", "it is being created"):
            trouble = await self._created(lambda: create(aws, connection, wanted, self.session.state_folder))
        self._busy = False
        if trouble and self._unclear:
            self._failure = f"{trouble} The domain may be there all the same; AWS was asked again."
            self._look()
            return
        if trouble and not self._of_prefix:
            self._failure = trouble
            self._say("Nothing was created.   Enter: try again   esc: back", BAD)
            return
        if trouble:
            self.query_one("#prefix", Field).say(BAD, trouble)
            self._say("Nothing goes on from here yet: change the prefix, or esc: back", BAD)
            return
        self.session.done.add(f"Domain {wanted.prefix} created for the user pool.")
        self.query_one("#prefix", Field).value = ""
        self._look()

    async def _created(self, call: object) -> str:
        from diagnostics.background import in_thread

        self._unclear = self._of_prefix = False
        try:
            await in_thread(call, WRITE_SECONDS)  # type: ignore[arg-type]
        except (NotAllowed, WriteRefused) as reason:
            return str(reason)
        except NotSeen as reason:
            self._unclear = not isinstance(reason, AwsRefused) or reason.own_fault
            self._of_prefix = reason.unknown.why is Why.ERROR
            return str(reason)
        except TimeoutError:
            self._unclear = True
            return "AWS gave no answer in time."
        except Exception as error:  # noqa: BLE001 - a fault of ours becomes a sentence in its place
            return f"Creating failed inside the program ({type(error).__name__})."
        return ""

    def _preview(self, prefix: str) -> str | None:
        region = region_of_pool(self.session.connection.user_pool or "") or self.session.connection.region or ""
        return base_of(prefix, region, None, self.session.aws.endpoint())

    # The way on

    @on(ChoiceList.Chosen)
    def _chosen(self) -> None:
        self.action_go_on()

    @on(ChoiceList.Highlighted)
    def _highlighted(self) -> None:
        self._asked = False
        self._say()

    @on(Field.Changed, "#address")
    def _address_typed(self) -> None:
        self._say()

    @on(Field.Submitted)
    def _submitted(self) -> None:
        self.action_go_on()

    def action_go_on(self) -> None:
        if self._busy:
            return
        match self._field:
            case "prefix":
                self._offer_creation()
            case "address" if self.query_one("#address", Field).problem is None:
                self._leave(web_address(self.query_one("#address", Field).value), Mark.NOT_SEEN)
            case None if self._here and self._here.base:
                if self._here.domain and (self._here.doubt or self._failed()) and not self._asked:
                    self._asked = True
                    self._say()
                else:
                    self._leave(self._here.base, self._mark_of(self._here))
            case None if self._chosen_before:
                self._leave(self._chosen_before, Mark.NOT_SEEN)
            case _:
                self._say()

    @property
    def _chosen_before(self) -> str | None:
        """The address of an earlier look, where this one saw no domain at all."""
        unseen = self._seen is None or not self._seen.pages
        return self.session.connection.domain if unseen else None

    def _offer_creation(self) -> None:
        field = self.query_one("#prefix", Field)
        pool = self._seen.pool if self._seen else None
        if field.problem is None and pool is not None:
            self._create(NewDomain(pool, domain_prefix(field.value)))
        else:
            self._say()

    def _mark_of(self, pages: Pages) -> Mark:
        mark = mark_of(self._seen.findings) if self._seen else Mark.NOT_SEEN
        return Mark.NOT_SEEN if mark is Mark.DONE and pages.doubt else mark

    def _failed(self) -> bool:
        return bool(self._seen) and mark_of(self._seen.findings if self._seen else ()) is Mark.TROUBLE

    @work(exclusive=True, group="pages-leave", exit_on_error=False)
    async def _leave(self, base: str, mark: Mark) -> None:
        self.mark(mark)
        await self.keep(domain=base)
        super().action_go_on()

    def action_back(self) -> None:
        """Stop waiting, close a field over the list, or go back, whichever comes first."""
        if self._busy and any(worker.group == "pages-create" and worker.is_running for worker in self.workers):
            self._say("The domain is being created; this takes a few seconds")
        elif self._waits():
            self.workers.cancel_group(self, "pages-wait")
            self._say("Stopped; AWS goes on with what it has begun.   r: look again   esc: back")
        elif self._busy:
            self.workers.cancel_group(self, "pages-look")
            self._busy = False
            self.query_one("#domains", ChoiceList).say_empty(STOPPED)
            self.refresh_bindings()
            self._say()
        elif self._field == "address" or (self._field and self._pages):
            self._open("prefix" if self._seen and self._seen.lacks_domain and self._seen.pool else None)
        else:
            super().action_back()

    # Showing

    def _say(self, sentence: str = "", sign: Sign | None = None) -> None:
        if not self.is_attached:
            return
        self.query_one("#seen", Prose).update(self._detail())
        if sentence:
            self.say_next(sentence, sign)
        elif not self._busy and not self._waits():
            self.say_next(*self._next())

    def _next(self) -> tuple[str, Sign | None]:
        field, here = self._field, self._here
        if field == "prefix":
            prefix = self.query_one("#prefix", Field)
            if prefix.problem and not prefix.value:
                return "Type a prefix; then Enter shows what would be created", None
            if prefix.problem:
                return "Change the prefix; then Enter shows what would be created", CAREFUL
            return "Enter: see what creating it would do; nothing is written yet", None
        if field == "address":
            if self.query_one("#address", Field).problem:
                return "Type the address of the sign-in pages   f5: ask AWS again   esc: leave it", None
            return "Enter: go on with this address, unseen by AWS   f5: ask AWS again", CAREFUL
        if here is None and self._chosen_before:
            return f"Enter: go on with {self._chosen_before}, unseen   r: look again", CAREFUL
        if here is None:
            return "r: look again   i: type the address of the pages   esc: back", CAREFUL
        if here.base is None:
            return f"{here.name}: {here.doubt}. r looks again", CAREFUL
        if not here.doubt:
            return f"Enter: use {here.name}", None
        if here.domain is None:
            return f"Enter: use {here.name}, though {here.doubt}   r: look again", CAREFUL
        if self._asked:
            return f"Enter again: go on all the same, though {here.doubt}", CAREFUL
        return f"{here.name}: {here.doubt}. r looks again", CAREFUL

    def _detail(self) -> Content:
        before = [words.signed(BAD, self._failure)] if self._failure else []
        wanted = self.session.connection.domain
        if wanted and self._seen and self._seen.is_foreign(wanted):
            before.append(
                words.signed(CAREFUL, f"The connection names {plain(wanted, 100)}, which is not this user pool's.")
            )
        return words.lines(*before, self._about_chosen())

    def _about_chosen(self) -> Content:
        here, pool = self._here, self._seen.pool if self._seen else None
        if self._field == "prefix" and pool is not None:
            field = self.query_one("#prefix", Field)
            base = self._preview(field.value) if field.problem is None else None
            return about_creating(NewDomain(pool, field.value), base)
        if here is not None and self._seen is not None and self._field is None:
            return about(here, self._seen)
        return about_nothing(self._seen)

    def _say_fault(self, error: Exception) -> None:
        self.query_one("#domains", ChoiceList).say_empty("Could not be looked at. r looks again.")
        self.wizard.trouble(f"Looking failed inside the program ({type(error).__name__}). r looks again.")
