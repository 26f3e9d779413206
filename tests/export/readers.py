"""The real readers of what is exported, asked for what they read."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

PROJECT = Path(__file__).parents[2]
# Nothing of this process's environment is let in.
BARE = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}

Load: TypeAlias = Callable[[Mapping[str, str]], dict[str, object] | str]


def compose_command() -> list[str] | None:
    for candidate in (os.environ.get("DOCKER_COMPOSE"), str(PROJECT / ".tools/docker-compose")):
        if candidate and Path(candidate).exists():
            return [candidate]
    docker = shutil.which("docker")
    if docker and subprocess.run([docker, "compose", "version"], capture_output=True, timeout=20).returncode == 0:
        return [docker, "compose"]
    return None


class Compose:
    """Docker Compose, asked what it makes of a project. Nothing is started."""

    def __init__(self, command: Sequence[str]) -> None:
        self.command = list(command)

    def config(self, arguments: Sequence[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.command, *arguments, "config", "--format", "json"],
            env={**BARE, **environment},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )

    def services(self, arguments: Sequence[str], environment: Mapping[str, str]) -> dict[str, dict[str, str]]:
        """Each service's environment, as its container would be given it."""
        answer = self.config(arguments, environment)
        assert answer.returncode == 0, answer.stderr
        found = json.loads(answer.stdout)["services"]
        return {
            # The printed form doubles every dollar sign, because it is a Compose file again.
            name: {key: value.replace("$$", "$") for key, value in (service.get("environment") or {}).items()}
            for name, service in found.items()
        }

    def given(
        self, folder: Path, contents: Sequence[bytes], environment: Mapping[str, str] | None = None
    ) -> list[dict[str, str]]:
        """What each of several env files gives a container, all asked in one go."""
        services = {}
        for number, content in enumerate(contents):
            (folder / f"{number}.env").write_bytes(content)
            services[f"s{number}"] = {"image": "i", "env_file": [f"{number}.env"]}
        base = folder / "base.yml"
        base.write_text(json.dumps({"services": services}))
        found = self.services(["-f", str(base)], environment or {})
        return [found[f"s{number}"] for number in range(len(contents))]


def sourced(shell: str, file: Path, environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a shell's `set -a; . file` leaves in the environment of the next program."""
    show = "import json, os; print(json.dumps(dict(os.environ)))"
    script = 'set -a; . "$1"; exec "$2" -I -S -c "$3"'
    answer = subprocess.run(
        [shell, "-c", script, shell, str(file), sys.executable, show],
        env={**BARE, **(environment or {})},
        capture_output=True,
        encoding="utf-8",
        timeout=30,
    )
    assert answer.returncode == 0, answer.stderr
    found: dict[str, str] = json.loads(answer.stdout)
    return found
