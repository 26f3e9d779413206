"""`python -m wizard.sandbox`: the sandbox as a process of its own."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

from wizard.sandbox.catalogue import SCENARIOS


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to stop. The first line of standard output is the address.

    Returns:
        0 after SIGTERM, SIGINT or the end of standard input; 2 for a wrong argument or an unusable state file.
    """
    asked = _parser().parse_args(arguments)
    if asked.scenario not in SCENARIOS:
        print(f'There is no scenario "{asked.scenario}". The scenarios are: {", ".join(SCENARIOS)}.', file=sys.stderr)
        return 2
    from wizard.sandbox.persistence import UnusableState
    from wizard.sandbox.scenarios import MOST_POOLS
    from wizard.sandbox.server import start

    if asked.pools is not None and not 1 <= asked.pools <= MOST_POOLS:
        print(f"--pools takes a number from 1 to {MOST_POOLS}.", file=sys.stderr)
        return 2
    done = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        done.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        sandbox = start(asked.scenario, asked.port, asked.state, asked.pools)
    except (UnusableState, OSError) as error:
        print(f"The sandbox cannot start: {error}", file=sys.stderr)
        return 2
    with sandbox:
        print(sandbox.address, flush=True)
        if asked.until_stdin_closes:
            threading.Thread(target=_watch_stdin, args=(done,), daemon=True).start()
        done.wait()
    return 0


def _watch_stdin(done: threading.Event) -> None:
    while os.read(0, 4096):
        pass
    done.set()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m wizard.sandbox",
        description="A simulated AWS account with Amazon Cognito, and a ClearML server, on 127.0.0.1.",
        epilog="Scenarios: " + "; ".join(f"{name}: {what}" for name, what in SCENARIOS.items()),
    )
    parser.add_argument("--port", type=int, default=0, help="the port; 0, the default, for any")
    parser.add_argument("--scenario", default="healthy", help="which world to simulate")
    parser.add_argument("--state", type=Path, help="a file that keeps the account between runs")
    parser.add_argument("--pools", type=int, help="how many pools the scenario many-pools has")
    parser.add_argument(
        "--until-stdin-closes", action="store_true", help="stop when standard input ends, as when the parent dies"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
