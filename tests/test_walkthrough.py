"""From nothing to the env file by keyboard alone at 80x24, with and without interruptions."""

from __future__ import annotations

import base64
import json
import re
import signal
import time
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.export.conftest import clearml_load, compose
from tests.export.readers import Compose, Load
from tests.terminal import Terminal
from tests.walk import ROAD, begin
from wizard.steps import STEPS, StepId

__all__ = ["clearml_load", "compose"]

DEMO = ("--demo", "first-time")
ENV_FILE = "clearml-cognito.env"
OVERRIDE = "clearml-cognito.override.yml"


def secret_in(home: Path) -> str:
    found = re.search(r"^COGNITO_AUTH_CLIENT_SECRET=(\w+)$", (home / ENV_FILE).read_text(), re.MULTILINE)
    assert found
    return found[1]


def leaks(secret: str, home: Path, *seen: bytes) -> list[str]:
    """Where the secret is, in any form, besides the env file and the simulated account's own state."""
    forms = [
        secret.encode(),
        base64.b64encode(secret.encode()).rstrip(b"=")[:-1],
        quote(secret).encode(),
        json.dumps(secret).encode(),
        secret.encode().hex().encode(),
    ]
    found = [f"on the terminal ({index})" for index, text in enumerate(seen) if any(form in text for form in forms)]
    for path in home.rglob("*"):
        if path.is_file() and path.name not in (ENV_FILE, "account.json"):
            content = path.read_bytes()
            found += [str(path)] if any(form in content for form in forms) else []
    return found


@pytest.mark.compose
def test_twelve_steps_lead_to_a_file_that_clearml_reads_as_meant(
    tmp_path: Path, compose: Compose, clearml_load: Load
) -> None:
    with Terminal(*DEMO, home=tmp_path) as terminal:
        begin(terminal, 2)
        for leg in ROAD:
            terminal.wait_for(f"{leg.number} of 12")
            leg.walk(terminal, tmp_path)
        terminal.wait_for("12 of 12", "To run next")
        terminal.press("enter")
        assert terminal.wait_for_end() == 0
    written = terminal.written
    after = written[written.rfind(b"\x1b[?1049l") :]
    assert b"Come back to them with: clearml-cognito --demo first-time" in after
    assert b"docker compose -f" in after and b"up -d apiserver" in after
    assert after.rstrip().endswith(b"clearml-cognito --demo first-time --diagnose")
    assert b"\x1b[?1049l" in written

    env_file = tmp_path / ENV_FILE
    assert env_file.stat().st_mode & 0o777 == 0o600
    secret = secret_in(tmp_path)
    assert leaks(secret, tmp_path, written) == []

    base = tmp_path / "docker-compose.yml"
    base.write_text(json.dumps({"services": {"apiserver": {"image": "clearml/server"}}}))
    given = compose.services(["-f", str(base), "-f", str(tmp_path / OVERRIDE)], {})["apiserver"]
    loaded = clearml_load(given)
    assert isinstance(loaded, dict)
    address = re.search(r'"(http://127\.0\.0\.1:\d+)/pages/', env_file.read_text())
    assert address
    cognito = "login.sso.oauth_client.cognito"
    assert loaded == {
        f"services.{cognito}.authorize_url": f"{address[1]}/pages/clearml-people/oauth2/authorize",
        f"services.{cognito}.access_token_url": f"{address[1]}/pages/clearml-people/oauth2/token",
        f"secure.{cognito}.client_id": given["COGNITO_AUTH_CLIENT_ID"],
        f"secure.{cognito}.client_secret": secret,
    }


def wait_for_place(terminal: Terminal, home: Path, step: StepId) -> None:
    """A moment after a step is shown, the connection's file says that the admin is there."""
    file = home / ".local/state/clearml-cognito/demo/first-time/connections/default.toml"
    end = time.monotonic() + 5.0
    while f'step = "{step.value}"' not in file.read_text():
        assert time.monotonic() < end, file.read_text()
        terminal.read(0.02)


def leave(terminal: Terminal) -> None:
    terminal.press("ctrl+c")
    terminal.wait_for("Leave for now?")
    terminal.press("enter")
    assert terminal.wait_for_end() == 0


def kill(terminal: Terminal) -> None:
    terminal.process.kill(signal.SIGKILL)
    assert terminal.wait_for_end() == 128 + signal.SIGKILL


def hang_up(terminal: Terminal) -> None:
    terminal.process.kill(signal.SIGHUP)
    assert terminal.wait_for_end() == 128 + signal.SIGHUP
    assert b"\x1b[?1049l" in terminal.written


def terminate(terminal: Terminal) -> None:
    terminal.process.kill(signal.SIGTERM)
    assert terminal.wait_for_end() == 128 + signal.SIGTERM
    assert b"\x1b[?1049l" in terminal.written


@pytest.mark.timeout(240)
def test_an_interruption_at_any_step_loses_nothing(tmp_path: Path) -> None:
    endings = (leave, kill, hang_up, terminate)
    seen: list[bytes] = []
    for index, leg in enumerate(ROAD):
        with Terminal(*DEMO, home=tmp_path) as terminal:
            begin(terminal, leg.number)
            leg.walk(terminal, tmp_path)
            terminal.wait_for(f"{leg.number + 1} of 12")
            wait_for_place(terminal, tmp_path, STEPS[leg.number].id)
            endings[index % len(endings)](terminal)
        seen.append(terminal.written)
    with Terminal(*DEMO, home=tmp_path) as terminal:
        begin(terminal, 12)
        terminal.wait_for("To run next")
    assert leaks(secret_in(tmp_path), tmp_path, *seen) == []
    assert not list(tmp_path.rglob("*.tmp"))
