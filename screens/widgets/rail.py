"""The rail: all steps and how each stands."""

from collections.abc import Mapping

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from screens.signs import OF_MARK
from wizard.steps import STEPS, Mark, StepId


class Rail(Widget):
    """The steps with their marks: a column where there is room, one line of marks where there is not.

    Args:
        marks: how each step stands.
        here: the step that is shown.
    """

    class Chosen(Message):
        """A step in the rail was clicked."""

        def __init__(self, step: StepId) -> None:
            super().__init__()
            self.step = step

    def __init__(self, marks: Mapping[StepId, Mark], here: StepId) -> None:
        super().__init__()
        self._marks = marks
        self._here = here
        self.border_title = "Steps"

    def render(self) -> Content:
        if self.size.height < len(STEPS):
            return Content(" ").join(self._sign(step.id) for step in STEPS)
        return Content("\n").join(self._line(step.id, step.title) for step in STEPS)

    def _mark(self, step: StepId) -> Mark:
        return Mark.HERE if step is self._here else self._marks.get(step, Mark.OPEN)

    def _sign(self, step: StepId) -> Content:
        sign = OF_MARK[self._mark(step)]
        return Content.styled(sign.symbol, sign.colour)

    def _line(self, step: StepId, title: str) -> Content:
        mark = self._mark(step)
        style = {Mark.HERE: "bold $text", Mark.OPEN: "$foreground 62%"}.get(mark, "$text")
        return Content.assemble(" ", self._sign(step), " ", (title, style))

    def on_click(self, event: events.Click) -> None:
        at = event.get_content_offset(self)
        if at is None:
            return
        number = at.y if self.size.height >= len(STEPS) else at.x // 2
        if 0 <= number < len(STEPS):
            self.post_message(self.Chosen(STEPS[number].id))
