"""Fields to type in: a label, an answer that is checked while it is typed, and one line that says how it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual import events, on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Label, Static

from diagnostics.secret import Secret
from screens.signs import BAD, GOOD, Sign

Judgement = tuple[Sign | None, str]
"""A sign and a sentence, shown below the field."""


def blank(_typed: str) -> Judgement:
    """The judgement of a field in which anything may stand."""
    return None, ""


def check_with(parse: Callable[[str], object], good: str = "") -> Callable[[str], Judgement]:
    """A judgement from a function that raises ValueError with a sentence for what it does not take."""

    def judge(typed: str) -> Judgement:
        try:
            parse(typed)
        except ValueError as wrong:
            return BAD, str(wrong)
        return (GOOD, good) if good else (None, "")

    return judge


class Field(Vertical):
    """A labelled one-line answer.

    Args:
        label: what is asked.
        value: what it holds at first.
        example: shown while it is empty.
        hint: shown below while nothing is typed.
        judge: judges what is typed, at each key; quick and without I/O.
        optional: whether it may stay empty: an empty one is then not judged.
    """

    HELP = """
    A field is judged while you type, and the line below it says how it stands. Tab goes to the next one, ctrl+u
    empties what is before the cursor, and a paste goes in whole.
    """

    class _Said(Message):
        def __init__(self, field: Field) -> None:
            super().__init__()
            self.field = field

        @property
        def control(self) -> Field:
            return self.field

    class Changed(_Said):
        """The answer was changed by the admin."""

    class Submitted(_Said):
        """Enter was pressed in the field."""

    def __init__(
        self,
        label: str,
        *,
        value: str = "",
        example: str = "",
        hint: str = "",
        judge: Callable[[str], Judgement] = blank,
        optional: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._label = label
        self._hint = hint
        self._judge = judge
        self._optional = optional
        self._input = _Input(value, placeholder=example, compact=True, select_on_focus=False)
        self._line = Static("", classes="field--line")

    def compose(self) -> ComposeResult:
        yield Label(self._label, classes="field--label", markup=False)
        yield self._input
        yield self._line

    def on_mount(self) -> None:
        self._show()

    @property
    def value(self) -> str:
        """What is typed, without the blanks around it."""
        return self._input.value.strip()

    @value.setter
    def value(self, text: str) -> None:
        with self._input.prevent(Input.Changed):
            self._input.value = text
        self._show()

    @property
    def problem(self) -> str | None:
        """Why the answer cannot stand, None where it can."""
        if self._optional and not self.value:
            return None
        sign, sentence = self._judge(self.value)
        return sentence if sign is BAD else None

    def suggest(self, texts: Iterable[str]) -> None:
        """Complete what is typed to the first of these texts that begins so; the right arrow takes it."""
        from textual.suggester import SuggestFromList

        self._input.suggester = SuggestFromList(texts, case_sensitive=False)

    def judge_again(self) -> None:
        """Show how the answer stands now, where what it is judged by has changed."""
        self._show()

    def say(self, sign: Sign | None, sentence: str) -> None:
        """Show a sentence below the field until the next key. Without one, the line has the class `-empty`."""
        self._line.set_class(not sentence, "-empty")
        self._line.update(_line(sign, sentence))

    def focus(self, scroll_visible: bool = True) -> Field:
        self._input.focus(scroll_visible)
        return self

    def _show(self) -> None:
        if not self.value:
            self.say(None, self._hint)
        else:
            sign, sentence = self._judge(self.value)
            self.say(sign, sentence or self._hint)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._show()
        self.post_message(self.Changed(self))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._show()
        self.post_message(self.Submitted(self))


class _Input(Input):
    """An input whose Ctrl+C, with nothing selected, is left to the app."""

    def action_cut(self) -> None:
        if not self.selected_text:
            raise SkipAction
        super().action_cut()


class SecretInput(Input):
    """A masked input. What is in it cannot be copied or cut, and no text form of it or of its messages shows it."""

    HELP = """
    A masked field: what is typed or pasted here is never shown, and cannot be copied out again. Blanks and line
    breaks around a pasted text are dropped.
    """

    BINDINGS = [Binding("ctrl+c,super+c,ctrl+x", "refuse_copy", show=False)]

    def __init__(self, *, example: str = "", id: str | None = None) -> None:
        super().__init__(password=True, placeholder=example, compact=True, id=id)

    def take(self) -> Secret:
        """What was typed, without the blanks and line breaks around it; the input is empty afterwards."""
        secret = Secret(self.value.strip())
        with self.prevent(Input.Changed):
            self.value = ""
        return secret

    def action_copy(self) -> None:
        self.action_refuse_copy()

    def action_cut(self) -> None:
        self.action_refuse_copy()

    def action_refuse_copy(self) -> None:
        if not self.value:
            raise SkipAction
        self.app.notify("A secret is not copied from here.", markup=False)

    def post_message(self, message: Message) -> bool:
        # Input.Changed and Input.Submitted carry the text itself; nobody needs it from there.
        if isinstance(message, Input.Changed | Input.Submitted):
            message.value = ""
        return super().post_message(message)

    def _on_paste(self, event: events.Paste) -> None:
        # A secret copied from a console often drags a line break or blanks along. Textual calls Input's own handler
        # next: calling it from here would put the text in twice.
        event.text = event.text.strip()


def _line(sign: Sign | None, sentence: str) -> Content:
    if sign is None:
        return Content.styled(sentence, "$foreground 62%")
    return Content.assemble((f"{sign.symbol} ", sign.colour), (sentence, sign.colour))
