"""`--list-checks` and `--explain`: what is checked, and why."""

from diagnostics.checks import CHECKS, NoSuchCheck, checks_named
from diagnostics.reports.catalogue import checks_as_json, checks_as_text, explained
from screens.modes.look_of_stdout import style_of_stdout
from screens.modes.start import Refusal
from screens.streams import give


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
