"""Step 11: the env file that ClearML is given, shown as a difference before it is written, and what Compose needs."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static
from textual.worker import Worker, WorkerState

from diagnostics.background import in_thread
from diagnostics.connection import SecretPlace
from diagnostics.facts import NotSeen
from diagnostics.settings import ClearMLSettings
from screens.frame import StepScreen
from screens.keys import looks_again
from screens.patience import BACK, patience
from screens.signs import BAD, CAREFUL, GOOD, LOOKING, Sign
from screens.steps.export_words import PLACE_LINES, compose_text, difference, place_line, shortened
from screens.widgets.fields import Field
from screens.widgets.prose import Prose
from screens.words import lines, quiet, signed
from wizard.export_step import Compose, compose_for, plan_file, propose, settings_for, with_export
from wizard.exports.plan import ExportPlan, write_export
from wizard.files import WriteRefused
from wizard.steps import Mark, StepId

if TYPE_CHECKING:
    from wizard.session import Session

DISK_SECONDS = 15.0
TYPING_SECONDS = 0.25


class ExportScreen(StepScreen):
    STEP = StepId.EXPORT
    QUESTION = "Which file is to give ClearML its settings?"
    HELP = """
    The export is an env file for Docker Compose's env_file:, sound as well for shells and systemd. It holds the
    guide's variables. Lines of the file that are somebody else's stay as they are, byte for byte; ours stand between
    two marks and can be deleted with them.

    The secret is either inside, and the file is then readable by its owner alone, or the file refers to it: then
    Docker Compose is started through clearml-cognito --run, which takes it from this machine's keyring. In both cases
    a running container shows its environment to whoever may inspect it.

    ClearML's own Compose file reads no env file. So Compose needs a second file, the override, and a command that
    names both. Docker Compose's option --env-file is something else: nothing of it reaches the container.
    """
    AUTO_FOCUS = "#written"
    CSS_PATH = "export.tcss"
    BINDINGS = [
        Binding("e", "edit", "File", id="export.edit", tooltip="Type another path"),
        Binding("s", "place", "Secret", id="export.place", tooltip="The secret inside the file, or by reference"),
        looks_again("Read the file again", "look", "Again"),
        Binding("w", "override", "Override", id="export.override", tooltip="Write the Compose override as well"),
        Binding("c", "show", "Text", id="export.show", tooltip="The text alone, to be read, selected and copied"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._place: SecretPlace = "inside"
        self._secret_in_keyring = False
        self._settings: dict[SecretPlace, ClearMLSettings] = {}
        self._plan: ExportPlan | None = None
        self._needs: Compose | None = None
        self._problem = ""
        self._path_refused = False
        self._busy = True
        self._passing = False
        self._field = Field("Env file", id="path", example="/opt/clearml/clearml-cognito.env")

    def compose_step(self) -> ComposeResult:
        with Container(id="export"):
            with Vertical(id="asked"):
                yield self._field
                yield Static("", id="place")
                yield Static("", id="place-line")
            with VerticalScroll(id="written"):
                yield Prose(id="text")

    def on_mount(self) -> None:
        self._propose()

    # Working out what would be written

    @work(exclusive=True, group="export", exit_on_error=False)
    async def _propose(self) -> None:
        self.say_next("Looking where ClearML and the secret are", LOOKING)
        with patience(self, "the keyring", BACK):
            proposal = await propose(self.session)
        self._field.value = proposal.path
        self._place, self._secret_in_keyring = proposal.place, proposal.secret_in_keyring
        self._show_place()
        await self._work_out()

    @work(exclusive=True, group="export", exit_on_error=False)
    async def _draft(self, delay: float = 0.0) -> None:
        self._busy, self._passing = True, False
        self._plan, self._needs = None, None
        self.refresh_bindings()
        await asyncio.sleep(delay)
        await self._work_out()

    async def _work_out(self) -> None:
        self.query_one("#export").remove_class("-done")
        self.say_next("Working out what changes in the file", LOOKING)
        typed, place = self._field.value, self._place
        self._plan, self._problem, self._path_refused = None, "", False
        try:
            with patience(self, "the endpoints and the file", BACK):
                if place not in self._settings:
                    self._settings[place] = await settings_for(self.session, place)
                settings = self._settings[place]
                self._plan = await in_thread(lambda: plan_file(typed, settings, place), DISK_SECONDS)
        except NotSeen as reason:
            self._problem = reason.unknown.detail
        except WriteRefused as refused:
            # Without settings it was the connection that was refused, not the file.
            self._problem, self._path_refused = str(refused), place in self._settings
        except TimeoutError:
            self._problem = "The disk gave no answer in time."
        self._busy = False
        self._show_plan()

    def action_look(self) -> None:
        self._settings.clear()
        self._draft()

    @on(Field.Changed, "#path")
    def _typed(self) -> None:
        self._draft(TYPING_SECONDS)

    @on(Field.Submitted, "#path")
    def _submitted(self) -> None:
        self.query_one("#written").focus()
        if self._plan is None and not self._busy:
            self._draft()

    def action_edit(self) -> None:
        self._field.focus()
        self._say_way()

    def on_descendant_focus(self) -> None:
        self._show_place()

    def action_place(self) -> None:
        self._place = "reference" if self._place == "inside" else "inside"
        self._show_place()
        self._draft()

    # Writing

    def action_back(self) -> None:
        """From what was written back to the file, from there to the step before."""
        if self._needs is not None:
            self._draft()
        else:
            super().action_back()

    def action_go_on(self) -> None:
        if self._busy:
            return
        if self._needs is not None:
            super().action_go_on()
        elif self._plan is not None and self._would_lose(self._plan) and not self._passing:
            self._passing = True
            self._say_way()
        elif self._plan is not None:
            self._write(self._plan)
        elif self._passing:
            self.mark(Mark.TROUBLE)
            super().action_go_on()
        else:
            self._passing = True
            self._say_way()

    def _would_lose(self, plan: ExportPlan) -> bool:
        return plan.takes_out is not None and not self._secret_in_keyring

    @work(exclusive=True, group="export", exit_on_error=False)
    async def _write(self, plan: ExportPlan) -> None:
        self._busy = True
        place = self._place
        try:
            with patience(self, "the disk", BACK):
                if plan.changes:
                    await in_thread(lambda: write_export(plan), DISK_SECONDS)
                compose = await in_thread(lambda: compose_for(plan.path, place, self.session.command), DISK_SECONDS)
        except (WriteRefused, TimeoutError) as refused:
            self._plan, self._problem = None, str(refused) or "The disk gave no answer in time."
            self._busy = False
            self._show_plan()
            return
        if plan.changes:
            self.session.done.add(f"Wrote {plan.path} ({plan.mode:04o}), the secret {PLACE_LINES[place][0]}.")
        if plan.takes_out is not None:
            self.session.written = None
            if not self._secret_in_keyring:
                self.session.secret = self.session.secret or plan.takes_out
        if place == "inside":
            self.session.written = self._settings[place].client_secret
        exports = with_export(self.session.connection.exports, plan.path, place)
        await self.wizard.save_answers(exports=exports)
        self._busy, self._needs = False, compose
        self.mark(Mark.DONE)
        self._show_written(plan)

    def action_override(self) -> None:
        if self._needs is not None and self._needs.plan is not None and not self._busy:
            self._write_override(self._needs.plan)

    @work(exclusive=True, group="export", exit_on_error=False)
    async def _write_override(self, plan: ExportPlan) -> None:
        self._busy = True
        try:
            await in_thread(lambda: write_export(plan), DISK_SECONDS)
        except (WriteRefused, TimeoutError) as refused:
            self.wizard.trouble(str(refused) or "The disk gave no answer in time.")
        else:
            self.session.done.add(f"Wrote the Compose override {plan.path} ({plan.mode:04o}).")
        self._busy = False
        compose, place, command = self._needs, self._place, self.session.command
        if self._plan is not None and compose is not None:
            path = self._plan.path
            self._needs = await in_thread(lambda: compose_for(path, place, command), DISK_SECONDS)
            self._show_written(self._plan)

    def action_show(self) -> None:
        from screens.dialogs.text import TextDialog

        if self._needs is not None:
            text = f"{self._needs.fragment}\n{self._needs.command}\n"
            title = f"The override {self._needs.path.name}, and the command"
            self.app.push_screen(TextDialog(title, text, note=self._needs.note))
        elif self._plan is not None:
            text = "\n".join(self._plan.diff_lines) + "\n"
            self.app.push_screen(TextDialog("What changes in the file", text, note=str(self._plan.path)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys that have a use as things stand."""
        if action in ("edit", "place", "look"):
            return self._needs is None
        if action == "override":
            return self._needs is not None and self._needs.plan is not None and self._needs.plan.changes
        if action == "show":
            return self._needs is not None or (self._plan is not None and self._plan.changes)
        return True

    # Showing

    def _show_place(self) -> None:
        self.query_one("#place", Static).update(place_line(self._place, typing=isinstance(self.focused, Input)))
        line = PLACE_LINES[self._place][1]
        if self._place == "reference" and not self._secret_in_keyring:
            self.query_one("#place-line", Static).update(
                signed(CAREFUL, f"{line} No keyring has it yet: see the step Secret.")
            )
        else:
            self.query_one("#place-line", Static).update(quiet(line))

    def _show_plan(self) -> None:
        plan = self._plan
        if plan is None:
            self._field.say(BAD, self._problem)
            self._text(Content(""))
        else:
            new = plan.before is None
            self._field.say(GOOD, "A new file." if new else "It exists; lines of others in it stay as they are.")
            warnings = [signed(CAREFUL, warning) for warning in plan.warnings]
            self._text(lines(*warnings, *([Content("")] if warnings else []), difference(plan)))
        self.refresh_bindings()
        self._say_way()

    def _show_written(self, plan: ExportPlan) -> None:
        if self._needs is not None:
            self.query_one("#export").add_class("-done")
            self._text(compose_text(plan, self._needs))
        self.query_one("#written", VerticalScroll).scroll_home(animate=False)
        self.refresh_bindings()
        self._say_way()

    def _text(self, content: Content) -> None:
        self.query_one("#text", Prose).update(content)

    def _say_way(self) -> None:
        sign, sentence = self._way()
        self.say_next(sentence, sign)

    def _way(self) -> tuple[Sign | None, str]:
        editing = isinstance(self.focused, Input)
        if self._busy:
            return LOOKING, "Working out what changes in the file"
        if self._needs is not None:
            return None, "w: write the override as well   Enter: on to the last step" if self.check_action(
                "override", ()
            ) else "Enter: on to the last step"
        if self._plan is None:
            if self._passing:
                return CAREFUL, "Enter again: go on without an export"
            if editing and self._path_refused:
                return BAD, "The file cannot be written like this: type another path   f5: look again"
            if self._path_refused:
                return BAD, "The file cannot be written like this: see above.   e: type another path"
            return BAD, "See above what stands in the way.   r: try again   s: the other place   e: another path"
        if editing:
            return None, "Enter: see what changes in it"
        if not self._plan.changes:
            return None, "The file says this already.   Enter: go on with it"
        if self._would_lose(self._plan) and self._passing:
            return CAREFUL, "Enter again: take the secret out of the file; no keyring has it"
        mode, path = f"{self._plan.mode:04o}", shortened(str(self._plan.path), 30)
        return None, f"Enter: write {path} ({mode}), the secret {PLACE_LINES[self._place][0]}"

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """What fails inside the program is said, and can be tried again."""
        if event.state is WorkerState.ERROR:
            self._busy = False
            self._problem = f"This failed inside the program ({type(event.worker.error).__name__})."
            self.say_next(f"{self._problem}   r: look again", BAD)
