"""The real readers as fixtures: a missing one skips its tests, and in CI fails them."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.export.readers import Compose, Load, compose_command


def missing(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def compose() -> Compose:
    command = compose_command()
    if command is None:
        missing("no Docker Compose v2: run tools/get-compose .tools/docker-compose, or set DOCKER_COMPOSE")
    return Compose(command or [])


@pytest.fixture(scope="session", params=["bash", "dash"])
def shell(request: pytest.FixtureRequest) -> str:
    found = shutil.which(str(request.param))
    if found is None:
        missing(f"{request.param} is not installed")
    return found or ""


@pytest.fixture(scope="session")
def clearml_load() -> Iterator[Load]:
    """ClearML's own algorithm in a process of its own, with pyhocon reading that process's real environment."""
    worker = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("clearml_loader.py"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert worker.stdin is not None and worker.stdout is not None
    asked, answers = worker.stdin, worker.stdout

    def load(environment: Mapping[str, str]) -> dict[str, object] | str:
        asked.write(json.dumps(dict(environment)) + "\n")
        asked.flush()
        answer: dict[str, object] | str = json.loads(answers.readline())
        return answer

    yield load
    asked.close()
    worker.wait(10)
    answers.close()
