"""Step 8: every app client with the true reason, and a new one made only after all of it was shown and agreed to."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from textual.pilot import Pilot
from textual.widgets import Checkbox, Static

from diagnostics.vault import client_secret_item
from screens.app import WizardApp
from screens.dialogs.agree import Agree
from screens.dialogs.leave import Leave
from screens.dialogs.new_app_client import NewAppClient
from screens.steps.app_client import AppClientScreen
from screens.steps.identity_provider import IdentityProviderScreen
from screens.steps.secret import SecretScreen
from screens.widgets.choice_list import ChoiceList
from screens.widgets.fields import Field
from tests.screens.stage import THEMES, Account, arrive, paste, settle, shows, text_of, themed, until
from tests.with_keyring import Session as Keyring
from tests.with_keyring import no_session, unlocked_session
from wizard.sandbox import building
from wizard.sandbox.faults import Fault, Kind
from wizard.sandbox.state import Client
from wizard.steps import Mark, StepId

Begin = Callable[..., Account]
STEP = StepId.CLIENT
ACCOUNT = "123456789012"
WEB = "https://app.acme.io"
CALLBACK = f"{WEB}/callback_cognito"


@pytest.fixture
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with no_session(monkeypatch):
        yield


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Keyring]:
    with unlocked_session(monkeypatch) as here:
        yield here


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.app_client_choice.THROTTLED_SECONDS", 0.01)


def app_over(world: Account, **answers: object) -> WizardApp:
    known = {"account": ACCOUNT, "user_pool": home(world).id, "web_addresses": (WEB,), "domain": "https://x"}
    return world.app(**{**known, **answers})


def home(world: Account):  # type: ignore[no-untyped-def]
    return world.sandbox.account.pools[world.pool("clearml-people")]


def clearml_client(world: Account, **changes: object) -> Client:
    """The scenario's own app client, as if it had been made for our ClearML address."""
    client = next(one for one in home(world).clients.values() if one.settings["ClientName"] == "clearml-web")
    client.settings.update({"CallbackURLs": [CALLBACK], **changes})
    return client


def verdicts(pilot: Pilot[None]) -> dict[str, str]:
    return {row.name: row.verdict for row in pilot.app.screen.query_one(ChoiceList).choices}


def cursor(pilot: Pilot[None]) -> str:
    here = pilot.app.screen.query_one(ChoiceList).highlighted
    return here.name if here else ""


def sent(world: Account, operation: str) -> list[dict[str, object]]:
    return [request.body for request in world.sandbox.requests if request.operation == operation]


async def agree_to_new(pilot: Pilot[None]) -> None:
    """From the line that creates one, through the name, to the plan; and agree to it."""
    await pilot.press("n")
    await until(pilot, lambda: isinstance(pilot.app.screen, NewAppClient))
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, Agree))
    await pilot.press("y")
    await settle(pilot)


# Choosing


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, "ready as it is"),
        ({"CallbackURLs": [f"{CALLBACK}/"]}, 'callback ends with "/"'),
        ({"CallbackURLs": [CALLBACK.replace("https", "http")]}, "callback begins with http:// instead of https://"),
        ({"CallbackURLs": ["https://other.example/x"]}, "lacks the callback URL"),
        ({"AllowedOAuthScopes": ["openid", "email"]}, "lacks the scope profile"),
        ({"AllowedOAuthFlows": ["implicit"]}, "lacks the authorization code grant"),
        ({"AllowedOAuthFlowsUserPoolClient": False}, "OAuth is switched off"),
        ({"SupportedIdentityProviders": []}, "offers no way to sign in"),
        ({"ReadAttributes": ["email"]}, "may not read what ClearML needs"),
    ],
)
async def test_the_words_beside_an_app_client_are_the_true_reason(
    account: Begin, changes: dict[str, object], verdict: str
) -> None:
    world = account("healthy")
    clearml_client(world, **changes)
    app = app_over(world)
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert verdicts(pilot)["clearml-web"] == verdict
        assert verdicts(pilot)["mobile"].startswith("has no secret")
        assert cursor(pilot) == "clearml-web"


@pytest.mark.anyio
async def test_the_one_that_is_right_is_used_with_enter(account: Begin) -> None:
    world = account("healthy")
    client = clearml_client(world)
    app = app_over(world)
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert "Enter: use clearml-web" in text_of(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, SecretScreen)
    assert app.session.connection.app_client == client.id
    assert app.session.marks[STEP] is Mark.DONE


@pytest.mark.anyio
async def test_a_secret_that_aws_no_longer_shows_is_not_called_none(account: Begin) -> None:
    world = account("healthy")
    client = clearml_client(world)
    client.secrets[0].original = False
    app = app_over(world)
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert verdicts(pilot)["clearml-web"] == "ready as it is"


@pytest.mark.anyio
async def test_what_to_change_in_the_console_is_said_and_looked_at_again(account: Begin) -> None:
    world = account("healthy")
    client = clearml_client(world, CallbackURLs=[f"{CALLBACK}/"])
    app = app_over(world)
    async with app.run_test(size=(120, 40)) as pilot:
        await arrive(pilot, STEP)
        for said in (f"expected {CALLBACK}", f"found {CALLBACK}/", "Login pages > Edit", "r: look again"):
            assert said in text_of(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, AppClientScreen)
        assert 'Enter again: use clearml-web all the same (callback ends with "/")' in text_of(pilot)
        client.settings["CallbackURLs"] = [CALLBACK]
        await pilot.press("r")
        await settle(pilot)
        assert "Enter: use clearml-web" in text_of(pilot)
    assert sent(world, "UpdateUserPoolClient") == []


@pytest.mark.anyio
async def test_a_failed_one_is_passed_by_a_second_enter(account: Begin) -> None:
    world = account("healthy")
    clearml_client(world, AllowedOAuthFlows=["implicit"])
    app = app_over(world)
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        await pilot.press("enter", "enter")
        await settle(pilot)
        assert isinstance(app.screen, SecretScreen)
    assert app.session.marks[STEP] is Mark.TROUBLE


@pytest.mark.anyio
async def test_a_missing_style_is_created_after_consent_and_nothing_else_is_changed(account: Begin) -> None:
    world = account("no-branding")
    client = clearml_client(world)
    before = dict(client.settings)
    app = app_over(world)
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert verdicts(pilot)["clearml-web"] == "has no branding style"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Agree))
        await pilot.press("y")
        await settle(pilot)
        assert "Enter: use clearml-web" in text_of(pilot)
    assert client.settings == before
    assert len(sent(world, "CreateManagedLoginBranding")) == 1


@pytest.mark.anyio
async def test_hundreds_are_listed_and_only_those_in_sight_are_described(account: Begin) -> None:
    world = account("healthy")
    for number in range(150):
        building.client(home(world), f"app-{number:03}")
    app = app_over(world)
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert "153 of 153" in text_of(pilot)
        assert 0 < len(sent(world, "DescribeUserPoolClient")) < 20
        await pilot.press("slash", *"app-149")
        await settle(pilot)
        assert "1 of 153" in text_of(pilot)
        assert verdicts(pilot)["app-149"].startswith("OAuth is switched off")
        await pilot.press("escape")
        await settle(pilot)
        assert "153 of 153" in text_of(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, IdentityProviderScreen)


@pytest.mark.anyio
async def test_throttling_is_waited_out(account: Begin) -> None:
    world = account("healthy")
    clearml_client(world)
    world.sandbox.world.faults.arm(Fault("DescribeUserPoolClient", Kind.THROTTLE, times=6))
    app = app_over(world)
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert verdicts(pilot)["clearml-web"] == "ready as it is"


@pytest.mark.anyio
async def test_where_the_list_may_not_be_read_the_id_is_typed(account: Begin) -> None:
    world = account("healthy")
    client = clearml_client(world)
    world.sandbox.world.faults.arm(Fault("ListUserPoolClients", Kind.DENIED))
    app = app_over(world)
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert "cognito-idp:ListUserPoolClients" in text_of(pilot)
        await pilot.press("i")
        await paste(pilot, "nosuchclient")
        await pilot.press("enter")
        await settle(pilot)
        assert "no app client with this id" in text_of(pilot)
        await pilot.press("ctrl+u")
        await paste(pilot, client.id)
        await pilot.press("enter")
        await settle(pilot)
        assert "Enter: use clearml-web" in text_of(pilot)


@pytest.mark.anyio
async def test_where_people_choose_a_provider_the_app_client_that_offers_it_is_judged_for_it(account: Begin) -> None:
    world = account("idp-unmapped")
    clearml_client(world)
    app = app_over(world, identity_provider=None)
    async with app.run_test(size=(120, 40)) as pilot:
        await arrive(pilot, STEP)
        assert verdicts(pilot)["clearml-web"] == "a provider lacks an attribute"
        assert "AcmeSAML does not map preferred_username" in text_of(pilot)
        await pilot.press("enter", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, SecretScreen))
        assert pilot.app.session.marks[STEP] is Mark.TROUBLE


@pytest.mark.anyio
async def test_a_provider_that_fails_does_not_matter_where_clearml_sends_people_to_another(account: Begin) -> None:
    world = account("idp-unmapped")
    clearml_client(world)
    app = app_over(world, identity_provider="COGNITO")
    async with app.run_test(size=(120, 40)) as pilot:
        await arrive(pilot, STEP)
        assert verdicts(pilot)["clearml-web"] == "ready as it is"


# Creating


@pytest.mark.anyio
async def test_where_none_will_do_enter_creates_one_and_the_secret_goes_into_the_keyring(
    account: Begin, keyring: Keyring
) -> None:
    world = account("first-time")
    building.domain(world.sandbox.account, home(world), "acme")
    app = app_over(world)
    async with app.run_test(size=(80, 44)) as pilot:
        await arrive(pilot, STEP)
        assert "Enter: name the new app client" in text_of(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, NewAppClient))
        assert app.screen.query_one(Field).value == "clearml"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Agree))
        plan = str(app.screen.query_one(".dialog--body Static", Static).render())
        for said in (CALLBACK, "GenerateSecret", "ALLOW_REFRESH_TOKEN_AUTH", "CreateManagedLoginBranding"):
            assert said in plan
        assert "straight into this machine's keyring" in plan
        assert sent(world, "CreateUserPoolClient") == []
        await pilot.press("y")
        await settle(pilot)
        assert cursor(pilot) == "clearml"
        for said in ("created (", "Its secret is in the keyring.", "Branding style", "Enter: use clearml"):
            assert said in text_of(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, SecretScreen)
    client = home(world).clients[app.session.connection.app_client]
    secret = client.secrets[0].value
    item = client_secret_item(home(world).id, client.id)
    assert keyring.run("secret-tool", "lookup", "service", item.service, "username", item.username).strip() == secret
    assert app.session.secret is None
    assert app.session.marks[STEP] is Mark.DONE
    assert secret not in "".join(one.read_text() for one in world.state_folder.iterdir())  # type: ignore[union-attr]


@pytest.mark.anyio
async def test_without_a_keyring_the_secret_stays_in_memory_and_that_is_said_before(
    account: Begin, no_keyring: None
) -> None:
    world = account("first-time")
    app = app_over(world)
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        await agree_to_new(pilot)
        assert "only in this program's memory" in text_of(pilot)
        created = home(world).clients[app.session.connection.app_client]
        assert app.session.secret is not None
        assert app.session.secret.reveal() == created.secrets[0].value
        assert created.secrets[0].value not in app.export_screenshot()


@pytest.mark.anyio
async def test_not_agreeing_creates_nothing(account: Begin, no_keyring: None) -> None:
    world = account("first-time")
    app = app_over(world)
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, NewAppClient))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Agree))
        assert "There is no keyring" in text_of(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, AppClientScreen)
    assert sent(world, "CreateUserPoolClient") == []
    assert app.session.connection.app_client is None


@pytest.mark.anyio
async def test_with_an_external_provider_it_is_asked_whether_cognitos_users_may_sign_in(
    account: Begin, no_keyring: None
) -> None:
    world = account("first-time")
    app = app_over(world, identity_provider="AcmeSAML")
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, NewAppClient))
        assert app.screen.query_one(Checkbox).value is False
        await pilot.press("tab", "space")
        await pilot.press("shift+tab", "enter")
        await until(pilot, lambda: isinstance(app.screen, Agree))
        await pilot.press("y")
        await settle(pilot)
    assert sent(world, "CreateUserPoolClient")[0]["SupportedIdentityProviders"] == ["AcmeSAML", "COGNITO"]


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("typed", "said"), [("it's", 'no "\'" in it'), ("", "People who sign in"), ("mobile", "has this name")]
)
async def test_a_name_is_judged_as_it_is_typed(account: Begin, typed: str, said: str) -> None:
    app = app_over(account("first-time"))
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, NewAppClient))
        await pilot.press("ctrl+u")
        if typed:
            await paste(pilot, typed)
            assert said in text_of(pilot)
        if typed != "mobile":
            await pilot.press("enter")
            await pilot.pause()
            assert isinstance(app.screen, NewAppClient)


@pytest.mark.anyio
async def test_a_refusal_of_aws_is_said_and_nothing_is_lost(account: Begin, no_keyring: None) -> None:
    world = account("first-time")
    world.sandbox.world.faults.arm(Fault("CreateUserPoolClient", Kind.DENIED))
    app = app_over(world)
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        await agree_to_new(pilot)
        assert "Nothing was created. These credentials may not call cognito-idp:CreateUserPoolClient." in text_of(
            pilot
        )


@pytest.mark.anyio
async def test_another_accounts_credentials_create_nothing(account: Begin, no_keyring: None) -> None:
    world = account("first-time")
    app = app_over(world, account="999999999999")
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, NewAppClient))
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, AppClientScreen)
        assert "They may look, but nothing is written with them." in text_of(pilot)
    assert sent(world, "CreateUserPoolClient") == []


@pytest.mark.anyio
async def test_a_creation_whose_answer_was_lost_is_found_at_once_and_not_repeated(
    account: Begin, no_keyring: None
) -> None:
    world = account("first-time")
    world.sandbox.world.faults.arm(Fault("CreateUserPoolClient", Kind.RESET, after=True))
    app = app_over(world)
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        await agree_to_new(pilot)
        assert cursor(pilot) == "clearml"
        assert verdicts(pilot)["clearml"] == "begun here before: ready as it is"
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, SecretScreen)
    assert len(sent(world, "CreateUserPoolClient")) == 1


@pytest.mark.anyio
async def test_after_a_kill_in_between_the_next_sitting_offers_what_was_created(
    account: Begin, no_keyring: None
) -> None:
    world = account("first-time")
    first = app_over(world)
    async with first.run_test() as pilot:
        await arrive(pilot, STEP)
        world.sandbox.world.faults.arm(Fault("CreateUserPoolClient", Kind.HANG, after=True))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(first.screen, NewAppClient))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(first.screen, Agree))
        await pilot.press("y")
        await until(pilot, lambda: len(home(world).clients) == 4)
    assert first.session.connection.app_client is None
    second = app_over(world)
    async with second.run_test() as pilot:
        await arrive(pilot, STEP)
        assert cursor(pilot) == "clearml"
        assert "began to create this one" in text_of(pilot)
        await pilot.press("enter")
        await settle(pilot)
    assert second.session.connection.app_client in home(world).clients
    third = app_over(world)
    async with third.run_test() as pilot:
        await arrive(pilot, STEP)
        assert verdicts(pilot)["clearml"] == "ready as it is"
    assert len(sent(world, "CreateUserPoolClient")) == 1


# Pictures


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_looks_none_will_do(account: Begin, size, snap_compare) -> None:  # type: ignore[no-untyped-def]
    assert snap_compare(app_over(account("first-time")), run_before=shows(STEP), terminal_size=size)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_looks_in_trouble(account: Begin, size, snap_compare) -> None:  # type: ignore[no-untyped-def]
    world = account("healthy")
    clearml_client(world, CallbackURLs=[f"{CALLBACK}/"])
    assert snap_compare(app_over(world), run_before=shows(STEP), terminal_size=size)


def test_looks_ready(account: Begin, snap_compare) -> None:  # type: ignore[no-untyped-def]
    world = account("healthy")
    clearml_client(world)
    assert snap_compare(app_over(world), run_before=shows(STEP), terminal_size=(80, 24))


def test_looks_empty(account: Begin, snap_compare) -> None:  # type: ignore[no-untyped-def]
    world = account("first-time")
    home(world).clients.clear()
    assert snap_compare(app_over(world), run_before=shows(STEP), terminal_size=(80, 24))


def test_looks_denied(account: Begin, snap_compare) -> None:  # type: ignore[no-untyped-def]
    world = account("first-time")
    world.sandbox.world.faults.arm(Fault("ListUserPoolClients", Kind.DENIED))
    assert snap_compare(app_over(world), run_before=shows(STEP), terminal_size=(80, 24))


def test_looks_while_looking(account: Begin, snap_compare) -> None:  # type: ignore[no-untyped-def]
    world = account("first-time")
    world.sandbox.world.faults.arm(Fault("DescribeUserPoolClient", Kind.DELAY, seconds=30.0))

    async def looking(pilot: Pilot[None]) -> None:
        await arrive(pilot, STEP, wait=False)
        await until(pilot, lambda: list(verdicts(pilot).values()) == ["looking"] * 3)

    assert snap_compare(app_over(world), run_before=looking, terminal_size=(80, 24))


@pytest.mark.parametrize("theme", THEMES)
def test_looks_in(theme: str, account: Begin, snap_compare, monkeypatch):  # type: ignore[no-untyped-def]
    world = account("healthy")
    clearml_client(world, CallbackURLs=[f"{CALLBACK}/"])
    app = themed(app_over(world).session, theme, monkeypatch)
    assert snap_compare(app, run_before=shows(STEP), terminal_size=(80, 24))


def test_looks_naming(account: Begin, snap_compare) -> None:  # type: ignore[no-untyped-def]
    app = app_over(account("first-time"), identity_provider="AcmeSAML")

    async def naming(pilot: Pilot[None]) -> None:
        await arrive(pilot, STEP)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, NewAppClient))

    assert snap_compare(app, run_before=naming, terminal_size=(80, 24))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_looks_agreeing(account: Begin, keyring: Keyring, size, snap_compare) -> None:  # type: ignore[no-untyped-def]
    world = account("first-time")
    building.domain(world.sandbox.account, home(world), "acme")
    app = app_over(world)

    async def agreeing(pilot: Pilot[None]) -> None:
        await arrive(pilot, STEP)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, NewAppClient))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Agree))

    assert snap_compare(app, run_before=agreeing, terminal_size=size)


def test_looks_created(account: Begin, keyring: Keyring, snap_compare) -> None:  # type: ignore[no-untyped-def]
    app = app_over(account("first-time"))
    assert snap_compare(app, run_before=shows(STEP, then=agree_to_new), terminal_size=(80, 24))


@pytest.mark.anyio
@pytest.mark.parametrize("key", ["down", "j"])
async def test_the_line_that_creates_one_is_one_below_the_last_row_and_has_the_arrow(
    account: Begin, key: str
) -> None:
    app = app_over(account("healthy"))
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, STEP)
        rows = pilot.app.screen.query_one(ChoiceList)
        rows.focus()
        await pilot.press("end", key)
        await settle(pilot)
        assert "Enter: name the new app client" in text_of(pilot)
        assert text_of(pilot).count("▸") == 1
        await pilot.press("up" if key == "down" else "k")
        await settle(pilot)
        assert rows.has_focus
        assert rows.cursor == len(rows.choices) - 1


@pytest.mark.anyio
async def test_leaving_while_one_is_being_created_says_that_it_may_be_there_all_the_same(
    account: Begin, no_keyring: None
) -> None:
    world = account("first-time")
    app = app_over(world)
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, STEP)
        world.sandbox.world.faults.arm(Fault("CreateUserPoolClient", Kind.DELAY, seconds=3.0))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, NewAppClient))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Agree))
        await pilot.press("y")
        await until(pilot, lambda: bool(sent(world, "CreateUserPoolClient")) or app.screen.under_way != "")
        await pilot.press("ctrl+q")
        await until(pilot, lambda: isinstance(pilot.app.screen, Leave))
        assert "An app client is being created in AWS. Leaving does not take that back" in words_of(pilot)
        await pilot.press("escape")
        await settle(pilot)


def words_of(pilot: Pilot[None]) -> str:
    return " ".join(str(one.render()) for one in pilot.app.screen.query(Static))


@pytest.mark.anyio
async def test_a_look_that_goes_on_is_not_called_stopped(account: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screens.patience.WHAT_AFTER_SECONDS", 0.1)
    monkeypatch.setattr("screens.patience.STOP_AFTER_SECONDS", 0.3)
    world = account("healthy")
    clearml_client(world)
    world.sandbox.world.faults.arm(Fault("DescribeUserPoolDomain", Kind.DELAY, seconds=20.0))
    app = app_over(world)
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, STEP, wait=False)
        await until(pilot, lambda: "clearml-web" in verdicts(pilot))
        assert "Stopped" not in text_of(pilot)
        await until(pilot, lambda: "Still waiting for what AWS says of the user pool" in text_of(pilot))
        assert "Stopped" not in text_of(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: "Stopped. r: look again" in text_of(pilot))
