"""Step 5: where people open ClearML, what follows from that, and what the server says of itself."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content

from diagnostics.addresses import api_address, callback_url, web_address
from diagnostics.company import company_id, display_name, is_usual_company_id
from diagnostics.findings import Status
from diagnostics.http import host_of
from screens import words
from screens.frame import StepScreen
from screens.patience import patience
from screens.signs import BAD, CAREFUL, GOOD, LOOKING, OF_STATUS
from screens.widgets.fields import Field, Judgement, check_with
from screens.widgets.prose import Prose
from wizard.server_look import ServerAnswers, ServerLook, look_at_server
from wizard.steps import Mark, StepId, mark_of

if TYPE_CHECKING:
    from wizard.session import Session

PAUSE_SECONDS = 0.4
"""How long the keys have to rest before the server is asked."""


class ClearMLServerScreen(StepScreen):
    STEP = StepId.SERVER
    QUESTION = "At which address do people open ClearML?"
    CSS_PATH = "clearml_server.tcss"
    AUTO_FOCUS = "Input"
    HELP = """
    The callback URL is made from the web address: Cognito sends people back there after they signed in, and compares
    it letter by letter. Where people use several addresses, give them all.

    The API answers below the web address at /api. Give its own address only where it does not.

    With a default company, everybody in the user pool gets into ClearML, without being on a whitelist. Without one,
    an administrator of ClearML has to whitelist people.

    Single sign-on is part of ClearML Enterprise. The server is asked what it is, without signing in; a server that
    cannot be reached from this machine keeps nobody from going on.
    """
    BINDINGS = [
        Binding("ctrl+n", "add_address", "Another address", id="server.address", tooltip="One more web address"),
        Binding("ctrl+r,f5", "look_again", "Ask again", id="server.again", tooltip="Ask the server once more"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._look: ServerLook | None = None
        self._asked: ServerAnswers | None = None
        self._warned = False

    def compose_step(self) -> ComposeResult:
        connection = self.session.connection
        with Container(id="work"):
            with VerticalScroll(id="fields", can_focus=False):
                with Vertical(id="addresses"):
                    suggested = (self.session.suggested_address or "",)
                    for index, address in enumerate(connection.web_addresses or suggested):
                        yield _address_field(address, first=index == 0)
                yield Field(
                    "API address",
                    id="api",
                    value=connection.api_address or "",
                    example="found below the web address",
                    judge=check_with(api_address),
                    optional=True,
                )
                yield Field(
                    "Company id",
                    id="company",
                    value=connection.company or "",
                    example="optional: lets everybody of the pool in",
                    judge=_judge_company,
                    optional=True,
                )
                yield Field(
                    "Display name",
                    id="name",
                    value=connection.display_name or "",
                    example="optional: the name on the sign-in button",
                    judge=check_with(display_name),
                    optional=True,
                )
            with VerticalScroll(id="told"):
                yield Prose(id="server-told")

    def on_mount(self) -> None:
        self._tell()
        if self._answers() is not None:
            self._ask(pause=0)

    # What is typed

    def _answers(self) -> ServerAnswers | None:
        """What the fields say, None while one of them cannot stand."""
        if self._first_wrong() is not None:
            return None
        typed = [field.value for field in self.query(".address").results(Field)]
        webs = tuple(dict.fromkeys(web_address(text) for text in typed if text))
        api, company = self.query_one("#api", Field).value, self.query_one("#company", Field).value
        name = self.query_one("#name", Field).value
        return ServerAnswers(webs, api_address(api) if api else None, company or None, name or None)

    def _first_wrong(self) -> Field | None:
        return next((field for field in self.query(Field) if field.problem), None)

    def action_add_address(self) -> None:
        field = _address_field("", first=False)
        self.query_one("#addresses").mount(field)
        self.call_after_refresh(field.focus)

    @on(Field.Changed)
    def _typed(self) -> None:
        self._warned = False
        answers = self._answers()
        if answers is None or self._asked is None or answers.server != self._asked.server:
            self._look = self._asked = None
        self._tell()
        if answers is None:
            self.workers.cancel_group(self, "server-ask")
        elif answers != self._asked:
            self._ask(pause=PAUSE_SECONDS)

    # Asking

    @work(exclusive=True, group="server-ask", exit_on_error=False)
    async def _ask(self, pause: float) -> None:
        answers = self._answers()
        if answers is None:
            return
        await asyncio.sleep(pause)
        if pause:
            await self.wizard.save_answers(**answers.given())
        if self._look and self._asked and self._asked.server == answers.server:
            self._asked = answers
            self._tell()
            return
        self._asked, self._look = answers, None
        self._tell(asking=True)
        try:
            host = host_of(answers.web_addresses[0])
            with patience(self, f"{host} to answer", stop="esc: stop   Enter: go on without it", at_once=True):
                self._look = await look_at_server(self.session.connection, answers, self.session.aws)
        except Exception as error:  # noqa: BLE001 - a fault of ours becomes a sentence in its place
            self.wizard.trouble(f"Asking failed inside the program ({type(error).__name__}). Ctrl+R asks again.")
        self._tell()

    def action_look_again(self) -> None:
        self._asked = None
        self._ask(pause=0)

    def action_back(self) -> None:
        """Stop asking what takes long, or go back."""
        if not self.can_stop:
            super().action_back()
            return
        self.workers.cancel_group(self, "server-ask")
        self._tell()
        self.say_next("Stopped.   Enter: go on, the server unseen   ctrl+r: ask again   esc: back", CAREFUL)

    # Answering

    @on(Field.Submitted)
    def _submitted(self) -> None:
        self.action_go_on()

    def action_go_on(self) -> None:
        wrong, answers = self._first_wrong(), self._answers()
        if wrong is not None or answers is None:
            if wrong is not None:
                wrong.focus()
                self.say_next(wrong.problem or "", BAD)
        elif self._look and self._look.status is Status.FAILED and not self._warned:
            self._warned = True
            self._tell()
        else:
            self._leave(answers)

    @work(exclusive=True, group="server-leave", exit_on_error=False)
    async def _leave(self, answers: ServerAnswers) -> None:
        self.workers.cancel_group(self, "server-ask")
        findings = self._look.findings if self._look else ()
        self.mark(mark_of(findings) if self._look else Mark.NOT_SEEN, findings)
        await self.keep(**answers.given())
        super().action_go_on()
        if self._look is None:
            self.wizard.see_later(self.STEP)

    # Showing

    def _tell(self, *, asking: bool = False) -> None:
        self.query_one("#server-told", Prose).update(self._told(asking))
        wrong = self._first_wrong()
        if wrong is not None and wrong.has_class("address"):
            self.say_next("Type the address at which people open ClearML, then Enter")
        elif wrong is not None:
            self.say_next(wrong.problem or "", BAD)
        elif asking:
            self.say_next("Asking the server what it is   Enter: go on without its answer")
        elif self._warned and self._look:
            self.say_next(f"Enter again: go on all the same. {self._look.summary}", CAREFUL)
        elif self._look and self._look.status is Status.FAILED:
            self.say_next("ctrl+r: ask again once that is settled", CAREFUL)
        elif self._look and self._look.edition.status is Status.UNKNOWN:
            self.say_next("Enter: go on; the server was not seen from here   ctrl+r: ask again")
        elif self._look and self._look.edition.status is Status.WARNING:
            self.say_next("Enter: go on, although this server may have no single sign-on")
        elif self._look and self._look.status is Status.UNKNOWN:
            self.say_next("Enter: go on; not every address was seen from here")
        else:
            self.say_next("Enter: go on with these answers")

    def _told(self, asking: bool) -> Content:
        answers = self._answers()
        if answers is None:
            return words.quiet("Cognito sends people back to the callback URL, which is made from this address.")
        parts = [
            words.pairs(
                [("Callback URL " if not index else "", url) for index, url in enumerate(_callbacks(answers))]
            ),
            Content(""),
        ]
        if asking:
            parts.append(words.signed(LOOKING, f"Asking {host_of(answers.web_addresses[0])} what it is"))
        elif self._look:
            parts += _server(self._look)
        return words.lines(*parts)


def _address_field(address: str, *, first: bool) -> Field:
    field = Field(
        "Web address" if first else "and also",
        value=address,
        example="https://app.example.com" if first else "optional",
        judge=check_with(web_address),
        optional=not first,
    )
    field.add_class("address")
    return field


def _judge_company(typed: str) -> Judgement:
    try:
        company = company_id(typed)
    except ValueError as wrong:
        return BAD, str(wrong)
    if not is_usual_company_id(company):
        return CAREFUL, "Everybody in the user pool gets in. Not ClearML's usual form: 32 hexadecimal digits."
    return CAREFUL, "Everybody in the user pool gets in, without being whitelisted."


def _callbacks(answers: ServerAnswers) -> list[str]:
    return [callback_url(web) for web in answers.web_addresses]


def _server(look: ServerLook) -> list[Content]:
    edition = look.edition
    if edition.status is Status.OK:
        parts = [words.signed(GOOD, f"The server answers. {edition.message}")]
    elif edition.status is Status.UNKNOWN:
        parts = [
            words.signed(OF_STATUS[Status.UNKNOWN], f"The server was not seen from here: {edition.message}"),
            words.quiet("  The callback URL holds all the same."),
        ]
    else:
        parts = [words.finding(edition)]
    return parts + [words.finding(found) for found in look.others]
