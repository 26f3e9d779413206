"""The numbers that the program keeps, as ratios measured in one run: `make bench`.

Each row holds what the program does against the least that could do it, on this machine, now. The two take turns, so
that other work on the machine weighs on both, and their medians are compared; of what mostly waits, the best rounds.
Status 1 where a bound is broken.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pty
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

from diagnostics import keys
from diagnostics.facts import FactKey
from diagnostics.look import Probe
from diagnostics.probes import PROBES
from diagnostics.probes.pages import PAGES_FROM_CONNECTION
from wizard.demo_process import describe, start_sandbox, stop_sandbox

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

ANSWER_SECONDS = 0.2
NOT_ASKED: tuple[FactKey[object], ...] = (
    *(keys.CONNECTION, keys.WEB_ADDRESSES, keys.CREDENTIALS, keys.REGION, keys.PAGES),
    *(keys.APP_CLIENT_SECRET, keys.VAULT_SECRET, keys.GIVEN_SETTINGS, keys.GIVEN_SECRET),
    *(keys.ISSUER_DNS, keys.ISSUER_TLS, keys.PAGES_DNS, keys.PAGES_TLS),
)
"""The facts of a look at the simulated account for which no answer of it is waited for."""
UNUSED: tuple[FactKey[object], ...] = (keys.TOKEN_GIVEN, keys.TOKEN_VAULT, keys.AUTHORIZE_PROVIDER)
"""Those that this connection has no use for."""


@dataclass(frozen=True)
class Row:
    """One line of the table: what is measured, against what, how often, and the most that the ratio may be."""

    what: str
    against: str
    bound: float
    rounds: int
    ours: Callable[[], float]
    least: Callable[[], float]
    of: Callable[[Iterable[float]], float] = median
    """What of all rounds counts. The best one where waiting is measured: other work on the machine is no wait."""


@dataclass(frozen=True)
class Bound:
    """A number that is kept by itself: what it is of, and the most that it may be."""

    what: str
    ours: float
    bound: float
    unit: str


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


def longest_chain() -> int:
    """How many answers of a look need each other, at most, by what the probes declare to need."""
    probes = {probe.provides.name: probe for probe in PROBES if probe.provides not in UNUSED}
    probes[keys.PAGES.name] = PAGES_FROM_CONNECTION

    def answers(probe: Probe[object]) -> int:
        before = [answers(probes[key.name]) for key in probe.needs if key.name in probes]
        return max(before, default=0) + (probe.provides not in NOT_ASKED)

    return max(answers(probe) for probe in probes.values())


class SlowWorld:
    """A simulated account every answer of which comes 200 ms late, and the environment in which it is looked at."""

    def __init__(self, folder: Path, environment: Mapping[str, str], stack: contextlib.ExitStack) -> None:
        process, self.address = start_sandbox("healthy", folder / "account.json", 0)
        stack.callback(stop_sandbox, process)
        ready = describe(self.address) or {}
        file = folder / "config" / "clearml-cognito" / "slow.toml"
        file.parent.mkdir(parents=True)
        file.write_text(
            f'[aws]\nregion = "{ready["region"]}"\n'
            f'[cognito]\nuser_pool = "{ready["user_pool"]}"\napp_client = "{ready["app_client"]}"\n'
            f'domain = "{ready["domain_base"]}"\n[clearml]\nweb_addresses = ["{ready["web_address"]}"]\n',
            encoding="utf-8",
        )
        keys_of_it = {"AWS_ACCESS_KEY_ID": "AKIASANDBOX", "AWS_SECRET_ACCESS_KEY": "made-up"}
        self.environment = {**environment, **keys_of_it, "AWS_ENDPOINT_URL": self.address}
        delay = [{"operation": "*", "kind": "delay", "seconds": ANSWER_SECONDS}]
        self.ask("POST", "/_sandbox/faults", json.dumps(delay))

    def ask(self, method: str, path: str, body: str | None = None) -> bytes:
        """One request over a connection of its own."""
        connection = HTTPConnection(self.address.removeprefix("http://"), timeout=10)
        with contextlib.closing(connection):
            connection.request(method, path, body)
            return connection.getresponse().read()

    def look(self) -> float:
        """The seconds from the first request of a `--diagnose` to the report of its last finding."""
        self.ask("DELETE", "/_sandbox/requests")
        words = [sys.executable, "-c", PROGRAM, "--diagnose", "--connection", "slow", "--format", "json"]
        process = subprocess.Popen(words, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE)
        with process, process.stdout or socket.socket().makefile("rb") as report:
            report.read(1)
            reported = time.time()
            report.read()
        if process.returncode != 0:
            raise SystemExit(f"bench: --diagnose ended with {process.returncode}")
        return reported - min(float(one["at"]) for one in json.loads(self.ask("GET", "/_sandbox/requests")))

    def chain(self) -> float:
        """The seconds of as many answers, one after the other, as the longest chain of a look has."""
        started = time.perf_counter()
        for _ in range(longest_chain()):
            self.ask("GET", "/api/debug.ping")
        return time.perf_counter() - started


def rows(folder: Path, stack: contextlib.ExitStack) -> tuple[Row, ...]:
    """What is measured. `folder` is where the program under measure keeps its files; what runs ends with `stack`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TEXTUAL"))}
    environment = kept | {
        "TERM": "xterm-256color",
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_STATE_HOME": str(folder / "state"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
    python = [sys.executable, "-c"]
    slow = SlowWorld(folder, environment, stack)
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
        Row(
            "--diagnose, answers 200 ms late",
            f"a chain of {longest_chain()} answers",
            1.25,
            9,
            slow.look,
            slow.chain,
            min,
        ),
    )


def many_pools(stack: contextlib.ExitStack) -> tuple[Bound, ...]:
    """What the step User pool takes in an account of 10,000 pools (tools/many_pools.py)."""
    words = [sys.executable, "-m", "wizard.sandbox", "--scenario", "many-pools", "--pools", "10000"]
    sandbox = subprocess.Popen(
        [*words, "--until-stdin-closes"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    stack.callback(sandbox.wait, 10)
    if sandbox.stdin is None or sandbox.stdout is None:
        raise SystemExit("bench: the sandbox did not start")
    stack.callback(sandbox.stdin.close)
    address = sandbox.stdout.readline().strip()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TEXTUAL"))}
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "many_pools.py"), address],
        cwd=ROOT,
        env=kept | {"PYTHONPATH": str(ROOT), "AWS_EC2_METADATA_DISABLED": "true"},
        stdout=subprocess.PIPE,
        check=True,
        timeout=120,
    )
    took = json.loads(done.stdout)
    if took["pools"] != 10_000:
        raise SystemExit(f"bench: {took['pools']} pools were listed")
    return (
        Bound("10,000 pools: first rows", took["first_rows"], 60, "rows"),
        Bound("10,000 pools: a key of the filter", took["key_seconds"] * 1000, 16, "ms"),
        Bound("10,000 pools: the whole process", took["megabytes"], 150, "MB"),
    )


def measured(row: Row) -> tuple[float, float]:
    """Ours and the least, in seconds. One round before those that count fills the caches."""
    row.ours(), row.least()
    pairs = [(row.ours(), row.least()) for _ in range(row.rounds)]
    return row.of(ours for ours, _ in pairs), row.of(least for _, least in pairs)


def main() -> int:
    """Measure, print the table, and say whether every bound holds."""
    held = True
    print(f"{'what':<36}{'against':<24}{'ours':>9}{'least':>9}{'ratio':>7}{'bound':>7}")
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        for row in rows(Path(folder), stack):
            ours, least = measured(row)
            ratio = ours / least
            held = held and ratio <= row.bound
            verdict = "" if ratio <= row.bound else "  BROKEN"
            print(
                f"{row.what:<36}{row.against:<24}{ours * 1000:>6.0f} ms{least * 1000:>6.0f} ms"
                f"{ratio:>6.2f}x{row.bound:>6.2f}x{verdict}",
                flush=True,
            )
        for one in many_pools(stack):
            held = held and one.ours <= one.bound
            verdict = "" if one.ours <= one.bound else "  BROKEN"
            print(f"{one.what:<60}{one.ours:>8.1f} {one.unit:<5}{'at most':>9}{one.bound:>6g} {one.unit}{verdict}")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
