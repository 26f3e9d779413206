"""The checks themselves as text and JSON: a list of all, and one explained."""

import json
from collections.abc import Sequence

from diagnostics.advice import ADVICE
from diagnostics.judge import Check
from diagnostics.reports.layout import Style, hanging, wrapped


def checks_as_text(checks: Sequence[Check], style: Style) -> str:
    """All checks by area: id, and the good state that each one looks for. A warning-level one is marked."""
    lines: list[str] = []
    for area in dict.fromkeys(check.area for check in checks):
        lines += ["", style.painted(area, "1")] if lines else [style.painted(area, "1")]
        for check in checks:
            if check.area == area:
                weight = "  (warns)" if check.severity.value == "warning" else ""
                lines += hanging(check.id, check.title + weight, 2, 8, style.cells)
    return "\n".join(lines) + "\n"


def checks_as_json(checks: Sequence[Check]) -> str:
    """All checks as a JSON list, in the order in which a report has them."""
    rows = [
        {
            "id": check.id,
            "area": check.area,
            "title": check.title,
            "severity": check.severity.value,
            "depends_on": list(check.after),
            "explanation": check.explanation,
            "symptom": ADVICE[check.id].symptom if check.id in ADVICE else None,
            "action": ADVICE[check.id].action if check.id in ADVICE else None,
            "guide": check.guide,
        }
        for check in checks
    ]
    return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"


def explained(check: Check, style: Style) -> str:
    """One check: what it looks for, why it matters, how it shows, what to do, and what it has to do with others."""
    advice = ADVICE.get(check.id)
    weighs = "a failure means that sign-in does not work" if check.severity.value == "error" else "it warns"
    lines = [
        *hanging(check.id, check.title, 0, 8, style.cells),
        "",
        *wrapped(check.explanation, style.cells),
        "",
        *(hanging("shows", advice.symptom, 0, 8, style.cells) if advice else ()),
        *(hanging("do", advice.action, 0, 8, style.cells) if advice else ()),
        *hanging("area", check.area, 0, 8, style.cells),
        *hanging("weight", f"{check.severity.value}: {weighs}", 0, 8, style.cells),
    ]
    if check.after:
        lines += hanging("after", f"judged once these hold: {' '.join(check.after)}", 0, 8, style.cells)
    if check.guide:
        lines += hanging("guide", check.guide, 0, 8, style.cells)
    return "\n".join(lines) + "\n"
