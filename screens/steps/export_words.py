"""What the export's step says and shows of a file that is about to be written, and of what Compose needs."""

from textual.content import Content

from diagnostics.connection import SecretPlace
from screens.signs import CAREFUL, GOOD, OF_MARK
from screens.words import QUIET, lines, quiet, signed, strong
from wizard.export_step import Compose
from wizard.exports.plan import ExportPlan
from wizard.steps import Mark

PLACE_LINES: dict[SecretPlace, tuple[str, str]] = {
    "reference": (
        "by reference",
        "In no file: clearml-cognito --run gives it to Docker Compose from this machine's keyring.",
    ),
    "inside": (
        "inside",
        "In the file, which its owner alone may read (0600). A running container shows its environment to whoever "
        "may inspect it.",
    ),
}


def place_line(chosen: SecretPlace, *, typing: bool) -> Content:
    """The two places that the secret can have, the chosen one marked.

    Args:
        typing: whether keys are typed into a field, where none of them chooses the other place.
    """
    here, there = OF_MARK[Mark.HERE], OF_MARK[Mark.OPEN]
    parts: list[Content | str | tuple[str, str]] = [("Secret  ", QUIET)]
    for place, (name, _) in PLACE_LINES.items():
        sign = here if place == chosen else there
        parts += [(f"{sign.symbol} ", sign.colour), (name, "bold" if place == chosen else QUIET), "   "]
    return Content.assemble(*parts, ("" if typing else "s: the other", QUIET))


def difference(plan: ExportPlan) -> Content:
    """The difference, line by line; nothing is in it that must not be seen."""
    if not plan.changes:
        return quiet("Nothing changes: the file says this already.")
    return lines(*(_line(line) for line in plan.diff_lines))


def compose_text(plan: ExportPlan, compose: Compose) -> Content:
    """What was written, and what Docker Compose needs besides."""
    parts = [signed(GOOD, f"{plan.path} is written ({plan.mode:04o})."), Content("")]
    if compose.plan is None:
        parts.append(signed(CAREFUL, compose.problem))
    elif compose.plan.changes:
        parts += [
            strong("Docker Compose does not read it by itself."),
            quiet(f"w writes this beside it, {compose.path.name}:"),
        ]
        parts.append(difference(compose.plan))
    else:
        parts.append(signed(GOOD, f"The override {compose.path} is there."))
    parts += [
        Content(""),
        quiet("Then recreate the API server with:"),
        Content.styled(compose.command, "$text-accent"),
    ]
    if compose.assumed:
        parts.append(quiet("No Compose file was found here: name the ones that you start ClearML with."))
    return lines(*parts, Content(""), quiet(compose.note))


def shortened(path: str, cells: int) -> str:
    """A path in at most so many cells, its end kept."""
    return path if len(path) <= cells else "…" + path[-(cells - 1) :]


def _line(line: str) -> Content:
    return Content.styled(line[:1] + line[2:], "$text-success" if line.startswith("+") else "$text-error")
