"""The step of the export: shown as a difference, written on Enter, and Compose's part told."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from diagnostics.connection import Export
from diagnostics.secret import Secret
from screens.app import WizardApp
from screens.dialogs.text import TextDialog
from screens.widgets.fields import Field
from screens.widgets.prose import Prose
from tests.screens.stage import Account, arrive, settle, shows, text_of, until
from tests.with_keyring import no_session, unlocked_session
from wizard.client_secret import store_secret
from wizard.session import Session
from wizard.steps import Mark, StepId

Begin = Callable[..., Account]
CANARY = "canary7secret7canary7secret7"
PAGES = "https://acme.auth.eu-west-1.amazoncognito.com"
WEB = ("https://app.acme.io",)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder to export to, on a machine without a keyring and without ClearML."""
    monkeypatch.setattr("wizard.export_step.CLEARML_FOLDERS", (tmp_path / "opt",))
    where = tmp_path / "here"
    where.mkdir()
    monkeypatch.chdir(where)
    with no_session(monkeypatch):
        yield where


def ready(account: Account, **answers: object) -> Session:
    session = account.ready(**{"domain": PAGES, "web_addresses": WEB, **answers})
    session.secret = Secret(CANARY)
    return session


def text(app: WizardApp) -> str:
    return app.screen.query_one("#text", Prose).text


def guidance(app: WizardApp) -> str:
    return str(app.screen.query_one("#guidance", Static).render())


def field_line(app: WizardApp) -> str:
    return str(app.screen.query_one(".field--line", Static).render())


@pytest.mark.anyio
async def test_enter_writes_what_was_shown_and_the_secret_is_shown_nowhere(account: Begin, folder: Path) -> None:
    here = account("healthy")
    session = ready(here)
    app = WizardApp(session)
    path = folder / "clearml-cognito.env"
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.EXPORT)
        assert app.screen.query_one(Field).value == str(path)
        assert "+COGNITO_AUTH_CLIENT_SECRET=••••••" in text(app)
        assert guidance(app).endswith("clearml-cognito.env (0600), the secret inside")
        assert not path.exists()
        await pilot.press("enter")
        await settle(pilot)
        assert f"\nCOGNITO_AUTH_CLIENT_SECRET={CANARY}\n" in path.read_text()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert "is written (0600)" in text(app)
        assert CANARY not in app.export_screenshot() + text(app)
        assert session.connection.exports == (Export("compose-env", str(path), "inside"),)
        assert here.saved[-1].exports == session.connection.exports
        assert session.marks[StepId.EXPORT] is Mark.DONE
        assert not session.would_lose_secret


@pytest.mark.anyio
async def test_by_reference_no_secret_is_written_and_run_is_told(account: Begin, folder: Path) -> None:
    session = ready(account("healthy"))
    app = WizardApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.EXPORT)
        await pilot.press("s")
        await settle(pilot)
        assert "No keyring has it yet" in str(app.screen.query_one("#place-line", Static).render())
        assert guidance(app).endswith("the secret by reference")
        await pilot.press("enter")
        await settle(pilot)
        written = (folder / "clearml-cognito.env").read_text()
        assert CANARY not in written
        assert "start with clearml-cognito --run" in written
        assert "clearml-cognito --run docker compose -f" in text(app)
        assert session.would_lose_secret


@pytest.mark.anyio
async def test_reference_is_proposed_where_the_keyring_has_it_and_clearml_runs_here(
    account: Begin, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = tmp_path / "clearml"
    home.mkdir()
    (home / "docker-compose.yml").write_text("services: {}\n")
    (home / "constants.env").write_text("")
    monkeypatch.setattr("wizard.export_step.CLEARML_FOLDERS", (home,))
    with unlocked_session(monkeypatch):
        session = ready(account("healthy"))
        await store_secret(session, Secret(CANARY))
        app = WizardApp(session)
        async with app.run_test(size=(80, 24)) as pilot:
            await arrive(pilot, StepId.EXPORT)
            assert app.screen.query_one(Field).value == str(home / "clearml-cognito.env")
            assert guidance(app).endswith("the secret by reference")
            await pilot.press("enter")
            await settle(pilot)
            shown = text(app).replace("\n", "")
            assert f"--run docker compose --env-file {home}/constants.env -f {home}/docker-compose.yml" in shown


@pytest.mark.anyio
async def test_the_override_is_written_when_it_is_asked_for(account: Begin, folder: Path) -> None:
    app = WizardApp(ready(account("healthy")))
    override = folder / "clearml-cognito.override.yml"
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.EXPORT)
        await pilot.press("w")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert not override.exists()
        assert "+    env_file:" in text(app)
        await pilot.press("w")
        await settle(pilot)
        assert f'- "{folder}/clearml-cognito.env"' in override.read_text()
        assert "w: write" not in guidance(app)
        await pilot.press("c")
        await pilot.pause()
        assert isinstance(app.screen, TextDialog)
        await pilot.press("c")
        assert "services:" in app.clipboard
        assert "docker compose -f" in app.clipboard
        await pilot.press("escape", "enter")
        await settle(pilot)
        assert app.screen.STEP is StepId.FINISH  # type: ignore[attr-defined]


@pytest.mark.anyio
async def test_a_path_is_judged_while_it_is_typed(account: Begin, folder: Path) -> None:
    (folder / "link.env").symlink_to(folder / "elsewhere.env")
    app = WizardApp(ready(account("healthy")))
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.EXPORT)
        await pilot.press("e")
        for typed, said in (
            ("", "Type the path of the file"),
            (str(folder), "is a folder"),
            (str(folder / "none" / "x.env"), "does not exist. Create it"),
            (str(folder / "link.env"), "is a symbolic link"),
            ("~nobody-such/x.env", "not a path"),
        ):
            field = app.screen.query_one(Field)
            field.value = typed
            field.post_message(Field.Changed(field))
            await settle(pilot)
            assert said in field_line(app), typed
            assert "type another path" in guidance(app)
        await pilot.press(*"x.env")
        field.value = "x.env"
        field.post_message(Field.Changed(field))
        await settle(pilot)
        assert field_line(app) == "✓ A new file."


@pytest.mark.anyio
async def test_lines_of_others_stay_and_a_second_export_changes_nothing(account: Begin, folder: Path) -> None:
    path = folder / "clearml-cognito.env"
    path.write_bytes(b"OTHER='line'\r\n# a comment\n")
    path.chmod(0o600)
    session = ready(account("healthy"))
    app = WizardApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.EXPORT)
        assert "It exists" in field_line(app)
        await pilot.press("enter")
        await settle(pilot)
        assert path.read_bytes().startswith(b"OTHER='line'\r\n# a comment\n# >>> clearml-cognito")
        await pilot.press("escape")
        await settle(pilot)
        assert guidance(app) == "The file says this already.   Enter: go on with it"


@pytest.mark.anyio
async def test_a_file_that_changed_meanwhile_is_not_written_over(account: Begin, folder: Path) -> None:
    path = folder / "clearml-cognito.env"
    app = WizardApp(ready(account("healthy")))
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.EXPORT)
        path.write_text("SOMEBODY=else\n")
        await pilot.press("enter")
        await settle(pilot)
        assert "exists by now" in field_line(app)
        assert path.read_text() == "SOMEBODY=else\n"
        await pilot.press("r")
        await settle(pilot)
        assert "It exists" in field_line(app)


@pytest.mark.anyio
async def test_the_only_copy_of_the_secret_leaves_the_file_only_knowingly(account: Begin, folder: Path) -> None:
    app = WizardApp(ready(account("healthy")))
    async with app.run_test() as pilot:
        await arrive(pilot, StepId.EXPORT)
        await pilot.press("enter")
        await settle(pilot)
        before = (folder / "clearml-cognito.env").read_bytes()
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("s")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert "Enter again: take the secret out of the file; no keyring has it" in guidance(app)
        assert (folder / "clearml-cognito.env").read_bytes() == before
        await pilot.press("enter")
        await settle(pilot)
        assert (folder / "clearml-cognito.env").read_bytes() != before
    assert app.session.would_lose_secret


@pytest.mark.anyio
async def test_a_secret_that_is_nowhere_is_said(account: Begin, folder: Path) -> None:
    here = account("public-client")
    session = here.ready(domain=PAGES, web_addresses=WEB)
    app = WizardApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.EXPORT)
        assert "This app client is public: it has no secret and never will" in field_line(app)
        await pilot.press("enter", "enter")
        await settle(pilot)
        assert session.marks[StepId.EXPORT] is Mark.TROUBLE
        assert app.screen.STEP is StepId.FINISH  # type: ignore[attr-defined]


# How it looks


@pytest.fixture
def shots(folder: Path, shown_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the wizard was started, with no ClearML in the usual places."""
    monkeypatch.chdir(shown_folder)
    monkeypatch.setattr("wizard.export_step.CLEARML_FOLDERS", (Path("/opt/clearml-not-here"),))
    return shown_folder


def test_looks_new(account: Begin, shots: Path, snap_compare) -> None:  # type: ignore[no-untyped-def]
    app = WizardApp(ready(account("healthy")))
    assert snap_compare(app, run_before=shows(StepId.EXPORT), terminal_size=(80, 24))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_looks_written(account: Begin, shots: Path, size, snap_compare) -> None:  # type: ignore[no-untyped-def]
    async def write(pilot: Pilot[None]) -> None:
        await pilot.press("enter")

    app = WizardApp(ready(account("healthy")))
    assert snap_compare(app, run_before=shows(StepId.EXPORT, then=write), terminal_size=size)


def test_looks_wide(account: Begin, shots: Path, snap_compare) -> None:  # type: ignore[no-untyped-def]
    app = WizardApp(ready(account("healthy")))
    assert snap_compare(app, run_before=shows(StepId.EXPORT), terminal_size=(120, 40))


def test_looks_refused(account: Begin, shots: Path, snap_compare) -> None:  # type: ignore[no-untyped-def]
    (shots / "clearml-cognito.env").symlink_to("/etc/clearml.env")
    app = WizardApp(ready(account("healthy")))
    assert snap_compare(app, run_before=shows(StepId.EXPORT), terminal_size=(80, 24))


def test_looks_copied(account: Begin, shots: Path, snap_compare) -> None:  # type: ignore[no-untyped-def]
    async def copy(pilot: Pilot[None]) -> None:
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("c")

    app = WizardApp(ready(account("healthy")))
    assert snap_compare(app, run_before=shows(StepId.EXPORT, then=copy), terminal_size=(80, 24))


@pytest.mark.anyio
async def test_what_no_other_path_would_help_against_does_not_ask_for_one(account: Begin) -> None:
    app = WizardApp(account("expired").ready())
    async with app.run_test(size=(100, 30)) as pilot:
        await arrive(pilot, StepId.EXPORT)
        assert "have expired" in text_of(pilot)
        assert "r: try again s: the other place" in text_of(pilot)


@pytest.mark.anyio
async def test_a_file_that_another_connection_wrote_over_is_the_exports_trouble_and_welcome_leads_there(
    account: Begin, folder: Path
) -> None:
    here = account("healthy")
    path = folder / "clearml-cognito.env"
    app = WizardApp(ready(here))
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.EXPORT)
        await pilot.press("enter")
        await settle(pilot)
    written = path.read_text()
    client = app.session.connection.app_client or ""
    path.write_text(written.replace(client, "another1client1id1another1"))
    exports = (Export("compose-env", str(path), "inside"),)
    again = WizardApp(here.ready(web_addresses=WEB, exports=exports, step="finish"))
    async with again.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "g: go to" in text_of(pilot))
        assert again.session.marks[StepId.EXPORT] is Mark.TROUBLE
        assert "Export: ClearML is given another client id" in text_of(pilot)
