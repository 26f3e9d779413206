"""What is typed, before any of it is carried out: version, help, usage errors, and what none of that may cost."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from diagnostics.version import VERSION
from screens.arguments import build_parser
from screens.environment import drop_textual_variables
from tests.screens.program import SCRIPT, Program

HEAVY = {"textual", "boto3", "botocore", "httpx", "keyring", "rich", "asyncio", "dataclasses", "pathlib", "json"}


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path)


def test_the_version_is_one_line_on_stdout(program: Program) -> None:
    done = program.run("--version")
    assert (done.status, done.text, done.err) == (0, f"clearml-cognito {VERSION}\n", b"")


def test_the_help_fits_80_columns_and_names_every_option(program: Program) -> None:
    done = program.run("--help", environment={"COLUMNS": "200"})
    assert (done.status, done.err) == (0, b"")
    assert max(len(line) for line in done.text.splitlines()) <= 79
    options = [option for action in build_parser()._actions for option in action.option_strings]
    assert len(options) > 20
    assert not [option for option in options if option not in done.text]


@pytest.mark.parametrize("word", ["--version", "--help", "--nonsense"])
def test_a_word_that_ends_at_once_imports_nothing_heavy(program: Program, word: str) -> None:
    code = f"""
import sys
before = set(sys.modules)
from screens.cli import main
main([{word!r}])
print(*(set(sys.modules) - before), file=sys.stderr)
"""
    loaded = set(program.python(code).complaint.split())
    assert "screens.cli" in loaded
    assert not loaded & HEAVY


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--nonsense"], "There is no option --nonsense."),
        (["--diagnos"], "There is no option --diagnos."),
        (["word"], "a word too many"),
        (["--diagnose", "--export", "compose-env"], "--diagnose and --export do not go together"),
        (["--vault"], "--vault needs a value: list or remove."),
        (["--vault", "steal"], "--vault takes list or remove, not 'steal'."),
        (["--export", "heroku"], "--export takes compose-env, not 'heroku'."),
        (["--print-policy", "all"], "--print-policy takes look or write"),
        (["--diagnose", "--format", "xml"], "--format takes text or json"),
        (["--diagnose", "--timeout", "soon"], "--timeout needs a number of seconds"),
        (["--diagnose", "--timeout", "-1"], "--timeout needs a"),
        (["--diagnose", "--only", ","], "--only needs the ids of checks"),
        (["--only", "APP013"], "--only goes with --diagnose only."),
        (["--secret", "inside"], "--secret goes with --export only."),
        (["--vault", "list", "--yes"], "--yes goes with --vault remove or --bundle only."),
        (["--diagnose", "--yes"], "--yes goes with --vault remove or --bundle only."),
        (["--diagnose", "--wait", "0"], "--wait needs a number of seconds"),
        (["--list-checks", "--format", "junit"], "--list-checks has the formats text and json, not junit."),
        (["--bundle", "b.zip"], "--bundle goes with --diagnose only."),
        (["--diagnose", "--from-snapshot", "s", "--wait", "9"], "--wait needs a look of its own"),
        (["--diagnose", "--from-snapshot", "s", "--bundle", "b"], "--bundle needs a look of its own"),
        (["--diagnose", "--from-snapshot", "nowhere.json"], "There is no file"),
        (["--diagnose", "--save-snapshot", "/"], "needs the name of a file"),
        (["--run"], "--run needs a command"),
        (["--run", "--"], "--run needs a command"),
        (["--diagnose", "--theme", "nord"], "--theme is for the wizard"),
        (["--diagnose", "--demo", "nowhere"], 'no scenario "nowhere"'),
        (["--diagnose", "--connection", "nowhere"], "There is no connection at"),
        (["--diagnose", "--connection", "a b"], "A connection's name is made of"),
        (["--diagnose", "--only", "ZZZ999"], "There is no check 'ZZZ999'"),
        (["--explain", "ZZZ999"], "There is no check 'ZZZ999'"),
    ],
)
def test_wrong_usage_is_a_sentence_and_status_2(program: Program, words: list[str], said: str) -> None:
    done = program.run(*words)
    assert done.status == 2
    assert done.out == b""
    assert said in done.complaint
    assert "Traceback" not in done.complaint


@pytest.mark.parametrize("words", [["--client-secret", "s3cr3t"], ["--token=s3cr3t"], ["--diagnose", "s3cr3t"]])
def test_a_value_given_where_none_belongs_is_not_repeated(program: Program, words: list[str]) -> None:
    done = program.run(*words)
    assert done.status == 2
    assert b"s3cr3t" not in done.err


def test_an_unknown_scenario_lists_those_there_are(program: Program) -> None:
    done = program.run("--demo", "nowhere")
    assert done.status == 2 or "terminal" in done.complaint
    listed = program.run("--demo", "nowhere", "--diagnose").complaint
    assert "first-time" in listed
    assert "healthy" in listed


def test_without_a_terminal_the_wizard_points_to_diagnose_before_textual_is_loaded(program: Program) -> None:
    done = program.run()
    assert done.status == 2
    assert done.out == b""
    assert "--diagnose" in done.complaint
    code = "import sys; from screens.cli import main; print(main([]), 'textual' in sys.modules)"
    assert program.python(code).text == "2 False\n"


def test_a_reader_that_goes_away_is_no_error(program: Program) -> None:
    words = ["bash", "-c", f'"{SCRIPT}" --help | true; echo "${{PIPESTATUS[0]}}"']
    done = subprocess.run(words, env=program.environment, capture_output=True, timeout=30, check=False)
    assert (done.stdout, done.stderr) == (b"0\n", b"")


def test_help_goes_to_a_terminal_that_knows_ascii_only(program: Program) -> None:
    done = program.run("--help", environment={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    assert done.status == 0


def test_variables_that_log_or_picture_the_screen_are_dropped_and_looks_are_kept() -> None:
    kept = {"TEXTUAL_THEME": "nord", "TEXTUAL_ANIMATIONS": "none", "TEXTUAL_COLOR_SYSTEM": "auto", "TEXTUALLY": "x"}
    dropped = (
        "",
        "_LOG",
        "_DEBUG",
        "_DEVTOOLS_HOST",
        "_DEVTOOLS_PORT",
        "_SCREENSHOT",
        "_SCREENSHOT_LOCATION",
        "_PRESS",
    )
    environment = kept | {f"TEXTUAL{name}": "1" for name in dropped}
    drop_textual_variables(environment)
    assert environment == kept


def test_a_crash_is_one_sentence_and_a_private_report_without_what_was_being_worked_with(program: Program) -> None:
    code = """
import sys
import screens.modes.policy as mode
def broken(*_, **__):
    client_secret = "canary-in-a-local"
    raise ValueError("canary-in-a-message")
mode.policy = broken
from screens.cli import main
sys.exit(main(["--print-policy", "look"]))
"""
    done = program.python(code)
    assert (done.status, done.out) == (70, b"")
    assert done.complaint.count("\n") == 1
    (report,) = (program.home / "state" / "clearml-cognito").glob("crash-*.txt")
    assert str(report) in done.complaint
    assert report.stat().st_mode & 0o777 == 0o600
    written = report.read_text(encoding="utf-8")
    assert "ValueError" in written
    assert "in broken" in written
    assert "canary" not in written + done.complaint
