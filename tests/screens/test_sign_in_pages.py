"""Step 6: the domain is found, or created after all that it means was said and agreed to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from screens.app import WizardApp
from screens.dialogs.agree import Agree
from screens.steps.clearml_server import ClearMLServerScreen
from screens.steps.identity_provider import IdentityProviderScreen
from screens.steps.sign_in_pages import SignInPagesScreen
from screens.widgets.choice_list import ChoiceList
from screens.widgets.fields import Field
from screens.widgets.prose import Prose
from tests.screens.stage import Account, arrive, paste, settle, shows, text_of, until
from wizard import pages_choice
from wizard.sandbox import building
from wizard.sandbox.faults import Fault, Kind
from wizard.steps import Mark, StepId

Begin = Callable[..., Account]
STEP = StepId.PAGES
ACCOUNT = "123456789012"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.create_domain.POLL_SECONDS", 0.05)
    monkeypatch.setattr("wizard.sandbox.domain_calls.DOMAIN_CREATING_SECONDS", 1.0)
    monkeypatch.setattr("screens.steps.sign_in_pages.TYPING_SECONDS", 0.0)


def app_over(world: Account, **answers: object) -> WizardApp:
    pool = world.pool("clearml-people")
    return world.app(**{"account": ACCOUNT, "user_pool": pool, "web_addresses": ("https://app.acme.io",), **answers})


def sent(world: Account, operation: str) -> list[dict[str, object]]:
    return [request.body for request in world.sandbox.requests if request.operation == operation]


def rows(pilot: Pilot[None]) -> dict[str, str]:
    return {row.name: row.verdict for row in pilot.app.screen.query_one(ChoiceList).choices}


@pytest.mark.anyio
async def test_the_pools_domain_is_found_and_enter_uses_it(account: Begin) -> None:
    world = account("healthy")
    app = app_over(world)
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert rows(pilot) == {"clearml-people": "active, managed login"}
        assert "needs a branding style" in text_of(pilot)
        assert "Enter: use clearml-people" in text_of(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, IdentityProviderScreen)
    assert app.session.connection.domain == f"{world.address}/pages/clearml-people"
    assert app.session.marks[STEP] is Mark.DONE


@pytest.mark.anyio
async def test_of_two_domains_the_one_that_was_chosen_before_is_marked_by_the_cursor(account: Begin) -> None:
    world = account("healthy")
    pool = world.pool("clearml-people")
    building.domain(world.sandbox.account, world.sandbox.account.pools[pool], "login.acme.io").certificate = "arn:x"
    app = app_over(world, domain=f"{world.address}/pages/clearml-people")
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert set(rows(pilot)) == {"clearml-people", "login.acme.io"}
        assert sum("named by discovery" in verdict for verdict in rows(pilot).values()) == 1
        assert "Enter: use clearml-people" in text_of(pilot)
        other = "up" if next(iter(rows(pilot))) == "login.acme.io" else "down"
        await pilot.press(other)
        await pilot.pause()
        assert "Enter: use login.acme.io" in text_of(pilot)
        assert "alias record" in text_of(pilot)
        assert "n New" not in text_of(pilot)


@pytest.mark.anyio
async def test_a_domain_is_created_after_consent_and_waited_for(account: Begin) -> None:
    world = account("no-domain")
    app = app_over(world)
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert app.session.marks[STEP] is Mark.TROUBLE
        assert "no longer be used through AWS PrivateLink" in text_of(pilot)
        assert "Nobody in this account has it" in text_of(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Agree))
        assert "nothing written yet" in text_of(pilot)
        assert "cannot be changed later" in text_of(pilot)
        assert sent(world, "CreateUserPoolDomain") == []
        await pilot.press("y")
        await until(pilot, lambda: "AWS is setting up clearml-people: asked" in text_of(pilot))
        await until(pilot, lambda: "Enter: use clearml-people" in text_of(pilot))
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, IdentityProviderScreen)
    (request,) = sent(world, "CreateUserPoolDomain")
    assert (request["Domain"], request["ManagedLoginVersion"]) == ("clearml-people", 2)
    assert app.session.connection.domain == f"{world.address}/pages/clearml-people"
    assert app.session.done.sentences == ["Domain clearml-people created for the user pool."]


@pytest.mark.anyio
async def test_a_domain_whose_answer_was_lost_is_found_and_not_created_twice(account: Begin) -> None:
    world = account("no-domain")
    world.sandbox.world.faults.arm(Fault("CreateUserPoolDomain", Kind.RESET, after=True))
    app = app_over(world)
    async with app.run_test(notifications=True) as pilot:
        await arrive(pilot, STEP)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Agree))
        await pilot.press("y")
        await until(pilot, lambda: "Enter: use clearml-people" in text_of(pilot))
        assert "has no domain" not in text_of(pilot)
    assert len(sent(world, "CreateUserPoolDomain")) == 1


@pytest.mark.anyio
async def test_not_agreeing_writes_nothing_and_keeps_what_was_typed(account: Begin) -> None:
    world = account("no-domain")
    app = app_over(world)
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        await pilot.press("end", *"-two", "enter")
        await until(pilot, lambda: isinstance(app.screen, Agree))
        await pilot.press("escape")
        await settle(pilot)
        assert app.screen.query_one("#prefix", Field).value == "clearml-people-two"
        assert "nothing is written yet" in text_of(pilot)
    assert sent(world, "CreateUserPoolDomain") == []


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Acme", "small letters only"),
        ("aws-people", 'keeps the word "aws" for itself'),
        ("taken-one", "Another user pool has this prefix"),
        ("pawst", 'the word "aws" is in it'),
    ],
)
async def test_a_prefix_is_judged_as_it_is_typed(account: Begin, typed: str, said: str) -> None:
    world = account("no-domain")
    other = building.pool(world.sandbox.account, "other")
    building.domain(world.sandbox.account, other, "taken-one")
    app = app_over(world)
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        await pilot.press("ctrl+u")
        await paste(pilot, typed)
        await until(pilot, lambda: said in text_of(pilot))
        if typed != "pawst":
            await pilot.press("enter")
            await settle(pilot)
            assert isinstance(app.screen, SignInPagesScreen)
            assert "Change the prefix" in text_of(pilot)


@pytest.mark.anyio
async def test_a_prefix_that_strangers_have_is_refused_by_aws_in_its_place(account: Begin) -> None:
    world = account("no-domain")
    app = app_over(world)
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        await pilot.press("ctrl+u")
        await paste(pilot, "login")
        await settle(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Agree))
        await pilot.press("y")
        await settle(pilot)
        assert "already associated with another user pool" in text_of(pilot)
        await pilot.press(*"-acme")
        await settle(pilot)
        assert "Enter: see what creating it would do" in text_of(pilot)


@pytest.mark.anyio
async def test_another_accounts_credentials_create_nothing(account: Begin) -> None:
    world = account("no-domain")
    app = app_over(world, account="999999999999")
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, SignInPagesScreen)
        assert "this connection was made with 999999999999" in text_of(pilot)
    assert sent(world, "CreateUserPoolDomain") == []


@pytest.mark.anyio
async def test_waiting_is_stopped_by_escape_and_the_domain_goes_on(
    account: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wizard.sandbox.domain_calls.DOMAIN_CREATING_SECONDS", 60.0)
    world = account("no-domain")
    app = app_over(world)
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Agree))
        await pilot.press("y")
        await until(pilot, lambda: "AWS is setting up" in text_of(pilot))
        await pilot.press("escape")
        await settle(pilot)
        assert "AWS goes on with what it has begun" in text_of(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, SignInPagesScreen)
        assert "Enter again: go on all the same, though it is CREATING" in text_of(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, IdentityProviderScreen)
    assert app.session.marks[STEP] is Mark.TROUBLE


@pytest.mark.anyio
async def test_what_aws_may_not_say_is_taken_from_discovery_and_called_unseen(account: Begin) -> None:
    world = account("few-permissions")
    app = app_over(world)
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert rows(pilot) == {"clearml-people": "its state was not seen"}
        assert "cognito-idp:DescribeUserPoolDomain" in text_of(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, IdentityProviderScreen)
    assert app.session.marks[STEP] is Mark.NOT_SEEN


@pytest.mark.anyio
async def test_with_nothing_to_be_seen_the_address_chosen_before_is_gone_on_with(account: Begin) -> None:
    world = account("healthy")
    world.sandbox.world.faults.arm(Fault("DescribeUserPool", Kind.RESET), Fault("discovery", Kind.RESET))
    session = world.ready()
    chosen = session.connection.domain
    app = WizardApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, STEP)
        assert f"Enter: go on with {chosen}, unseen r: look again" in text_of(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, IdentityProviderScreen)
    assert app.session.marks[STEP] is Mark.NOT_SEEN
    assert app.session.connection.domain == chosen


@pytest.mark.anyio
async def test_with_nothing_to_be_seen_the_address_is_typed_by_hand(account: Begin) -> None:
    world = account("healthy")
    world.sandbox.world.faults.arm(
        Fault("DescribeUserPool", Kind.DENIED),
        Fault("discovery", Kind.HTML),
        Fault("DescribeUserPoolDomain", Kind.HTML),
    )
    app = app_over(world)
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert "ask for cognito-idp:DescribeUserPool" in text_of(pilot)
        await pilot.press("i")
        await paste(pilot, "http://login.acme.io")
        assert "accepts http:// for localhost only" in text_of(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, SignInPagesScreen)
        await pilot.press("ctrl+u")
        await paste(pilot, "https://login.acme.io/")
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, IdentityProviderScreen)
    assert app.session.connection.domain == "https://login.acme.io"
    assert app.session.marks[STEP] is Mark.NOT_SEEN


@pytest.mark.anyio
async def test_looking_again_and_going_back_lose_nothing(account: Begin) -> None:
    world = account("healthy")
    world.sandbox.world.faults.arm(Fault("DescribeUserPoolDomain", Kind.THROTTLE, times=2))
    app = app_over(world, domain=f"{world.address}/pages/clearml-people")
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert "its state was not seen" in text_of(pilot)
        await pilot.press("r")
        await settle(pilot)
        assert "Enter: use clearml-people" in text_of(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, ClearMLServerScreen)
    assert app.session.connection.domain == f"{world.address}/pages/clearml-people"


# Pictures


@pytest.fixture
def aws_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real look, its addresses as they are on AWS: the sandbox's port is another one each time."""

    async def look(connection: object, aws: object) -> pages_choice.PagesLook:
        seen = await pages_choice.look_at_pages(connection, aws)  # type: ignore[arg-type]
        base = "https://clearml-people.auth.eu-west-1.amazoncognito.com"
        return replace(seen, pages=tuple(replace(one, base=base) for one in seen.pages))

    monkeypatch.setattr("screens.steps.sign_in_pages.look_at_pages", look)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_looks_found(account: Begin, aws_addresses: None, size, snap_compare) -> None:  # type: ignore[no-untyped-def]
    assert snap_compare(app_over(account("healthy")), run_before=shows(STEP), terminal_size=size)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_looks_without_a_domain(account: Begin, size, snap_compare) -> None:  # type: ignore[no-untyped-def]
    assert snap_compare(app_over(account("no-domain")), run_before=shows(STEP), terminal_size=size)


def test_looks_agreeing(account: Begin, snap_compare) -> None:  # type: ignore[no-untyped-def]
    app = app_over(account("no-domain"))

    async def agree(pilot: Pilot[None]) -> None:
        await arrive(pilot, STEP)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Agree))

    assert snap_compare(app, run_before=agree, terminal_size=(80, 24))


def test_looks_not_seen(account: Begin, aws_addresses: None, snap_compare) -> None:  # type: ignore[no-untyped-def]
    assert snap_compare(app_over(account("few-permissions")), run_before=shows(STEP), terminal_size=(80, 24))


def test_looks_while_looking(account: Begin, monkeypatch: pytest.MonkeyPatch, snap_compare) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("screens.patience.WHAT_AFTER_SECONDS", 60.0)
    monkeypatch.setattr("screens.patience.STOP_AFTER_SECONDS", 0.4)
    world = account("healthy")
    world.sandbox.world.faults.arm(Fault("DescribeUserPool", Kind.DELAY, seconds=30.0))

    async def waiting(pilot: Pilot[None]) -> None:
        await arrive(pilot, STEP, wait=False)
        await until(pilot, lambda: "Still waiting" in text_of(pilot))

    assert snap_compare(app_over(world), run_before=waiting, terminal_size=(80, 24))


@pytest.mark.anyio
async def test_what_is_no_fault_of_the_prefix_is_not_blamed_on_it_and_can_be_tried_again(account: Begin) -> None:
    world = account("no-domain")
    world.sandbox.world.faults.arm(Fault("CreateUserPoolDomain", Kind.THROTTLE))
    app = app_over(world)
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Agree))
        await pilot.press("y")
        await until(pilot, lambda: "Enter: try again" in text_of(pilot))
        assert "AWS is limiting requests" in app.screen.query_one("#seen", Prose).text
        assert not app.screen.query_one("#prefix", Field).problem
        world.sandbox.world.faults.clear()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Agree))
        await pilot.press("y")
        await until(pilot, lambda: "Enter: use clearml-people" in text_of(pilot))
        assert "limiting requests" not in text_of(pilot)


@pytest.mark.anyio
async def test_another_pools_pages_in_the_connection_are_named(account: Begin) -> None:
    app = app_over(account("healthy"), domain="https://wrong-people.auth.eu-west-1.amazoncognito.com")
    async with app.run_test(size=(120, 40)) as pilot:
        await arrive(pilot, STEP)
        assert "The connection names https://wrong-people.auth" in text_of(pilot)
        assert "which is not this user pool's" in text_of(pilot)
