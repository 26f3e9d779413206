"""Step 10: the live endpoints, each asked and held against what ClearML needs of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.worker import Worker, WorkerState

from diagnostics.checks import checks_named
from diagnostics.facts import Fact
from diagnostics.findings import Finding, Status
from screens import words
from screens.frame import StepScreen
from screens.keys import looks_again
from screens.patience import patience
from screens.signs import BAD, CAREFUL, GOOD, LOOKING, OF_MARK, OF_STATUS
from screens.widgets.choice_list import Choice, ChoiceList
from screens.widgets.prose import Prose
from wizard.checking import check
from wizard.endpoints_look import (
    MOST_WAITS,
    WAIT_SECONDS,
    Settled,
    Settling,
    domain_may_be_new,
    sends_codes,
    took,
)
from wizard.steps import Mark, StepId, mark_of, step

if TYPE_CHECKING:
    from wizard.session import Session

NAMES = {
    "NET010": "Way to the issuer",
    "OID010": "Discovery document",
    "OID011": "Its issuer",
    "OID012": "What it offers",
    "OID013": "Its sign-in pages",
    "OID014": "Signing keys",
    "DOM012": "Way to the pages",
    "DOM013": "Authorize endpoint",
    "LGN010": "Sign-in begins",
    "LGN011": "Wrong callback",
    "LGN012": "Id and secret",
    "LGN015": "Code exchange",
    "LGN016": "Identity provider",
}
ANNOUNCED = (
    "Those marked ○ are asked next, with made-up codes: nobody is signed in and nothing is used up, but Cognito logs "
    "it. o leaves them out."
)
LEFT_OUT = "left out, as you asked"


class EndpointList(ChoiceList):
    BINDINGS = [Binding("enter", "choose", "Go on", id="step.on", key_display="enter", tooltip="What is said below")]


class LiveEndpointsScreen(StepScreen):
    STEP = StepId.ENDPOINTS
    QUESTION = "Do Cognito's own endpoints answer as ClearML needs it?"
    HELP = """
    Until here the settings were read. Now the endpoints themselves are asked, from this machine: the discovery
    document and the signing keys, the names and certificates, and then the authorize and token endpoints.

    Those two are asked with codes and tokens that are made up. Cognito judges the app client before the code: so its
    refusal shows whether id, secret and callback URL are right. Nobody is signed in by it and nothing is used up; the
    requests count in Cognito's logs.

    Move through the list to see what each proved. ClearML's server asks the token endpoint itself: what this machine
    can reach, the server has to reach as well.
    """
    AUTO_FOCUS = "#rows"
    CSS_PATH = "live_endpoints.tcss"
    BINDINGS = [
        looks_again("Ask all of them again", "look"),
        Binding("o", "leave_out", "Leave out", id="endpoints.out", tooltip="Leave out the made-up codes, or not"),
        Binding("w", "wait", "Wait", id="endpoints.wait", tooltip="Look again every 5 s until it holds"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        known = {one.id: one for one in checks_named(step(self.STEP).checks)}
        self._checks = {id: known[id] for id in step(self.STEP).checks}
        self._found: dict[str, Finding] = {}
        self._with_codes = session.codes_agreed
        self._without_codes = False
        self._busy = False
        self._passing = False

    def compose_step(self) -> ComposeResult:
        with Container(id="endpoints"):
            yield EndpointList(id="rows")
            with VerticalScroll(id="detail-scroll"):
                yield Prose(id="detail", classes="detail")

    def on_mount(self) -> None:
        rows = self.query_one("#rows", ChoiceList)
        rows.add([Choice(id, NAMES.get(id, one.title)) for id, one in self._checks.items()])
        self._look()

    # Looking

    def action_look(self) -> None:
        self._look()

    @work(exclusive=True, group="endpoints", exit_on_error=False)
    async def _look(self) -> None:
        self._begin()
        with patience(self, "Cognito's endpoints", "esc: stop"):
            await self._look_once(tuple(id for id in self._checks if self._asked(id)))
        self._end()

    async def _look_once(self, ids: tuple[str, ...]) -> None:
        for id in self._checks:
            self._found.pop(id, None)
            self._show_row(id, looking=id in ids)
        settling = Settling(ids)

        def arrived(name: str, fact: Fact[object] | None, seconds: float) -> None:
            if fact is not None:
                for settled in settling.take(name, fact, seconds):
                    self._settle(settled)

        checked = await check(self.session, ids, progress=arrived)
        for found in checked.findings:
            seconds = took(self._checks[found.check], dict(checked.snapshot.seconds))
            self._settle(Settled(found, seconds))

    def _asked(self, id: str) -> bool:
        return self._with_codes or not sends_codes(self._checks[id])

    def action_leave_out(self) -> None:
        """Leave the made-up codes out, or have them asked with after all."""
        if self._busy:
            return
        self._without_codes, self._with_codes = not self._without_codes, False
        self.session.codes_agreed = False
        for id in self._checks:
            if not self._asked(id):
                self._found.pop(id, None)
                self._show_row(id)
        self._end()

    @work(exclusive=True, group="endpoints", exit_on_error=False)
    async def _wait_for_domain(self) -> None:
        self._begin()
        passive = tuple(id for id, one in self._checks.items() if not sends_codes(one))
        for attempt in range(1, MOST_WAITS + 1):
            self.say_next(f"Looking for the new domain, {attempt} of {MOST_WAITS}   esc: stop", LOOKING)
            await self._look_once(passive)
            if not domain_may_be_new(tuple(self._found.values())):
                break
            await asyncio.sleep(WAIT_SECONDS)
        self._end()

    def action_wait(self) -> None:
        if not self._busy:
            self._wait_for_domain()

    # The way on

    @on(ChoiceList.Chosen)
    def _chosen(self) -> None:
        self.action_go_on()

    def action_go_on(self) -> None:
        """Ask with made-up codes where that is next, else on to the export."""
        if self._busy:
            return
        failed = self._not_holding()
        if not self._with_codes and not self._without_codes and not failed:
            self._with_codes = self.session.codes_agreed = True
            self._look()
        elif not failed or self._passing:
            super().action_go_on()
        else:
            self._passing = True
            self._say_way()

    def action_back(self) -> None:
        """Stop looking, or go back."""
        if self._busy:
            self.workers.cancel_group(self, "endpoints")
            self._busy = False
            for id in self._checks:
                if id not in self._found:
                    self._show_row(id)
            self.say_next("Stopped.   r: look again   esc: back")
        else:
            super().action_back()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys that have a use as things stand."""
        if action == "wait":
            return domain_may_be_new(tuple(self._found.values()))
        return True

    # Showing

    def _begin(self) -> None:
        self._busy = True
        self._passing = False
        self.say_next("Asking the endpoints", LOOKING)

    def _end(self) -> None:
        self._busy = False
        mark = mark_of(tuple(self._found.values()))
        self.mark(Mark.NOT_SEEN if mark is Mark.DONE and not self._with_codes else mark)
        self.refresh_bindings()
        rows = self.query_one("#rows", ChoiceList)
        if ill := self._not_holding() or self._not_seen():
            rows.highlight(ill[0].check)
        self._show_detail(rows.highlighted)
        self._say_way()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """What fails inside the program is said, and can be tried again."""
        if event.state is WorkerState.ERROR:
            self._end()
            self.say_next(
                f"This failed inside the program ({type(event.worker.error).__name__}).   r: look again", BAD
            )

    def _say_way(self) -> None:
        failed = self._not_holding()
        unseen = self._not_seen()
        if failed and self._passing:
            self.say_next("Enter again: go on to the export all the same", CAREFUL)
        elif domain_may_be_new(tuple(self._found.values())):
            self.say_next("A new domain needs a minute to answer.   w: wait for it   Enter: go on", CAREFUL)
        elif failed:
            self.say_next(f"{_counted(len(failed))} not hold; see below.   Enter twice: go on all the same", BAD)
        elif unseen and not self._with_codes and not self._without_codes:
            self.say_next(
                f"{len(unseen)} not seen.   r: look again   Enter: go on asking, with made-up codes", CAREFUL
            )
        elif not self._with_codes and not self._without_codes:
            self.say_next("Enter: go on asking, with made-up codes   o: leave those out")
        elif unseen:
            self.say_next(f"{len(unseen)} not seen.   r: look again   Enter: on to the export, knowing that", CAREFUL)
        elif self._without_codes:
            self.say_next("Enter: on to the export, half of it unasked   o: ask after all", CAREFUL)
        else:
            self.say_next("Enter: on to the export", GOOD)

    def _not_holding(self) -> list[Finding]:
        return [one for one in self._found.values() if one.status is Status.FAILED]

    def _not_seen(self) -> list[Finding]:
        return [one for one in self._found.values() if one.status in (Status.UNKNOWN, Status.CRASH)]

    def _settle(self, settled: Settled) -> None:
        self._found[settled.finding.check] = settled.finding
        self._show_row(settled.finding.check, seconds=settled.seconds)

    def _show_row(self, id: str, *, looking: bool = False, seconds: float = 0.0) -> None:
        rows = self.query_one("#rows", ChoiceList)
        found = self._found.get(id)
        if found is not None:
            note = shown_time(seconds) if found.status is not Status.BLOCKED else ""
            rows.update_row(id, verdict=found.message or "holds", sign=OF_STATUS[found.status], note=note)
        elif looking:
            rows.update_row(id, verdict="asking", sign=LOOKING, note="")
        else:
            verdict = LEFT_OUT if self._without_codes else ""
            rows.update_row(id, verdict=verdict, sign=OF_MARK[Mark.OPEN], note="")

    @on(ChoiceList.Highlighted)
    def _highlighted(self, event: ChoiceList.Highlighted) -> None:
        self._show_detail(event.choice)

    def _show_detail(self, choice: Choice | None) -> None:
        if choice is None:
            return
        announced: list[Content] = []
        if not self._busy and not self._with_codes and not self._without_codes and not self._not_holding():
            announced = [Content(ANNOUNCED)]
        found = self._found.get(choice.id)
        if found is not None:
            parts = [words.finding(found), *(_evidence(one.source, one.said) for one in found.evidence)]
        else:
            parts = [Content.styled(self._checks[choice.id].title, words.STRONG)]
        ill = found is not None and found.status not in (Status.OK, Status.SKIPPED)
        order = [*parts, *announced] if ill else [*announced, *parts]
        self.query_one("#detail", Prose).update(words.lines(*order))


def shown_time(seconds: float) -> str:
    """A duration as the list shows it: whole milliseconds; nothing where nothing was asked."""
    return f"{seconds * 1000:.0f} ms" if seconds >= 0.0005 else ""


def _evidence(source: str, said: str) -> Content:
    return Content.assemble("  ", ("seen      ", words.QUIET), f"{source}: {said}")


def _counted(number: int) -> str:
    return "One check does" if number == 1 else f"{number} checks do"
