"""What all step screens share: the rail, the head, the line that says what to do next, and the way on and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from screens.host import Host, host_of
from screens.own_keys import in_own_keys
from screens.signs import Sign
from screens.too_small import cover, cover_if_too_small
from screens.widgets.guidance import Guidance
from screens.widgets.key_line import KeyLine
from screens.widgets.rail import Rail
from screens.widgets.top_line import TopLine
from wizard.steps import STEPS, Mark, StepId, before, can_enter, next_of, number_of, step, warnings_of

if TYPE_CHECKING:
    from diagnostics.findings import Finding
    from wizard.session import Session

WHY = "Look at everything and say why sign-in works or does not"
"""What the diagnosis is for, in the help and in the palette."""


class StepScreen(Screen[None]):
    """One step. A subclass gives its `STEP`, its `QUESTION` and `compose_step`, and answers `action_go_on`.

    It is built from the session each time it is shown, so going back loses nothing: whatever it asks is either in
    the session's connection or not yet answered. Its workers end with it.
    """

    STEP: ClassVar[StepId]
    QUESTION: ClassVar[str] = ""
    AUTO_FOCUS = "ChoiceList, Input"

    BINDINGS = [
        Binding("enter", "go_on", "Go on", id="step.on", key_display="enter", tooltip="On to the next step"),
        Binding("escape", "back", "Back", id="step.back", tooltip="The step before; nothing is lost"),
        Binding("f1,question_mark", "help", "Help", id="step.help", tooltip="This help"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.guidance = Guidance()
        self.long_waits: dict[object, Callable[[], bool]] = {}
        """What is waited for so long that it is said how to stop it, and whether that is what the admin waits for."""
        self.under_way = ""
        """What leaving now would not take back, as a sentence; empty where nothing is being changed."""

    @property
    def wizard(self) -> Host:
        """The app around this step."""
        return host_of(self)

    @property
    def can_stop(self) -> bool:
        """Whether something takes so long that escape stops it instead of going back."""
        return any(holds() for holds in self.long_waits.values())

    def compose(self) -> ComposeResult:
        yield TopLine(self.session)
        with Horizontal(id="middle"):
            yield Rail(self.session.marks, self.STEP)
            with Vertical(id="step"):
                yield Horizontal(
                    Static(Content(step(self.STEP).title), id="title"),
                    Static(f"{number_of(self.STEP)} of {len(STEPS)}", id="number"),
                    id="head",
                )
                if self.QUESTION:
                    yield Static(Content(self.QUESTION), id="question")
                with Vertical(id="body"):
                    yield from self.compose_step()
        yield self.guidance
        yield KeyLine()
        yield cover()

    def compose_step(self) -> ComposeResult:
        """The step's own widgets."""
        raise NotImplementedError

    def say_next(self, sentence: str, sign: Sign | None = None) -> None:
        """Set the one line that says what to do next, or why it cannot be done yet."""
        sentence = in_own_keys(sentence, self, self.wizard.own_keys)
        if sign is None:
            self.guidance.say(Content(sentence))
        else:
            self.guidance.say(Content.assemble((f"{sign.symbol} ", sign.colour), (sentence, sign.colour)))

    @contextmanager
    def changing(self, what: str) -> Iterator[None]:
        """While the block runs, `what` is being created in AWS."""
        self.under_way = f"{what} is being created in AWS. Leaving does not take that back; it is found again here."
        try:
            yield
        finally:
            self.under_way = ""

    def mark(self, mark: Mark, findings: Sequence[Finding] = ()) -> None:
        """Note how this step stands, and what of the findings that say so the admin was warned of."""
        self.session.marks[self.STEP] = mark
        self.session.warnings[self.STEP] = warnings_of(findings)
        self.query_one(Rail).refresh()

    async def keep(self, **answers: object) -> bool:
        """Save this step's answers, and that the next step is where the admin goes on. False where that failed."""
        following = next_of(self.STEP)
        place = {"step": following.value} if following else {}
        return await self.wizard.save_answers(**answers, **place)

    def action_go_on(self) -> None:
        """On to the next step. One that is left before it was judged is not seen."""
        if self.session.marks.get(self.STEP, Mark.OPEN) is Mark.OPEN:
            self.mark(Mark.NOT_SEEN)
        following = next_of(self.STEP)
        if following is not None:
            self.wizard.show_step(following)

    def action_back(self) -> None:
        """Back to the step before; from the first one, leave."""
        previous = before(self.STEP)
        if previous is None:
            self.wizard.action_request_quit()
        else:
            self.wizard.show_step(previous)

    def action_help(self) -> None:
        """What this step is about, what can be done where the focus is, and the keys."""
        from screens.dialogs.help import Help

        self.app.push_screen(
            Help(step(self.STEP).title, self.HELP or "", self.active_bindings, here=self._help_here())
        )

    def _help_here(self) -> str:
        """What the widget that has the focus says of itself, or the nearest one around it that does."""
        around = self.focused.ancestors_with_self if self.focused else ()
        return next((node.HELP for node in around if node.HELP and node is not self), "")

    @on(Rail.Chosen)
    def _rail_chosen(self, event: Rail.Chosen) -> None:
        if can_enter(event.step, self.session.connection):
            self.wizard.show_step(event.step)
        else:
            self.say_next(f"{step(event.step).title} comes later: it builds on answers that are still open.")

    def on_resize(self) -> None:
        cover_if_too_small(self)
