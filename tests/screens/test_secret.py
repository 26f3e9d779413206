"""The step of the client secret: obtained and stored in one action, and never shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from diagnostics.connection import Export
from diagnostics.secret import Secret
from diagnostics.vault.reading import read
from screens.app import WizardApp
from tests.screens.stage import Account, arrive, settle, shows, until
from tests.with_keyring import Session as Keyring
from tests.with_keyring import no_session, unlocked_session
from wizard.client_secret import item_of, store_secret
from wizard.exports.compose_env import render
from wizard.exports.settings import export_settings
from wizard.sandbox.control import describe
from wizard.sandbox.faults import Fault, Kind
from wizard.steps import Mark, StepId

Begin = Callable[..., Account]
OTHER = "another7secret7another7secret7"


@pytest.fixture
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with no_session(monkeypatch):
        yield


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Keyring]:
    with unlocked_session(monkeypatch) as here:
        yield here


def secret_of(account: Account) -> str:
    """The secret that the scenario's app client has."""
    (pool,) = (
        pool for pool in account.sandbox.account.pools.values() if "clearml-people" in pool.description["Name"]
    )
    client = next(client for client in pool.clients.values() if client.settings["ClientName"] == "clearml-web")
    return client.secrets[-1].value


def said(app: WizardApp, row: str) -> str:
    return str(app.screen.query_one(f"#{row}", Static).render())


def guidance(app: WizardApp) -> str:
    return str(app.screen.query_one("#guidance", Static).render())


def everything(app: WizardApp) -> str:
    return app.export_screenshot() + guidance(app) + "".join(said(app, row) for row in ("keyring", "kept", "proof"))


@pytest.mark.anyio
async def test_enter_takes_the_secret_from_cognito_stores_it_and_proves_it(account: Begin, keyring: Keyring) -> None:
    here = account("healthy")
    session = here.ready()
    app = WizardApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.SECRET)
        assert "ready to keep the secret" in said(app, "keyring")
        assert guidance(app) == "Enter: take the secret from Cognito and store it in the keyring"
        await pilot.press("enter")
        await settle(pilot)
        assert "In the keyring, and the same that Cognito shows" in said(app, "kept")
        assert "accepts the app client's id and secret" in said(app, "proof")
        assert secret_of(here) not in everything(app)
        assert session.secret is None
        assert session.marks[StepId.SECRET] is Mark.DONE
        assert any("keyring" in sentence for sentence in session.done.sentences)
        kept = await read(item_of(session), may_ask=False)
        assert kept is not None and kept == Secret(secret_of(here))
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen.STEP is StepId.ENDPOINTS  # type: ignore[attr-defined]


@pytest.mark.anyio
async def test_a_secret_that_is_stored_already_is_said_and_nothing_is_done(account: Begin, keyring: Keyring) -> None:
    here = account("healthy")
    session = here.ready()
    await store_secret(session, Secret(secret_of(here)))
    app = WizardApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.SECRET)
        assert "the same that Cognito shows" in said(app, "kept")
        assert guidance(app) == "Enter: on to the live endpoints"


@pytest.mark.anyio
async def test_another_secret_in_the_keyring_is_not_replaced_unasked(account: Begin, keyring: Keyring) -> None:
    here = account("healthy")
    session = here.ready()
    await store_secret(session, Secret(OTHER))
    app = WizardApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.SECRET)
        assert "not the one that Cognito shows" in said(app, "kept")
        assert session.marks[StepId.SECRET] is Mark.TROUBLE
        kept = await read(item_of(session), may_ask=False)
        assert kept is not None and kept == Secret(OTHER)
        assert "refuses" in guidance(app)
        await pilot.press("f")
        await settle(pilot)
        assert "the same that Cognito shows" in said(app, "kept")


@pytest.mark.anyio
async def test_without_a_keyring_the_secret_is_held_for_the_env_file(account: Begin, no_keyring: None) -> None:
    here = account("healthy")
    session = here.ready()
    app = WizardApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.SECRET)
        assert "There is no keyring" in said(app, "keyring")
        assert guidance(app) == "Enter: go on without the keyring; the secret will be inside the env file"
        await pilot.press("enter")
        await settle(pilot)
        assert session.secret == Secret(secret_of(here))
        assert session.would_lose_secret
        assert "Held in memory" in said(app, "kept")
        assert "accepts the app client's id and secret" in said(app, "proof")
        assert secret_of(here) not in everything(app)
        assert all(secret_of(here) not in repr(saved) for saved in here.saved)


def written_inside(here: Account, folder: Path, secret: str) -> Export:
    """An env file of an earlier sitting that holds the secret."""
    ready = describe(here.sandbox.world)
    settings = export_settings(
        here.ready().connection,
        authorize_url=f"{ready['domain_base']}/oauth2/authorize",
        access_token_url=f"{ready['domain_base']}/oauth2/token",
        secret=Secret(secret),
    )
    path = folder / "clearml.env"
    path.write_bytes(render(None, settings, "inside").content)
    return Export("compose-env", str(path), "inside")


@pytest.mark.anyio
@pytest.mark.parametrize("right", [True, False])
async def test_a_secret_that_an_earlier_sitting_wrote_inside_the_file_is_found_there(
    right: bool, account: Begin, no_keyring: None, tmp_path: Path
) -> None:
    here = account("healthy")
    export = written_inside(here, tmp_path, secret_of(here) if right else OTHER)
    session = here.ready(exports=(export,), step="export")
    app = WizardApp(session)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        if right:
            assert session.marks[StepId.SECRET] is Mark.DONE
        await arrive(pilot, StepId.SECRET)
        assert f"Inside {export.path}" in said(app, "kept")
        assert ("the same that Cognito shows" in said(app, "kept")) is right
        assert not session.would_lose_secret
        if right:
            assert guidance(app) == "Enter: on to the live endpoints"
            assert session.marks[StepId.SECRET] is Mark.DONE
        else:
            assert session.marks[StepId.SECRET] is Mark.TROUBLE
        assert secret_of(here) not in everything(app) and OTHER not in everything(app)


@pytest.mark.anyio
async def test_a_locked_keyring_is_asked_once_and_then_done_without(account: Begin, keyring: Keyring) -> None:
    here = account("healthy")
    session = here.ready()
    keyring.lock()
    app = WizardApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.SECRET)
        assert "The keyring is locked" in said(app, "keyring")
        assert "may ask to be unlocked" in guidance(app)
        await pilot.press("enter")
        await settle(pilot)
        assert "locked" in said(app, "keyring")
        assert session.secret == Secret(secret_of(here))
        assert guidance(app) == "Enter: on to the live endpoints"


@pytest.mark.anyio
async def test_a_pasted_text_is_judged_without_being_shown_and_stored(account: Begin, keyring: Keyring) -> None:
    here = account("healthy")
    session = here.ready()
    app = WizardApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.SECRET)
        await pilot.press("p", *"short")
        assert "24 to 64 characters" in said(app, "paste-line")
        await pilot.press("enter")
        assert "24 to 64 characters" in said(app, "paste-line")
        app.screen.query_one("#secret", Input).value = session.connection.app_client or ""
        await pilot.pause()
        assert "app client's id" in said(app, "paste-line")
        app.screen.query_one("#secret", Input).value = secret_of(here)
        await pilot.pause()
        assert "form of a client secret" in said(app, "paste-line")
        assert secret_of(here) not in everything(app)
        await pilot.press("enter")
        await settle(pilot)
        assert "the same that Cognito shows" in said(app, "kept")
        assert app.screen.query_one("#secret", Input).value == ""


@pytest.mark.anyio
async def test_a_wrong_secret_is_refused_by_cognito_and_can_be_passed_knowingly(
    account: Begin, no_keyring: None
) -> None:
    session = account("healthy").ready()
    app = WizardApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.SECRET)
        await pilot.press("p")
        app.screen.query_one("#secret", Input).value = OTHER
        await pilot.press("enter")
        await settle(pilot)
        assert session.marks[StepId.SECRET] is Mark.TROUBLE
        assert "refuses" in said(app, "proof")
        await pilot.press("enter")
        assert "Enter again" in guidance(app)
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen.STEP is StepId.ENDPOINTS  # type: ignore[attr-defined]


@pytest.mark.anyio
async def test_what_cognito_does_not_show_is_asked_for(account: Begin, no_keyring: None) -> None:
    here = account("healthy")
    here.sandbox.world.faults.arm(Fault("DescribeUserPoolClient", Kind.DENIED))
    app = WizardApp(here.ready())
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.SECRET)
        assert "cognito-idp:DescribeUserPoolClient" in said(app, "cognito")
        assert app.screen.query_one("#secret").has_focus
        await pilot.press("enter")
        assert guidance(app).startswith("▲ Enter again: go on without a secret")
        await pilot.press("escape")
        assert not app.screen.query_one("#secret").has_focus


@pytest.mark.anyio
async def test_a_client_without_a_secret_sends_back(account: Begin, no_keyring: None) -> None:
    app = WizardApp(account("public-client").ready())
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.SECRET)
        assert "made without a secret" in said(app, "cognito")
        assert "go back" in guidance(app)


@pytest.mark.anyio
async def test_waiting_is_stopped_by_escape_and_the_answers_stay(account: Begin, no_keyring: None) -> None:
    here = account("healthy")
    session = here.ready()
    app = WizardApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.SECRET)
        here.sandbox.world.faults.arm(Fault("DescribeUserPoolClient", Kind.DELAY, seconds=30.0))
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("escape")
        await settle(pilot)
        assert guidance(app).startswith("Stopped.")
        assert session.secret is None
        here.sandbox.world.faults.clear()
        await pilot.press("r")
        await settle(pilot)
        assert "Shows the secret" in said(app, "cognito")


# How it looks


@pytest.fixture
def same_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.client_secret.fingerprint", lambda secret, key: "7f3a-91c2")


def test_looks_before_storing(account: Begin, keyring: Keyring, snap_compare) -> None:  # type: ignore[no-untyped-def]
    assert snap_compare(
        WizardApp(account("healthy").ready()), run_before=shows(StepId.SECRET), terminal_size=(80, 24)
    )


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_looks_stored(account: Begin, keyring: Keyring, same_mark: None, size, snap_compare) -> None:  # type: ignore[no-untyped-def]
    async def store(pilot) -> None:  # type: ignore[no-untyped-def]
        await pilot.press("enter")

    app = WizardApp(account("healthy").ready())
    assert snap_compare(app, run_before=shows(StepId.SECRET, then=store), terminal_size=size)


def test_looks_without_a_keyring(account: Begin, no_keyring: None, same_mark: None, snap_compare) -> None:  # type: ignore[no-untyped-def]
    async def hold(pilot) -> None:  # type: ignore[no-untyped-def]
        await pilot.press("enter")

    app = WizardApp(account("healthy").ready())
    assert snap_compare(app, run_before=shows(StepId.SECRET, then=hold), terminal_size=(80, 24))


def test_looks_refused_while_pasting(account: Begin, keyring: Keyring, snap_compare) -> None:  # type: ignore[no-untyped-def]
    async def paste(pilot) -> None:  # type: ignore[no-untyped-def]
        await pilot.press("p", *"short")

    app = WizardApp(account("healthy").ready())
    assert snap_compare(app, run_before=shows(StepId.SECRET, then=paste), terminal_size=(80, 24))


def test_looks_while_looking(account: Begin, no_keyring: None, monkeypatch: pytest.MonkeyPatch, snap_compare) -> None:  # type: ignore[no-untyped-def]
    async def until_it_takes_long(pilot: Pilot[None]) -> None:
        while not guidance(pilot.app).startswith("Still waiting"):  # type: ignore[arg-type]
            await pilot.pause(0.01)

    monkeypatch.setattr("screens.patience.WHAT_AFTER_SECONDS", 0.01)
    monkeypatch.setattr("screens.patience.STOP_AFTER_SECONDS", 0.05)
    here = account("healthy")
    here.sandbox.world.faults.arm(Fault("DescribeUserPoolClient", Kind.DELAY, seconds=30.0))
    app = WizardApp(here.ready())
    assert snap_compare(
        app, run_before=shows(StepId.SECRET, wait=False, then=until_it_takes_long), terminal_size=(80, 24)
    )


@pytest.mark.anyio
async def test_a_proof_that_hangs_is_stopped_in_place(account: Begin, keyring: Keyring, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("screens.patience.WHAT_AFTER_SECONDS", 0.1)
    monkeypatch.setattr("screens.patience.STOP_AFTER_SECONDS", 0.2)
    here = account("healthy")
    app = WizardApp(here.ready())
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.SECRET)
        here.sandbox.world.faults.arm(Fault("token", Kind.DELAY, seconds=20.0))
        await pilot.press("enter")
        await until(pilot, lambda: guidance(app) == "Still waiting for Cognito's token endpoint   esc: stop")
        await pilot.press("escape")
        await until(pilot, lambda: "not all of it proved   r: look again" in guidance(app))
        assert said(app, "proof") == "Stopped before an answer came."
