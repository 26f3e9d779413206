"""A terminal to run the program in, as an admin would: keys go in, the screen's text comes out."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pexpect
import pyte

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "end": "\x1b[F",
    "home": "\x1b[H",
    "backspace": "\x7f",
    "ctrl+a": "\x01",
    "ctrl+c": "\x03",
    "ctrl+k": "\x0b",
    "ctrl+q": "\x11",
    "ctrl+u": "\x15",
    "ctrl+z": "\x1a",
    "f1": "\x1bOP",
    "f9": "\x1b[20~",
}
PROGRAM = [sys.executable, "-m", "screens.cli"]
ROOT = Path(__file__).parent.parent


class Terminal:
    """The program on a pseudo-terminal, with everything that it ever wrote there.

    Args:
        arguments: the program's arguments.
        environment: what to add to a bare environment.
        home: the folder that is its home; nothing outside it is written.
        program: what to run instead of the program.
    """

    def __init__(
        self,
        *arguments: str,
        home: Path,
        environment: Mapping[str, str] | None = None,
        size: tuple[int, int] = (80, 24),
        program: Sequence[str] = (),
    ) -> None:
        columns, rows = size
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.written = b""
        command = [*(program or PROGRAM), *arguments]
        self.process = pexpect.spawn(
            command[0],
            command[1:],
            cwd=str(home),
            env=bare_environment(home) | dict(environment or {}),
            dimensions=(rows, columns),
            timeout=20,
        )

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.isalive():
            self.process.kill(signal.SIGKILL)
        self.process.close(force=True)

    @property
    def text(self) -> str:
        """What stands on the screen now, without the blanks at the ends of the lines."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def read(self, seconds: float = 0.05) -> None:
        """Take in what the program writes within `seconds`."""
        try:
            data = self.process.read_nonblocking(65536, timeout=seconds)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return
        self.written += data
        self._stream.feed(data)

    def wait_for(self, *texts: str, seconds: float = 20.0) -> str:
        """Wait until each of the texts stands on the screen, and give the whole screen."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.read()
            if all(text in self.text for text in texts):
                return self.text
            if not self.process.isalive():
                self.read(0.2)
                break
        missing = [text for text in texts if text not in self.text]
        if not missing:
            return self.text
        raise AssertionError(f"{missing} did not appear; the screen shows:\n{self.text}")

    def wait_for_one(self, *texts: str, seconds: float = 20.0) -> str:
        """Wait until one of the texts stands on the screen, and give that one."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.isalive():
            self.read()
            found = next((text for text in texts if text in self.text), None)
            if found:
                return found
        raise AssertionError(f"none of {texts} appeared; the screen shows:\n{self.text}")

    def press(self, *keys: str) -> None:
        """Press keys: names from KEYS, anything else is typed as it is."""
        for key in keys:
            self.process.send(KEYS.get(key, key))
            time.sleep(0.05 if key in KEYS else 0.01)
            self.read(0.02)

    def seconds_until(self, key: str, shown: Callable[[], bool]) -> float:
        """Press a key, and give how long it took until the screen was as expected."""
        begun = time.monotonic()
        os.write(self.process.child_fd, KEYS[key].encode())
        while not shown():
            self.read(0.5)
            if time.monotonic() > begun + 20:
                raise AssertionError(f"{key} did nothing; the screen shows:\n{self.text}")
        return time.monotonic() - begun

    def wait_for_end(self, seconds: float = 10.0) -> int:
        """Wait until the program has ended, and give its exit status (128 and more for a signal)."""
        end = time.monotonic() + seconds
        while self.process.isalive() and time.monotonic() < end:
            self.read()
        if self.process.isalive():
            raise AssertionError(f"the program did not end; the screen shows:\n{self.text}")
        self.read(0.2)
        self.process.close()
        status, killed = self.process.exitstatus, self.process.signalstatus
        return status if status is not None else 128 + (killed or 0)


def bare_environment(home: Path) -> dict[str, str]:
    """An environment with nothing of the developer's in it: no AWS, no proxy, no session bus, `home` as home."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "VIRTUAL_ENV") if name in os.environ}
    return kept | {
        "HOME": str(home),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": kept.get("LANG", "C.UTF-8"),
        "PYTHONPATH": str(ROOT),
        "AWS_EC2_METADATA_DISABLED": "true",
    }
