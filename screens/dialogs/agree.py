"""The question before anything is written: what will change, and what of it can be taken back."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from screens.widgets.key_line import KeyLine
from screens.words import lines, quiet
from wizard.plan import Change, Plan


class Agree(ModalScreen[bool]):
    """Shows a plan whole and gives True where the admin agrees to it."""

    BINDINGS = [
        Binding("y", "agree", "Agree and write", id="agree.yes"),
        Binding("escape,n", "decline", "Not now", id="agree.no", key_display="esc"),
    ]

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self._plan = plan

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(
                Content.assemble(("Agree to a change", "bold"), ("   nothing written yet", "$foreground 62%")),
                classes="dialog--title",
            )
            with VerticalScroll(classes="dialog--body"):
                yield Static(_plan(self._plan, min(_WIDEST, self.app.size.width * 9 // 10) - _AROUND))
            yield KeyLine(palette=False)

    def action_agree(self) -> None:
        self.dismiss(True)

    def action_decline(self) -> None:
        self.dismiss(False)


_WIDEST = 100
_AROUND = 6
"""The cells beside the text: the dialog's border and padding, and the scroll bar."""


def _plan(plan: Plan, room: int) -> Content:
    groups: dict[tuple[str, str], list[Change]] = {}
    for change in plan.changes:
        groups.setdefault((change.operation, change.resource), []).append(change)
    parts: list[Content] = [Content.styled(plan.first, "$text-warning"), Content("")] if plan.first else []
    for (operation, resource), changes in groups.items():
        parts.append(Content.assemble((operation, "bold"), "   ", resource))
        width = min(32, max(len(change.field) for change in changes))
        parts += [_change(change, width, room) for change in changes]
        parts.append(Content(""))
    parts += [quiet(note) for note in plan.notes]
    return lines(*parts)


def _change(change: Change, width: int, room: int) -> Content:
    longest = max(len(change.before), len(change.after))
    fits = width + 6 + longest <= room
    field = Content.styled(
        f"  {change.field.ljust(width)}  " if fits else f"  {change.field}\n    ", "$foreground 62%"
    )
    why = f"   {change.why}" if fits and change.why and width + 9 + longest + len(change.why) <= room else ""
    after = Content.assemble((f"+ {change.after}", "$text-success"), (why, "$foreground 62%"))
    if not change.before:
        return Content.assemble(field, after)
    indent = " " * (width + 4 if fits else 4)
    return Content.assemble(field, (f"= {change.before}", "$foreground 62%"), "\n", indent, after)
