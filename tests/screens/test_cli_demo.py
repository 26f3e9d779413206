"""The simulated account as the admin meets it: left and come back to, joined, killed, never mixed with the real."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from diagnostics.connection import Connection
from tests.screens.program import Program
from tests.with_keyring import eventually
from wizard.demo import (
    Demo,
    DemoFailed,
    UnknownScenario,
    check_scenario,
    demo_account,
    demo_environment,
    last_address,
)
from wizard.demo_connection import at_address, ready_connection
from wizard.sandbox import SCENARIOS


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path)


@pytest.fixture
def healthy(tmp_path: Path) -> Iterator[Demo]:
    with demo_account("healthy", tmp_path / "healthy") as demo:
        yield demo


@pytest.fixture
def interruptible() -> Iterator[None]:
    """A shell's background job hands SIGINT on as ignored; what is started here is to have it as on a terminal."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def processes_of(folder: Path) -> list[int]:
    """The running processes that were started for a folder."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if str(folder).encode() in path.read_bytes():
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def test_every_scenario_can_be_asked_for_and_no_other() -> None:
    for scenario in SCENARIOS:
        check_scenario(scenario)
    with pytest.raises(UnknownScenario, match="first-time"):
        check_scenario("nowhere")


def test_leaving_and_coming_back_finds_the_same_account_at_the_same_address(program: Program) -> None:
    first = program.run("--demo", "--export", "compose-env")
    assert first.status == 0, first.complaint
    folder = program.demo_folder("healthy")
    account = json.loads((folder / "account.json").read_text(encoding="utf-8"))
    address = last_address(folder)
    assert not processes_of(folder)

    again = program.run("--demo", "--export", "compose-env")
    assert again.out == first.out
    assert last_address(folder) == address
    assert json.loads((folder / "account.json").read_text(encoding="utf-8")) == account


def test_where_the_port_is_taken_the_saved_connection_follows_the_new_one(program: Program) -> None:
    program.run("--demo", "--print-policy", "look")
    folder = program.demo_folder("healthy")
    before = last_address(folder)
    assert before is not None
    with socket.create_server(("127.0.0.1", int(before.rpartition(":")[2]))):
        done = program.run("--demo", "--export", "compose-env")
    after = last_address(folder)
    assert after is not None
    assert after != before
    assert f"{after}/pages/" in done.text
    saved = (folder / "connections" / "default.toml").read_text(encoding="utf-8")
    assert f"{after}/pages/" in saved
    assert f'"{after}"' in saved
    assert before not in saved


def test_scenarios_are_kept_apart(program: Program) -> None:
    program.run("--demo", "healthy", "--print-policy", "look")
    done = program.run("--demo", "first-time", "--export", "compose-env")
    assert done.status == 2
    assert "which app client" in done.complaint
    assert "clearml-cognito --demo first-time " in done.complaint
    assert not (program.demo_folder("first-time") / "connections").exists()


def test_the_real_connection_files_and_the_real_state_are_left_alone(program: Program) -> None:
    real = program.connection('[cognito]\nuser_pool = "eu-west-1_Real00000"\n')
    before = real.read_bytes()
    policy = program.run("--demo", "--print-policy", "look").text
    assert "eu-west-1_Real00000" not in policy
    assert real.read_bytes() == before
    assert [path.name for path in (program.home / "state" / "clearml-cognito").iterdir()] == ["demo"]


def test_nothing_of_the_real_account_or_of_a_proxy_reaches_the_demo(healthy: Demo) -> None:
    real = {
        "AWS_PROFILE": "prod",
        "AWS_ACCESS_KEY_ID": "AKIAREAL",
        "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": "https://real",
        "HTTPS_PROXY": "http://proxy:3128",
        "all_proxy": "socks5://proxy",
        "PATH": "/usr/bin",
    }
    found = demo_environment(healthy, real)
    assert found["AWS_ENDPOINT_URL"] == healthy.address
    assert found["PATH"] == "/usr/bin"
    assert not {"prod", "AKIAREAL", "https://real", "http://proxy:3128", "socks5://proxy"} & set(found.values())
    code = "import boto3; sts = boto3.Session(profile_name='demo').client('sts'); print(sts.get_caller_identity())"
    done = subprocess.run([sys.executable, "-c", code], env=found, capture_output=True, timeout=30, check=False)
    assert str(healthy.ready["account"]) in done.stdout.decode(), done.stderr.decode()


def test_a_second_program_joins_the_account_that_is_running(healthy: Demo) -> None:
    with demo_account("healthy", healthy.folder) as second:
        assert second == healthy
    assert healthy.ready == second.ready
    with demo_account("healthy", healthy.folder) as third:
        assert third.address == healthy.address


def test_a_damaged_account_is_said_with_the_folder_to_delete(tmp_path: Path) -> None:
    (tmp_path / "account.json").write_text("{", encoding="utf-8")
    with pytest.raises(DemoFailed, match=str(tmp_path)), demo_account("healthy", tmp_path):
        pass


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_the_account_ends_with_the_program_however_that_ends(program: Program, number: signal.Signals) -> None:
    folder = program.demo_folder("healthy")
    # The program waits here: it asks on a pseudo-terminal whether to remove the secret.
    controller, terminal = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "screens.cli", "--demo", "--vault", "remove"],
        cwd=Path(__file__).parents[2],
        env=program.environment,
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    )
    os.close(terminal)
    seen = b""
    while b"[y/N]" not in seen:
        seen += os.read(controller, 1024)
    assert processes_of(folder)
    process.send_signal(number)
    status = process.wait(20)
    os.close(controller)
    assert status == {signal.SIGTERM: 143, signal.SIGINT: 130}.get(number, -number)
    eventually(lambda: not processes_of(folder))


def test_a_folder_called_wizard_where_the_admin_stands_is_not_run(program: Program) -> None:
    (program.home / "wizard" / "sandbox").mkdir(parents=True)
    for name in ("__init__.py", "sandbox/__init__.py", "sandbox/__main__.py"):
        (program.home / "wizard" / name).write_text("raise SystemExit('run by mistake')\n", encoding="utf-8")
    done = program.run("--demo", "--export", "compose-env")
    assert done.status == 0, done.complaint


def test_a_ready_scenario_brings_its_connection_and_an_empty_one_none(healthy: Demo) -> None:
    ready = ready_connection(healthy, "default")
    assert ready is not None
    assert (ready.user_pool, ready.app_client) == (healthy.ready["user_pool"], healthy.ready["app_client"])
    assert ready.profile == "demo"
    assert ready.web_addresses == (healthy.address,)
    without = Demo(healthy.scenario, healthy.address, healthy.folder, {**healthy.ready, "app_client": None})
    assert ready_connection(without, "default") is None


def test_only_the_simulated_addresses_of_a_connection_follow_a_new_port() -> None:
    saved = Connection(
        domain="http://127.0.0.1:1234/pages/x",
        web_addresses=("http://127.0.0.1:1234", "https://app.example.com"),
        api_address="http://127.0.0.1:1234/api",
    )
    moved = at_address(saved, "http://127.0.0.1:5")
    assert moved.domain == "http://127.0.0.1:5/pages/x"
    assert moved.web_addresses == ("http://127.0.0.1:5", "https://app.example.com")
    assert moved.api_address == "http://127.0.0.1:5/api"
