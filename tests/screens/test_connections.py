"""Other connections from the welcome screen: chosen, made, copied, renamed, deleted, never mixed with a demo's."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from diagnostics.connection import read_connection
from diagnostics.places import connections_folder
from diagnostics.secret import Secret
from screens.app import WizardApp
from screens.connections import connections_of
from screens.dialogs.connections import ConnectionsDialog
from screens.dialogs.sure import Sure
from screens.frame import StepScreen
from screens.options import WizardOptions
from screens.start import open_session
from screens.steps.welcome import WelcomeScreen
from screens.widgets.choice_list import ChoiceList
from tests.screens.stage import Account, paste, settle, text_of, until
from wizard.steps import Mark, StepId

Begin = Callable[..., Account]

PROD = """\
# ours
[aws]
region = "eu-west-1"
[cognito]
user_pool = "eu-west-1_AbC123xyz"
app_client = "4k2hdefghijklmnopqrstuvw1q"
domain = "https://acme.auth.eu-west-1.amazoncognito.com"
[clearml]
web_addresses = ["https://app.acme.io"]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = connections_folder()
    folder.mkdir(parents=True)
    (folder / "default.toml").write_text('[aws]\nregion = "eu-central-1"\n')
    (folder / "prod.toml").write_text(PROD)
    return folder


@pytest.fixture(autouse=True)
def no_network(account: Begin, folder: Path) -> Iterator[None]:
    """The look at an earlier sitting ends in the sandbox."""
    account("healthy")
    yield


def wizard(path: Path, **changes: Any) -> WizardApp:
    options = WizardOptions(connection_path=path, state_folder=path.parent / "state", **changes)
    return WizardApp(open_session(options), connections=connections_of(options, open_session))


async def open_dialog(pilot: Pilot[None]) -> None:
    await settle(pilot)
    await pilot.press("o")
    await until(pilot, lambda: isinstance(pilot.app.screen, ConnectionsDialog) and bool(rows(pilot)))


def files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def rows(pilot: Pilot[None]) -> dict[str, str]:
    found = pilot.app.screen.query_one("#connections", ChoiceList).choices
    return {one.name: one.verdict for one in found}


def line(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one("#line", Static).render())


async def go_over(pilot: Pilot[None], to: str) -> None:
    """Wait until the connection of this name is open."""
    app = pilot.app
    assert isinstance(app, WizardApp)
    await until(pilot, lambda: app.session.connection.name == to and isinstance(app.screen, StepScreen))
    await settle(pilot)


@pytest.mark.anyio
async def test_another_connection_is_gone_over_to_and_saved_in_its_own_file(folder: Path) -> None:
    app = wizard(folder / "default.toml", command="clearml-cognito --profile x", profile="x", region="us-east-1")
    before = (folder / "default.toml").read_bytes()
    async with app.run_test() as pilot:
        app.session.marks[StepId.ACCOUNT] = Mark.TROUBLE
        await open_dialog(pilot)
        assert rows(pilot) == {"default": "not gone through yet   open", "prod": "app.acme.io   not gone through yet"}
        assert "which is open" in line(pilot)
        await pilot.press("down")
        assert line(pilot) == "Enter: go over to prod"
        assert "eu-west-1_AbC123xyz" in text_of(pilot)
        await pilot.press("enter")
        await go_over(pilot, "prod")
        assert isinstance(app.screen, WelcomeScreen)
        assert "prod" in text_of(pilot)
        assert app.session.marks.get(StepId.ACCOUNT) is not Mark.TROUBLE
        assert app.session.command == "clearml-cognito --connection prod"
        assert (app.session.access.profile, app.session.access.region) == (None, "eu-west-1")
        app.show_step(StepId.SERVER)
        await settle(pilot)
    saved = read_connection(folder / "prod.toml")
    assert saved is not None and saved.step == "clearml-server"
    assert (folder / "prod.toml").read_text().startswith("# ours\n")
    assert (folder / "default.toml").read_bytes() == before


@pytest.mark.anyio
async def test_a_new_one_is_named_and_begun_and_its_file_comes_with_the_first_answer(folder: Path) -> None:
    app = wizard(folder / "prod.toml")
    async with app.run_test() as pilot:
        await open_dialog(pilot)
        await pilot.press("n")
        await paste(pilot, "PROD")
        assert 'There is a connection "PROD" already' in text_of(pilot)
        await pilot.press("enter")
        assert isinstance(app.screen, ConnectionsDialog)
        await pilot.press("ctrl+u")
        await paste(pilot, "staging")
        await pilot.press("enter")
        await go_over(pilot, "staging")
        assert not (folder / "staging.toml").exists()
        await app.save_answers(region="eu-west-1")
    assert (folder / "staging.toml").exists()
    assert (folder / "prod.toml").read_text() == PROD


@pytest.mark.anyio
async def test_one_is_copied_and_renamed_and_the_open_one_stays_open_under_its_new_name(folder: Path) -> None:
    app = wizard(folder / "prod.toml")
    async with app.run_test() as pilot:
        await open_dialog(pilot)
        await pilot.press("c")
        await paste(pilot, "staging")
        await pilot.press("enter")
        await until(pilot, lambda: "staging" in rows(pilot))
        assert (folder / "staging.toml").read_text() == PROD
        assert line(pilot) == "Enter: go over to staging"
        await pilot.press("m")
        assert "This is its name now." in text_of(pilot)
        assert "Type a name that is free" in line(pilot)
        await pilot.press("enter", "m", "x")
        assert "Enter: rename staging" in line(pilot)
        await pilot.press("ctrl+u")
        assert "Type a name that is free" in line(pilot)
        await paste(pilot, "test")
        await pilot.press("enter")
        await until(pilot, lambda: "test" in rows(pilot))
        assert not (folder / "staging.toml").exists()
        await pilot.press("home", "down", "m", "ctrl+u")
        await paste(pilot, "production")
        await pilot.press("enter")
        await go_over(pilot, "production")
        assert app.session.command == "clearml-cognito --connection production"
    assert files(folder) == ["default.toml", "production.toml", "test.toml"]


@pytest.mark.anyio
async def test_deleting_asks_says_what_stays_and_enter_alone_deletes_nothing(folder: Path) -> None:
    app = wizard(folder / "default.toml")
    async with app.run_test() as pilot:
        await open_dialog(pilot)
        await pilot.press("down", "d")
        await until(pilot, lambda: "What is in AWS stays" in text_of(pilot))
        assert "--vault remove" in text_of(pilot)
        await pilot.press("enter", "escape")
        await until(pilot, lambda: isinstance(app.screen, ConnectionsDialog))
        assert (folder / "prod.toml").exists()
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, Sure))
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, ConnectionsDialog) and list(rows(pilot)) == ["default"])
        assert not (folder / "prod.toml").exists()
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, Sure))
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, WelcomeScreen))
        await settle(pilot)
        assert app.session.connection.region is None
        assert "Enter: begin with the AWS account" in text_of(pilot)
    assert files(folder) == []


@pytest.mark.anyio
async def test_a_damaged_one_shows_its_line_and_is_neither_opened_nor_written(folder: Path) -> None:
    (folder / "broken.toml").write_text('[aws]\nregion = "eu\n')
    app = wizard(folder / "default.toml")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_dialog(pilot)
        assert rows(pilot)["broken"] == "damaged"
        await pilot.press("home")
        assert "at line 2" in text_of(pilot)
        await pilot.press("enter")
        assert "cannot be opened before its file is repaired" in line(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert app.session.connection.name == "default"
    assert (folder / "broken.toml").read_text() == '[aws]\nregion = "eu\n'


@pytest.mark.anyio
async def test_a_save_that_another_one_overtakes_is_not_called_failed(folder: Path) -> None:
    app = wizard(folder / "default.toml")
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        saving = app.run_worker(app.save_answers(company="x"))
        await asyncio.sleep(0)
        saving.cancel()
        await settle(pilot)
        assert app.session.not_saved == ""


@pytest.mark.anyio
async def test_what_could_not_be_saved_is_not_called_kept(folder: Path) -> None:
    app = wizard(folder / "default.toml")
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        (folder / "default.toml").write_text("broken [[\n")
        await app.save_answers(company="x")
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert "Your last answers are not saved" in text_of(pilot)
    assert (folder / "default.toml").read_text() == "broken [[\n"


@pytest.mark.anyio
async def test_a_secret_that_only_this_sitting_holds_is_not_lost_unasked(folder: Path) -> None:
    app = wizard(folder / "default.toml")
    async with app.run_test() as pilot:
        app.session.secret = Secret("canary7secret7canary7secret")
        await open_dialog(pilot)
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, Sure))
        assert "only in this sitting's memory" in text_of(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert app.session.connection.name == "default" and app.session.secret is not None


@pytest.mark.anyio
async def test_a_secret_held_in_memory_comes_along_to_the_new_name_and_is_named_before_deleting(folder: Path) -> None:
    app = wizard(folder / "prod.toml")
    async with app.run_test() as pilot:
        app.session.secret = Secret("canary7secret7canary7secret")
        await open_dialog(pilot)
        await pilot.press("m", "ctrl+u")
        await paste(pilot, "production")
        await pilot.press("enter")
        await go_over(pilot, "production")
        assert app.session.secret == Secret("canary7secret7canary7secret")
        await open_dialog(pilot)
        await pilot.press("d")
        await until(pilot, lambda: "only in this sitting's memory" in text_of(pilot))
        await pilot.press("escape", "escape")
        await settle(pilot)
    assert files(folder) == ["default.toml", "production.toml"]


@pytest.mark.anyio
async def test_a_demo_sees_its_own_connections_alone_and_at_its_present_address(folder: Path, tmp_path: Path) -> None:
    state = tmp_path / "state-of-demo"
    own = state / "connections"
    own.mkdir(parents=True)
    other = PROD.replace("https://acme.auth.eu-west-1.amazoncognito.com", "http://127.0.0.1:9/pages/people")
    (own / "second.toml").write_text(other)
    options = WizardOptions(own / "default.toml", state, demo="healthy", command="clearml-cognito --demo healthy")
    app = WizardApp(open_session(options), connections=connections_of(options, open_session))
    async with app.run_test() as pilot:
        await open_dialog(pilot)
        assert list(rows(pilot)) == ["default", "second"]
        await pilot.press("down", "enter")
        await go_over(pilot, "second")
        assert app.session.demo
        assert app.session.command == "clearml-cognito --demo healthy --connection second"
        assert app.session.connection.domain == f"{os.environ['AWS_ENDPOINT_URL']}/pages/people"
    assert connections_of(WizardOptions(folder / "default.toml", state), open_session).folder == folder


@pytest.mark.anyio
async def test_without_a_place_for_others_the_key_is_not_offered(account: Begin) -> None:
    app = account("healthy").app()
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("o")
        await settle(pilot)
        assert isinstance(app.screen, WelcomeScreen)
        assert "Others" not in text_of(pilot)


@pytest.fixture
def pictured(shown_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The connections that the pictures show."""
    (shown_folder / "default.toml").write_text('[aws]\nregion = "eu-central-1"\n')
    (shown_folder / "prod.toml").write_text(PROD)
    (shown_folder / "broken.toml").write_text('[aws]\nregion = "eu\n')
    monkeypatch.setattr("screens.connections.connections_folder", lambda: shown_folder)
    return shown_folder


STATES: dict[str, list[str]] = {
    "listed": ["down"],
    "damaged": ["home"],
    "naming": ["n", "p", "r", "o", "d"],
    "deleting": ["end", "d"],
}


@pytest.mark.parametrize("state", STATES)
def test_how_it_looks(state: str, pictured: Path, snap_compare: Any) -> None:
    app = wizard(pictured / "default.toml")

    async def before(pilot: Pilot[None]) -> None:
        await open_dialog(pilot)
        await pilot.press(*STATES[state])
        await pilot.pause(0.3)
        for typed in pilot.app.screen.query(Input):
            typed.cursor_blink = False
        await pilot.pause()

    assert snap_compare(app, terminal_size=(80, 24), run_before=before)
