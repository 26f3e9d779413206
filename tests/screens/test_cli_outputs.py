"""What `--diagnose` gives besides its report in text: other formats, a saved look, a wait, a bundle."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from diagnostics.reports.json import SCHEMA
from tests.screens.program import SCRIPT, Program, forms
from tests.screens.test_cli_diagnose import HUNG
from tests.terminal import Terminal
from wizard.sandbox.faults import Fault, Kind
from wizard.sandbox.server import Sandbox, start

CONNECTION = """
[aws]
region = "eu-west-1"
profile = "nobody"
[cognito]
user_pool = "{user_pool}"
app_client = "{app_client}"
domain = "{domain_base}"
[clearml]
web_addresses = ["{web_address}"]
"""
SLASH = ("--demo", "callback-slash", "--diagnose")


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path, {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"})


@pytest.fixture
def sandbox(program: Program) -> Iterator[Sandbox]:
    """A world that the test can change while the program looks at it."""
    from wizard.sandbox.control import describe

    with start("callback-slash") as running:
        program.extra |= {
            "AWS_ENDPOINT_URL": running.address,
            "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "made-up-access-key-of-a-test",
        }
        program.connection(CONNECTION.format(**describe(running.world)))
        yield running


def repair(sandbox: Sandbox) -> None:
    """Register the callback URL without the slash."""
    for pool in sandbox.account.pools.values():
        for client in pool.clients.values():
            urls = client.settings.get("CallbackURLs")
            if isinstance(urls, list):
                client.settings["CallbackURLs"] = [str(url).rstrip("/") for url in urls]


def test_a_look_is_saved_and_judged_again_the_same_in_every_format_without_any_network(
    program: Program, sandbox: Sandbox
) -> None:
    """The saved look is judged where nothing answers; what it says of the causes is what the live one said."""
    saved = program.home / "look.json"
    live = program.run("--diagnose", "--format", "json", "--save-snapshot", str(saved))
    assert (live.status, saved.stat().st_mode & 0o777) == (1, 0o600), live.complaint
    assert f"The snapshot is in {saved}." in live.complaint
    sandbox.world.requests.clear()
    elsewhere = Program(program.home / "elsewhere", {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"})
    elsewhere.home.mkdir()
    again = {
        form: elsewhere.run("--diagnose", "--from-snapshot", str(saved), "--format", form)
        for form in ("text", "json", "junit", "markdown")
    }
    assert not sandbox.requests
    assert {one.status for one in again.values()} == {1}
    assert {one.err for one in again.values()} == {b""}
    then, now = json.loads(live.out), json.loads(again["json"].out)
    assert now["checks"] == then["checks"]
    assert now["target"]["saved_look"]
    assert "saved look" in now["note"]
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(now)
    assert "This judges a saved look, taken 20" in again["text"].text
    assert ElementTree.fromstring(again["junit"].out).get("failures") == "1"
    assert "### ✗ APP013" in again["markdown"].out.decode()


def test_a_damaged_or_foreign_snapshot_is_wrong_usage(program: Program) -> None:
    foreign = program.home / "look.json"
    foreign.write_text('{"name": "something else"}', encoding="ascii")
    done = program.run("--diagnose", "--from-snapshot", str(foreign), "--format", "json")
    assert (done.status, done.out) == (2, b"")
    assert "is no saved look of clearml-cognito" in done.complaint
    assert done.complaint.count("\n") == 1


def test_the_schema_is_printed_and_is_the_one_that_reports_keep_to(program: Program) -> None:
    done = program.run("--print-schema")
    assert (done.status, done.out, done.err) == (0, SCHEMA.read_bytes(), b"")


def test_waiting_ends_when_the_cause_is_gone_and_prints_the_last_report_alone(
    program: Program, sandbox: Sandbox
) -> None:
    process = program.start("--diagnose", "--format", "json", "--wait", "12")
    until = time.monotonic() + 20
    while not any(request.operation == "authorize" for request in sandbox.requests):
        assert time.monotonic() < until
        time.sleep(0.05)
    time.sleep(1.0)
    repair(sandbox)
    repaired = time.monotonic()
    out, err = process.communicate(timeout=30)
    assert time.monotonic() - repaired < 8
    assert (process.returncode, err) == (0, b"")
    read = json.loads(out)
    assert read["exit_code"] == 0
    looks = [request for request in sandbox.requests if request.operation == "DescribeUserPoolClient"]
    assert 2 <= len(looks) <= 4


def test_waiting_in_vain_ends_in_time_with_what_is_still_wrong(program: Program) -> None:
    with Terminal(*SLASH, "--only", "APP", "--wait", "4", home=program.home, size=(100, 40)) as terminal:
        assert terminal.wait_for_end(30) == 1
    written = terminal.written.decode()
    rounds = re.findall(r"Look (\d+): [^\r\n]*1 failed[^\r\n]*\. Looking again in 0\.67 s", written)
    assert rounds == [str(number) for number in range(1, len(rounds) + 1)]
    assert 2 <= len(rounds) <= 7
    assert written.count("Result") == 1
    assert "exit 1" in written


def test_a_wait_that_is_interrupted_still_brings_the_last_whole_look(program: Program, sandbox: Sandbox) -> None:
    process = program.start("--diagnose", "--format", "json", "--wait", "60")
    until = time.monotonic() + 20
    while not any(request.operation == "authorize" for request in sandbox.requests) and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(1.0)
    sandbox.world.faults.arm(Fault("*", Kind.HANG))
    before = len(sandbox.requests)
    while len(sandbox.requests) == before and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (130, b"")
    read = json.loads(out)
    assert read["note"] == "The wait was interrupted: this is the last whole look."
    assert read["summary"]["root_causes"] == ["APP013"]


def test_a_bundle_is_shown_and_asked_for_and_holds_no_secret(program: Program) -> None:
    program.run("--demo", "callback-slash", "--export", "compose-env", "--output", str(program.home / "c.env"))
    words = (*SLASH, "--env-file", "c.env", "--bundle", "help.zip", "--save-snapshot", "look.json")
    environment = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    with Terminal(*words, home=program.home, size=(100, 40), environment=environment) as terminal:
        terminal.wait_for("Write it? [y/N]")
        assert not (program.home / "help.zip").exists()
        shown = terminal.written.decode()
        assert all(re.search(rf"{re.escape(name)} +[\d,]+ bytes", shown) for name in ("report.json", "env.keys.txt"))
        assert "Left out or shortened: every secret" in shown
        terminal.process.send("y\r")
        assert terminal.wait_for_end(20) == 1
    bundle = program.home / "help.zip"
    assert bundle.stat().st_mode & 0o777 == 0o600
    secret = _secret_of(program)
    with zipfile.ZipFile(bundle) as archive:
        contents = [archive.read(name) for name in archive.namelist()] + [(program.home / "look.json").read_bytes()]
    assert len(contents) == 7
    assert not [form for form in forms(secret) for content in contents if form in content]


def _secret_of(program: Program) -> str:
    code = (
        "from pathlib import Path; from wizard.demo import demo_account\n"
        f"with demo_account('callback-slash', Path({str(program.demo_folder('callback-slash'))!r})) as demo:\n"
        "    print(demo.ready['client_secret'])"
    )
    return program.python(code).text.strip()


def test_a_bundle_that_is_not_agreed_to_is_not_written(program: Program) -> None:
    done = program.run(*SLASH, "--bundle", "help.zip")
    assert (done.status, done.out) == (5, b"")
    assert "Add --yes to agree" in done.complaint
    with Terminal(*SLASH, "--only", "APP", "--bundle", "help.zip", home=program.home) as terminal:
        terminal.wait_for("Write it? [y/N]")
        terminal.process.send("\r")
        assert terminal.wait_for_end(20) == 5
    assert "Result" in terminal.written.decode()
    assert "No bundle was written." in terminal.text
    assert not (program.home / "help.zip").exists()


def test_there_is_no_bundle_and_no_snapshot_with_a_secret_in_it_and_the_report_comes_all_the_same(
    program: Program, sandbox: Sandbox
) -> None:
    """The secret of the AWS credentials as the display name: nobody would, and it must not get out."""
    secret = program.extra["AWS_SECRET_ACCESS_KEY"]
    path = program.home / "config" / "clearml-cognito" / "default.toml"
    path.write_text(path.read_text(encoding="ascii") + f'display_name = "{secret}"\n', encoding="ascii")
    words = ("--diagnose", "--format", "json", "--save-snapshot", "look.json", "--bundle", "help.zip", "--yes")
    done = program.run(*words)
    assert done.status == 5
    assert json.loads(done.out)["summary"]["root_causes"] == ["APP013"]
    assert "The snapshot was not saved: the environment's AWS_SECRET_ACCESS_KEY is in it, plain." in done.complaint
    assert "No bundle was made: the environment's AWS_SECRET_ACCESS_KEY is in it, plain" in done.complaint
    assert not (program.home / "look.json").exists()
    assert not (program.home / "help.zip").exists()
    assert secret not in done.complaint


def test_an_interrupted_look_saves_nothing(program: Program) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=64) as deaf:
        port = deaf.getsockname()[1]
        program.extra |= {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE"}
        program.extra |= {"AWS_SECRET_ACCESS_KEY": "made-up-access-key-of-a-test"}
        program.connection(HUNG.format(port=port))
        process = program.start("--diagnose", "--save-snapshot", "look.json", "--bundle", "help.zip", "--yes")
        deaf.settimeout(30)
        asked, _ = deaf.accept()
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=20)
        asked.close()
    assert process.returncode == 143
    assert b"Result  INTERRUPTED" in out
    assert b"nothing of it was saved" in err
    assert not (program.home / "look.json").exists()


def test_a_report_for_programs_is_utf_8_in_any_terminal(program: Program) -> None:
    environment = program.environment | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    words = [str(SCRIPT), "--diagnose", "--only", "AWS010", "--connection", "./名前.toml"]
    (program.home / "名前.toml").write_text("", encoding="ascii")
    done = subprocess.run(
        [*words, "--format", "json"], env=environment, cwd=program.home, capture_output=True, timeout=30, check=False
    )
    assert json.loads(done.stdout.decode("utf-8"))["target"]["connection"] == "名前"
    assert os.fsencode("名前") in done.stdout


def test_users_are_counted_when_that_is_asked_for_and_not_otherwise(program: Program, sandbox: Sandbox) -> None:
    without = json.loads(program.run("--diagnose", "--only", "POL014", "--format", "json").out)
    assert [check["status"] for check in without["checks"]] == ["skipped"]
    assert not [request for request in sandbox.requests if request.operation == "ListUsers"]
    asked = json.loads(program.run("--diagnose", "--sample-users", "--only", "POL014", "--format", "json").out)
    assert [check["status"] for check in asked["checks"]] == ["ok"]
