"""`--diagnose` as it is run: its report on stdout and nothing else there, and one status for every format."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from diagnostics.access import access
from diagnostics.checks import CHECKS
from diagnostics.connection import Connection
from diagnostics.reports.json import SCHEMA
from tests.screens.program import SCRIPT, Ended, Program
from wizard.policy import policy

HUNG = """
[aws]
region = "eu-west-1"
[cognito]
user_pool = "eu-west-1_AbC123xyz"
app_client = "4k2h1n9q4k2h1n9q4k2h1n9q9q"
[clearml]
web_addresses = ["http://127.0.0.1:{port}"]
"""


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path, {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"})


@pytest.fixture
def server() -> Iterator[socket.socket]:
    """An address that takes every connection and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        listening.settimeout(30)
        yield listening


@pytest.fixture
def deaf(program: Program, server: socket.socket) -> Program:
    """A program whose AWS and ClearML never answer."""
    port = server.getsockname()[1]
    program.extra |= {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "made-up",
    }
    program.connection(HUNG.format(port=port))
    return program


def as_json(done: Ended) -> dict[str, object]:
    read: dict[str, object] = json.loads(done.out)
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(read)
    return read


@pytest.mark.parametrize(
    ("scenario", "status", "causes"),
    [("healthy", 0, []), ("callback-slash", 1, ["APP013"]), ("few-permissions", 3, ["AWS013"])],
)
def test_text_and_json_say_the_same_and_end_alike(
    program: Program, scenario: str, status: int, causes: list[str]
) -> None:
    text = program.run("--demo", scenario, "--diagnose")
    data = program.run("--demo", scenario, "--diagnose", "--format", "json")
    assert (text.status, data.status) == (status, status), text.text
    assert (text.err, data.err) == (b"", b"")
    read = as_json(data)
    assert read["exit_code"] == status
    summary = read["summary"]
    assert isinstance(summary, dict)
    assert summary["root_causes"][: max(1, len(causes))] == causes
    assert f"exit {status}" in text.text
    last = text.text.rpartition("\n\n")[0].rpartition("\n\n")[2]
    assert all(cause in last for cause in causes)


def test_without_anything_set_up_the_report_says_what_is_missing_and_is_not_clean(program: Program) -> None:
    done = program.run("--diagnose")
    assert done.status == 3
    assert done.err == b""
    assert "No AWS credentials were found" in done.text
    assert "No user pool is chosen yet" in done.text
    assert "Result  INCOMPLETE" in done.text


def test_only_and_skip_choose_checks_and_areas(program: Program) -> None:
    only = as_json(program.run("--demo", "--diagnose", "--format", "json", "--only", "APP013,POL"))
    ids = [check["id"] for check in only["checks"]]  # type: ignore[attr-defined]
    assert "APP013" in ids
    assert {one[:3] for one in ids} == {"APP", "POL"}
    skip = as_json(program.run("--demo", "--diagnose", "--format", "json", "--only", "POL", "--skip", "pol011"))
    assert "POL011" not in [check["id"] for check in skip["checks"]]  # type: ignore[attr-defined]


def test_the_report_goes_to_a_private_file_when_asked(program: Program) -> None:
    output = program.home / "report.txt"
    done = program.run("--demo", "--diagnose", "--output", str(output))
    assert (done.status, done.out) == (0, b"")
    assert str(output) in done.complaint
    assert "Result  OK" in output.read_text(encoding="utf-8")
    assert output.stat().st_mode & 0o777 == 0o600
    refused = program.run("--demo", "--diagnose", "--output", str(program.home / "nowhere" / "report.txt"))
    assert (refused.status, refused.out) == (5, b"")
    assert "not a folder that exists" in refused.complaint


def test_what_never_answers_is_not_seen_and_the_report_comes_in_time(deaf: Program) -> None:
    started = time.monotonic()
    done = deaf.run("--diagnose", "--timeout", "2", "--format", "json")
    assert time.monotonic() - started < 8
    assert done.status == 3
    checks = as_json(done)["checks"]
    assert isinstance(checks, list)
    asked = [check for check in checks if check["id"].startswith(("POL", "APP", "SRV", "OID"))]
    assert len(asked) > 10
    assert {check["status"] for check in asked} <= {"unknown", "blocked", "skipped"}
    assert {check["id"] for check in checks if check["status"] == "unknown"} >= {"AWS010", "NET012"}


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_look_and_still_brings_what_was_seen(
    deaf: Program, server: socket.socket, number: int, status: int
) -> None:
    process = deaf.start("--diagnose", "--format", "json")
    asked, _ = server.accept()
    process.send_signal(number)
    started = time.monotonic()
    out, err = process.communicate(timeout=20)
    asked.close()
    assert time.monotonic() - started < 10
    assert process.returncode == status, err
    assert err == b""
    read = as_json(Ended(process.returncode, out, err))
    assert read["exit_code"] == status
    assert "interrupted" in str(read["note"])
    checks = read["checks"]
    assert isinstance(checks, list)
    assert {check["status"] for check in checks if check["id"] == "POL010"} <= {"unknown", "blocked"}


def test_what_is_waited_for_is_shown_on_a_terminal_alone(program: Program) -> None:
    controller, terminal = os.openpty()
    process = subprocess.Popen(
        [str(SCRIPT), "--demo", "--diagnose", "--only", "POL"],
        env=program.environment | {"TERM": "xterm"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=terminal,
    )
    os.close(terminal)
    out, _ = process.communicate(timeout=30)
    shown = os.read(controller, 65536)
    os.close(controller)
    assert b"waiting for" in shown
    assert shown.endswith(b"\r\x1b[K")
    assert b"Looking" not in out
    assert b"Result" not in shown


def test_a_reader_that_goes_away_changes_nothing(program: Program) -> None:
    words = ["bash", "-c", f'"{SCRIPT}" --demo callback-slash --diagnose | true; echo "${{PIPESTATUS[0]}}"']
    done = subprocess.run(words, env=program.environment, capture_output=True, timeout=30, check=False)
    assert (done.stdout, done.stderr) == (b"1\n", b"")


def test_a_damaged_connection_is_a_sentence_with_the_line(program: Program) -> None:
    path = program.connection("[aws\n")
    done = program.run("--diagnose")
    assert (done.status, done.out) == (2, b"")
    assert str(path) in done.complaint
    assert "line 1" in done.complaint


@pytest.mark.parametrize("given", [b"", b"\n", b"x" * 5000, "s\u00e9cret\n".encode()])
def test_standard_input_without_a_secret_is_wrong_usage(program: Program, given: bytes) -> None:
    done = program.run("--diagnose", "--client-secret-stdin", given=given)
    assert (done.status, done.out) == (2, b"")
    assert "no client secret in the first line" in done.complaint
    assert b"xxxx" not in done.err


def test_a_given_secret_is_the_one_that_is_proved(program: Program) -> None:
    code = (
        "from pathlib import Path; from wizard.demo import demo_account\n"
        f"with demo_account('healthy', Path({str(program.demo_folder('healthy'))!r})) as demo:\n"
        "    print(demo.ready['client_secret'])"
    )
    right = program.python(code).out
    words = ("--demo", "--diagnose", "--only", "LGN", "--client-secret-stdin")
    assert program.run(*words, given=right).status == 0
    wrong = program.run(*words, given=b"0" * 51)
    assert wrong.status == 1
    assert "0" * 51 not in wrong.text


def test_the_env_file_that_clearml_is_given_is_held_against_cognito(program: Program) -> None:
    given = program.home / "clearml.env"
    program.run("--demo", "--export", "compose-env", "--output", str(given))
    words = ("--demo", "--diagnose", "--env-file", str(given))
    right = program.run(*words)
    assert right.status == 0
    assert str(given) in right.text
    given.write_text(given.read_text(encoding="utf-8").replace("/oauth2/token", "/oauth2/tokens"), encoding="utf-8")
    wrong = program.run(*words)
    assert wrong.status == 1
    assert "/oauth2/tokens" in wrong.text.rpartition("Root cause")[2]
    missing = program.run("--diagnose", "--env-file", "nowhere.env")
    assert (missing.status, missing.out) == (2, b"")
    assert "There is no file" in missing.complaint


def test_the_checks_are_listed_and_explained(program: Program) -> None:
    listed = program.run("--list-checks")
    assert listed.status == 0
    assert all(check.id in listed.text for check in CHECKS)
    rows = json.loads(program.run("--diagnose", "--list-checks", "--format", "json").out)
    assert [row["id"] for row in rows] == [check.id for check in CHECKS]
    explained = program.run("--explain", "app013")
    assert explained.status == 0
    assert "APP013" in explained.text
    words = next(check.explanation for check in CHECKS if check.id == "APP013").split()
    assert " ".join(words) in " ".join(explained.text.split())


def test_a_flag_beats_a_variable_which_beats_the_connection() -> None:
    saved = Connection(profile="saved", region="eu-west-1")
    assert (access(saved, {}).profile, access(saved, {}).region) == ("saved", "eu-west-1")
    variables = {"AWS_PROFILE": "variable", "AWS_REGION": "us-east-1"}
    assert (access(saved, variables).profile, access(saved, variables).region) == (None, None)
    flags = access(saved, variables, profile="flag", region="eu-north-1")
    assert (flags.profile, flags.region) == ("flag", "eu-north-1")
    assert access(saved, {"AWS_DEFAULT_REGION": "us-east-1"}).region is None
    assert access(saved, {"AWS_ACCESS_KEY_ID": "AKIA"}).profile is None
    assert access(Connection(user_pool="eu-west-3_Abc"), {}).region == "eu-west-3"


@pytest.mark.parametrize(
    ("region", "begins"),
    [
        ("eu-west-1", "arn:aws:cognito-idp:eu-west-1:"),
        ("us-gov-west-1", "arn:aws-us-gov:cognito-idp:us-gov-west-1:"),
        ("eusc-de-east-1", "arn:aws-eusc:cognito-idp:"),
        (None, "arn:aws:cognito-idp:REGION:ACCOUNT:userpool/USER_POOL_ID"),
    ],
)
def test_the_policies_are_for_one_pool_and_never_let_anything_be_deleted(region: str | None, begins: str) -> None:
    for purpose in ("look", "write"):
        text = policy(purpose, region=region)  # type: ignore[arg-type]
        statements = json.loads(text)["Statement"]
        assert all(row["Resource"].startswith(begins) for row in statements if row["Resource"] != "*")
        actions = [action for row in statements for action in row["Action"]]
        assert not [action for action in actions if "Delete" in action or action.endswith("UpdateUserPool")]
        assert any("Create" in action for action in actions) == (purpose == "write")


def test_the_policy_is_printed_for_the_connection_at_hand(program: Program) -> None:
    program.connection(
        '[aws]\naccount = "123456789012"\nregion = "eu-west-1"\n[cognito]\nuser_pool = "eu-west-1_Ab"\n'
    )
    done = program.run("--print-policy", "write")
    assert (done.status, done.err) == (0, b"")
    assert "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_Ab" in done.text
    other = program.run("--print-policy", "write", "--region", "eu-north-1").text
    assert "arn:aws:cognito-idp:eu-north-1:123456789012:userpool/USER_POOL_ID" in other
