"""The terminal that the wizard is shown in: what Textual's own driver does not do as soon as an admin expects it."""

from __future__ import annotations

import os
import selectors
import sys
from codecs import getincrementaldecoder
from collections.abc import MutableMapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.driver import Driver

ESCAPE_MILLISECONDS = 30
"""How long the rest of a key's sequence may take to follow its escape. Textual and ncurses wait 100 and 1000 ms."""
_ESCAPE_DELAY = "ESCDELAY"
_END_SECONDS = 0.1
"""How long the end of the program may go unnoticed while no key comes."""


def wait_less_for_escape(environment: MutableMapping[str, str]) -> None:
    """Let the escape key be itself sooner, unless `ESCDELAY` says otherwise (ncurses(3)).

    Call it before textual is imported: it reads that variable at import.
    """
    environment.setdefault(_ESCAPE_DELAY, str(ESCAPE_MILLISECONDS))


def terminal_driver() -> type[Driver] | None:
    """The driver for this terminal, None for the one that Textual chooses.

    Textual's driver for Linux and macOS looks ten times a second whether an escape was a key of its own, so that
    each escape waits 100 ms and more for its reaction. And it takes each SIGCONT for the end of a suspension, also
    the one that a closed terminal sends behind SIGHUP: it then begins anew while it ends, and waits for ever.
    """
    if sys.platform == "win32":
        return None
    try:
        from textual._xterm_parser import XTermParser
        from textual.constants import ESCAPE_DELAY
        from textual.drivers.linux_driver import LinuxDriver
    except ImportError:
        return None

    class PromptDriver(LinuxDriver):
        _suspended = False

        def suspend_application_mode(self) -> None:
            self._suspended = True
            super().suspend_application_mode()

        def resume_application_mode(self) -> None:
            if self._suspended and os.isatty(self.fileno):
                self._suspended = False
                super().resume_application_mode()

        def run_input_thread(self) -> None:
            parser = XTermParser(self._debug)
            decoder = getincrementaldecoder("utf-8")(errors="replace")
            wait = _END_SECONDS
            with selectors.DefaultSelector() as selector:
                selector.register(self.fileno, selectors.EVENT_READ)
                while not self.exit_event.is_set():
                    ready = selector.select(wait)
                    wait = min(ESCAPE_DELAY, _END_SECONDS) if ready else _END_SECONDS
                    if ready:
                        data = os.read(self.fileno, 4096)
                        if not data:
                            return
                        for event in parser.feed(text) if (text := decoder.decode(data)) else ():
                            self.process_message(event)
                    for event in parser.tick():
                        self.process_message(event)

    return PromptDriver
