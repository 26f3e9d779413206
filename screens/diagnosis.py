"""The diagnosis: everything is looked at and judged as `--diagnose` does it, over whatever step is shown."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input, Static
from textual.worker import Worker, WorkerState

from diagnostics.cut_short import Seen
from diagnostics.diagnosis import Diagnosis
from diagnostics.facts import Fact
from diagnostics.findings import Finding
from diagnostics.judge import Check
from diagnostics.reports.root_causes import root_causes
from screens import diagnosis_words as words
from screens.host import Host, host_of
from screens.own_keys import in_own_keys
from screens.patience import STOP_AFTER_SECONDS, WHAT_AFTER_SECONDS
from screens.signs import BAD, LOOKING, UNSEEN, Sign
from screens.too_small import cover, cover_if_too_small
from screens.widgets.guidance import Guidance, clipped
from screens.widgets.key_line import KeyLine
from screens.widgets.outline import Outline
from screens.widgets.prose import Prose
from screens.widgets.top_line import TopLine
from wizard.diagnosing import (
    LEFT_OUT,
    ORDERED,
    REPORT_NAME,
    STOPPED,
    Filling,
    all_checks,
    diagnose_session,
    joined,
    step_of,
    subject_of,
    take_up_credentials,
    together_with,
)
from wizard.steps import StepId, can_enter, step

if TYPE_CHECKING:
    from wizard.session import Session

TICK_SECONDS = 0.1
VERDICT_LINES = 2
_GROUP = "diagnosis"


class FindingsOutline(Outline):
    BINDINGS = [
        Binding(
            "enter", "choose", "Again", id="outline.choose", key_display="enter", tooltip="Look at this one again"
        )
    ]


class DiagnosisScreen(Screen[None]):
    """All checks as a tree with the selected one's detail, what they come to, and what to do next.

    Args:
        session: what is looked at, and with what.
    """

    CSS_PATH = "diagnosis.tcss"
    AUTO_FOCUS = "#findings"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-normal"), (100, "-beside")]
    HELP = words.HELP
    BINDINGS = [
        Binding("1", "look_at_one", "Look at this one again", show=False),
        Binding("r", "look", "All", id="diagnosis.all", tooltip="Look at everything again"),
        Binding("slash", "filter", "Filter", id="diagnosis.filter", key_display="/", tooltip="Filter by words"),
        Binding("f", "attention", "Trouble", id="diagnosis.attention", tooltip="All, or what needs attention"),
        Binding("g", "go_to_step", "Step", id="diagnosis.step", tooltip="Go to the step that holds this check"),
        Binding("s", "save", "Save", id="diagnosis.save", tooltip="Save the report, as text or JSON"),
        Binding(
            "o", "codes", "Codes", id="diagnosis.codes", show=False, tooltip="Leave out or send the made-up codes"
        ),
        Binding("escape", "close", "Close", id="diagnosis.close", tooltip="Stop looking, or go back to the step"),
        Binding("f9", "close", "Close", show=False),
        Binding("f1", "help", "Help", id="diagnosis.help", tooltip="This help"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._checks: dict[str, Check] = {one.id: one for one in ORDERED}
        self._found: dict[str, Finding] = {}
        self._looking: set[str] = set()
        self._diagnosis: Diagnosis | None = None
        self._seen = Seen()
        self._waiting: dict[str, None] = {}
        self._started = 0.0
        self._notes: tuple[str, ...] = ()
        self._attention = False
        self._news = False
        self._fault = ""
        self._usable: tuple[bool | None, ...] = ()
        self._ticks: Timer | None = None
        self._saved = REPORT_NAME

    @property
    def wizard(self) -> Host:
        """The app around this screen."""
        return host_of(self)

    def compose(self) -> ComposeResult:
        yield TopLine(self.session)
        yield Horizontal(Static("Diagnosis", id="title"), Static("", id="number"), id="head")
        yield Horizontal(
            Input(placeholder="filter", compact=True, id="filter", select_on_focus=False),
            Static("", id="count"),
            id="filter-line",
        )
        yield Static("", id="codes")
        with Container(id="diagnosis"):
            yield FindingsOutline(id="findings")
            with VerticalScroll(id="detail-scroll"):
                yield Prose(id="detail")
        yield Static("", id="verdict")
        yield Guidance()
        yield KeyLine()
        yield cover()

    def on_mount(self) -> None:
        self._ticks = self.set_interval(TICK_SECONDS, self._keep_up, pause=True)
        self._look()

    def on_resize(self) -> None:
        cover_if_too_small(self)
        self._show_lines()

    @property
    def outline(self) -> Outline:
        """The tree."""
        return self.query_one("#findings", Outline)

    @property
    def selected(self) -> Check | None:
        """The check under the cursor."""
        line = self.outline.highlighted
        return self._checks.get(line[1].id) if line and line[1] else None

    # Looking

    @work(exclusive=True, group=_GROUP, exit_on_error=False)
    async def _look(self) -> None:
        """Look at everything."""
        take_up_credentials(self.session, self._found)
        self._begin(all_checks())
        self._diagnosis, self._notes = None, () if self.wizard.sends_codes else (LEFT_OUT,)
        self._diagnosis = await self._look_at(all_checks())
        self._end()
        causes = root_causes(self._diagnosis.findings)
        if causes and not self.outline.touched:
            self.outline.highlight(causes[0].check)

    @work(exclusive=True, group=_GROUP, exit_on_error=False)
    async def _look_again_at(self, id: str, before: Diagnosis) -> None:
        """Look at one check again, and at what it cannot be judged without."""
        take_up_credentials(self.session, self._found)
        checks = together_with(id, self._found)
        self._begin(checks)
        self._diagnosis = joined(before, await self._look_at(checks))
        self._end()
        self.outline.highlight(id)

    async def _look_at(self, checks: Sequence[str]) -> Diagnosis:
        self._seen, filling = Seen(), Filling(checks)
        seen = self._seen

        def arrived(name: str, fact: Fact[object] | None, seconds: float) -> None:
            if self._seen is not seen:
                return
            seen.note(name, fact, seconds)
            if fact is None:
                self._waiting[name] = None
                return
            self._waiting.pop(name, None)
            told = filling.take(name, fact)
            self._found.update(told)
            self._looking.difference_update(told)
            self._news = True

        return await diagnose_session(self.session, checks, active_probes=self.wizard.sends_codes, progress=arrived)

    def _begin(self, checks: Sequence[str]) -> None:
        self._fault = ""
        self._looking = set(checks)
        self._waiting.clear()
        for id in checks:
            self._found.pop(id, None)
        self._started = time.monotonic()
        if self._ticks is not None:
            self._ticks.resume()
        self._show()

    def _end(self) -> None:
        if self._ticks is not None:
            self._ticks.pause()
        self._looking.clear()
        if self._diagnosis is not None:
            self._found = {found.check: found for found in self._diagnosis.findings}
        self._show()

    def _stop(self) -> None:
        """End the look. Of a whole one, what was seen is judged; after a smaller one all is as it was before."""
        self.workers.cancel_group(self, _GROUP)
        if self._diagnosis is None:
            self._diagnosis = self._seen.diagnosis(ORDERED, STOPPED)
            self._notes = (*self._notes, STOPPED)
        self._seen = Seen()
        self._end()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """What fails inside the program is said, and can be tried again."""
        if event.state is WorkerState.ERROR and event.worker.group == _GROUP:
            self._fault = f"This failed inside the program ({type(event.worker.error).__name__})."
            self._stop()

    # What can be done

    def action_look(self) -> None:
        self._look()

    def action_look_at_one(self) -> None:
        """Run the check under the cursor again, once a whole look has ended."""
        check = self.selected
        if check is not None and self._diagnosis is not None and not self._looking:
            self._look_again_at(check.id, self._diagnosis)

    @on(Outline.Chosen)
    def _chosen(self) -> None:
        self.action_look_at_one()

    def action_codes(self) -> None:
        """Leave out the made-up codes, or send them after all; everything is looked at again."""
        self.wizard.sends_codes = not self.wizard.sends_codes
        self._look()

    def action_attention(self) -> None:
        self._attention = not self._attention
        self._show()

    def action_filter(self) -> None:
        self.query_one("#filter", Input).focus()

    @on(Input.Changed, "#filter")
    def _typed(self) -> None:
        self._show()

    @on(Input.Submitted, "#filter")
    def _submitted(self) -> None:
        self.outline.focus()

    def action_go_to_step(self) -> None:
        """Go to the step that holds the check under the cursor."""
        to = self._way_to(self.selected)
        if to is not None:
            self.wizard.show_step(to)

    def action_close(self) -> None:
        """From the filter back to the tree, from a look to its end, from there to the step."""
        typed = self.query_one("#filter", Input)
        if typed.has_focus:
            typed.value = ""
            self.outline.focus()
        elif self._looking:
            self._stop()
        else:
            self.app.pop_screen()

    def action_help(self) -> None:
        from screens.dialogs.help import Help

        self.app.push_screen(Help("Diagnosis", self.HELP or "", self.active_bindings))

    def action_save(self) -> None:
        if self._diagnosis is not None and not self._looking:
            self._save(self._diagnosis)

    @work(exclusive=True, group="save-report", exit_on_error=False)
    async def _save(self, diagnosis: Diagnosis) -> None:
        from screens.saving_a_report import save_report

        self._saved = await save_report(self, self.session, diagnosis, self._notes, self._saved)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys that have a use as things stand."""
        if action == "save":
            return self._diagnosis is not None and not self._looking
        if action == "go_to_step":
            return self._way_to(self.selected) is not None
        return True

    # Showing

    def _way_to(self, check: Check | None) -> StepId | None:
        to = step_of(check.id) if check else None
        return to if to is not None and can_enter(to, self.session.connection) else None

    def _findings(self) -> list[Finding]:
        return [self._found[id] for id in self._checks if id in self._found]

    def _show(self) -> None:
        if not self.is_mounted:
            return
        typed = self.query_one("#filter", Input).value
        shown = words.Shown(ORDERED, self._found, self._looking, typed, self._attention)
        self.outline.show(words.branches(shown), empty=words.empty(shown), all_open=shown.narrowed)
        taken = sum(shown.takes(check) for check in ORDERED)
        which = "needs attention" if self._attention else "all"
        self.query_one("#count", Static).update(Content(f"{which}   {taken} of {len(ORDERED)}"))
        self.query_one("#codes", Static).update(Content(words.CODES if self.wizard.sends_codes else words.NO_CODES))
        self._news = False
        self._show_detail()
        self._show_lines()
        self._show_keys()

    @on(Outline.Highlighted)
    def _highlighted(self) -> None:
        self.query_one("#detail-scroll", VerticalScroll).scroll_home(animate=False)
        self._show_detail()
        self._show_keys()

    def _show_detail(self) -> None:
        line, check, told = self.outline.highlighted, self.selected, self.query_one("#detail", Prose)
        if check is not None:
            to, found = self._way_to(check), self._found.get(check.id)
            way = f"g: go to the step {step(to).title}" if to else ""
            told.update(words.detail(check, found, self._findings(), subject_of(self.session, self._diagnosis), way))
        else:
            told.update(words.area_detail(line[0]) if line else Content(""))

    def _show_keys(self) -> None:
        """The footer is built anew only where another key has a use now: building it takes longer than all else."""
        usable = tuple(self.check_action(action, ()) for action in ("save", "go_to_step"))
        if usable != self._usable:
            self._usable = usable
            self.refresh_bindings()

    def _keep_up(self) -> None:
        """While it looks: show what came in since, several facts at once."""
        if self._news:
            self._show()
        else:
            self._show_lines()

    def _show_lines(self) -> None:
        """The lines below: how far the look is, or what it came to."""
        number = self.query_one("#number", Static)
        if self._looking:
            took = time.monotonic() - self._started
            number.update(Content(words.shown_seconds(took)))
            waiting = list(self._waiting) if took >= WHAT_AFTER_SECONDS else ()
            told = words.so_far(len(self._found), len(ORDERED), waiting)
            self._say(LOOKING, told, "esc: stop" if took >= STOP_AFTER_SECONDS else "")
        elif self._diagnosis is not None:
            counted = words.counts(self._diagnosis.findings)
            number.update(Content(f"{counted}   {words.shown_seconds(self._diagnosis.seconds)}"))
            self._say(*self._end_of(self._diagnosis))

    def _end_of(self, diagnosis: Diagnosis) -> tuple[Sign, str, str]:
        """What the look came to, and what to do now."""
        if self._fault:
            return BAD, self._fault, "r: run all again   esc: close"
        if STOPPED in self._notes:
            return UNSEEN, "Stopped. What was not seen by then is not known.", "r: run all again   esc: close"
        found, subject = diagnosis.findings, subject_of(self.session, diagnosis)
        causes = root_causes(found)
        to = self._way_to(self._checks[causes[0].check]) if causes else None
        sign, sentence = words.verdict(found, subject, left_out=LEFT_OUT in self._notes)
        return sign, sentence, words.next_action(found, subject, step(to).title if to else None)

    def _say(self, sign: Sign, sentence: str, next: str) -> None:
        next = in_own_keys(next, self, self.wizard.own_keys)
        line = Content.assemble((f"{sign.symbol} ", sign.colour), (sentence, sign.colour))
        room = self.app.size.width - 2
        self.query_one("#verdict", Static).update(clipped(line, room, VERDICT_LINES))
        self.query_one(Guidance).say(Content(next))
