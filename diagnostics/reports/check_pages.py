"""The pages of `docs/checks`: one for each check, from the same words as `--explain`, and an index of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from diagnostics.advice import ADVICE, Advice
from diagnostics.findings import Severity
from diagnostics.judge import Check
from diagnostics.reports.layout import wrapped

FOLDER = "docs/checks"
_WIDTH = 110
_NOTICE = "<!-- Made by `make docs` from the checks themselves. Change them, not this page. -->"
_WEIGHTS = {
    Severity.ERROR: "Sign-in does not work, or not for everybody, where this does not hold.",
    Severity.WARNING: "Sign-in works where this does not hold. It is a warning.",
}


def pages(checks: Sequence[Check]) -> dict[str, str]:
    """All pages by file name: `README.md`, the index, and `<ID>.md` for each check."""
    by_id = {check.id: check for check in checks}
    return {"README.md": _index(checks)} | {f"{check.id}.md": _page(check, by_id) for check in checks}


def _index(checks: Sequence[Check]) -> str:
    lines = [
        _NOTICE,
        "",
        "# What `clearml-cognito --diagnose` checks",
        "",
        *_wrapped(
            "Each line is the state that is looked for. The page behind it says why that matters, how it shows when "
            "it does not hold, and what to do. `clearml-cognito --explain ID` prints the same in the terminal, and "
            "an id never changes its meaning."
        ),
    ]
    for area in dict.fromkeys(check.area for check in checks):
        lines += ["", f"## {area}", ""]
        for check in checks:
            if check.area == area:
                warns = " (warns)" if check.severity is Severity.WARNING else ""
                lines.append(f"- [{check.id}]({check.id}.md) {check.title}{warns}")
    return "\n".join(lines) + "\n"


def _page(check: Check, by_id: Mapping[str, Check]) -> str:
    advice = ADVICE.get(check.id)
    lines = [_NOTICE, "", f"# {check.id}: {check.title}", "", *_wrapped(_WEIGHTS[check.severity])]
    lines += ["", "## Why it matters", "", *_wrapped(check.explanation)]
    if advice:
        lines += _advised(advice)
    if check.guide:
        lines += ["", "## In ClearML's guide", "", *_wrapped(f"> {_code(check.guide)}")]
    waiting = [other for other in by_id.values() if check.id in other.after]
    if check.after:
        lines += ["", "## Judged once these hold", "", *(_link(by_id[id]) for id in check.after if id in by_id)]
    if waiting:
        lines += ["", "## What waits for it", "", *(_link(other) for other in waiting)]
    lines += ["", "## Look at it alone", "", "```sh", f"clearml-cognito --diagnose --only {check.id}", "```"]
    lines += ["", f"[All checks](README.md), area {check.area}"]
    return "\n".join(lines) + "\n"


def _advised(advice: Advice) -> list[str]:
    return [
        *("", "## How it shows when it does not hold", "", *_wrapped(advice.symptom)),
        *("", "## What to do", "", *_wrapped(advice.action)),
    ]


def _link(check: Check) -> str:
    return f"- [{check.id}]({check.id}.md) {check.title}"


def _wrapped(text: str) -> list[str]:
    """Prose as lines of Markdown. What begins a tag in HTML does not do so here."""
    return wrapped(text if "`" in text else text.replace("<", "&lt;"), _WIDTH)


def _code(guide: str) -> str:
    """A line of the guide as it stands there, where it has no code of its own."""
    return guide if "`" in guide else f"`{guide}`"
