"""The manual page, the page of all keys and the completions are what the program itself says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from screens import bindings, manual
from screens.completion import THEMES, completion, options
from tests.screens.program import Program

ROOT = Path(__file__).parents[2]


def tool(name: str) -> None:
    """Go on only where a tool is there; in CI it has to be."""
    if shutil.which(name) is None:
        assert "CI" not in os.environ, f"{name} is missing"
        pytest.skip(f"no {name} on this machine")


@pytest.mark.parametrize("made", [manual, bindings], ids=["manual", "keys"])
def test_what_is_written_is_what_make_docs_would_write(made: object) -> None:
    text = made.manual() if made is manual else bindings.page()  # type: ignore[attr-defined]
    assert (ROOT / made.PATH).read_text(encoding="utf-8") == text, "run: make docs"  # type: ignore[attr-defined]


def test_the_manual_is_a_manual_page() -> None:
    tool("groff")
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-rLL=200n", "-ww", str(ROOT / manual.PATH)],
        capture_output=True,
        timeout=30,
        check=True,
    )
    assert done.stderr == b""
    text = re.sub(".\b", "", done.stdout.decode())  # bold and underlined letters are struck over each other
    assert all(flag.lstrip("-") in text.replace("\u2010", "-") for one in options() for flag in one.flags)


def test_the_completion_is_printed_without_anything_heavy(tmp_path: Path) -> None:
    for shell in ("bash", "zsh", "fish"):
        done = Program(tmp_path).run("--completion", shell)
        assert (done.status, done.text, done.err) == (0, completion(shell), b"")
    assert Program(tmp_path).run("--completion", "tcsh").status == 2


BASH = """
source "$1"
shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
_clearml_cognito
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (["--diag"], ["--diagnose"]),
        (["--format", "j"], ["json", "junit"]),
        (["--demo", "fi"], ["first-time"]),
        (["--demo", "--diag"], ["--diagnose"]),
        (["--explain", "APP013"], ["APP013"]),
        (["--region", "e"], [""]),
        (["--run", "head", "na"], ["name.txt"]),
        (["--output", "na"], ["name.txt"]),
        (["--only", "APP013,OID01"], [f"APP013,OID01{number}" for number in range(5)]),
        (["--connection", "pr"], ["production"]),
    ],
)
def test_bash_is_offered_what_can_stand_there(typed: list[str], offered: list[str], tmp_path: Path) -> None:
    script = tmp_path / "completion.bash"
    script.write_text(completion("bash"))
    (tmp_path / "name.txt").touch()
    kept = tmp_path / "config" / "clearml-cognito"
    kept.mkdir(parents=True)
    (kept / "production.toml").touch()
    words = ["bash", "--norc", "-c", BASH, "bash", str(script), "clearml-cognito", *typed]
    env = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path / "config")}
    done = subprocess.run(words, capture_output=True, text=True, cwd=tmp_path, env=env, timeout=20, check=True)
    assert done.stdout.splitlines() == offered


def test_zsh_takes_it(tmp_path: Path) -> None:
    tool("zsh")
    script = tmp_path / "completion.zsh"
    script.write_text(completion("zsh"))
    load = f"autoload -Uz compinit; compinit -u -d {tmp_path}/dump; source {script}; print $_comps[clearml-cognito]"
    done = subprocess.run(["zsh", "-f", "-c", load], capture_output=True, text=True, timeout=20, check=True)
    assert (done.stdout.strip(), done.stderr) == ("_clearml_cognito", "")


def test_the_offered_themes_are_themes() -> None:
    from textual.theme import BUILTIN_THEMES

    from screens.theme import DARK, LIGHT

    assert set(THEMES) <= {DARK.name, LIGHT.name, *BUILTIN_THEMES}
