"""Step 7: each provider shows what it passes on, and its exact name is what ClearML is given."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from screens.app import WizardApp
from screens.steps.app_client import AppClientScreen
from screens.steps.identity_provider import IdentityProviderScreen
from screens.steps.sign_in_pages import SignInPagesScreen
from screens.widgets.choice_list import ChoiceList
from tests.screens.stage import Account, arrive, paste, settle, shows, text_of, until
from wizard.sandbox import building
from wizard.sandbox.faults import Fault, Kind
from wizard.steps import Mark, StepId

Begin = Callable[..., Account]
STEP = StepId.PROVIDER
WHOLE = {"email": "mail", "preferred_username": "uid"}


def app_over(world: Account, pool: str = "clearml-people", **answers: object) -> WizardApp:
    known = {"user_pool": world.pool(pool), "web_addresses": ("https://app.acme.io",), "domain": "https://x"}
    return world.app(**{**known, **answers})


def add(world: Account, name: str, mapping: dict[str, str], pool: str = "clearml-people") -> None:
    building.saml_provider(world.sandbox.account.pools[world.pool(pool)], name, mapping)


def rows(pilot: Pilot[None]) -> dict[str, str]:
    return {row.name: row.verdict for row in pilot.app.screen.query_one(ChoiceList).choices}


def described(world: Account) -> list[object]:
    return [one.body["ProviderName"] for one in world.sandbox.requests if one.operation == "DescribeIdentityProvider"]


@pytest.mark.anyio
async def test_cognitos_own_users_are_the_first_choice_and_need_nothing(account: Begin) -> None:
    app = app_over(account("healthy"), identity_provider=None)
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert list(rows(pilot)) == ["Cognito's own users"]
        assert "Enter: go on with Cognito's own users" in text_of(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, AppClientScreen)
    assert app.session.connection.identity_provider is None
    assert app.session.marks[STEP] is Mark.DONE


@pytest.mark.anyio
async def test_a_provider_is_saved_by_its_exact_name_and_can_be_taken_back(account: Begin) -> None:
    app = app_over(account("first-time"))
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert rows(pilot)["AcmeSAML"] == "maps both attributes"
        await pilot.press("down", "enter")
        await settle(pilot)
        assert app.session.connection.identity_provider == "AcmeSAML"
        await arrive(pilot, STEP)
        assert "Enter: use AcmeSAML" in text_of(pilot)
        await pilot.press("up", "enter")
        await settle(pilot)
        assert app.session.connection.identity_provider is None


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("pool", "mapping", "verdict", "said"),
    [
        ("clearml-people", {"email": "mail"}, "lacks preferred_username", "does not map preferred_username"),
        ("partner-portal", WHOLE, "lets people in only once", "gets in exactly once"),
        ("acme-customers", WHOLE, "lacks phone_number, which is required", "it lets none of these people in"),
    ],
)
async def test_what_a_provider_fails_at_is_its_verdict_and_passed_only_knowingly(
    account: Begin, pool: str, mapping: dict[str, str], verdict: str, said: str
) -> None:
    world = account("first-time")
    add(world, "Corp#1", mapping, pool)
    app = app_over(world, pool)
    async with app.run_test(size=(80, 40)) as pilot:
        await arrive(pilot, STEP)
        await until(pilot, lambda: rows(pilot)["Corp#1"].startswith(verdict))
        app.screen.query_one(ChoiceList).highlight("Corp#1")
        await settle(pilot)
        assert said in text_of(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, IdentityProviderScreen)
        assert "Enter again: use Corp#1 all the same" in text_of(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, AppClientScreen)
    assert app.session.connection.identity_provider == "Corp#1"
    assert app.session.marks[STEP] is Mark.TROUBLE


@pytest.mark.anyio
async def test_a_mapping_that_was_repaired_is_seen_by_looking_again(account: Begin) -> None:
    world = account("idp-unmapped")
    app = app_over(world)
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert rows(pilot)["AcmeSAML"] == "lacks preferred_username"
        add(world, "AcmeSAML", WHOLE)
        await pilot.press("r")
        await settle(pilot)
        assert rows(pilot)["AcmeSAML"] == "maps both attributes"


@pytest.mark.anyio
async def test_hundreds_of_providers_are_listed_and_only_those_in_sight_are_described(account: Begin) -> None:
    world = account("healthy")
    for number in range(130):
        add(world, f"Corp{number:03}", WHOLE)
    app = app_over(world)
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert "131 of 131" in text_of(pilot)
        assert 0 < len(described(world)) < 20
        await pilot.press("slash", *"corp129")
        await settle(pilot)
        assert "1 of 131" in text_of(pilot)
        assert "Corp129" in described(world)
        await pilot.press("enter")
        await settle(pilot)
    assert app.session.connection.identity_provider == "Corp129"


@pytest.mark.anyio
async def test_escape_clears_the_filter_before_it_goes_back(account: Begin) -> None:
    app = app_over(account("first-time"))
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        await pilot.press("slash", *"nothing such")
        await pilot.pause()
        assert "No provider has these words" in text_of(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, IdentityProviderScreen)
        assert "2 of 2" in text_of(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, SignInPagesScreen)


@pytest.mark.anyio
async def test_where_the_list_may_not_be_read_the_exact_name_is_typed(account: Begin) -> None:
    world = account("first-time")
    world.sandbox.world.faults.arm(Fault("ListIdentityProviders", Kind.DENIED))
    app = app_over(world)
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert "cognito-idp:ListIdentityProviders" in text_of(pilot)
        await pilot.press("i")
        await paste(pilot, "acmesaml")
        await pilot.press("enter")
        await settle(pilot)
        assert "has no provider of exactly this name" in text_of(pilot)
        await pilot.press("ctrl+u")
        await paste(pilot, "AcmeSAML")
        await pilot.press("enter")
        await settle(pilot)
        assert "Enter: use AcmeSAML" in text_of(pilot)


@pytest.mark.anyio
async def test_what_cannot_be_described_is_not_called_fine(account: Begin) -> None:
    world = account("first-time")
    world.sandbox.world.faults.arm(Fault("DescribeIdentityProvider", Kind.DENIED))
    app = app_over(world, identity_provider="AcmeSAML")
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert rows(pilot)["AcmeSAML"] == "may not call cognito-idp:DescribeIdentityProvider"
        assert "though not all of it was seen" in text_of(pilot)
        await pilot.press("enter")
        await settle(pilot)
    assert app.session.marks[STEP] is Mark.NOT_SEEN


@pytest.mark.anyio
async def test_hostile_names_are_shown_plainly_and_kept_exactly(account: Begin) -> None:
    world = account("hostile-names")
    pool = world.sandbox.account.pools[world.sandbox.account.shown["user_pool"]]
    name = next(iter(pool.providers))
    app = world.app(user_pool=pool.id, web_addresses=("https://app.acme.io",), domain="https://x")
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        await pilot.press("down")
        await settle(pilot)
        assert "\x1b" not in text_of(pilot) and "m[/]e#$=😀" in text_of(pilot)
        await pilot.press("enter")
        await settle(pilot)
    assert app.session.connection.identity_provider == name


# Pictures


async def second_row(pilot: Pilot[None]) -> None:
    await pilot.press("down")


def test_looks_own_users(account: Begin, snap_compare) -> None:  # type: ignore[no-untyped-def]
    assert snap_compare(app_over(account("first-time")), run_before=shows(STEP), terminal_size=(80, 24))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_looks_in_trouble(account: Begin, size, snap_compare) -> None:  # type: ignore[no-untyped-def]
    app = app_over(account("idp-unmapped"))
    assert snap_compare(app, run_before=shows(STEP, then=second_row), terminal_size=size)


def test_looks_denied(account: Begin, snap_compare) -> None:  # type: ignore[no-untyped-def]
    assert snap_compare(app_over(account("few-permissions")), run_before=shows(STEP), terminal_size=(80, 24))


def test_looks_by_hand(account: Begin, snap_compare) -> None:  # type: ignore[no-untyped-def]
    async def by_hand(pilot: Pilot[None]) -> None:
        await pilot.press("i", *"acme saml")

    app = app_over(account("first-time"))
    assert snap_compare(app, run_before=shows(STEP, then=by_hand), terminal_size=(80, 24))


def test_looks_while_looking(account: Begin, monkeypatch: pytest.MonkeyPatch, snap_compare) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("screens.patience.WHAT_AFTER_SECONDS", 60.0)
    monkeypatch.setattr("screens.patience.STOP_AFTER_SECONDS", 0.4)
    world = account("healthy")
    world.sandbox.world.faults.arm(Fault("ListIdentityProviders", Kind.DELAY, seconds=30.0))

    async def waiting(pilot: Pilot[None]) -> None:
        await arrive(pilot, STEP, wait=False)
        await until(pilot, lambda: "Still waiting" in text_of(pilot))

    assert snap_compare(app_over(world), run_before=waiting, terminal_size=(80, 24))


@pytest.mark.anyio
async def test_cognitos_own_users_are_chosen_knowing_which_provider_fails_beside_them(account: Begin) -> None:
    app = WizardApp(account("idp-unmapped").ready())
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, STEP)
        assert "AcmeSAML lacks preferred_username: people who choose it on the login page fail" in text_of(pilot)
        assert "knowing who else may come" in text_of(pilot)


@pytest.mark.anyio
async def test_a_provider_that_may_not_be_looked_at_is_not_called_missing(account: Begin) -> None:
    app = WizardApp(account("few-permissions").ready(identity_provider="AcmeSAML"))
    async with app.run_test(size=(100, 30)) as pilot:
        await arrive(pilot, STEP)
        assert "no identity provider of this name" not in text_of(pilot)
        assert "Enter: use AcmeSAML, though not all of it was seen r: look again" in text_of(pilot)


@pytest.mark.anyio
async def test_own_users_with_the_list_unseen_are_not_called_seen(account: Begin) -> None:
    app = WizardApp(account("few-permissions").ready())
    async with app.run_test(size=(100, 30)) as pilot:
        await arrive(pilot, STEP)
        assert "the list unseen r: look again" in text_of(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: app.session.marks.get(STEP) is Mark.NOT_SEEN)
