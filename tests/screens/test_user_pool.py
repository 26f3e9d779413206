"""Step 3: the pools come page by page, each with its true reason, and one can always be named by its id."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from screens import patience
from screens.signs import LOOKING
from screens.steps.attributes import AttributesScreen
from screens.steps.aws_account import AwsAccountScreen
from screens.steps.user_pool import UserPoolScreen
from screens.widgets.choice_list import ChoiceList
from tests.screens.stage import THEMES, Account, arrive, paste, settle, shows, text_of, themed, until
from wizard.sandbox.faults import Fault, Kind
from wizard.steps import Mark, StepId

Begin = Callable[..., Account]
STEP = StepId.POOL


def pools(pilot: Pilot[None]) -> ChoiceList:
    return pilot.app.screen.query_one("#rows", ChoiceList)


def verdicts(pilot: Pilot[None]) -> dict[str, str]:
    return {row.name: row.verdict for row in pools(pilot).choices}


def described(account: Account) -> int:
    return sum(request.operation == "DescribeUserPool" for request in account.sandbox.requests)


@pytest.mark.anyio
async def test_each_pool_has_its_true_reason_and_the_cursor_is_on_the_one_that_fits(account: Begin) -> None:
    world = account("first-time")
    app = world.app(account="123456789012")
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert verdicts(pilot) == {
            "acme-customers": "not required: email, preferred_username",
            "clearml-people": "has what ClearML needs",
            "intranet": "only an alias: preferred_username",
            "partner-portal": "can never change: email",
        }
        assert "4 of 4" in text_of(pilot)
        assert "Enter: use clearml-people" in text_of(pilot)
        assert "domain none yet; a later step creates one" in text_of(pilot)
        await pilot.press("down")
        assert "Enter: use intranet (only an alias: preferred_username)" in text_of(pilot)
        await pilot.press("up", "enter")
        await settle(pilot)
        assert isinstance(app.screen, AttributesScreen)
        await pilot.press("escape")
        await settle(pilot)
        assert "Enter: use clearml-people" in text_of(pilot)
    assert world.saved[-1].user_pool == world.pool("clearml-people")
    assert app.session.marks[STEP] is Mark.DONE


@pytest.mark.anyio
async def test_looking_again_keeps_the_row(account: Begin) -> None:
    app = account("first-time").app()
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        await pilot.press("r")
        await settle(pilot)
        assert "Enter: use clearml-people" in text_of(pilot)
        await pilot.press("down", "r")
        await settle(pilot)
        assert "Enter: use intranet" in text_of(pilot)


@pytest.mark.anyio
async def test_of_a_thousand_pools_only_those_in_sight_are_described(account: Begin) -> None:
    world = account("many-pools")
    world.sandbox.world.faults.arm(Fault("ListUserPools", Kind.DELAY, page=3, times=1, seconds=0.6))
    app = world.app()
    async with app.run_test() as pilot:
        await arrive(pilot, STEP, wait=False)
        while not pools(pilot).choices:
            await pilot.pause(0.02)
        assert " so far" in text_of(pilot)
        await settle(pilot)
        assert "1000 of 1000" in text_of(pilot)
        assert described(world) <= 2 * pools(pilot).size.height
        await pilot.press("slash")
        await paste(pilot, "intranet 0012")
        await settle(pilot)
        assert f"{len([name for name in verdicts(pilot) if 'intranet' in name and '0012' in name])} of 1000" in (
            text_of(pilot)
        )
        assert pools(pilot).highlighted is not None and pools(pilot).highlighted.verdict
        await pilot.press("escape")
        await settle(pilot)
        assert "1000 of 1000" in text_of(pilot)
        assert isinstance(app.screen, UserPoolScreen)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, AwsAccountScreen)


@pytest.mark.anyio
async def test_at_most_four_pools_are_described_at_once(account: Begin) -> None:
    world = account("many-pools")
    world.sandbox.world.faults.arm(Fault("DescribeUserPool", Kind.HANG))
    app = world.app()
    async with app.run_test(size=(80, 40)) as pilot:
        await arrive(pilot, STEP, wait=False)
        while described(world) < 4:
            await pilot.pause(0.02)
        await pilot.pause(0.2)
        assert [row.sign for row in pools(pilot).choices].count(LOOKING) == 4
        assert described(world) == 4
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, AwsAccountScreen)


@pytest.mark.anyio
async def test_where_the_list_may_not_be_read_an_id_is_typed(account: Begin) -> None:
    world = account("few-permissions")
    pool = world.pool("clearml-people")
    app = world.app()
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert "These credentials may not call cognito-idp:ListUserPools." in text_of(pilot)
        assert "i: type the pool's id r: look again esc: back" in text_of(pilot)
        world.sandbox.world.requests.clear()
        await pilot.press("r")
        await settle(pilot)
        assert [request.operation for request in world.sandbox.requests] == ["ListUserPools"]
        await pilot.press("i")
        await paste(pilot, "clearml-people")
        await pilot.press("enter")
        assert "✗ A pool id has the region" in str(app.screen.query_one("#guidance").render())
        await pilot.press("backspace")
        assert "Type the pool's id" in str(app.screen.query_one("#guidance").render())
        await pilot.press("ctrl+u")
        await paste(pilot, "eu-west-1_Nowhere12")
        await pilot.press("enter")
        await settle(pilot)
        assert "There is no pool eu-west-1_Nowhere12 in this account and region." in text_of(pilot)
        await pilot.press("ctrl+u")
        await paste(pilot, f"arn:aws:cognito-idp:eu-west-1:123456789012:userpool/{pool}")
        await pilot.press("enter")
        await settle(pilot)
        assert "Enter: use clearml-people" in text_of(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, AttributesScreen)
    assert world.saved[-1].user_pool == pool


@pytest.mark.anyio
async def test_a_page_that_fails_keeps_the_ones_before_and_is_read_again(account: Begin) -> None:
    world = account("many-pools", pools=150)
    world.sandbox.world.faults.arm(Fault("ListUserPools", Kind.DENIED, page=2, times=1))
    app = world.app()
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert len(pools(pilot).choices) == 60
        assert "60 read; the rest was not" in text_of(pilot)
        assert "Not every pool was read. These credentials may not call cognito-idp:ListUserPools." in text_of(pilot)
        await pilot.press("r")
        await settle(pilot)
        assert "150 of 150" in text_of(pilot)


@pytest.mark.anyio
async def test_a_region_without_pools_says_what_to_create(account: Begin) -> None:
    app = account("first-time").app(region="eu-north-1")
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert "There is no user pool in this region." in text_of(pilot)
        assert "Required attributes: email and preferred_username." in text_of(pilot)
        assert "Create a user pool in the AWS console, then r: look again" in text_of(pilot)
        await pilot.press("enter")
        assert isinstance(app.screen, UserPoolScreen)


@pytest.mark.anyio
async def test_a_pool_that_could_not_be_described_is_passed_only_knowingly(account: Begin) -> None:
    world = account("healthy")
    world.sandbox.world.faults.arm(Fault("DescribeUserPool", Kind.DENIED))
    app = world.app(user_pool=world.pool("clearml-people"), app_client="kept")
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert "may not call cognito-idp:DescribeUserPool" in text_of(pilot)
        assert "though it was not seen r: look again" in text_of(pilot)
        assert isinstance(app.screen, UserPoolScreen)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, AttributesScreen)
    assert app.session.marks[STEP] is Mark.NOT_SEEN
    assert app.session.connection.app_client == "kept"


@pytest.mark.anyio
async def test_hostile_names_are_shown_as_they_are(account: Begin) -> None:
    world = account("hostile-names")
    app = world.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await arrive(pilot, STEP)
        assert "people [red]$HOME #1[/]" in text_of(pilot)
        assert "\x1b" not in text_of(pilot)
        await pilot.press("slash")
        await paste(pilot, "[/]")
        assert "1 of 1" in text_of(pilot)
        assert app.screen.query_one("#filter", Input).value == "[/]"


PICTURES: dict[str, tuple[str, dict[str, Any], list[str], Fault | None]] = {
    "empty": ("first-time", {"region": "eu-north-1"}, [], None),
    "loaded": ("first-time", {}, [], None),
    "known": ("first-time", {}, ["up"], None),
    "denied": ("few-permissions", {}, [], None),
    "filtered": ("many-pools", {}, ["slash", "9", "9"], None),
    "error": ("healthy", {}, [], Fault("DescribeUserPool", Kind.THROTTLE)),
}


@pytest.mark.parametrize("state", PICTURES)
def test_how_it_looks(state: str, account: Begin, snap_compare: Any) -> None:
    scenario, answers, keys, fault = PICTURES[state]
    world = account(scenario)
    if fault:
        world.sandbox.world.faults.arm(fault)

    async def then(pilot: Pilot[None]) -> None:
        await pilot.press(*keys)

    assert snap_compare(world.app(**answers), terminal_size=(80, 24), run_before=shows(STEP, then=then))


def test_how_it_looks_wide(account: Begin, snap_compare: Any) -> None:
    async def then(pilot: Pilot[None]) -> None:
        await pilot.press("down")

    app = account("first-time").app()
    assert snap_compare(app, terminal_size=(120, 40), run_before=shows(STEP, then=then))


@pytest.mark.parametrize("theme", THEMES)
def test_how_it_looks_in(theme: str, account: Begin, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    app = themed(account("first-time").session(), theme, monkeypatch)
    assert snap_compare(app, terminal_size=(80, 24), run_before=shows(STEP))


def test_how_it_looks_while_reading(account: Begin, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "WHAT_AFTER_SECONDS", 60.0)
    monkeypatch.setattr(patience, "STOP_AFTER_SECONDS", 60.0)
    world = account("first-time")
    world.sandbox.world.faults.arm(Fault("DescribeUserPool", Kind.HANG))

    async def then(pilot: Pilot[None]) -> None:
        while described(world) < 4:
            await pilot.pause(0.02)
        await pilot.pause()

    assert snap_compare(world.app(), terminal_size=(80, 24), run_before=shows(STEP, wait=False, then=then))


@pytest.mark.anyio
async def test_the_cursors_row_is_in_sight_again_when_the_filter_is_cleared(account: Begin) -> None:
    app = account("many-pools").app()
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, STEP)
        rows = app.screen.query_one(ChoiceList)
        await pilot.press("end", "slash", *"zzz")
        await settle(pilot)
        assert "esc Clear" in text_of(pilot)
        await pilot.press("escape")
        await settle(pilot)
        top = round(rows.scroll_y)
        assert top <= rows.cursor < top + rows.size.height
        assert rows.cursor == len(rows.choices) - 1


@pytest.mark.anyio
async def test_of_two_pools_with_one_name_each_wait_is_its_own(
    account: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.patience.WHAT_AFTER_SECONDS", 0.1)
    monkeypatch.setattr("screens.patience.STOP_AFTER_SECONDS", 0.2)
    world = account("first-time")
    for pool in world.sandbox.account.pools.values():
        pool.description["Name"] = "twins"
    world.sandbox.world.faults.arm(Fault("DescribeUserPool", Kind.DELAY, seconds=20.0))
    app = world.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await arrive(pilot, STEP, wait=False)
        for key in ("home", "end"):
            await until(pilot, lambda: bool(app.screen.query_one(ChoiceList).choices))
            await pilot.press(key)
            await until(pilot, lambda: "Still waiting for what AWS says of twins esc: stop" in text_of(pilot))
            await pilot.press("escape")
            await until(pilot, lambda: "Enter: use twins, though it was not seen" in text_of(pilot))
            assert isinstance(app.screen, UserPoolScreen)
