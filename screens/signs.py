"""The signs beside the words. Each differs in shape, so that colour is never the only difference."""

from typing import NamedTuple

from diagnostics.findings import Status
from wizard.steps import Mark


class Sign(NamedTuple):
    """A one-cell symbol, and its colour as content styles name it."""

    symbol: str
    colour: str


GOOD = Sign("✓", "$text-success")
CAREFUL = Sign("▲", "$text-warning")
BAD = Sign("✗", "$text-error")
UNSEEN = Sign("?", "$text-warning")
WAITING = Sign("⊘", "$foreground 62%")
SKIPPED = Sign("-", "$foreground 62%")
LOOKING = Sign("…", "$foreground 62%")

OF_STATUS = {
    Status.OK: GOOD,
    Status.WARNING: CAREFUL,
    Status.FAILED: BAD,
    Status.UNKNOWN: UNSEEN,
    Status.BLOCKED: WAITING,
    Status.SKIPPED: SKIPPED,
    Status.CRASH: BAD,
}

OF_MARK = {
    Mark.DONE: GOOD,
    Mark.HERE: Sign("●", "$text-accent"),
    Mark.OPEN: Sign("○", "$foreground 62%"),
    Mark.TROUBLE: Sign("!", "$text-error"),
    Mark.NOT_SEEN: UNSEEN,
}
