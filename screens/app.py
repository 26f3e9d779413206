"""The Textual app: joins steps and screens, and holds what concerns the whole terminal."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events, work
from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.theme import Theme
from textual.worker import get_current_worker

from diagnostics.background import in_thread, use_daemon_threads
from diagnostics.connection import DamagedConnection
from diagnostics.posix import has_job_control, stop_group
from diagnostics.text import plain
from screens.frame import WHY, StepScreen
from screens.memory import keep_what_is_loaded
from screens.own_keys import usable_keys
from screens.taste import Taste, commands_here, first_theme, judge_keys, keep_theme, without_colour
from screens.theme import DARK, LIGHT
from screens.too_small import is_covered_from
from screens.words import ONLY_IN_MEMORY
from wizard.files import WriteRefused
from wizard.session import SAVE_SECONDS, Session
from wizard.steps import STEPS, Mark, StepId, can_enter, number_of, outdated, resume_at

if TYPE_CHECKING:
    from textual.driver import Driver

    from screens.connections import Connections
    from wizard.resuming import Resumed

CRASHED = 70
TROUBLE_SECONDS = 10
LEAVING_SECONDS = 1.0
"""What leaving waits for a disk that still writes the last answer; nothing else is waited for."""
SUSPEND = "Back to the shell for a while; fg there comes back here"
PALETTE = "Every action and every step, by name"


class WizardApp(App[None]):
    """The wizard.

    Args:
        session: the answers so far, and what they are looked at with.
        theme: a theme's name, None for our own.
        connections: those that can be gone over to, None where there is but this one.
        taste: the admin's own theme and keys.
        alone: whether the process is this app's alone, so that its memory may be looked after (screens/memory.py).
        driver: how the terminal is driven, None for Textual's own way.
    """

    CSS_PATH = "app.tcss"
    TITLE = "clearml-cognito"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-normal"), (120, "-wide")]
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"
    BINDINGS = [
        Binding("ctrl+q", "request_quit", "Leave", id="app.leave", priority=True, key_display="^q"),
        Binding("ctrl+z", "suspend_process", "Suspend", id="app.suspend", show=False, priority=True, tooltip=SUSPEND),
        Binding("f9", "diagnose", "Diagnosis", id="app.diagnose", show=False, tooltip=WHY),
        Binding("ctrl+p", "command_palette", "Palette", id="app.palette", show=False, priority=True, tooltip=PALETTE),
        Binding("colon", "command_palette", "Palette", id="app.palette.too", show=False, tooltip=PALETTE),
    ]

    def __init__(
        self,
        session: Session,
        *,
        theme: str | None = None,
        alone: bool = False,
        connections: Connections | None = None,
        taste: Taste | None = None,
        driver: type[Driver] | None = None,
    ) -> None:
        # Textual decides here how it leaves colours out; only for ANSI colours does it leave out every one.
        super().__init__(driver_class=driver, ansi_color=True if without_colour() else None)
        self.session = session
        self._alone = alone
        self.connections = connections
        self._shown: set[StepId] = set()
        self._told: dict[str, float] = {}
        self.sends_codes = True
        """Whether the diagnosis asks the token and authorize endpoints with made-up codes."""
        self.failure: BaseException | None = None
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self._taste = taste or Taste()
        self.theme = first_theme(self.available_themes, theme, self._taste)
        wanted = theme or self._taste.preferences.theme or ""
        self._unknown_theme = "" if wanted in self.available_themes else wanted
        self.own_keys = usable_keys(self._taste.preferences.keys)
        self.set_keymap(self.own_keys)

    def get_default_screen(self) -> Screen[None]:
        return self._screen_of(self._first_step())

    def _first_step(self) -> StepId:
        """Where the admin left, or as near to it as the answers allow; the welcome screen offers the way there."""
        return StepId.WELCOME

    def resume_at(self) -> StepId:
        """The step where the admin was last, as far as the answers still reach."""
        return resume_at(self.session.connection)

    @work(exclusive=True, group="resuming", exit_on_error=False)
    async def look_again(self, until: StepId) -> None:
        """Look again at the steps of an earlier sitting, whichever step is shown meanwhile, and set their marks.

        A step that was judged meanwhile keeps its own, newer mark; changed answers make the look worthless.
        """
        from screens.steps.welcome import WelcomeScreen
        from wizard.resuming import look_again

        answers = replace(self.session.connection, step=None)
        resumed = await look_again(self.session, until)
        if replace(self.session.connection, step=None) != answers:
            return
        self._mark_unseen(resumed)
        if isinstance(self.screen, WelcomeScreen):
            self.screen.show_resumed(resumed)

    @work(group="see-later", exit_on_error=False)
    async def see_later(self, step: StepId) -> None:
        """Judge a step that was left before its answer came, whichever step is shown meanwhile."""
        from wizard.resuming import judge_again

        session, before = self.session, self.session.connection
        resumed = await judge_again(session, (step,))
        now = session.connection
        if (
            session is self.session
            and before.web_addresses == now.web_addresses
            and step not in outdated(before, now)
        ):
            self._mark_unseen(resumed)

    def _mark_unseen(self, resumed: Resumed) -> None:
        """Set the marks of the steps that were not judged otherwise meanwhile."""
        from screens.widgets.rail import Rail

        unseen = [step for step in resumed.marks if self.session.marks.get(step) is Mark.NOT_SEEN]
        self.session.marks.update({step: resumed.marks[step] for step in unseen})
        self.session.warnings.update({step: resumed.warnings[step] for step in unseen})
        for rail in self.screen.query(Rail):
            rail.refresh()

    async def on_event(self, event: events.Event) -> None:
        """Every event goes through here first. What is done behind a cover is not done."""
        if self.screen_stack and is_covered_from(event, self.screen):
            return
        await super().on_event(event)

    def on_mount(self) -> None:
        loop = asyncio.get_running_loop()
        use_daemon_threads(loop)
        for name, status in (("SIGTERM", 143), ("SIGHUP", 129)):
            number = getattr(signal, name, None)
            if number is not None:
                loop.add_signal_handler(number, self._ended_by, status)
        self.theme_changed_signal.subscribe(self, self._theme_chosen)
        if self._unknown_theme:
            self.trouble(f'There is no theme "{plain(self._unknown_theme, 40)}". The palette lists those there are.')
        self.run_worker(judge_keys(self.trouble, self._taste), group="taste", exit_on_error=False)

    def _theme_chosen(self, theme: Theme) -> None:
        self.run_worker(
            keep_theme(self.trouble, self._taste, theme.name), group="theme", exclusive=True, exit_on_error=False
        )

    @work(exclusive=True, group="ending", exit_on_error=False)
    async def _ended_by(self, status: int) -> None:
        await self.session.saved(LEAVING_SECONDS)
        self.exit(return_code=status)

    def show_step(self, step: StepId) -> None:
        """Show a step. Where the admin is now is saved; a failure to save is shown and stops nothing."""
        if self._alone and step not in self._shown:
            self.call_after_refresh(keep_what_is_loaded)
        self._shown.add(step)
        if step is not StepId.WELCOME:
            self.session.marks[StepId.WELCOME] = Mark.DONE
        while len(self.screen_stack) > 1 and not isinstance(self.screen, StepScreen):
            self.pop_screen()
        if len(self.screen_stack) > 1:
            self.switch_screen(self._screen_of(step))
        else:
            # Textual cannot switch away from a default screen; the first step shown stays below the others.
            self.push_screen(self._screen_of(step))
        self.run_worker(self._remember(step), group="remember", exclusive=True, exit_on_error=False)

    @work(exclusive=True, group="connections", exit_on_error=False)
    async def other_connections(self) -> None:
        """Offer the other connections, and go over to the one that is chosen: a sitting of its own begins."""
        from screens.dialogs.connections import ConnectionsDialog
        from screens.dialogs.sure import Sure

        others, file = self.connections, self.session.file
        if others is None or file is None:
            return
        lost = ONLY_IN_MEMORY if self.session.would_lose_secret else ""
        was_there = await in_thread(file.exists, SAVE_SECONDS)
        path = await self.push_screen_wait(ConnectionsDialog(others.folder, file, others.command_of, lost))
        gone = was_there and not await in_thread(file.exists, SAVE_SECONDS)
        if path is None or (path == file and not gone):
            return
        if (
            lost
            and not gone
            and not await self.push_screen_wait(
                Sure("Go over to another connection?", Content(lost), "go over, and lose the secret")
            )
        ):
            return
        await self._go_over(others, path)

    async def _go_over(self, others: Connections, path: Path) -> None:
        try:
            session = await in_thread(lambda: others.open(path), SAVE_SECONDS)
        except TimeoutError:
            self.trouble(f"{path} could not be read in time.")
        except (DamagedConnection, WriteRefused) as why:
            self.trouble(str(why))
        except Exception as error:  # noqa: BLE001 - a fault of ours becomes a sentence in its place
            self.trouble(f"{path} could not be opened ({type(error).__name__}).")
        else:
            here = get_current_worker()
            for worker in list(self.workers):
                if worker is not here and not worker.is_finished:
                    worker.cancel()
            session.take_over(self.session)
            self.session = session
            self.show_step(StepId.WELCOME)

    async def _remember(self, step: StepId) -> None:
        moved = step is not StepId.WELCOME and step.value != self.session.connection.step
        if moved:
            await self.save_answers(step=step.value)
        elif self.session.not_saved:
            await self.save_answers()

    async def save_answers(self, **answers: object) -> bool:
        """Change and save answers. Gives False, and says why, where they could not be saved."""
        try:
            await self.session.answer(**answers)
        except TimeoutError:
            self.trouble(f"{self.session.saved_in} could not be written in time. Your answers are not saved yet.")
        except Exception as error:  # noqa: BLE001 - whatever the disk says becomes a sentence
            self.trouble(f"Your answers are not saved: {error}")
        else:
            return True
        return False

    def trouble(self, sentence: str) -> None:
        """Say what went wrong, over whatever is shown; while it stands there it is not said again."""
        now = time.monotonic()
        if now >= self._told.get(sentence, 0.0):
            self._told[sentence] = now + TROUBLE_SECONDS
            self.notify(sentence, severity="error", markup=False, timeout=TROUBLE_SECONDS)

    def _screen_of(self, step: StepId) -> StepScreen:
        from screens.steps.index import screen_of

        return screen_of(step, self.session)

    def action_diagnose(self) -> None:
        """The diagnosis, over whatever step is shown. While a question is asked, that is answered first."""
        from screens.diagnosis import DiagnosisScreen

        if not isinstance(self.screen, DiagnosisScreen | ModalScreen):
            self.push_screen(DiagnosisScreen(self.session))

    def action_suspend_process(self) -> None:
        """Back to the shell, where one is there to bring the program back (fg)."""
        if not has_job_control():
            self.notify("There is no shell here to go back to.", markup=False)
        else:
            # The terminal first: once the shell has taken it over, setting it back would stop this process half-way.
            with self.suspend():
                stop_group()

    def action_help_quit(self) -> None:
        self.action_request_quit()

    def action_request_quit(self) -> None:
        """Ask whether to leave. Leaving loses nothing that was answered."""
        from screens.dialogs.leave import Leave

        if isinstance(self.screen, Leave):
            self.screen.action_leave()
            return
        lost = " ".join([*self._under_way(), *([ONLY_IN_MEMORY] if self.session.would_lose_secret else [])])
        why = self.session.not_saved
        kept = (
            f"Your last answers are not saved: {why}" if why else f"Your answers are kept in {self.session.saved_in}."
        )
        self.push_screen(Leave(kept, lost), self._leave)

    def _under_way(self) -> list[str]:
        steps = (screen for screen in self.screen_stack if isinstance(screen, StepScreen))
        return [screen.under_way for screen in steps if screen.under_way]

    def _leave(self, leave: bool | None) -> None:
        if leave:
            self._ended_by(0)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """All keys of the screen, the diagnosis, every step that can be entered, and what Textual offers besides."""
        yield from commands_here(self, screen)
        yield SystemCommand("Diagnosis", f"f9: {WHY}", self.action_diagnose)
        for step in STEPS:
            if can_enter(step.id, self.session.connection):
                # Textual sorts by the title: the number's place keeps the steps in their order.
                title = f"Step {number_of(step.id):>2}: {step.title}"
                yield SystemCommand(title, "Go to this step", lambda id=step.id: self.show_step(id))
        for command in super().get_system_commands(screen):
            if command.title not in ("Screenshot", "Keys", "Quit", "Maximize"):
                yield command

    def _fatal_error(self) -> None:
        # Textual would print a traceback with the values of local variables, a secret among them.
        import sys

        self.failure = sys.exc_info()[1]
        self._return_code = CRASHED
        self._close_messages_no_wait()

    def panic(self, *renderables: object) -> None:
        """End the app without printing what Textual rendered of a failure."""
        self._return_code = CRASHED
        self._close_messages_no_wait()
