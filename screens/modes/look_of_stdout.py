"""How text can look on this process's stdout."""

import os
import shutil
import sys

from diagnostics.reports.layout import WIDEST, Style
from screens.streams import is_terminal

_SYMBOLS = "✓▲✗⊘…"


def style_of_stdout() -> Style:
    """A terminal's own width, and colours unless NO_COLOR is set; 100 columns without colour for a pipe."""
    terminal = is_terminal(sys.stdout)
    colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    width = shutil.get_terminal_size().columns if terminal else WIDEST
    return Style(width=width, colour=colour, unicode=_can_show(_SYMBOLS))


def style_of_file() -> Style:
    """A file's: 100 columns, no colour."""
    return Style(width=WIDEST)


def _can_show(text: str) -> bool:
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
