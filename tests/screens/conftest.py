"""The fixture that starts a simulated account for a step's screen."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.screens.stage import Account
from wizard.sandbox.server import Sandbox, start

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


def aws_at(monkeypatch: pytest.MonkeyPatch, address: str, folder: Path) -> None:
    """Point AWS's variables at a simulated account, and no proxy or profile of the developer's anywhere."""
    for name in (*PROXIES, "AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "NO_COLOR", "TEXTUAL_THEME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {
        "AWS_ENDPOINT_URL": address,
        "AWS_ACCESS_KEY_ID": "demo",
        "AWS_SECRET_ACCESS_KEY": "demo",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": str(folder / "aws-config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(folder / "aws-credentials"),
    }.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def shown_folder(request: pytest.FixtureRequest) -> Iterator[Path]:
    """A folder of the test's own that is called the same in every run: its path is on the screen."""
    name = "".join(character for character in request.node.name if character.isalnum())
    where = Path("/tmp/clearml-cognito-shots") / name.removeprefix("testlooks").removeprefix("testhowitlooks")
    shutil.rmtree(where, ignore_errors=True)
    where.mkdir(parents=True)
    yield where
    shutil.rmtree(where, ignore_errors=True)


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[..., Account]]:
    """Starts the sandbox of a scenario and points AWS's variables at it; it ends with the test."""
    running: list[Sandbox] = []

    def begin(scenario: str, *, port: int = 0, pools: int | None = None) -> Account:
        sandbox = start(scenario, port=port, pools=pools)
        running.append(sandbox)
        aws_at(monkeypatch, sandbox.address, tmp_path)
        return Account(sandbox, state_folder=tmp_path / "state")

    yield begin
    for sandbox in running:
        sandbox.stop()
        assert not sandbox.crashes, sandbox.crashes[0]
