"""The override gives ClearML's API server the env file, by the command that is shown."""

import json
import shlex
import stat
from pathlib import Path

import pytest

from diagnostics.secret import Secret
from diagnostics.settings import ClearMLSettings
from tests.export.readers import Compose
from wizard.exports.override import up_command
from wizard.exports.plan import plan_export, plan_override, write_export
from wizard.exports.refusal import ExportRefused

SETTINGS = ClearMLSettings("https://a.example/authorize", "https://a.example/token", "4k2abc9q", Secret("s3cr3t"))
BASE = {
    "services": {
        "apiserver": {
            "image": "clearml/server",
            "environment": {"CLEARML_HOST": "x", "KEEP": "1"},
            "env_file": "own.env",
        },
        "fileserver": {"image": "clearml/server"},
    }
}
HOSTILE = (
    "a b",
    "$HOME ${HOME} $$",
    "q\"u'o`te",
    "é 日本 🚀",
    "#hash: {a}",
    "line\u2028\ufeffsep",
    "-e",
    "back\\slash",
    "\x85",
)


@pytest.mark.compose
@pytest.mark.parametrize("name", HOSTILE)
def test_compose_gives_the_api_server_and_it_alone_the_file(compose: Compose, tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir(mode=0o700)
    (tmp_path / "clearml").mkdir()
    base = tmp_path / "clearml" / "docker-compose.yml"
    base.write_text(json.dumps(BASE))
    (base.parent / "own.env").write_text("OWN=1\n")
    env = plan_export("compose-env", folder / f"{name}.env", SETTINGS, "inside")
    write_export(env)
    override = plan_override(folder / f"{name}.override.yml", env.path)
    write_export(override)
    words = shlex.split(up_command([base], override.path, by_reference=False))
    assert words[:2] == ["docker", "compose"]
    assert words[-3:] == ["up", "-d", "apiserver"]
    found = compose.services(words[2:-3], {})
    assert found["fileserver"] == {}
    assert found["apiserver"]["OWN"] == found["apiserver"]["KEEP"] == "1"
    assert found["apiserver"]["COGNITO_AUTH_CLIENT_SECRET"] == "s3cr3t"


def test_by_reference_the_command_starts_with_run() -> None:
    command = up_command([Path("/opt/clearml/docker-compose.yml")], Path("/opt/clearml/x y.yml"), by_reference=True)
    assert command == (
        "clearml-cognito --run docker compose -f /opt/clearml/docker-compose.yml -f '/opt/clearml/x y.yml' "
        "up -d apiserver"
    )


def test_a_file_of_somebody_else_is_not_replaced_and_ours_is(tmp_path: Path) -> None:
    path = tmp_path / "docker-compose.override.yml"
    path.write_text("services: {}\n")
    with pytest.raises(ExportRefused, match="was not written by clearml-cognito"):
        plan_override(path, tmp_path / "e.env")
    path.unlink()
    write_export(plan_override(path, tmp_path / "e.env"))
    assert stat.S_IMODE(path.stat().st_mode) & 0o600 == 0o600
    plan = plan_override(path, tmp_path / "other.env")
    assert [line[:2] for line in plan.diff_lines] == ["- ", "+ "]
    write_export(plan)
    assert plan_override(path, tmp_path / "other.env").changes is False
