"""The connections of this admin: to choose another one, make, copy, rename or delete one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from screens import words
from screens.dialogs.sure import Sure
from screens.signs import BAD, CAREFUL, GOOD, Sign
from screens.widgets.choice_list import Choice, ChoiceList
from screens.widgets.fields import Field, Judgement
from screens.widgets.key_line import KeyLine
from screens.widgets.prose import Prose
from wizard.connections import Listed, copy, delete, free_path, listed, rename, what_stays
from wizard.files import WriteRefused

T = TypeVar("T")

DISK_SECONDS = 10.0
ASKS = {
    "new": ("Name of the new connection", "Enter: begin it; its file is made with the first answer"),
    "copy": ("Name of the copy", "Enter: copy {name}; nothing in AWS is copied"),
    "rename": ("New name", "Enter: rename {name}"),
}


class ConnectionsDialog(ModalScreen[Path | None]):
    """Gives the file of the connection to go on with, None where the admin stays with the present one.

    Args:
        folder: where the connections are.
        current: the file of the present one; it need not exist.
        command_of: what starts this program with the connection of a file.
        lost: what is lost with the present one, where it is left; empty where nothing is.
    """

    CSS_PATH = "connections.tcss"
    AUTO_FOCUS = "#connections"
    BINDINGS = [
        Binding("n", "ask('new')", "New", id="connections.new", tooltip="Begin another connection"),
        Binding("c", "ask('copy')", "Copy", id="connections.copy", tooltip="Copy the one under the cursor"),
        Binding("m", "ask('rename')", "Rename", id="connections.rename", tooltip="Rename the one under the cursor"),
        Binding("d", "delete", "Delete", id="connections.delete", tooltip="Delete the one under the cursor"),
        Binding("escape", "close", "Close", id="connections.close", key_display="esc"),
    ]

    def __init__(self, folder: Path, current: Path, command_of: Callable[[Path], str], lost: str = "") -> None:
        super().__init__()
        self._folder = folder
        self._current = current
        self._command_of = command_of
        self._lost = lost
        self._listed: dict[str, Listed] = {}
        self._asked = ""

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(words.strong("Connections"), classes="dialog--title")
            yield ChoiceList(id="connections", empty="Looking into the folder")
            yield Field("Name", id="name", example="prod", judge=self._judge)
            with VerticalScroll(id="about"):
                yield Prose(id="connection-seen")
            yield Static("", id="line")
            yield KeyLine(palette=False)

    def on_mount(self) -> None:
        self._read(self._current)

    # What there is

    @work(exclusive=True, group="connections-disk", exit_on_error=False)
    async def _read(self, to: Path) -> None:
        await self._show(to)

    async def _show(self, to: Path) -> None:
        found = await self._disk(lambda: listed(self._folder, self._current))
        if found is None:
            return
        self._listed = {str(one.path): one for one in found}
        rows = self.query_one("#connections", ChoiceList)
        rows.clear()
        rows.add([_row(one, one.path == self._current) for one in found])
        rows.highlight(str(to))
        self._say()

    async def _done(self, change: Callable[[], None]) -> bool:
        """Whether a change on the disk was made; why it was not is said."""

        def changed() -> bool:
            change()
            return True

        return bool(await self._disk(changed))

    async def _disk(self, call: Callable[[], T]) -> T | None:
        """What a call to the disk gives; None where it failed, which is said then."""
        from diagnostics.background import in_thread

        try:
            return await in_thread(call, DISK_SECONDS)
        except TimeoutError:
            self._tell("The disk gave no answer in time. Try again.", BAD)
        except (WriteRefused, OSError) as refused:
            self._tell(str(refused), BAD)
        return None

    @property
    def _here(self) -> Listed | None:
        choice = self.query_one("#connections", ChoiceList).highlighted
        return self._listed.get(choice.id) if choice else None

    # Choosing

    @on(ChoiceList.Chosen)
    def _chosen(self) -> None:
        one = self._here
        if one is None:
            return
        if one.damage:
            self._tell("It cannot be opened before its file is repaired. It is left as it is.", BAD)
        else:
            self.dismiss(one.path)

    def action_close(self) -> None:
        """Leave the field, or the dialog."""
        if self._asked:
            self._close_field()
        else:
            self.dismiss(None)

    # New, copy, rename

    def action_ask(self, what: str) -> None:
        """Ask for a name."""
        if self._here is None and what != "new":
            return
        self._asked = what
        self.add_class("-naming")
        field = self.query_one("#name", Field)
        field.value = self._here.path.stem if what == "rename" and self._here else ""
        field.focus()
        self.refresh_bindings()
        self._say()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What can be done with the connection under the cursor."""
        one = self._here if self.is_attached else None
        if action in ("delete", "ask") and self._asked:
            return False
        if action == "delete" or (action == "ask" and parameters != ("new",)):
            return one is not None and (one.connection is not None or bool(one.damage))
        return True

    def _judge(self, typed: str) -> Judgement:
        if self._keeps_its_name(typed):
            return None, "This is its name now."
        try:
            free_path(self._folder, typed)
        except ValueError as wrong:
            return BAD, str(wrong)
        return GOOD, "This name is free."

    def _keeps_its_name(self, typed: str) -> bool:
        return self._asked == "rename" and self._here is not None and typed.strip() == self._here.path.stem

    def _close_field(self) -> None:
        self._asked = ""
        self.remove_class("-naming")
        self.query_one("#connections").focus()
        self.refresh_bindings()
        self._say()

    @on(Field.Submitted)
    def _named(self, event: Field.Submitted) -> None:
        if event.field.problem:
            self._tell(event.field.problem, BAD)
        elif self._keeps_its_name(event.field.value):
            self._close_field()
        else:
            self._make(self._asked, self._here, free_path(self._folder, event.field.value))

    @work(exclusive=True, group="connections-disk", exit_on_error=False)
    async def _make(self, what: str, one: Listed | None, target: Path) -> None:
        if what == "new" or one is None:
            self.dismiss(target)
            return
        change = rename if what == "rename" else copy
        if not await self._done(lambda: change(one.path, target)):
            return
        if what == "rename" and one.path == self._current:
            self.dismiss(target)
            return
        self._close_field()
        await self._show(target)

    # Delete

    @work(exclusive=True, group="connections-disk", exit_on_error=False)
    async def action_delete(self) -> None:
        """Delete the connection under the cursor, if the admin agrees."""
        one = self._here
        if one is None:
            return
        text = words.lines(
            f"Its file {one.path} is deleted and cannot be brought back.",
            *([words.signed(CAREFUL, self._lost)] if self._lost and one.path == self._current else []),
            *(words.quiet(sentence) for sentence in what_stays(one, self._command_of(one.path))),
        )
        if not await self.app.push_screen_wait(Sure(f"Delete the connection {one.name}?", text, "delete it")):
            return
        if not await self._done(lambda: delete(one)):
            return
        if one.path == self._current:
            left = [other.path for other in self._listed.values() if other.path != one.path and not other.damage]
            self.dismiss(left[0] if left else self._folder / "default.toml")
        else:
            await self._show(self._current)

    # Showing

    @on(ChoiceList.Highlighted)
    @on(Field.Changed)
    def _moved(self) -> None:
        self.refresh_bindings()
        self._say()

    def _say(self) -> None:
        one = self._here
        self.query_one("#connection-seen", Prose).update(_about(one) if one else Content(""))
        if self._asked:
            label, line = ASKS[self._asked]
            self.query_one("#name .field--label", Static).update(Content(label))
            field = self.query_one("#name", Field)
            if field.problem or self._keeps_its_name(field.value):
                line = "Type a name that is free   esc: leave it"
            self._tell(line.format(name=one.name if one else ""))
        elif one is None:
            self._tell("n: begin a connection")
        elif one.damage:
            self._tell("Settle first what is wrong with its file; it is never written over", BAD)
        elif one.path == self._current:
            self._tell(f"Enter: go on with {one.name}, which is open")
        else:
            self._tell(f"Enter: go over to {one.name}")

    def _tell(self, sentence: str, sign: Sign | None = None) -> None:
        self.query_one("#line", Static).update(words.signed(sign, sentence) if sign else Content(sentence))


def _row(one: Listed, current: bool) -> Choice:
    sign = BAD if one.damage else GOOD if current else None
    verdict = "   ".join(part for part in (one.web, one.stands, "open" if current else "") if part)
    return Choice(str(one.path), one.name, verdict=verdict, sign=sign)


def _about(one: Listed) -> Content:
    parts = [words.pairs(one.about())]
    if one.damage:
        parts.insert(0, words.signed(BAD, one.damage))
    return words.lines(*parts)
