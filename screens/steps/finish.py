"""Step 12: what was done, what is still open, and what to run next."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.worker import Worker, WorkerState

from diagnostics.background import in_thread
from screens.frame import WHY, StepScreen
from screens.patience import BACK, patience
from screens.signs import BAD, CAREFUL, GOOD, LOOKING, OF_MARK
from screens.widgets.prose import Prose
from screens.words import ONLY_IN_MEMORY, lines, quiet, signed, strong
from wizard.finish import Command, Finish, finish_of
from wizard.steps import Mark, StepId, step

DISK_SECONDS = 15.0
_STANDS = {
    Mark.TROUBLE: "has a trouble that sign-in will meet",
    Mark.NOT_SEEN: "could not be seen as a whole",
    Mark.OPEN: "was not gone through",
}


class FinishScreen(StepScreen):
    STEP = StepId.FINISH
    HELP = """
    What was changed in this sitting is listed with what is still open. Nothing here is written any more.

    ClearML reads its settings when its API server starts, so the first command recreates it. docker compose restart
    would not do: it keeps the old environment.

    Without a default company, ClearML only lets people in whose addresses are on its whitelist. A whitelist without
    entries locks everyone out.

    --diagnose looks at all of it again at any later time, and changes nothing.
    """
    AUTO_FOCUS = "#finish"
    CSS_PATH = "finish.tcss"
    BINDINGS = [
        Binding("enter", "go_on", "Leave", id="step.on", key_display="enter", tooltip="Leave; all answers are kept"),
        Binding("c", "show", "Commands", id="finish.commands", tooltip="The commands, to be selected and copied"),
        Binding("g", "go_to_open", "Open step", id="finish.open", tooltip="Go to the first step that is still open"),
        Binding("f9", "app.diagnose", "Diagnosis", tooltip=WHY),
    ]

    _finish: Finish | None = None

    def compose_step(self) -> ComposeResult:
        with VerticalScroll(id="finish"):
            yield Prose(id="ending")

    def on_mount(self) -> None:
        self._sum_up()

    @work(exclusive=True, group="finish", exit_on_error=False)
    async def _sum_up(self) -> None:
        self.say_next("Putting together what comes next", LOOKING)
        try:
            with patience(self, "the disk", BACK):
                self._finish = await in_thread(lambda: finish_of(self.session), DISK_SECONDS)
        except TimeoutError:
            self.say_next("The disk gave no answer in time.   Enter: leave", BAD)
            return
        self.query_one("#ending", Prose).update(_ending(self._finish))
        self.mark(Mark.OPEN if self._finish.open else Mark.DONE)
        self.refresh_bindings()
        if self._finish.open:
            first = step(self._finish.open[0][0]).title
            self.say_next(f"g: go to {first}   Enter: leave; your answers are kept")
        else:
            self.say_next("Enter: leave; your answers are kept")

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """What fails inside the program is said."""
        if event.state is WorkerState.ERROR:
            self.say_next(
                f"This failed inside the program ({type(event.worker.error).__name__}).   Enter: leave", BAD
            )

    def action_go_on(self) -> None:
        """Leave; a secret that is nowhere but in memory is asked about first."""
        if self.session.would_lose_secret:
            self.wizard.action_request_quit()
        else:
            self.app.exit()

    def action_go_to_open(self) -> None:
        if self._finish is not None and self._finish.open:
            self.wizard.show_step(self._finish.open[0][0])

    def action_show(self) -> None:
        from screens.dialogs.text import TextDialog

        if self._finish is not None:
            text = "\n\n".join(f"# {one.purpose}\n{one.line}" for one in self._finish.commands) + "\n"
            self.app.push_screen(TextDialog("The commands to run next", text))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys that have a use as things stand."""
        if action == "go_to_open":
            return self._finish is not None and bool(self._finish.open)
        return self._finish is not None if action == "show" else True


def _ending(finish: Finish) -> Content:
    parts: list[Content] = []
    if finish.secret_unsaved:
        parts += [signed(CAREFUL, ONLY_IN_MEMORY), Content("")]
    if finish.open:
        parts.append(strong("Still open"))
        for id, mark in finish.open:
            sign = CAREFUL if mark is Mark.OPEN else OF_MARK[mark]
            parts.append(signed(sign, f"{step(id).title} {_STANDS[mark]}"))
        parts.append(quiet("Choose a step in the rail, or with ^p, or g for the first."))
        parts.append(Content(""))
    if finish.warnings:
        parts.append(strong("To keep in mind"))
        parts += [signed(CAREFUL, f"{step(id).title}: {sentence}") for id, sentence in finish.warnings]
        parts.append(Content(""))
    parts.append(strong("Done in this sitting"))
    parts += [signed(GOOD, sentence) for sentence in finish.done] or [quiet("Nothing was changed in this sitting.")]
    parts += [Content(""), strong("To run next")]
    for number, command in enumerate(finish.commands, start=1):
        parts += [*_command(number, command), Content("")]
    if finish.sign_in:
        parts += [Content(f"Then people sign in at {finish.sign_in}")]
    return lines(*parts)


def _command(number: int, command: Command) -> list[Content]:
    parts = [Content(f"{number}. {command.purpose}"), Content.styled(command.line, "$text-accent")]
    return [*parts, quiet(command.note)] if command.note else parts
