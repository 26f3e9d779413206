"""`--list-checks`, `--explain` and `--print-schema`: what is checked, why, and what a report for programs holds."""

from diagnostics.checks import CHECKS, NoSuchCheck, checks_named
from diagnostics.reports.catalogue import checks_as_json, checks_as_text, explained
from diagnostics.reports.json import SCHEMA
from screens.arguments import Arguments
from screens.modes.look_of_stdout import style_of_stdout
from screens.modes.start import Refusal
from screens.streams import give, give_bytes


def catalogue_mode(typed: Arguments) -> int:
    """Print what was asked for. Raises Refusal where there is no check of the id."""
    if typed.print_schema:
        give_bytes(SCHEMA.read_bytes())
        return 0
    return list_checks(typed.format or "text") if typed.list_checks else explain(typed.explain or "")


def list_checks(form: str) -> int:
    """Print all checks, as `text` or `json`."""
    give(checks_as_json(CHECKS) if form == "json" else checks_as_text(CHECKS, style_of_stdout()))
    return 0


def explain(check_id: str) -> int:
    """Print what one check means, or each of an area. Raises Refusal where there is none of that id."""
    try:
        found = checks_named((check_id,))
    except NoSuchCheck as unknown:
        raise Refusal(str(unknown)) from None
    give("\n".join(explained(check, style_of_stdout()) for check in found))
    return 0
