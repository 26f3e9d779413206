"""The simulated account: a sandbox of one's own, with its state, its connection and its keyring items kept apart."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from wizard.demo_process import LOOPBACK, NoSandbox, describe, start_sandbox, stop_sandbox
from wizard.files import WriteRefused, look, write_file

PROFILE = "demo"
REGION = "eu-west-1"
_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "ftp_proxy", "no_proxy")
# Looks like an access key to whoever checks its form, and is none: AWS's own example key with another ending.
_KEYS = "aws_access_key_id = AKIAIOSFODNN7SIMULATE\naws_secret_access_key = simulated-account-not-a-key\n"


class DemoFailed(Exception):
    """The simulated account cannot be had; `str()` is a sentence that says why."""


class UnknownScenario(DemoFailed):
    """There is no scenario of that name; `str()` lists those there are."""


@dataclass(frozen=True, slots=True)
class Demo:
    """A simulated account that is running.

    Attributes:
        scenario: its name.
        address: where it answers, `http://127.0.0.1:PORT`.
        folder: where its state, its AWS files and its connections are kept.
        ready: what the scenario holds ready (`/_sandbox/describe`).
    """

    scenario: str
    address: str
    folder: Path
    ready: Mapping[str, object]


def check_scenario(scenario: str) -> None:
    """Raises UnknownScenario unless there is a scenario of that name."""
    from wizard.sandbox import SCENARIOS

    if scenario not in SCENARIOS:
        listed = "\n".join(f"  {name:<20}{about}" for name, about in SCENARIOS.items())
        raise UnknownScenario(f'There is no scenario "{scenario[:40]}" for --demo. There are:\n{listed}')


@contextmanager
def demo_account(scenario: str, folder: Path) -> Iterator[Demo]:
    """The simulated account of a scenario while the block runs.

    Its state is kept in `folder` and taken up again the next time, at the same address if that is free. Where another
    program has the same folder's account running, that one is joined.

    Args:
        scenario: its name.
        folder: this scenario's own folder; made where it is missing.

    Raises:
        UnknownScenario: there is no such scenario.
        DemoFailed: it did not start; the sentence says what to do.
    """
    check_scenario(scenario)
    lock = folder / "running"  # a folder of its own: the writer of files locks the one that it writes in
    try:
        lock.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise DemoFailed(
            f"{folder} cannot be made ({error.strerror}). The simulated account is kept there."
        ) from None
    with contextlib.ExitStack() as stack:
        ours = stack.enter_context(_held(lock))
        address = _start(scenario, folder, stack) if ours else last_address(folder)
        ready = describe(address) if address else None
        if address is None or ready is None or ready.get("scenario") != scenario:
            raise DemoFailed("The simulated account gives no answer. Start again in a moment.")
        yield Demo(scenario, address, folder, ready)


def demo_environment(demo: Demo, environment: Mapping[str, str]) -> dict[str, str]:
    """A copy of an environment in which AWS is the simulated account and nothing else is reached by mistake.

    Every AWS_* variable is gone, and with them whatever they pointed to, and so is every proxy.
    """
    kept = {
        name: value
        for name, value in environment.items()
        if not name.upper().startswith(("AWS_", "BOTO_")) and name.lower() not in _PROXIES
    }
    return kept | {
        "AWS_ENDPOINT_URL": demo.address,
        "AWS_CONFIG_FILE": str(demo.folder / "aws-config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(demo.folder / "aws-credentials"),
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def last_address(folder: Path) -> str | None:
    """Where the account of a folder answered when it was last started, None before its first start."""
    try:
        text = (folder / "address").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return text if text.startswith(LOOPBACK) and text.removeprefix(LOOPBACK).isdigit() else None


def _start(scenario: str, folder: Path, stack: contextlib.ExitStack) -> str:
    last = last_address(folder)
    try:
        process, address = start_sandbox(
            scenario, folder / "account.json", int(last.removeprefix(LOOPBACK)) if last else 0
        )
    except NoSandbox:
        raise DemoFailed(
            f"The simulated account did not start. If that stays so, delete {folder} to begin it anew."
        ) from None
    stack.callback(stop_sandbox, process)
    _write(folder / "address", address)
    _write(folder / "aws-config", f"[profile {PROFILE}]\nregion = {REGION}\n")
    _write(folder / "aws-credentials", f"[{PROFILE}]\n{_KEYS}")
    return address


def _write(path: Path, content: str) -> None:
    try:
        if look(path).content != content.encode("ascii"):
            write_file(path, content.encode("ascii"), expected=None)
    except WriteRefused as refused:
        raise DemoFailed(str(refused)) from None


@contextmanager
def _held(folder: Path) -> Iterator[bool]:
    """Whether this process is the one that may run the folder's account. The lock ends with the process."""
    if os.name != "posix":
        yield True
        return
    from wizard import posix

    with posix.opened_folder(folder) as descriptor:
        yield posix.lock_folder(descriptor, 0.0)
