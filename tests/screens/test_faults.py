"""Whatever goes wrong on whichever call: a sentence names it, the same key tries again, and no answer is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from textual.pilot import Pilot

from screens.app import WizardApp
from screens.dialogs.help import Help
from screens.dialogs.new_app_client import NewAppClient
from screens.widgets.choice_list import ChoiceList
from tests.screens.conftest import aws_at
from tests.screens.stage import Account, arrive, settle, text_of, until
from wizard.sandbox.faults import Fault, Kind
from wizard.sandbox.server import start
from wizard.steps import Mark, StepId, before

Begin = Callable[..., Account]
SIZE = (110, 44)
SPOILT = (Kind.GARBAGE, Kind.HTML, Kind.WRONG_TYPE)
REFUSING = (Kind.THROTTLE, Kind.DENIED, Kind.EXPIRED, Kind.RESET, Kind.SERVER_ERROR)
ALL = (*REFUSING, *SPOILT)
SOME = (Kind.DENIED, Kind.EXPIRED, Kind.RESET, Kind.WRONG_TYPE)
SAID_BY_AWS = {
    Kind.THROTTLE: "AWS is limiting requests",
    Kind.DENIED: r"(These credentials )?may not call (sts|cognito-idp):{call}",
    Kind.EXPIRED: "credentials have expired",
    Kind.RESET: "connection was closed before {call} was answered",
    Kind.SERVER_ERROR: "AWS answered {call} with an error of its own",
    Kind.GARBAGE: "{call} was answered in a form that AWS never gives",
    Kind.HTML: "{call} (was )?answered in a form that (AWS never gives|it does not document)",
    Kind.WRONG_TYPE: "{call} was answered in a form that AWS never gives",
    Kind.HUGE: "{call} (was )?answered in a form that (AWS never gives|it does not document)",
}
SAID_OF_A_PAGE = {
    Kind.THROTTLE: r"is limiting requests \(429\)",
    Kind.DENIED: "answered 403",
    Kind.EXPIRED: "answered 401",
    Kind.RESET: "The connection to 127.0.0.1:[0-9]+ broke off",
    Kind.SERVER_ERROR: "answered 500",
    Kind.GARBAGE: "answered .*(other than|not JSON|is not|where Cognito redirects)",
    Kind.HTML: "answered .*(other than|not JSON|is not)",
    Kind.WRONG_TYPE: r"answered with something other than|\((discovery|jwks_uri)\)",
    Kind.HUGE: "with more than",
}
AWS_CALLS = [
    (StepId.ACCOUNT, "GetCallerIdentity", ALL),
    (StepId.POOL, "ListUserPools", ALL),
    (StepId.POOL, "DescribeUserPool", ALL),
    (StepId.ATTRIBUTES, "DescribeUserPool", SOME),
    (StepId.PAGES, "DescribeUserPool", SOME),
    (StepId.PAGES, "DescribeUserPoolDomain", SOME),
    (StepId.PROVIDER, "ListIdentityProviders", (*ALL, Kind.HUGE)),
    (StepId.CLIENT, "ListUserPoolClients", SOME),
    (StepId.CLIENT, "DescribeUserPoolClient", SOME),
    (StepId.CLIENT, "DescribeManagedLoginBrandingByClient", SOME),
    (StepId.SECRET, "DescribeUserPoolClient", ALL),
    (StepId.EXPORT, "DescribeUserPoolClient", SOME),
]
PAGES = [
    (StepId.SERVER, "supported_modes", (*ALL, Kind.HUGE)),
    (StepId.PAGES, "discovery", ALL),
    (StepId.ENDPOINTS, "discovery", (*REFUSING, *SPOILT)),
    (StepId.ENDPOINTS, "jwks", (Kind.THROTTLE, Kind.GARBAGE)),
    (StepId.ENDPOINTS, "authorize", (Kind.DENIED, Kind.GARBAGE)),
    (StepId.ENDPOINTS, "login", (Kind.RESET, Kind.SERVER_ERROR)),
    (StepId.ENDPOINTS, "token", (Kind.EXPIRED, Kind.HTML)),
]
AGAIN = {StepId.SERVER: "ctrl+r", StepId.SECRET: "f5", StepId.EXPORT: "f5"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """One simulated account for all of them."""
    folder = tmp_path_factory.mktemp("faults")
    sandbox = start("healthy")
    with pytest.MonkeyPatch.context() as patch:
        aws_at(patch, sandbox.address, folder)
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        patch.chdir(folder)
        yield Account(sandbox, state_folder=folder / "state")
    sandbox.stop()
    assert not sandbox.crashes, sandbox.crashes[0]


@pytest.fixture(autouse=True)
def healed(world: Account) -> Iterator[None]:
    yield
    world.sandbox.world.faults.clear()


async def look_again(pilot: Pilot[None], step: StepId) -> str:
    await pilot.press(AGAIN.get(step, "r"))
    await settle(pilot)
    return text_of(pilot)


async def go_through(world: Account, step: StepId, call: str, kinds: tuple[Kind, ...], said: dict[Kind, str]) -> None:
    app = WizardApp(world.ready())
    async with app.run_test(size=SIZE) as pilot:
        await arrive(pilot, step)
        answers = app.session.connection
        if step in (StepId.ACCOUNT, StepId.ENDPOINTS) and call not in ("discovery", "jwks"):
            await look_again(pilot, step) if step is StepId.ACCOUNT else await pilot.press("enter")
            await settle(pilot)
        healthy = said_next(pilot)
        for kind in kinds:
            world.sandbox.world.faults.arm(Fault(call, kind))
            text = await look_again(pilot, step)
            assert re.search(said[kind].format(call=call), text), f"{kind}: {text}"
            assert app.session.marks.get(step) is not Mark.DONE, kind
            assert app.screen.STEP is step and app.session.connection == answers  # type: ignore[attr-defined]
            world.sandbox.world.faults.clear()
        await look_again(pilot, step)
        assert said_next(pilot) == healthy


def said_next(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one("#guidance").render())


@pytest.mark.anyio
@pytest.mark.parametrize(("step", "call", "kinds"), AWS_CALLS, ids=lambda one: one if isinstance(one, str) else "")
async def test_a_call_to_aws_that_goes_wrong(
    world: Account, step: StepId, call: str, kinds: tuple[Kind, ...]
) -> None:
    await go_through(world, step, call, kinds, SAID_BY_AWS)


@pytest.mark.anyio
@pytest.mark.parametrize(("step", "call", "kinds"), PAGES, ids=lambda one: one if isinstance(one, str) else "")
async def test_a_page_that_goes_wrong(world: Account, step: StepId, call: str, kinds: tuple[Kind, ...]) -> None:
    await go_through(world, step, call, kinds, SAID_OF_A_PAGE)


HANGING = [
    (StepId.ACCOUNT, "GetCallerIdentity"),
    (StepId.POOL, "ListUserPools"),
    (StepId.ATTRIBUTES, "DescribeUserPool"),
    (StepId.SERVER, "supported_modes"),
    (StepId.PAGES, "discovery"),
    (StepId.PROVIDER, "ListIdentityProviders"),
    (StepId.CLIENT, "ListUserPoolClients"),
    (StepId.SECRET, "DescribeUserPoolClient"),
    (StepId.ENDPOINTS, "discovery"),
    (StepId.EXPORT, "DescribeUserPoolClient"),
]


@pytest.mark.anyio
@pytest.mark.parametrize(("step", "call"), HANGING)
async def test_nothing_waits_for_a_call_that_hangs(world: Account, step: StepId, call: str) -> None:
    world.sandbox.world.requests.clear()
    world.sandbox.world.faults.arm(Fault(call, Kind.HANG))
    app = WizardApp(world.ready())
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, step, wait=False)
        if step is StepId.ACCOUNT:
            await pilot.press("r")
        await until(pilot, lambda: any(request.operation == call for request in world.sandbox.requests))
        answers = app.session.connection
        await pilot.press("f1")
        assert isinstance(app.screen, Help)
        await pilot.press("escape")
        await pilot.press("escape")
        if app.screen.STEP is step:  # type: ignore[attr-defined]
            await pilot.press("escape")
        await until(pilot, lambda: getattr(app.screen, "STEP", None) is before(step))
        assert [app.session.connection.user_pool, app.session.connection.app_client] == [
            answers.user_pool,
            answers.app_client,
        ]


STOPPED = {
    StepId.POOL: ("ListUserPools", "user pools of eu-west-1"),
    StepId.ATTRIBUTES: ("DescribeUserPool", "AWS to describe the user pool"),
    StepId.PAGES: ("discovery", "the user pool's issuer"),
    StepId.PROVIDER: ("ListIdentityProviders", "identity providers"),
    StepId.CLIENT: ("ListUserPoolClients", "app clients"),
    StepId.SECRET: ("DescribeUserPoolClient", "the keyring and Cognito"),
    StepId.ENDPOINTS: ("discovery", "Cognito's endpoints"),
}


@pytest.mark.anyio
@pytest.mark.parametrize("step", STOPPED)
async def test_what_takes_long_is_stopped_where_one_is_and_looked_at_again(
    world: Account, step: StepId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.patience.WHAT_AFTER_SECONDS", 0.4)
    monkeypatch.setattr("screens.patience.STOP_AFTER_SECONDS", 0.6)
    call, what = STOPPED[step]
    app = WizardApp(world.ready())
    async with app.run_test(size=SIZE) as pilot:
        await arrive(pilot, step)
        healthy = said_next(pilot)
        world.sandbox.world.faults.arm(Fault(call, Kind.HANG))
        await pilot.press("r")
        await until(pilot, lambda: "esc: stop" in text_of(pilot))
        assert f"{what} esc: stop" in text_of(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen.STEP is step  # type: ignore[attr-defined]
        assert "r Look again" in text_of(pilot)
        assert "esc: stop" not in text_of(pilot)
        world.sandbox.world.faults.clear()
        await pilot.press("r")
        await settle(pilot)
        assert said_next(pilot) == healthy
        await pilot.press("escape")
        await settle(pilot)
        assert app.screen.STEP is not step  # type: ignore[attr-defined]


HANGING_ROWS = {
    StepId.POOL: ("DescribeUserPool", "clearml-people", "though it was not seen"),
    StepId.PROVIDER: ("DescribeIdentityProvider", "AcmeSAML", "though not all of it was seen"),
    StepId.CLIENT: ("DescribeUserPoolClient", "clearml-web", "though not all of it was seen"),
}


@pytest.mark.anyio
@pytest.mark.parametrize("step", HANGING_ROWS)
async def test_a_row_that_hangs_is_stopped_in_place_and_can_be_used_unseen(
    account: Begin, monkeypatch: pytest.MonkeyPatch, step: StepId
) -> None:
    monkeypatch.setattr("screens.patience.WHAT_AFTER_SECONDS", 0.1)
    monkeypatch.setattr("screens.patience.STOP_AFTER_SECONDS", 0.2)
    operation, name, unseen = HANGING_ROWS[step]
    world = account("idp-unmapped")
    world.sandbox.world.faults.arm(Fault(operation, Kind.DELAY, seconds=30.0))
    app = WizardApp(world.ready(identity_provider="AcmeSAML"))
    async with app.run_test(size=(120, 40)) as pilot:
        await arrive(pilot, step, wait=False)
        await until(pilot, lambda: f"Still waiting for what AWS says of {name}" in text_of(pilot))
        here = pilot.app.screen
        await pilot.press("escape")
        await until(pilot, lambda: unseen in text_of(pilot))
        assert pilot.app.screen is here
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is not here)
        assert app.session.marks[step] is Mark.NOT_SEEN


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("step", "operation"),
    [
        (StepId.POOL, "ListUserPools"),
        (StepId.PROVIDER, "ListIdentityProviders"),
        (StepId.CLIENT, "ListUserPoolClients"),
    ],
)
async def test_a_list_that_cannot_be_read_again_keeps_its_rows_and_its_cursor(
    account: Begin, step: StepId, operation: str
) -> None:
    world = account("idp-unmapped")
    app = WizardApp(world.ready(identity_provider="AcmeSAML"))
    async with app.run_test(size=(120, 40)) as pilot:
        await arrive(pilot, step)
        rows = pilot.app.screen.query_one(ChoiceList)
        before, cursor = rows.choices, rows.highlighted
        world.sandbox.world.faults.arm(Fault(operation, Kind.DENIED))
        await pilot.press("r")
        await until(pilot, lambda: "as read before" in text_of(pilot))
        await settle(pilot)
        assert rows.choices == before
        assert rows.highlighted == cursor


@pytest.mark.anyio
async def test_what_is_waited_for_is_named_without_control_characters(
    account: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.patience.WHAT_AFTER_SECONDS", 0.1)
    monkeypatch.setattr("screens.patience.STOP_AFTER_SECONDS", 0.2)
    world = account("hostile-names")
    pools = world.sandbox.account.pools.values()
    name = next(name for pool in pools for name in pool.providers if "\x1b" in name)
    world.sandbox.world.faults.arm(Fault("DescribeIdentityProvider", Kind.DELAY, seconds=30.0))
    app = WizardApp(world.ready(identity_provider=name))
    async with app.run_test(size=(120, 40)) as pilot:
        await arrive(pilot, StepId.PROVIDER, wait=False)
        await until(pilot, lambda: "Still waiting for what AWS says of A\"c'm" in text_of(pilot))
        shown = "".join(line.text for line in pilot.app.screen._compositor.render_strips())
        assert "\x1b" not in shown
        assert "\u202e" not in shown


@pytest.mark.anyio
@pytest.mark.parametrize("step", HANGING_ROWS)
async def test_looking_again_and_again_ends_with_every_row_judged(account: Begin, step: StepId) -> None:
    app = WizardApp(account("idp-unmapped").ready())
    async with app.run_test(size=(120, 40)) as pilot:
        await arrive(pilot, step)
        await pilot.press(*"rrrrr")
        await settle(pilot)
        assert all(
            row.sign is not None and row.sign.symbol != "…" for row in app.screen.query_one(ChoiceList).choices
        )


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("step", "way_on"),
    [
        (StepId.PAGES, "Enter: go on with http://127.0.0.1"),
        (StepId.SECRET, "Enter: go on unseen"),
    ],
)
async def test_a_look_that_hangs_is_stopped_in_place_and_can_be_passed_unseen(
    account: Begin, monkeypatch: pytest.MonkeyPatch, step: StepId, way_on: str
) -> None:
    monkeypatch.setattr("screens.patience.WHAT_AFTER_SECONDS", 0.1)
    monkeypatch.setattr("screens.patience.STOP_AFTER_SECONDS", 0.2)
    world = account("healthy")
    world.sandbox.world.faults.arm(Fault("*", Kind.DELAY, seconds=30.0))
    app = WizardApp(world.ready())
    async with app.run_test(size=(120, 40)) as pilot:
        await arrive(pilot, step, wait=False)
        await until(pilot, lambda: "Still waiting" in text_of(pilot))
        here = pilot.app.screen
        await pilot.press("escape")
        await until(pilot, lambda: way_on in text_of(pilot))
        assert pilot.app.screen is here
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is not here)
        assert app.session.marks[step] is Mark.NOT_SEEN


@pytest.mark.anyio
async def test_a_new_app_client_can_be_asked_for_after_the_look_was_stopped(
    account: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.patience.WHAT_AFTER_SECONDS", 0.1)
    monkeypatch.setattr("screens.patience.STOP_AFTER_SECONDS", 0.2)
    world = account("healthy")
    world.sandbox.world.faults.arm(Fault("*", Kind.DELAY, seconds=30.0))
    app = WizardApp(world.ready())
    async with app.run_test(size=(120, 40)) as pilot:
        await arrive(pilot, StepId.CLIENT, wait=False)
        await until(pilot, lambda: "Still waiting" in text_of(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: "Stopped." in text_of(pilot))
        world.sandbox.world.faults.clear()
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, NewAppClient))
