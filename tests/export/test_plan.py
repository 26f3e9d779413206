"""Before anything is written there is a difference to agree to, and it shows no secret."""

import os
import stat
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from diagnostics.connection import Connection
from diagnostics.secret import Secret
from diagnostics.settings import CLIENT_SECRET, ClearMLSettings
from wizard.exports.plan import plan_export, write_export
from wizard.exports.refusal import ExportRefused
from wizard.exports.settings import export_settings
from wizard.files import WriteRefused

SETTINGS = ClearMLSettings("https://a.example/authorize", "https://a.example/token", "4k2abc9q", Secret("canary-new"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tmp_path.chmod(0o700)
    return tmp_path


def test_a_new_file_is_shown_and_then_written_for_its_owner_alone(folder: Path) -> None:
    plan = plan_export("compose-env", folder / "cognito.env", SETTINGS, "inside")
    assert (plan.before, plan.mode, plan.warnings, plan.changes) == (None, 0o600, (), True)
    assert "+ COGNITO_AUTH_CLIENT_ID=4k2abc9q" in plan.diff_lines
    assert "+ COGNITO_AUTH_CLIENT_SECRET=••••••" in plan.diff_lines
    assert "canary" not in repr(plan)
    assert list(folder.iterdir()) == []
    write_export(plan)
    assert plan.path.read_bytes() == plan.after
    assert stat.S_IMODE(plan.path.stat().st_mode) == 0o600
    again = plan_export("compose-env", plan.path, SETTINGS, "inside")
    assert (again.changes, again.diff_lines) == (False, ())


def test_a_changed_secret_is_a_changed_line_and_neither_side_is_shown(folder: Path) -> None:
    path = folder / "cognito.env"
    write_export(plan_export("compose-env", path, SETTINGS, "inside"))
    plan = plan_export("compose-env", path, replace(SETTINGS, client_secret=Secret("canary-newer")), "inside")
    assert plan.diff_lines == ("- COGNITO_AUTH_CLIENT_SECRET=••••••", "+ COGNITO_AUTH_CLIENT_SECRET=••••••")


def test_what_others_wrote_is_masked_where_it_moves(folder: Path) -> None:
    path = folder / "cognito.env"
    write_export(plan_export("compose-env", path, SETTINGS, "inside"))
    end = b"# <<< clearml-cognito <<<"
    others = b"# canary=1\nPASSWORD='canary\ncanary'\n" + CLIENT_SECRET.variable.encode() + b"=canary\n"
    path.write_bytes(path.read_bytes().replace(end, others + end) + b"Z=canary")
    plan = plan_export("compose-env", path, replace(SETTINGS, client_id="other"), "inside")
    assert "canary" not in "\n".join(plan.diff_lines)
    assert f"- {CLIENT_SECRET.variable}=••••••" in plan.diff_lines
    assert "- # ••••••" in plan.diff_lines
    assert not any("Z=" in line for line in plan.diff_lines)


def test_a_secret_that_would_leave_the_file_is_handed_to_whoever_asks(folder: Path) -> None:
    path = folder / "cognito.env"
    write_export(plan_export("compose-env", path, SETTINGS, "inside"))
    assert plan_export("compose-env", path, SETTINGS, "inside").takes_out is None
    plan = plan_export("compose-env", path, SETTINGS, "reference")
    assert plan.takes_out == Secret("canary-new")
    assert "canary" not in repr(plan)
    write_export(plan)
    assert plan_export("compose-env", path, SETTINGS, "reference").takes_out is None


def test_a_file_changed_after_the_difference_was_shown_is_left_alone(folder: Path) -> None:
    path = folder / "cognito.env"
    plan = plan_export("compose-env", path, SETTINGS, "inside")
    path.write_bytes(b"A=1\n")
    with pytest.raises(WriteRefused, match="exists by now"):
        write_export(plan)
    assert path.read_bytes() == b"A=1\n"


def test_looser_permissions_are_taken_away_and_that_is_said(folder: Path) -> None:
    path = folder / "cognito.env"
    path.write_bytes(b"A=1\n")
    path.chmod(0o644)
    plan = plan_export("compose-env", path, SETTINGS, "inside")
    assert any("become 0600; they are 0644 today" in warning for warning in plan.warnings)
    write_export(plan)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(("mode", "who"), [(0o777, "everybody"), (0o770, "its group"), (0o1777, None), (0o755, None)])
def test_a_folder_that_others_may_write_in_is_named(folder: Path, mode: int, who: str | None) -> None:
    folder.chmod(mode)
    warnings = plan_export("compose-env", folder / "e.env", SETTINGS, "inside").warnings
    assert [f"written to by {who}" in warning for warning in warnings] == ([True] if who else [])


def git(folder: Path, *arguments: str) -> None:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(
        ["git", "-C", str(folder), *arguments], check=True, capture_output=True, env=environment, timeout=20
    )


def test_a_file_that_git_would_commit_is_named_and_an_ignored_one_is_not(folder: Path) -> None:
    git(folder, "init", "-q")
    (folder / "deep").mkdir(mode=0o700)
    path = folder / "deep" / "cognito.env"
    [warning] = plan_export("compose-env", path, SETTINGS, "inside").warnings
    assert "git work tree" in warning
    (folder / ".gitignore").write_text("*.env\n")
    assert plan_export("compose-env", path, SETTINGS, "inside").warnings == ()


def test_what_cannot_be_exported_is_said(folder: Path) -> None:
    with pytest.raises(ExportRefused, match="There is no export helm"):
        plan_export("helm", folder / "x", SETTINGS, "inside")
    with pytest.raises(ExportRefused, match="does not exist"):
        plan_export("compose-env", folder / "no" / "x", SETTINGS, "inside")
    (folder / "link").symlink_to(folder / "x")
    with pytest.raises(WriteRefused, match="symbolic link"):
        plan_export("compose-env", folder / "link", SETTINGS, "inside")


def test_settings_come_from_the_connection() -> None:
    connection = Connection(app_client="c", identity_provider="AD+SAML", company="d1", display_name="Acme")
    made = export_settings(connection, authorize_url="https://a/x", access_token_url="https://a/y", secret=None)
    assert made == ClearMLSettings("https://a/x", "https://a/y", "c", None, "AD+SAML", "d1", "Acme")
    with pytest.raises(ExportRefused, match="No app client"):
        export_settings(Connection(), authorize_url="https://a/x", access_token_url="https://a/y", secret=None)
    with pytest.raises(ExportRefused, match="token endpoint is not known"):
        export_settings(connection, authorize_url="https://a/x", access_token_url="", secret=None)


def test_a_file_that_gives_clearml_another_app_client_is_said_to_be_that(folder: Path) -> None:
    path = folder / "cognito.env"
    write_export(plan_export("compose-env", path, SETTINGS, "inside"))
    assert not any(
        "another app client" in one for one in plan_export("compose-env", path, SETTINGS, "inside").warnings
    )
    other = plan_export("compose-env", path, replace(SETTINGS, client_id="another1client1id1"), "inside")
    assert "gives ClearML another app client today" in other.warnings[0]
