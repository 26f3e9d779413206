"""The sandbox as the wizard starts it: a process with one line of output, that keeps its account between runs."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.sandbox.sandbox_worlds import Opener, aws_client
from wizard.sandbox import SCENARIOS


@contextmanager
def _process(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A sandbox in a process of its own, and its address. Ends with its standard input closed."""
    command = [sys.executable, "-m", "wizard.sandbox", "--until-stdin-closes", *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout
        try:
            yield process, process.stdout.readline().strip()
        finally:
            if process.poll() is None and process.stdin:
                process.stdin.close()
                try:
                    process.wait(5)
                except subprocess.TimeoutExpired:
                    process.kill()
                    raise


def test_it_dies_with_whoever_holds_its_standard_input(tmp_path: Path) -> None:
    with _process("--scenario", "healthy") as (process, address):
        assert address.startswith("http://127.0.0.1:")
        assert httpx.get(address + "/_sandbox/describe").json()["scenario"] == "healthy"
        assert process.stdin
        process.stdin.close()
        assert process.wait(5) == 0
        assert process.stderr
        assert process.stderr.read() == ""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_quietly_when_told_to(number: signal.Signals) -> None:
    with _process() as (process, address):
        with httpx.Client() as kept_open:
            kept_open.get(address + "/_sandbox/describe")
            process.send_signal(number)
            assert process.wait(5) == 0
        assert process.stderr
        assert process.stderr.read() == ""


@pytest.mark.parametrize("arguments", [["--scenario", "nope"], ["--scenario", "many-pools", "--pools", "10001"]])
def test_a_wrong_argument_is_told_in_one_sentence(arguments: list[str]) -> None:
    command = [sys.executable, "-m", "wizard.sandbox", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=10)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    if "nope" in arguments:
        assert all(name in done.stderr for name in SCENARIOS)


def test_the_account_is_taken_up_again_on_another_port(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    with _process("--scenario", "healthy", "--state", str(state)) as (_, first):
        ready = httpx.get(first + "/_sandbox/describe").json()
        cognito = aws_client("cognito-idp", first)
        made = cognito.create_user_pool_client(
            UserPoolId=ready["user_pool"],
            ClientName="kept",
            GenerateSecret=True,
            CallbackURLs=[f"{first}/callback_cognito", f"{first}0/not-ours"],
        )["UserPoolClient"]
        cognito.add_user_pool_client_secret(UserPoolId=ready["user_pool"], ClientId=ready["app_client"])
        assert state.stat().st_mode & 0o777 == 0o600
    with _process("--scenario", "healthy", "--state", str(state)) as (_, second):
        assert second != first
        cognito = aws_client("cognito-idp", second)
        kept = cognito.describe_user_pool_client(UserPoolId=ready["user_pool"], ClientId=made["ClientId"])
        assert kept["UserPoolClient"] == {
            **made,
            "CallbackURLs": [f"{second}/callback_cognito", f"{first}0/not-ours"],
        }
        ids = {"UserPoolId": ready["user_pool"], "ClientId": ready["app_client"]}
        assert len(cognito.list_user_pool_client_secrets(**ids)["ClientSecrets"]) == 2
        assert cognito.describe_user_pool_client(**ids)["UserPoolClient"]["CallbackURLs"] == [
            f"{second}/callback_cognito"
        ]
        assert httpx.get(second + "/_sandbox/describe").json()["client_secret"] != ready["client_secret"]
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]


@pytest.mark.parametrize("content", ["{", "[]", '{"version": 1, "address": "http://127.0.0.1:1", "account": {}}'])
def test_a_state_that_cannot_be_taken_up_is_left_alone(tmp_path: Path, content: str) -> None:
    state = tmp_path / "state.json"
    state.write_text(content)
    command = [sys.executable, "-m", "wizard.sandbox", "--state", str(state)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=10)
    assert (done.returncode, done.stdout) == (2, "")
    assert str(state) in done.stderr
    assert "Traceback" not in done.stderr
    assert state.read_text() == content


def test_a_state_of_another_scenario_is_left_alone(world: Opener, tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    world("first-time", state=state)
    before = state.read_bytes()
    command = [sys.executable, "-m", "wizard.sandbox", "--state", str(state)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=10)
    assert done.returncode == 2
    assert '"first-time"' in done.stderr
    assert state.read_bytes() == before


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_scenario_survives_a_restart_and_is_the_same_in_every_run(
    world: Opener, tmp_path: Path, scenario: str
) -> None:
    state = tmp_path / "state.json"
    first = world(scenario, state=state)
    written = json.loads(state.read_text())["account"]
    address = first.sandbox.address
    first.sandbox.stop()
    again = world(scenario, state=state)
    for other in (again, world(scenario, state=tmp_path / "fresh.json")):
        text = Path(tmp_path / ("fresh.json" if other is not again else "state.json")).read_text()
        assert json.loads(text.replace(other.sandbox.address, address))["account"] == written
