"""The three floors: an import points down, and the packages say so together."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from diagnostics.version import VERSION

ROOT = Path(__file__).resolve().parents[1]


def test_every_import_points_down() -> None:
    words = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout


def test_the_printed_version_is_the_packages_own() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION


def test_the_console_script_is_there() -> None:
    assert Path(sys.executable).with_name("clearml-cognito").exists()


def test_the_constraints_pin_versions_and_name_no_place_to_get_them_from() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert pins
    assert all("==" in pin and "/" not in pin and " " not in pin for pin in pins)


def test_the_first_screen_loads_nothing_that_it_does_not_show() -> None:
    late = "{'boto3', 'botocore', 'httpx', 'keyring', 'diagnostics.checks', 'wizard.sandbox'}"
    code = f"import sys, screens.app, screens.steps.welcome; print(*sorted({late} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == ""
