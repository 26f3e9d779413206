"""The numbers that the program keeps, as ratios measured in one run: `make bench`.

Each row holds what the program does against the least that could do it, on this machine, now. The two take turns, so
that other work on the machine weighs on both, and their medians are compared. Status 1 where a bound is broken.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
FRAME_SECONDS = 20.0
PROGRAM = "import sys; from screens.cli import main; sys.exit(main())"
EMPTY_APP = """
from textual.app import App
from textual.widgets import Static


class Empty(App):
    def compose(self):
        yield Static("first-text")


Empty().run()
"""


@dataclass(frozen=True)
class Row:
    """One line of the table: what is measured, against what, how often, and the most that the ratio may be."""

    what: str
    against: str
    bound: float
    rounds: int
    ours: Callable[[], float]
    least: Callable[[], float]


def seconds_to_end(words: Sequence[str], environment: Mapping[str, str]) -> float:
    """How long a command takes, from its start to its end."""
    started = time.perf_counter()
    subprocess.run(words, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True, timeout=60)
    return time.perf_counter() - started


def seconds_to_text(words: Sequence[str], text: bytes, environment: Mapping[str, str]) -> float:
    """How long it takes from a command's start until it has painted `text` on a terminal of 80x24."""
    controller, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    started = time.perf_counter()
    process = subprocess.Popen(
        words, cwd=ROOT, env=environment, stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True
    )
    os.close(terminal)
    seen = b""
    try:
        while text not in seen:
            left = started + FRAME_SECONDS - time.perf_counter()
            if left <= 0 or not select.select([controller], [], [], left)[0]:
                raise SystemExit(f"bench: {words[-1][:60]!r} did not paint {text!r} within {FRAME_SECONDS:g} s")
            seen += os.read(controller, 65536)
        return time.perf_counter() - started
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(controller)


def rows(folder: Path) -> tuple[Row, ...]:
    """What is measured. `folder` is where the program under measure keeps its files."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TEXTUAL"))}
    environment = kept | {
        "TERM": "xterm-256color",
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_STATE_HOME": str(folder / "state"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
    python = [sys.executable, "-c"]
    empty = folder / "empty.py"
    empty.write_text(EMPTY_APP, encoding="utf-8")

    def nothing() -> float:
        return seconds_to_end([*python, "pass"], environment)

    return (
        Row(
            "first painted frame of the wizard",
            "an empty Textual app",
            1.5,
            15,
            lambda: seconds_to_text([*python, PROGRAM], b"Welcome", environment),
            lambda: seconds_to_text([sys.executable, str(empty)], b"first-text", environment),
        ),
        *(
            Row(
                flag,
                "python -c pass",
                3.5,
                31,
                lambda flag=flag: seconds_to_end([*python, PROGRAM, flag], environment),  # type: ignore[misc]
                nothing,
            )
            for flag in ("--version", "--help")
        ),
    )


def measured(row: Row) -> tuple[float, float]:
    """The medians of ours and of the least, in seconds. One round before them fills the caches."""
    row.ours(), row.least()
    pairs = [(row.ours(), row.least()) for _ in range(row.rounds)]
    return median(ours for ours, _ in pairs), median(least for _, least in pairs)


def main() -> int:
    """Measure, print the table, and say whether every bound holds."""
    held = True
    print(f"{'what':<36}{'against':<24}{'ours':>9}{'least':>9}{'ratio':>7}{'bound':>7}")
    with tempfile.TemporaryDirectory() as folder:
        for row in rows(Path(folder)):
            ours, least = measured(row)
            ratio = ours / least
            held = held and ratio <= row.bound
            verdict = "" if ratio <= row.bound else "  BROKEN"
            print(
                f"{row.what:<36}{row.against:<24}{ours * 1000:>6.0f} ms{least * 1000:>6.0f} ms"
                f"{ratio:>6.2f}x{row.bound:>6.2f}x{verdict}",
                flush=True,
            )
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
