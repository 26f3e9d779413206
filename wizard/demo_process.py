"""The sandbox as a process: started, waited for, asked what it holds, and ended. It never outlives this program."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess

LOOPBACK = "http://127.0.0.1:"
START_SECONDS = 15.0
STOP_SECONDS = 3.0
ASK_SECONDS = 5.0

# Run with -I, which keeps the current folder and PYTHON* variables out: a folder called `wizard` there must not be
# run instead of ours.
_START = (
    "import runpy, sys; sys.path.append(sys.argv.pop(1)); "
    "runpy.run_module('wizard.sandbox', run_name='__main__', alter_sys=True)"
)


class NoSandbox(Exception):
    """The sandbox did not start."""


def start_sandbox(scenario: str, state: Path, port: int) -> tuple[subprocess.Popen[bytes], str]:
    """Start the sandbox.

    Args:
        scenario: its scenario.
        state: the file that keeps its account.
        port: the port it is to have if nobody else has it; 0 for any.

    Returns:
        Its process, which ends when this one does in whatever way, and the address at which it answers.

    Raises:
        NoSandbox: it gave no address in time.
    """
    for wanted in dict.fromkeys((port, 0)):
        process = _spawn(scenario, state, wanted)
        address = _first_line(process)
        if address.startswith(LOOPBACK):
            return process, address
        stop_sandbox(process)
    raise NoSandbox


def stop_sandbox(process: subprocess.Popen[bytes]) -> None:
    """End the sandbox and wait until it has ended; after three seconds it is killed."""
    import subprocess

    if process.stdin:
        process.stdin.close()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()


def describe(address: str) -> Mapping[str, object] | None:
    """What the sandbox at an address holds ready, None where none answers there in time."""
    import json
    from http.client import HTTPConnection, HTTPException

    connection = HTTPConnection(address.removeprefix("http://"), timeout=ASK_SECONDS)
    try:
        connection.request("GET", "/_sandbox/describe")
        answer: object = json.loads(connection.getresponse().read(100_000))
    except (OSError, HTTPException, ValueError):
        return None
    finally:
        connection.close()
    return answer if isinstance(answer, dict) else None


def _spawn(scenario: str, state: Path, port: int) -> subprocess.Popen[bytes]:
    import subprocess

    words = ["--scenario", scenario, "--state", str(state), "--port", str(port), "--until-stdin-closes"]
    return subprocess.Popen(  # noqa: S603 - this interpreter, and this package
        [sys.executable, "-I", "-c", _START, str(Path(__file__).parents[1]), *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is meant for the program; the sandbox ends by the end of its stdin
    )


def _first_line(process: subprocess.Popen[bytes]) -> str:
    from threading import Thread

    lines: list[bytes] = []
    stdout = process.stdout
    if stdout is None:
        return ""
    reader = Thread(target=lambda: lines.append(stdout.readline(200)), daemon=True)
    reader.start()
    reader.join(START_SECONDS)
    return lines[0].decode("ascii", "replace").strip() if lines else ""
