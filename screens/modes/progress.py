"""One line on the terminal that says what a look is waiting for. Where stderr is no terminal, nothing is written."""

import os
import shutil
import sys

from diagnostics.facts import Fact
from screens.streams import is_terminal

_CLEAR = "\r\x1b[K"


class ProgressLine:
    """The line. `end` takes it away again."""

    def __init__(self) -> None:
        self._shown = is_terminal(sys.stderr) and os.environ.get("TERM", "dumb") != "dumb"
        self._running: dict[str, None] = {}
        self._seen = 0

    def note(self, name: str, fact: Fact[object] | None, seconds: float) -> None:
        """One fact's probe has started (None) or ended."""
        if fact is None:
            self._running[name] = None
        else:
            self._running.pop(name, None)
            self._seen += 1
        waiting = f"   waiting for {', '.join(self._running)}" if self._running else ""
        self._write(f"Looking: {self._seen} seen{waiting}")

    def end(self) -> None:
        """Take the line away."""
        self._write("")

    def _write(self, text: str) -> None:
        if not self._shown:
            return
        try:
            sys.stderr.write(_CLEAR + text[: max(0, shutil.get_terminal_size().columns - 1)])
            sys.stderr.flush()
        except (OSError, ValueError):
            self._shown = False
