"""What must not happen to a terminal, a secret or an admin's time, tried on the real program in a terminal."""

from __future__ import annotations

import json
import re
import signal
import time
import urllib.request
from pathlib import Path

import pytest

from tests.terminal import PROGRAM, Terminal
from wizard.sandbox.faults import Fault, Kind
from wizard.sandbox.server import start

CANARY = "canary7secret7canary7secret7"
BREAKING = f"""
import sys
from screens.steps.welcome import WelcomeScreen

def broken(self):
    client_secret = "can" + "ary7secret7canary7secret7"
    raise RuntimeError("about " + client_secret)

WelcomeScreen.action_go_on = broken
from screens.cli import main
sys.exit(main({json.dumps(["--connection", "new"])}))
"""


def restored(terminal: Terminal) -> bool:
    """Whether the alternate screen was left and mouse reporting switched off after they were switched on."""
    written = terminal.written
    left = written.rfind(b"\x1b[?1049l") > written.rfind(b"\x1b[?1049h")
    return left and written.rfind(b"\x1b[?1000l") > written.rfind(b"\x1b[?1000h")


def everything_in(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


def test_a_crash_is_a_sentence_and_a_report_without_what_the_program_held(tmp_path: Path) -> None:
    PROGRAM_BEFORE = list(PROGRAM)
    PROGRAM[1:] = ["-c", BREAKING]
    try:
        with Terminal(home=tmp_path) as terminal:
            terminal.wait_for("Enter: begin")
            terminal.press("enter")
            assert terminal.wait_for_end() == 70
    finally:
        PROGRAM[:] = PROGRAM_BEFORE
    shown = terminal.written.decode()
    assert restored(terminal)
    assert "the program crashed (RuntimeError)" in shown
    assert "Traceback" not in shown
    [report] = tmp_path.rglob("crash-*.txt")
    assert report.stat().st_mode & 0o777 == 0o600
    assert "broken" in report.read_text()
    assert CANARY.encode() not in terminal.written + everything_in(tmp_path)


def test_leaving_never_waits_for_an_answer(tmp_path: Path) -> None:
    with start("healthy") as sandbox:
        sandbox.world.faults.arm(Fault("*", Kind.HANG))
        with Terminal("--region", "eu-west-1", home=tmp_path, environment=credentials(sandbox.address)) as terminal:
            terminal.wait_for("Enter: begin")
            terminal.press("enter")
            terminal.wait_for("Enter: look with")
            terminal.press("enter")
            terminal.read(1.0)
            terminal.press("ctrl+q")
            terminal.wait_for("Leave for now?")
            left = time.monotonic()
            terminal.press("enter")
            assert terminal.wait_for_end() == 0
            assert time.monotonic() - left < 2.5
            assert restored(terminal)


def test_no_variable_makes_textual_write_down_what_is_typed(tmp_path: Path) -> None:
    log = tmp_path / "textual.log"
    watched = {"TEXTUAL_LOG": str(log), "TEXTUAL": "devtools,debug", "TEXTUAL_SCREENSHOT": "1"}
    with start("healthy") as sandbox:
        with urllib.request.urlopen(f"{sandbox.address}/_sandbox/describe", timeout=5) as answer:
            ready = json.load(answer)
        folder = tmp_path / ".config" / "clearml-cognito"
        folder.mkdir(parents=True)
        (folder / "default.toml").write_text(
            f"""[aws]
region = "eu-west-1"
[cognito]
user_pool = "{ready["user_pool"]}"
app_client = "{ready["app_client"]}"
domain = "{ready["domain_base"]}"
[clearml]
web_addresses = ["{ready["web_address"]}"]
[wizard]
step = "secret"
"""
        )
        with Terminal(home=tmp_path, environment=watched | credentials(sandbox.address)) as terminal:
            terminal.wait_for("Enter: go on at step 9")
            terminal.press("enter")
            terminal.wait_for("9 of 12", "p Paste", "Cognito")
            terminal.wait_for("Enter: ")
            terminal.press("p")
            terminal.read(0.5)
            terminal.press(*CANARY)
            terminal.read(0.3)
            terminal.press("ctrl+c")
            terminal.read(0.3)
            terminal.press("ctrl+q")
            terminal.wait_for("Leave for now?")
            terminal.press("enter")
            assert terminal.wait_for_end() == 0
        assert "•" in terminal.written.decode()
        assert b"\x1b]52;" not in terminal.written
        assert CANARY.encode() not in terminal.written + everything_in(tmp_path)
        assert not log.exists()


def credentials(address: str) -> dict[str, str]:
    return {"AWS_ENDPOINT_URL": address, "AWS_ACCESS_KEY_ID": "demo", "AWS_SECRET_ACCESS_KEY": "demo"}


def test_escape_is_as_quick_as_any_other_key(tmp_path: Path) -> None:
    with Terminal("--demo", "first-time", home=tmp_path) as terminal:
        terminal.wait_for("Enter: begin")
        waits = []
        for _ in range(5):
            terminal.press("f1")
            terminal.wait_for("Help:")
            waits.append(terminal.seconds_until("escape", lambda: "Help:" not in terminal.text))
        assert min(waits) < 0.1  # the least, because the machine may be busy with other tests


def test_ctrl_z_gives_the_shell_back_and_fg_the_wizard(tmp_path: Path) -> None:
    inside = ["bash", "--norc", "-i"]
    with Terminal(home=tmp_path, program=inside, environment={"PS1": "shell> "}) as terminal:
        terminal.wait_for("shell>")
        # As make would: the program is one of several in its job.
        terminal.press(f"bash -c '{' '.join(PROGRAM)} --demo first-time; true'", "enter")
        terminal.wait_for("Enter: begin")
        terminal.press("ctrl+z")
        terminal.wait_for("Stopped")
        assert restored(terminal)
        terminal.press("echo back $((40 + 2))", "enter")
        terminal.wait_for("back 42")
        terminal.press("fg", "enter")
        terminal.wait_for("Enter: begin")
        terminal.press("enter")
        terminal.wait_for("2 of 12")


def test_ctrl_z_does_nothing_where_no_shell_could_bring_the_wizard_back(tmp_path: Path) -> None:
    with Terminal("--demo", "first-time", home=tmp_path) as terminal:
        terminal.wait_for("Enter: begin")
        terminal.press("ctrl+z")
        terminal.wait_for("no shell here")
        terminal.press("enter")
        terminal.wait_for("2 of 12")


@pytest.mark.parametrize("_again", range(3))
def test_a_closed_terminal_ends_the_wizard(_again: int, tmp_path: Path) -> None:
    with Terminal("--demo", "first-time", home=tmp_path) as terminal:
        terminal.wait_for("Enter: begin")
        terminal.process.kill(signal.SIGHUP)
        for _ in range(20):  # the kernel sends it behind SIGHUP, sooner or later
            if terminal.process.isalive():
                terminal.process.kill(signal.SIGCONT)
            terminal.read(0.01)
        assert terminal.wait_for_end() == 129


def test_a_terminal_that_is_closed_while_the_wizard_is_suspended_ends_it(tmp_path: Path) -> None:
    with Terminal(home=tmp_path, program=["bash", "--norc", "-i"], environment={"PS1": "shell> "}) as terminal:
        terminal.wait_for("shell>")
        terminal.press(f"{' '.join(PROGRAM)} --demo first-time", "enter")
        terminal.wait_for("Enter: begin")
        terminal.press("ctrl+z")
        terminal.wait_for("Stopped")
        terminal.press("echo job=$(jobs -p)=", "enter")
        terminal.wait_for("job=")
        found = re.search(r"^job=(\d+)=", terminal.text, re.MULTILINE)
        assert found
        job = int(found[1])
    ends = time.monotonic() + 10
    while Path(f"/proc/{job}").exists() and "Z" not in Path(f"/proc/{job}/stat").read_text():
        assert time.monotonic() < ends, Path(f"/proc/{job}/status").read_text()
        time.sleep(0.1)
