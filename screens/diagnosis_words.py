"""The diagnosis in words: its tree, one finding in detail, the verdict, and what to do next."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from textual.content import Content

from diagnostics.findings import WIZARD, WORST_FIRST, Finding, Severity, Status
from diagnostics.judge import Check
from diagnostics.reports.exit_status import ExitStatus, exit_status
from diagnostics.reports.root_causes import may_stop_people, root_causes, waiting_for
from diagnostics.reports.subject import Subject
from screens.signs import BAD, CAREFUL, GOOD, LOOKING, OF_STATUS, SKIPPED, UNSEEN, Sign
from screens.widgets.outline import Branch, Leaf
from screens.words import QUIET, STRONG, TROUBLED, lines

HELP = """
Everything that sign-in needs is looked at, and judged by the same checks as the wizard's steps and --diagnose.
Nothing is changed by it.

The root causes stand on top: what fails by itself. What only waits for them is not judged until they are mended,
and what could not be seen is never called fine. The detail says what was expected, what was found and where, and
what to do.

The token and authorize endpoints are asked with codes that are made up. Cognito judges the app client before the
code, so its refusal shows whether id, secret and callback URL are right. Nobody is signed in and nothing is used
up; the requests count in Cognito's logs.
"""
CODES = "Made-up codes go to the token and authorize endpoints.   o: leave them out"
NO_CODES = "No made-up codes go to the token and authorize endpoints.   o: send them"
CAUSES = "causes"
_WORDS = {
    Status.OK: "ok",
    Status.WARNING: "warning",
    Status.FAILED: "failed",
    Status.CRASH: "crashed",
    Status.UNKNOWN: "not seen",
    Status.BLOCKED: "waiting",
    Status.SKIPPED: "skipped",
}
ATTENTION = frozenset((Status.FAILED, Status.CRASH, Status.UNKNOWN, Status.WARNING))
_LABEL = 10
_MOST_IDS = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """What of the diagnosis is to be shown.

    Attributes:
        checks: all checks, in the order of the report.
        found: what was found so far, by check.
        looking: the checks that are being looked at.
        words: the filter's words; empty for all.
        attention: whether only what needs attention is shown.
    """

    checks: Sequence[Check]
    found: Mapping[str, Finding]
    looking: Collection[str] = ()
    words: str = ""
    attention: bool = False

    @property
    def narrowed(self) -> bool:
        """Whether something may be left out."""
        return self.attention or bool(self.words.split())

    def takes(self, check: Check) -> bool:
        """Whether a check is to be shown."""
        found = self.found.get(check.id)
        if self.attention and (found is None or found.status not in ATTENTION):
            return False
        text = f"{check.id} {check.title} {check.area} {found.message if found else ''}".casefold()
        return all(word in text for word in self.words.casefold().split())


def empty(shown: Shown) -> str:
    """What to say where nothing is to be shown."""
    if shown.looking:
        return "Nothing of what was seen so far."
    if shown.words.split():
        return "No check that is shown has these words."
    return "Nothing needs attention."


def branches(shown: Shown) -> list[Branch]:
    """The tree: the root causes once all is seen, then the areas, within each what failed first."""
    tree = [] if shown.looking else _causes(shown)
    for area in dict.fromkeys(check.area for check in shown.checks):
        checks = [check for check in shown.checks if check.area == area]
        taken = [check for check in checks if shown.takes(check)]
        if taken:
            tree.append(_area(area, checks, taken, shown))
    return tree


def _causes(shown: Shown) -> list[Branch]:
    found = [shown.found[check.id] for check in shown.checks if check.id in shown.found]
    causes = root_causes(found)
    taken = {check.id for check in shown.checks if shown.takes(check)}
    leaves = []
    for cause in causes:
        if cause.check in taken:
            explains = len(waiting_for(found, cause))
            leaves.append(replace(_leaf(cause), note=f"explains {explains}" if explains else ""))
    if not leaves:
        return []
    if causes[0].status in (Status.FAILED, Status.WARNING):
        return [Branch(CAUSES, "Root cause" if len(causes) == 1 else "Root causes", tuple(leaves), sign=BAD)]
    return [Branch(CAUSES, "Not seen, so not known", tuple(leaves), sign=UNSEEN)]


def _area(area: str, checks: Sequence[Check], taken: Sequence[Check], shown: Shown) -> Branch:
    found = [shown.found[check.id] for check in checks if check.id in shown.found]
    looking = any(check.id in shown.looking for check in checks)
    if not looking:
        taken = sorted(taken, key=lambda check: _rank(shown.found.get(check.id)))
    leaves = [
        _leaf(shown.found[check.id]) if check.id in shown.found else Leaf(check.id, check.title, "", LOOKING)
        for check in taken
    ]
    note = f"{len(found)} of {len(checks)} seen" if looking else counts(found)
    sign = LOOKING if looking else _sign(found)
    unfolded = any(one.status in ATTENTION for one in found) and not looking
    return Branch(area, area, tuple(leaves), note, sign, unfolded)


def _rank(found: Finding | None) -> int:
    return WORST_FIRST.index(found.status) if found else 0


def _sign(found: Sequence[Finding]) -> Sign:
    return OF_STATUS[min(found, key=_rank).status] if found else SKIPPED


def _leaf(found: Finding) -> Leaf:
    # A failure's sentence says what is wrong; everything else is better known by what it was to show.
    says = found.message if found.status in (Status.FAILED, Status.WARNING) else found.title
    note = "" if found.status in (Status.OK, Status.FAILED) else _WORDS[found.status]
    if found.blocked_by:
        note = f"waits for {_ids(found.blocked_by)}"
    return Leaf(found.check, says, note, OF_STATUS[found.status])


def _ids(ids: Sequence[str], most: int = 2) -> str:
    return " ".join(ids[:most]) + (f" and {len(ids) - most} more" if len(ids) > most else "")


def counts(found: Sequence[Finding]) -> str:
    """How many there are of each status, the worst first: `1 failed  8 ok`."""
    number = {status: sum(one.status is status for one in found) for status in WORST_FIRST}
    words = {**_WORDS, Status.SKIPPED: "skipped"}
    return "  ".join(f"{number[status]} {words[status]}" for status in WORST_FIRST if number[status])


def shown_seconds(seconds: float) -> str:
    """How long a look took, as it is shown."""
    return f"{seconds:.1f} s"


def so_far(done: int, all: int, waiting: Sequence[str]) -> str:
    """How far a look is, and what it waits for."""
    return f"Looking: {done} of {all} judged" + (f"   waiting for {', '.join(waiting[:3])}" if waiting else "")


def verdict(found: Sequence[Finding], subject: Subject, left_out: bool = False) -> tuple[Sign, str]:
    """What it comes to, in a sentence: the root causes by what they say, or that there is none.

    Args:
        found: all findings.
        subject: what was looked at.
        left_out: whether the made-up codes were left out: then it is not the whole that holds.
    """
    causes, status = root_causes(found), exit_status(found)
    ids = ", ".join(cause.check for cause in causes[:_MOST_IDS]) + (" …" if len(causes) > _MOST_IDS else "")
    if status is ExitStatus.FINDINGS:
        name = "Root cause" if len(causes) == 1 else f"{len(causes)} root causes"
        return BAD, f"{name} ({ids}): {_said(causes)}"
    if status is ExitStatus.INCOMPLETE:
        return UNSEEN, f"Not seen, so not known ({ids}): {_said(causes)}"
    number = {each: sum(one.status is each for one in found) for each in Status}
    good = number[Status.OK]
    holds = f"{good} {'check holds' if good == 1 else 'checks hold'}, {number[Status.SKIPPED]} had nothing to judge."
    if not subject.user_pool:
        return UNSEEN, f"Too little is chosen yet to judge sign-in: {holds}"
    warned = number[Status.WARNING] + number[Status.FAILED]
    unseen = number[Status.UNKNOWN] + number[Status.CRASH] + number[Status.BLOCKED]
    rest = [
        holds,
        f"{warned} {'warning' if warned == 1 else 'warnings'}." if warned else "",
        f"{unseen} {'was' if unseen == 1 else 'were'} not seen." if unseen else "",
        "What the made-up codes would show was left out." if left_out else "",
    ]
    sign = CAREFUL if warned or unseen or left_out else GOOD
    return sign, f"No root cause: {' '.join(part for part in rest if part)}"


def _said(causes: Sequence[Finding]) -> str:
    return " ".join(dict.fromkeys(cause.message for cause in causes))


def next_action(found: Sequence[Finding], subject: Subject, step_title: str | None) -> str:
    """What to do now: the first root cause's command, else the step where it is mended.

    Args:
        found: all findings.
        subject: how our own commands are typed for this connection.
        step_title: the step that holds the first root cause and can be entered, None where there is none.
    """
    causes = root_causes(found)
    if not causes:
        if not subject.user_pool:
            return "Next: esc, and choose the user pool that ClearML is to sign in with"
        if doubts := may_stop_people(found):
            return f"Next: see what {doubts[0]} says   then esc, and go on"
        return f"Next: sign in at {subject.web_addresses[0]}" if subject.web_addresses else "Next: esc, and go on"
    first = causes[0]
    commands = [line for line in (first.remedy.commands if first.remedy else ()) if line not in WIZARD]
    if commands:
        return f"Next: {subject.runnable(commands[0])}   then r: run all again"
    if step_title:
        return f"Next: g: go to {step_title}, which holds {first.check}   then r: run all again"
    return f"Next: see what {first.check} says to do   then r: run all again"


def detail(check: Check, found: Finding | None, all_found: Sequence[Finding], subject: Subject, way: str) -> Content:
    """One check whole: what was found and expected, what to do, what it waits for, and what it is about.

    Args:
        check: the check.
        found: its finding, None while it is being looked at.
        all_found: all findings, for what waits for this one.
        subject: how our own commands are typed for this connection.
        way: what `g` does for this check, empty where it does nothing.
    """
    sign = OF_STATUS[found.status] if found else LOOKING
    word = _WORDS[found.status] if found else "looking"
    weighs = "" if check.severity is Severity.ERROR else "   a warning at most"
    troubled = found is not None and found.status in TROUBLED and bool(found.message)
    first = Content.styled(found.message, f"{STRONG} {sign.colour}") if found and troubled else None
    parts = [
        Content.assemble((f"{sign.symbol} ", sign.colour), first or Content.styled(check.title, STRONG)),
        Content.assemble("  ", (f"{check.id}   {word}{weighs}", QUIET)),
        *([Content.assemble("  ", (check.title, QUIET))] if troubled else []),
    ]
    if found:
        parts += [*_said_of(found), *_to_do(found, subject, way), *_behind(found, all_found)]
    parts += [Content(""), Content(check.explanation)]
    if check.guide:
        parts += [Content(""), _labelled("guide", check.guide, QUIET)]
    return lines(*parts)


def _said_of(found: Finding) -> list[Content]:
    parts = []
    if found.message and found.status in (Status.OK, Status.SKIPPED):
        parts.append(Content.assemble("  ", found.message))
    if found.expected is not None:
        parts.append(_labelled("expected", found.expected))
    if found.actual is not None:
        parts.append(_labelled("found", found.actual))
    missing = [one for one in (found.permission or "").split(", ") if one and one not in found.message]
    return [*parts, _labelled("needs", f"the IAM permission {', '.join(missing)}")] if missing else parts


def _behind(found: Finding, all_found: Sequence[Finding]) -> list[Content]:
    """What it rests on: what was seen, and how it hangs together with other checks."""
    titles = {one.check: one.title for one in all_found}
    parts = [_labelled("seen", f"{one.source}: {one.said}") for one in found.evidence]
    parts += [_labelled("waits for", f"{cause}, {titles.get(cause, '')}") for cause in found.blocked_by]
    if waiting := waiting_for(all_found, found):
        parts.append(_labelled("explains", f"why {' '.join(waiting)} could not be judged"))
    return parts


def _to_do(found: Finding, subject: Subject, way: str) -> list[Content]:
    if found.remedy is None or found.status in (Status.OK, Status.SKIPPED, Status.BLOCKED):
        return []
    undone = " This cannot be undone." if found.remedy.destructive else ""
    parts = [_labelled("to do", f"{found.remedy.prose}{undone}")]
    for command in found.remedy.commands:
        # The wizard is what this is shown in.
        if command not in WIZARD:
            parts.append(_labelled("run", subject.runnable(command), "$text-accent"))
    return [*parts, _labelled("here", way, "$text-accent")] if way else parts


def _labelled(label: str, text: str, style: str = "") -> Content:
    return Content.assemble("  ", (label.ljust(_LABEL), QUIET), (text, style))


def area_detail(branch: Branch) -> Content:
    """A heading: what stands under it, and how many of each."""
    parts = [Content.styled(branch.name, STRONG), Content.styled(f"  {branch.note}", QUIET)]
    for leaf in branch.leaves:
        sign = leaf.sign or SKIPPED
        parts.append(Content.assemble("  ", (f"{sign.symbol} ", sign.colour), f"{leaf.id}  {leaf.text}"))
    return lines(*parts)
