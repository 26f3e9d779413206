"""Without AWS access the whole road is walked by typing; what is public is judged, and AWS is asked nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from screens.app import WizardApp
from screens.dialogs.text import TextDialog
from screens.frame import StepScreen
from tests.screens.stage import Account, arrive, paste, settle, shows, text_of
from tests.with_keyring import no_session
from wizard.sandbox.control import describe
from wizard.sandbox.faults import Fault, Kind
from wizard.session import Session
from wizard.steps import Mark, StepId

Begin = Callable[..., Account]
AWS_VARIABLES = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
NOWHERE = "eu-west-1_Nowhere12"


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with no_session(monkeypatch):
        yield


@pytest.fixture
def stranger(account: Begin, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Account]:
    """A scenario in which this machine has no AWS credentials at all."""

    def begin(scenario: str, *, port: int = 0) -> Account:
        world = account(scenario, port=port)
        for name in AWS_VARIABLES:
            monkeypatch.delenv(name, raising=False)
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr("wizard.export_step.CLEARML_FOLDERS", (tmp_path / "not-here",))
        return world

    return begin


def asked_of_aws(world: Account) -> list[str]:
    """The operations of AWS's API that came in: those are named in capitals, the endpoints are not."""
    return [one.operation for one in world.sandbox.requests if one.operation[:1].isupper()]


def by_hand(world: Account, **answers: object) -> Session:
    return world.ready(**{"account": None, "by_hand": True, **answers})


def secret_of(world: Account) -> str:
    pool = world.sandbox.account.pools[str(describe(world.sandbox.world)["user_pool"])]
    client = pool.clients[str(describe(world.sandbox.world)["app_client"])]
    return client.secrets[-1].value


def here(pilot: Pilot[None]) -> StepId:
    assert isinstance(pilot.app.screen, StepScreen)
    return pilot.app.screen.STEP


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


@pytest.mark.anyio
async def test_the_whole_road_is_walked_without_a_single_call_to_aws(
    stranger: Callable[..., Account], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = stranger("healthy")
    # There are credentials after all: what asked with them would be seen.
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "demo")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "demo")
    held = describe(world.sandbox.world)
    app = WizardApp(world.session(region=None))
    async with app.run_test(size=(80, 30)) as pilot:
        await arrive(pilot, StepId.ACCOUNT)
        await press(pilot, "end")
        assert "Enter: go on without AWS" in text_of(pilot)
        await press(pilot, "enter")
        assert here(pilot) is StepId.POOL
        await paste(pilot, str(held["user_pool"]))
        await press(pilot, "enter")
        assert f"sign-in pages {world.address}/pages/" in text_of(pilot)
        assert "Enter: use this user pool" in text_of(pilot)
        await press(pilot, "enter")
        assert here(pilot) is StepId.ATTRIBUTES
        assert "aws cognito-idp describe-user-pool --region eu-west-1" in text_of(pilot)
        await press(pilot, "enter")
        assert here(pilot) is StepId.SERVER
        await paste(pilot, str(held["web_address"]))
        await press(pilot, "enter")
        assert here(pilot) is StepId.PAGES
        assert "Enter: use these sign-in pages" in text_of(pilot)
        await press(pilot, "enter")
        assert here(pilot) is StepId.PROVIDER
        await press(pilot, "enter")
        assert here(pilot) is StepId.CLIENT
        await paste(pilot, str(held["app_client"]))
        await press(pilot, "enter")
        assert "A sign-in as ClearML begins it leads to a login page" in text_of(pilot)
        await press(pilot, "enter")
        assert here(pilot) is StepId.SECRET
        await paste(pilot, secret_of(world))
        await press(pilot, "enter")
        assert "accepts the app client's id and secret" in text_of(pilot)
        await press(pilot, "enter")
        assert here(pilot) is StepId.ENDPOINTS
        await press(pilot, "enter")
        assert "Enter: on to the export" in text_of(pilot)
        await press(pilot, "enter")
        assert here(pilot) is StepId.EXPORT
        await press(pilot, "enter")
        assert "is written" in text_of(pilot)
        await press(pilot, "enter")
        assert here(pilot) is StepId.FINISH
        await press(pilot, "f9")
        await settle(pilot)
    assert asked_of_aws(world) == []
    assert f"COGNITO_AUTH_CLIENT_SECRET={secret_of(world)}" in (tmp_path / "clearml-cognito.env").read_text()
    saved = world.saved[-1]
    assert (saved.by_hand, saved.region, saved.account) == (True, "eu-west-1", None)
    assert app.session.marks[StepId.ATTRIBUTES] is Mark.NOT_SEEN
    assert app.session.marks[StepId.CLIENT] is Mark.DONE
    assert app.session.marks[StepId.ENDPOINTS] is Mark.DONE


@pytest.mark.anyio
async def test_a_pool_that_its_issuer_does_not_know_is_passed_knowingly(stranger: Callable[..., Account]) -> None:
    world = stranger("healthy")
    app = WizardApp(by_hand(world, user_pool=None, app_client=None, domain=None))
    async with app.run_test() as pilot:
        await arrive(pilot, StepId.POOL)
        await paste(pilot, "eu-wset-1_AbC123xyz")
        assert 'Amazon Cognito has no region "eu-wset-1". The nearest name is eu-west-1.' in text_of(pilot)
        await press(pilot, "enter")
        assert here(pilot) is StepId.POOL
        await press(pilot, "ctrl+u")
        await paste(pilot, NOWHERE)
        await press(pilot, "enter")
        assert "Its issuer knows no user pool with this id." in text_of(pilot)
        await press(pilot, "enter")
        assert "Enter again: go on all the same" in text_of(pilot)
        await press(pilot, "enter")
        assert here(pilot) is StepId.ATTRIBUTES
    assert app.session.marks[StepId.POOL] is Mark.TROUBLE
    assert asked_of_aws(world) == []


@pytest.mark.anyio
async def test_a_silent_issuer_is_not_seen_and_not_fine(stranger: Callable[..., Account]) -> None:
    world = stranger("healthy")
    world.sandbox.world.faults.arm(Fault("discovery", Kind.SERVER_ERROR))
    app = WizardApp(by_hand(world))
    async with app.run_test() as pilot:
        await arrive(pilot, StepId.POOL)
        assert "though not all of it was seen" in text_of(pilot)
        world.sandbox.world.faults.clear()
        await press(pilot, "f5")
        assert "Enter: use this user pool" in text_of(pilot)
        assert app.session.marks[StepId.POOL] is Mark.DONE


@pytest.mark.anyio
async def test_a_pool_without_a_domain_says_what_to_ask_for(stranger: Callable[..., Account]) -> None:
    world = stranger("no-domain")
    app = WizardApp(by_hand(world, domain=None))
    async with app.run_test() as pilot:
        await arrive(pilot, StepId.PAGES)
        assert "The user pool has no domain" in text_of(pilot)
        await press(pilot, "enter")
        assert here(pilot) is StepId.PAGES


@pytest.mark.anyio
async def test_an_app_client_that_is_not_there_or_not_right_is_told_by_the_authorize_endpoint(
    stranger: Callable[..., Account],
) -> None:
    world = stranger("callback-slash")
    app = WizardApp(by_hand(world, app_client=None))
    async with app.run_test(size=(80, 30)) as pilot:
        await arrive(pilot, StepId.CLIENT)
        await press(pilot, "f2")
        assert isinstance(app.screen, TextDialog)
        assert "/callback_cognito" in text_of(pilot)
        await press(pilot, "escape")
        await paste(pilot, "4k2h1n9q4k2h1n9q4k2h1n9q9q")
        await press(pilot, "enter")
        assert "has no such app client" in text_of(pilot)
        await press(pilot, "ctrl+u")
        await paste(pilot, str(describe(world.sandbox.world)["app_client"]))
        await press(pilot, "enter")
        assert "Cognito refuses the callback URL" in text_of(pilot)
        assert app.session.marks[StepId.CLIENT] is Mark.TROUBLE
    assert asked_of_aws(world) == []


@pytest.mark.anyio
async def test_a_resumed_sitting_by_hand_never_calls_the_unseen_done(stranger: Callable[..., Account]) -> None:
    world = stranger("healthy")
    app = WizardApp(by_hand(world, step="export"))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "go on at step 11" in text_of(pilot)
        assert "by hand, without AWS" in text_of(pilot)
    marks = app.session.marks
    assert marks[StepId.POOL] is marks[StepId.PAGES] is Mark.DONE
    assert marks[StepId.ATTRIBUTES] is marks[StepId.CLIENT] is marks[StepId.SECRET] is Mark.NOT_SEEN
    assert asked_of_aws(world) == []


@pytest.mark.anyio
async def test_credentials_that_come_later_keep_what_was_typed(account: Begin) -> None:
    world = account("healthy")
    app = WizardApp(by_hand(world))
    async with app.run_test() as pilot:
        await arrive(pilot, StepId.ACCOUNT)
        assert "No AWS access" in text_of(pilot)
        await press(pilot, "home", "enter")
        await press(pilot, "enter")
        assert here(pilot) is StepId.POOL
        assert "Enter: use clearml-people" in text_of(pilot)
    saved = world.saved[-1]
    assert (saved.by_hand, saved.account) == (False, "123456789012")
    assert saved.app_client == by_hand(world).connection.app_client


PICTURES: dict[str, tuple[StepId, str, dict[str, Any], list[str]]] = {
    "account": (StepId.ACCOUNT, "healthy", {}, []),
    "pool-empty": (StepId.POOL, "healthy", {"user_pool": None}, []),
    "pool": (StepId.POOL, "healthy", {}, []),
    "pool-unknown": (StepId.POOL, "healthy", {"user_pool": NOWHERE}, []),
    "attributes": (StepId.ATTRIBUTES, "healthy", {}, []),
    "pages": (StepId.PAGES, "healthy", {}, []),
    "no-domain": (StepId.PAGES, "no-domain", {"domain": None}, []),
    "provider": (StepId.PROVIDER, "healthy", {}, []),
    "client": (StepId.CLIENT, "healthy", {}, []),
    "client-asked": (StepId.CLIENT, "healthy", {}, ["enter"]),
    "client-refused": (StepId.CLIENT, "callback-slash", {}, ["enter"]),
    "secret": (StepId.SECRET, "healthy", {}, []),
}


@pytest.mark.parametrize("state", PICTURES)
def test_how_it_looks(state: str, stranger: Callable[..., Account], snap_compare: Any) -> None:
    step, scenario, answers, keys = PICTURES[state]
    port = 17830 + list(PICTURES).index(state)

    async def then(pilot: Pilot[None]) -> None:
        await pilot.press(*keys)

    app = WizardApp(by_hand(stranger(scenario, port=port), **answers))
    assert snap_compare(app, terminal_size=(80, 24), run_before=shows(step, then=then))


@pytest.mark.anyio
async def test_what_is_typed_is_kept_when_going_back(stranger: Callable[..., Account]) -> None:
    world = stranger("healthy")
    app = WizardApp(by_hand(world, app_client=None))
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.CLIENT)
        await paste(pilot, "4k2abcdefghijklmnopqrstuvw")
        await press(pilot, "escape")
        assert here(pilot) is StepId.PROVIDER
        await arrive(pilot, StepId.CLIENT)
        assert "4k2abcdefghijklmnopqrstuvw" in text_of(pilot)
