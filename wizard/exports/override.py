"""The Compose override that gives an env file to ClearML's API server, and the command that uses it.

ClearML's own docker-compose.yml has no `env_file:` for the service `apiserver` (clearml-server's
docker/docker-compose.yml), and started with `-f` Compose takes no override file by itself.
"""

import json
import re
import shlex
from collections.abc import Sequence
from pathlib import Path

from diagnostics.settings import CLIENT_ID_VARIABLE, CLIENT_SECRET_VARIABLE
from wizard.exports.refusal import ExportRefused

SERVICES = ("apiserver",)
FILE_NAME = "clearml-cognito.override.yml"
MARK = b"# Written by clearml-cognito"
NOT_ENV_FILE_OPTION = (
    "docker compose --env-file only fills in ${...} in the Compose file: nothing of it reaches the container. "
    "The variables get there through env_file:, which is what this override is for."
)
SUDO = (
    "With sudo, write sudo "
    f"--preserve-env={CLIENT_ID_VARIABLE},{CLIENT_SECRET_VARIABLE} docker compose …, or the two variables are lost."
)

_ODD = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff]")


def fragment(env_file: Path, services: Sequence[str] = SERVICES) -> bytes:
    """The override file's content: `env_file:` for each service, added to what the service has already.

    Raises:
        ExportRefused: the path is not UTF-8 text.
    """
    text = (
        f"{MARK.decode()}: gives ClearML's API server the settings of the env file below.\n"
        "# A variable that the service's own environment: sets as well keeps that value.\n"
        "services:\n"
    )
    for service in services:
        text += f"  {_scalar(service)}:\n    env_file:\n      - {_scalar(str(env_file))}\n"
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise ExportRefused("The env file's path is not UTF-8 text. Choose another path.") from None


def is_ours(content: bytes) -> bool:
    """True for a file that `fragment` made."""
    return content.startswith(MARK)


def up_command(
    compose_files: Sequence[Path],
    override: Path,
    *,
    by_reference: bool,
    services: Sequence[str] = SERVICES,
    interpolation_file: Path | None = None,
    program: Sequence[str] = ("clearml-cognito",),
) -> str:
    """The command that recreates the API server with the override, ready to run as printed.

    Args:
        compose_files: the files the server is started with today, in their order.
        override: the override file, which comes last.
        by_reference: True where the env file only refers to the secret, so that `--run` has to supply it.
        interpolation_file: the file whose values Compose fills into the Compose files, such as Enterprise's
            `constants.env`, where one is in use.
        program: what starts this program.
    """
    command = [*program, "--run"] if by_reference else []
    command += ["docker", "compose"]
    if interpolation_file is not None:
        command += ["--env-file", str(interpolation_file)]
    for file in (*compose_files, override):
        command += ["-f", str(file)]
    return shlex.join([*command, "up", "-d", *services])


def _scalar(text: str) -> str:
    """A YAML double-quoted scalar. Compose fills in `$` after YAML has been read, so each is doubled."""
    quoted = json.dumps(text.replace("$", "$$"), ensure_ascii=False)
    return _ODD.sub(lambda found: f"\\u{ord(found.group()):04x}", quoted)
