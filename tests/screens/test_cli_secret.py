"""The client secret on the command line: where it goes when asked to, and every byte of where it must not be."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.screens.program import SCRIPT, Program, forms, holding
from tests.with_keyring import PASSWORD, Session, require_keyring, session, throw_away_home
from wizard.demo_process import describe

pytestmark = pytest.mark.keyring


@pytest.fixture(scope="module")
def desk() -> Iterator[Session]:
    """A session with an unlocked keyring, shared: each test brings folders of its own."""
    require_keyring()
    with throw_away_home() as home, session(home) as here:
        here.start_daemon(PASSWORD)
        yield here


@pytest.fixture
def program(desk: Session, tmp_path: Path) -> Program:
    bus = {name: desk.environment[name] for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")}
    return Program(tmp_path, bus | {"XDG_DATA_HOME": str(tmp_path / "data")})


@pytest.fixture
def secret(program: Program) -> str:
    """The healthy scenario's client secret, which its first start put into the keyring."""
    code = (
        "from pathlib import Path; from wizard.demo import demo_account\n"
        f"with demo_account('healthy', Path({str(program.demo_folder('healthy'))!r})) as demo:\n"
        "    print(demo.ready['client_secret'])"
    )
    started = program.run("--demo", "--print-policy", "look")
    assert started.status == 0, started.complaint
    found = program.python(code).text.strip()
    assert len(found) > 20
    return found


def account_file(program: Program) -> Path:
    """The simulated account's own file: it stands for Amazon Cognito, which knows the secret as well."""
    return program.demo_folder("healthy") / "account.json"


def test_the_stored_secrets_are_listed_without_being_shown(program: Program, secret: str) -> None:
    done = program.run("--demo", "--vault", "list")
    assert done.status == 0, done.complaint
    assert done.text.startswith("default  eu-west-1_")
    assert done.text.endswith("  stored\n")
    assert secret not in done.text + done.complaint


def test_a_stored_secret_is_removed_only_when_agreed_to(program: Program, secret: str) -> None:
    refused = program.run("--demo", "--vault", "remove")
    assert refused.status == 5
    assert "--yes" in refused.complaint
    assert program.run("--demo", "--vault", "list").text.endswith("  stored\n")

    removed = program.run("--demo", "--vault", "remove", "--yes")
    assert (removed.status, removed.out) == (0, b"")
    assert "is removed from the keyring" in removed.complaint
    assert program.run("--demo", "--vault", "list").text.endswith("  not stored\n")


def test_run_gives_the_two_variables_to_the_command_and_its_status_back(program: Program, secret: str) -> None:
    show = 'import os, sys; print(os.environ["COGNITO_AUTH_CLIENT_SECRET"]); sys.exit(7)'
    done = program.run("--demo", "--run", sys.executable, "-c", show)
    assert (done.status, done.text, done.err) == (7, f"{secret}\n", b"")
    dashes = program.run(
        "--demo", "--run", "--", "sh", "-c", 'echo "${#COGNITO_AUTH_CLIENT_ID} $0 $*"', "--", "--help"
    )
    assert (dashes.status, dashes.text) == (0, "26 -- --help\n")


def test_run_that_cannot_start_its_command_ends_with_125(program: Program, secret: str) -> None:
    missing = program.run("--demo", "--run", "no-such-command")
    assert (missing.status, missing.out) == (125, b"")
    assert "no-such-command was not found" in missing.complaint
    program.run("--demo", "--vault", "remove", "--yes")
    without = program.run("--demo", "--run", "true")
    assert without.status == 125
    assert "The keyring has no secret for" in without.complaint


def test_an_export_with_the_secret_inside_is_private_and_shows_it_to_nobody(program: Program, secret: str) -> None:
    output = program.home / "clearml.env"
    done = program.run("--demo", "--export", "compose-env", "--secret", "inside", "--output", str(output))
    assert (done.status, done.out) == (0, b""), done.complaint
    assert f"COGNITO_AUTH_CLIENT_SECRET={secret}" in output.read_text(encoding="utf-8")
    assert output.stat().st_mode & 0o777 == 0o600
    assert "+ COGNITO_AUTH_CLIENT_SECRET=••••••" in done.complaint
    assert not any(form in done.err for form in forms(secret))


def test_the_only_copy_of_a_secret_is_not_written_away(program: Program, secret: str) -> None:
    output = program.home / "clearml.env"
    export = ("--demo", "--export", "compose-env", "--output", str(output))
    assert program.run(*export, "--secret", "inside").status == 0
    before = output.read_bytes()
    program.run("--demo", "--vault", "remove", "--yes")
    refused = program.run(*export, "--secret", "reference")
    assert refused.status == 5 and "does not hold" in refused.complaint
    assert output.read_bytes() == before and secret not in refused.complaint


def test_a_secret_is_piped_on_but_never_shown_on_a_terminal(program: Program, secret: str) -> None:
    words = ("--demo", "--export", "compose-env", "--secret", "inside")
    assert secret in program.run(*words).text

    controller, terminal = os.openpty()
    process = subprocess.Popen(
        [str(SCRIPT), *words], env=program.environment, stdin=terminal, stdout=terminal, stderr=terminal
    )
    os.close(terminal)
    shown = b""
    while True:
        try:
            part = os.read(controller, 4096)
        except OSError:
            break
        shown += part
    os.close(controller)
    assert process.wait(10) == 2
    assert b"would be shown on this terminal" in shown
    assert secret.encode() not in shown


def test_no_mode_leaves_the_secret_anywhere_it_was_not_asked_to_be(program: Program, secret: str) -> None:
    reference = program.home / "reference.env"
    runs = [
        program.run("--demo", "--export", "compose-env"),
        program.run("--demo", "--export", "compose-env", "--output", str(reference)),
        program.run("--demo", "--run", "true"),
        program.run("--demo", "--run", "no-such-command"),
        program.run("--demo", "--vault", "list"),
        program.run("--demo", "--diagnose"),
        program.run("--demo", "--diagnose", "--format", "json", "--output", str(program.home / "report.json")),
        program.run("--demo", "--diagnose", "--client-secret-stdin", given=secret.encode()),
        program.run("--demo", "--diagnose", "--client-secret-stdin", "--env-file", str(reference), given=b"wrong"),
    ]
    assert [done.status for done in runs] == [0, 0, 0, 125, 0, 0, 0, 0, 1], [done.complaint for done in runs]
    for done in runs:
        assert not any(form in done.out + done.err for form in forms(secret))
    assert holding(secret, program.home) == [account_file(program)]


def test_the_secret_is_in_no_argument_while_a_command_runs(program: Program, secret: str) -> None:
    process = program.start("--demo", "--run", sys.executable, "-c", "import time; print(flush=True); time.sleep(30)")
    assert process.stdout is not None
    process.stdout.readline()
    try:
        arguments = b"".join(_read(path) for path in Path("/proc").glob("[0-9]*/cmdline"))
        assert b"time.sleep(30)" in arguments
        assert secret.encode() not in arguments
    finally:
        process.terminate()
        started = time.monotonic()
        status = process.wait(20)
        process.communicate()
    assert status == 128 + 15
    assert time.monotonic() - started < 10


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def test_the_simulated_account_describes_the_secret_it_stands_for(program: Program, secret: str) -> None:
    assert any(form in account_file(program).read_bytes() for form in forms(secret))
    assert describe("http://127.0.0.1:1") is None
