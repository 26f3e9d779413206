"""Findings, plans and other values as styled text. Foreign text goes in as it is: none of it is read as markup."""

from collections.abc import Iterable, Sequence

from textual.content import Content

from diagnostics.findings import WIZARD, WORST_FIRST, Finding, Remedy, Status
from screens.signs import OF_STATUS, Sign

TROUBLED = (Status.FAILED, Status.CRASH, Status.UNKNOWN, Status.WARNING)
"""The statuses of what has to be read first: what is, before what should be."""
QUIET = "$foreground 62%"
STRONG = "bold"
ONLY_IN_MEMORY = (
    "The client secret is only in this sitting's memory. Export it inside the env file, or store it in a keyring: "
    "else it has to be fetched or pasted again."
)


def lines(*parts: Content | str) -> Content:
    """Parts below each other."""
    return Content("\n").join(part if isinstance(part, Content) else Content(part) for part in parts)


def quiet(text: str) -> Content:
    return Content.styled(text, QUIET)


def strong(text: str) -> Content:
    return Content.styled(text, STRONG)


def signed(sign: Sign, text: str) -> Content:
    """A sign and a sentence."""
    return Content.assemble((f"{sign.symbol} ", sign.colour), text)


def pairs(rows: Iterable[tuple[str, str | Content]]) -> Content:
    """Label and value below each other, the values in one column."""
    listed = list(rows)
    width = max((len(label) for label, _ in listed), default=0)
    return lines(*(Content.assemble((label.ljust(width + 2), QUIET), value) for label, value in listed))


def finding(found: Finding, *, with_id: bool = True) -> Content:
    """One finding: its sentence, and what to do where it does not hold."""
    sign = OF_STATUS[found.status]
    id = f"  {found.check}" if with_id and found.status not in (Status.OK, Status.SKIPPED) else ""
    mark = (f"{sign.symbol} ", sign.colour)
    if found.status in TROUBLED and found.message:
        # The title states what should be: behind a cross it would read as what is.
        head: list[Content] = [
            Content.assemble(mark, (found.message, f"{STRONG} {sign.colour}")),
            Content.styled(f"{id}  {found.title}" if id else f"  {found.title}", QUIET),
        ]
    else:
        head = [Content.assemble(mark, (found.title, STRONG), (id, QUIET))]
        if found.message:
            head.append(Content.assemble("  ", (found.message, "" if found.status is Status.OK else sign.colour)))
    if found.status in (Status.FAILED, Status.WARNING) and (found.expected or found.actual):
        rows = (("expected  ", found.expected), ("found     ", found.actual))
        head += [Content.assemble("  ", (label, QUIET), value) for label, value in rows if value]
    if found.permission:
        head.append(Content.assemble("  ", ("ask for   ", QUIET), found.permission))
    if found.remedy and found.status not in (Status.OK, Status.SKIPPED, Status.BLOCKED):
        head.append(remedy(found.remedy))
    return lines(*head)


def remedy(what: Remedy) -> Content:
    """What to do, and the commands for it: but not the one that starts the program in which this is read."""
    rows = [Content.assemble("  ", ("to do     ", QUIET), what.prose)]
    rows += [
        Content.assemble("            ", (command, "$text-accent"))
        for command in what.commands
        if command not in WIZARD
    ]
    return lines(*rows)


def findings(found: Sequence[Finding]) -> Content:
    """Findings below each other, those that need attention first."""
    ordered = sorted(found, key=lambda one: WORST_FIRST.index(one.status))
    return Content("\n").join(finding(one) for one in ordered)
