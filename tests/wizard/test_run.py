"""--run gives one command the two variables, and is to its caller what the command is."""

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from diagnostics.secret import Secret
from wizard.run import NOT_STARTED, run

PROJECT = Path(__file__).parents[2]
RUN = """
import sys
from diagnostics.secret import Secret
from wizard.run import run
sys.exit(run(sys.argv[1:], "the id", Secret("the secret"), print))
"""


def started(*command: str, **options: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", RUN, *command], cwd=PROJECT, stdout=subprocess.PIPE, encoding="utf-8", **options
    )


def status(*command: str) -> tuple[int, list[str]]:
    said: list[str] = []
    return run(command, "the id", Secret("the secret"), said.append), said


def test_the_command_sees_both_variables_and_this_process_does_not(tmp_path: Path) -> None:
    file = tmp_path / "seen"
    script = 'printf "%s|%s|%s" "$COGNITO_AUTH_CLIENT_ID" "$COGNITO_AUTH_CLIENT_SECRET" "$2" > "$1"'
    assert status("sh", "-c", script, "sh", str(file), "a b;$(x)") == (0, [])
    assert file.read_text() == "the id|the secret|a b;$(x)"
    assert "COGNITO_AUTH_CLIENT_SECRET" not in os.environ


@pytest.mark.parametrize(
    ("script", "expected"), [("exit 0", 0), ("exit 3", 3), ("kill -TERM $$", 143), ("kill -KILL $$", 137)]
)
def test_the_status_is_the_commands(script: str, expected: int) -> None:
    assert status("sh", "-c", script) == (expected, [])


def test_a_command_that_cannot_be_started_is_named(tmp_path: Path) -> None:
    plain_file = tmp_path / "plain"
    plain_file.write_text("x")
    for command, said in (
        (["no-such-command"], "was not found"),
        ([str(plain_file)], "could not be started: Permission denied"),
        (["nul\0"], "it holds a NUL"),
        ([], "no command"),
    ):
        found, complaints = status(*command)
        assert found == NOT_STARTED == 125
        assert said in complaints[0]
        assert "the secret" not in complaints[0]


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT", "SIGUSR1"])
def test_signals_reach_the_command(name: str) -> None:
    script = (
        f"trap 'echo got; exit 7' {name.removeprefix('SIG')}; echo ready; for _ in $(seq 200); do sleep 0.02; done"
    )
    with started("sh", "-c", script, start_new_session=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(getattr(signal, name))
        assert process.stdout.read() == "got\n"
        assert process.wait(10) == 7


COUNTS = """
import os, signal, sys
if sys.argv[1] == "leaves":
    os.setpgid(0, 0)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
os.write(1, b"ready")
while signal.sigtimedwait([signal.SIGINT], 0.5):
    os.write(1, b"got")
raise SystemExit(9)
"""


@pytest.mark.parametrize(("group", "times"), [("stays", 1), ("leaves", 0)])
def test_ctrl_c_is_the_terminals_to_give_and_the_commands_status_is_returned(group: str, times: int) -> None:
    """The terminal sends Ctrl-C to its whole group. Sent on from here as well, a command would get it twice."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(PROJECT)
        os.execv(sys.executable, [sys.executable, "-c", RUN, sys.executable, "-c", COUNTS, group])
    shown = b""
    while b"ready" not in shown:
        shown += os.read(terminal, 1000)
    os.write(terminal, b"\x03")
    while True:
        try:
            shown += os.read(terminal, 1000)
        except OSError:
            break
    _, ended = os.waitpid(child, 0)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(ended) == 9
    assert shown.count(b"got") == times


def test_the_handlers_are_as_they_were_afterwards() -> None:
    before = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)]
    status("true")
    assert [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)] == before
