"""Step 4: what is fixed in the user pool is told before anything is built on it."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from screens import patience
from screens.steps.attributes import AttributesScreen
from screens.steps.clearml_server import ClearMLServerScreen
from screens.steps.user_pool import UserPoolScreen
from tests.screens.stage import Account, arrive, settle, shows, text_of
from wizard.sandbox.faults import Fault, Kind
from wizard.steps import Mark, StepId

Begin = Callable[..., Account]
STEP = StepId.ATTRIBUTES


@pytest.mark.anyio
async def test_a_pool_that_has_both_is_passed_with_one_key(account: Begin) -> None:
    world = account("healthy")
    app = world.app(user_pool=world.pool("clearml-people"))
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert "✓ email yes yes yes ✓ preferred_username yes yes yes" in text_of(pilot)
        assert "Sign-up asks everybody for both" in text_of(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, ClearMLServerScreen)
    assert app.session.marks[STEP] is Mark.DONE


@pytest.mark.anyio
async def test_what_cannot_be_changed_is_told_with_the_way_out(account: Begin) -> None:
    world = account("missing-attributes")
    app = world.app(user_pool=world.pool("clearml-people"))
    async with app.run_test(size=(80, 60)) as pilot:
        await arrive(pilot, STEP)
        assert "▲ email yes yes no ▲ preferred_username yes no yes" in text_of(pilot)
        assert "The way out is a new user pool" in text_of(pilot)
        assert "In this one, see to it that every user has preferred_username" in text_of(pilot)
        assert "Enter: go on with this user pool, knowing this esc: choose another" in text_of(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, UserPoolScreen)


@pytest.mark.anyio
async def test_an_alias_is_named_as_the_reason(account: Begin) -> None:
    world = account("first-time")
    app = world.app(user_pool=world.pool("intranet"))
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert "▲ preferred_username yes no yes alias" in text_of(pilot)
        assert "It is an alias for signing in, so it cannot be required" in text_of(pilot)


@pytest.mark.anyio
async def test_with_an_external_provider_its_mapping_is_held_against_the_schema(account: Begin) -> None:
    world = account("missing-attributes")
    pool = world.sandbox.account.pools[world.pool("clearml-people")]
    from wizard.sandbox.building import saml_provider

    saml_provider(pool, "AcmeSAML", {"email": "mail", "preferred_username": "uid"})
    app = world.app(user_pool=world.pool("clearml-people"), identity_provider="AcmeSAML")
    async with app.run_test(size=(80, 60)) as pilot:
        await arrive(pilot, STEP)
        assert "Every mapped attribute can be changed" in text_of(pilot)
        assert "email not mutable" in text_of(pilot)
        await pilot.press("enter")
        assert "Enter again: go on all the same." in text_of(pilot)
        assert isinstance(app.screen, AttributesScreen)
    assert app.session.marks[STEP] is Mark.TROUBLE


@pytest.mark.anyio
async def test_a_schema_that_was_not_seen_is_never_called_fine(account: Begin) -> None:
    world = account("healthy")
    world.sandbox.world.faults.arm(Fault("DescribeUserPool", Kind.DENIED))
    app = world.app(user_pool=world.pool("clearml-people"))
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert "The user pool's schema was not seen." in text_of(pilot)
        assert text_of(pilot).count("These credentials may not call") == 1
        assert app.session.marks[STEP] is Mark.NOT_SEEN
        world.sandbox.world.faults.clear()
        await pilot.press("r")
        await settle(pilot)
        assert "Enter: go on" in text_of(pilot)
    assert app.session.marks[STEP] is Mark.DONE


PICTURES: dict[str, tuple[str, str, Fault | None]] = {
    "good": ("healthy", "clearml-people", None),
    "trouble": ("missing-attributes", "clearml-people", None),
    "alias": ("first-time", "intranet", None),
    "error": ("healthy", "clearml-people", Fault("DescribeUserPool", Kind.DENIED)),
}


@pytest.mark.parametrize("state", PICTURES)
def test_how_it_looks(state: str, account: Begin, snap_compare: Any) -> None:
    scenario, pool, fault = PICTURES[state]
    world = account(scenario)
    if fault:
        world.sandbox.world.faults.arm(fault)
    app = world.app(user_pool=world.pool(pool))
    assert snap_compare(app, terminal_size=(80, 24), run_before=shows(STEP))


def test_how_it_looks_wide(account: Begin, snap_compare: Any) -> None:
    world = account("missing-attributes")
    app = world.app(user_pool=world.pool("clearml-people"))
    assert snap_compare(app, terminal_size=(120, 40), run_before=shows(STEP))


def test_how_it_looks_while_reading(account: Begin, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "WHAT_AFTER_SECONDS", 60.0)
    monkeypatch.setattr(patience, "STOP_AFTER_SECONDS", 60.0)
    world = account("healthy")
    world.sandbox.world.faults.arm(Fault("DescribeUserPool", Kind.HANG))
    app = world.app(user_pool=world.pool("clearml-people"))

    async def then(pilot: Pilot[None]) -> None:
        await pilot.pause()

    assert snap_compare(app, terminal_size=(80, 24), run_before=shows(STEP, wait=False, then=then))
