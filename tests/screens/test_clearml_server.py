"""Step 5: addresses are judged as they are typed, and the server is asked what it is without anybody waiting."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from screens import patience
from screens.steps.attributes import AttributesScreen
from screens.steps.clearml_server import ClearMLServerScreen
from screens.steps.sign_in_pages import SignInPagesScreen
from tests.screens.stage import Account, arrive, paste, settle, shows, text_of, until
from wizard.sandbox.faults import Fault, Kind
from wizard.steps import Mark, StepId

Begin = Callable[..., Account]
STEP = StepId.SERVER
COMPANY = "d1bd92a3b039400cbafc60a7a5b1e52b"
NOWHERE = "https://app.acme.invalid"


def asked(account: Account) -> int:
    return sum(request.operation == "supported_modes" for request in account.sandbox.requests)


def app_of(world: Account, **answers: object):  # type: ignore[no-untyped-def]
    return world.app(user_pool="eu-west-1_AbC123xyz", **answers)


@pytest.mark.anyio
async def test_a_typed_address_gives_the_callback_and_the_server_says_what_it_is(account: Begin) -> None:
    world = account("healthy")
    app = app_of(world)
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        await paste(pilot, f"{world.address}/login/")
        assert f"Callback URL {world.address}/callback_cognito" in text_of(pilot)
        assert asked(world) == 0
        await settle(pilot)
        assert "The server answers. It offers Amazon Cognito." in text_of(pilot)
        assert asked(world) == 1
        await pilot.press("tab", "tab")
        await paste(pilot, COMPANY)
        assert "Everybody in the user pool gets in" in text_of(pilot)
        await pilot.press("tab")
        await paste(pilot, "Sign in with Acme")
        await settle(pilot)
        assert asked(world) == 1
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, SignInPagesScreen)
    saved = world.saved[-1]
    assert saved.web_addresses == (world.address,)
    assert (saved.company, saved.display_name, saved.api_address) == (COMPANY, "Sign in with Acme", None)
    assert app.session.marks[STEP] is Mark.DONE


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (0, "http://clearml.acme.io", "Amazon Cognito accepts http:// for localhost only."),
        (0, "app.acme.io", "Begin the address with https://"),
        (0, "https://me:secret@app.acme.io", "Leave the user name and password out"),
        (0, "https://app.acme.io/#/login", "Leave everything from ? or # on out"),
        (1, "api.acme.io", "Begin the address with https://"),
        (2, "d1bd92a3 b039", "A company id has no blanks in it."),
        (3, "Acme\x07", "is a control character"),
    ],
)
@pytest.mark.anyio
async def test_what_cannot_stand_is_said_as_it_is_typed_and_keeps_enter_here(
    field: int, typed: str, sentence: str, account: Begin
) -> None:
    world = account("healthy")
    app = app_of(world, web_addresses=(NOWHERE,) if field else ())
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        await pilot.press(*["tab"] * field)
        await paste(pilot, typed)
        assert sentence in text_of(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, ClearMLServerScreen)
        assert text_of(pilot).count(sentence) == 2
    assert app.session.connection.web_addresses == ((NOWHERE,) if field else ())
    assert (app.session.connection.company, app.session.connection.display_name) == (None, None)


@pytest.mark.anyio
async def test_an_unreachable_server_keeps_nobody_from_going_on(account: Begin) -> None:
    world = account("healthy")
    app = app_of(world)
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        await paste(pilot, NOWHERE)
        await settle(pilot)
        assert "The server was not seen from here: The name app.acme.invalid is not known to DNS." in text_of(pilot)
        assert "Enter: go on; the server was not seen from here" in text_of(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, SignInPagesScreen)
    assert app.session.marks[STEP] is Mark.NOT_SEEN


@pytest.mark.anyio
async def test_the_open_source_server_is_never_called_enterprise(account: Begin) -> None:
    world = account("open-source-server")
    app = app_of(world, web_addresses=(world.address,))
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert "It offers no sign-in provider. Either it is the open-source server" in text_of(pilot)
        assert "Enter: go on, although this server may have no single sign-on" in text_of(pilot)


@pytest.mark.anyio
async def test_what_is_not_clearml_is_passed_only_knowingly(account: Begin) -> None:
    world = account("healthy")
    for operation in ("ping", "supported_modes"):
        world.sandbox.world.faults.arm(Fault(operation, Kind.HTML))
    app = app_of(world, web_addresses=(world.address,))
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert "Something answers there, but it is not ClearML's API." in text_of(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert "Enter again: go on all the same." in text_of(pilot)
        world.sandbox.world.faults.clear()
        await pilot.press("ctrl+r")
        await settle(pilot)
        assert "The server answers." in text_of(pilot)
    assert app.session.marks.get(STEP) is None


@pytest.mark.anyio
async def test_several_addresses_each_have_their_callback_and_come_back(account: Begin) -> None:
    world = account("healthy")
    app = app_of(world, web_addresses=(world.address,))
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        await pilot.press("ctrl+n")
        await pilot.pause()
        await paste(pilot, f"{NOWHERE}/")
        await settle(pilot)
        assert f"{world.address}/callback_cognito {NOWHERE}/callback_cognito" in text_of(pilot)
        assert "The server answers. It offers Amazon Cognito." in text_of(pilot)
        assert "not every address was seen" in text_of(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, AttributesScreen)
        await arrive(pilot, STEP)
        assert f"{NOWHERE}/callback_cognito" in text_of(pilot)
    assert app.session.connection.web_addresses == (world.address, NOWHERE)


@pytest.mark.anyio
async def test_nobody_waits_for_a_server_that_hangs(account: Begin) -> None:
    world = account("healthy")
    world.sandbox.world.faults.arm(Fault("ping", Kind.HANG))
    app = app_of(world, web_addresses=(world.address,))
    async with app.run_test() as pilot:
        await arrive(pilot, STEP, wait=False)
        while not asked(world):
            await pilot.pause(0.02)
        assert "Enter: go on without its answer" in text_of(pilot)
        await pilot.press("enter")
        await pilot.pause(0.3)
        assert isinstance(app.screen, SignInPagesScreen)
    assert app.session.marks[STEP] is Mark.NOT_SEEN


PICTURES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "empty": ({}, []),
    "refused": ({}, ["http://x.io"]),
    "not-seen": ({"web_addresses": (NOWHERE,), "company": "1234"}, []),
}


@pytest.mark.parametrize("state", PICTURES)
def test_how_it_looks(state: str, account: Begin, snap_compare: Any) -> None:
    answers, typed = PICTURES[state]

    async def then(pilot: Pilot[None]) -> None:
        for text in typed:
            await paste(pilot, text)

    app = app_of(account("healthy"), **answers)
    assert snap_compare(app, terminal_size=(80, 24), run_before=shows(STEP, then=then))


@pytest.mark.parametrize(
    ("scenario", "port", "size"),
    [("healthy", 17811, (80, 24)), ("open-source-server", 17812, (80, 24)), ("healthy", 17813, (120, 40))],
)
def test_how_it_looks_with_a_server(
    scenario: str, port: int, size: tuple[int, int], account: Begin, snap_compare: Any
) -> None:
    world = account(scenario, port=port)
    app = app_of(world, web_addresses=(world.address,))
    assert snap_compare(app, terminal_size=size, run_before=shows(STEP))


def test_how_it_looks_while_asking(account: Begin, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "WHAT_AFTER_SECONDS", 60.0)
    monkeypatch.setattr(patience, "STOP_AFTER_SECONDS", 60.0)
    world = account("healthy", port=17814)
    world.sandbox.world.faults.arm(Fault("ping", Kind.HANG))

    async def then(pilot: Pilot[None]) -> None:
        while not asked(world):
            await pilot.pause(0.02)
        await pilot.pause()

    app = app_of(world, web_addresses=(world.address,))
    assert snap_compare(app, terminal_size=(80, 24), run_before=shows(STEP, wait=False, then=then))


@pytest.mark.anyio
async def test_a_server_that_was_not_waited_for_is_judged_all_the_same(account: Begin) -> None:
    world = account("healthy")
    world.sandbox.world.faults.arm(Fault("supported_modes", Kind.DELAY, seconds=0.5, times=2))
    app = app_of(world, web_addresses=(world.address,))
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, STEP, wait=False)
        await until(pilot, lambda: "Asking" in text_of(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SignInPagesScreen))
        await until(pilot, lambda: app.session.marks[STEP] is Mark.DONE)


@pytest.mark.anyio
async def test_asking_a_server_that_hangs_is_stopped_in_place(
    account: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.patience.WHAT_AFTER_SECONDS", 0.1)
    monkeypatch.setattr("screens.patience.STOP_AFTER_SECONDS", 0.2)
    world = account("healthy")
    world.sandbox.world.faults.arm(Fault("*", Kind.DELAY, seconds=20.0))
    app = app_of(world, web_addresses=(world.address,))
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, STEP, wait=False)
        await until(pilot, lambda: "Still waiting for" in text_of(pilot))
        here = app.screen
        await pilot.press("escape")
        await until(pilot, lambda: "Stopped. Enter: go on, the server unseen" in text_of(pilot))
        assert app.screen is here
        world.sandbox.world.faults.clear()
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "Enter: go on with these answers" in text_of(pilot))
