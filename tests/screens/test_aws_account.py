"""Step 2: the admin sees whose credentials these are and what they may not read, and is never trapped."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from screens import patience
from screens.steps.aws_account import AwsAccountScreen
from screens.steps.user_pool import UserPoolScreen
from screens.widgets.choice_list import ChoiceList
from tests.screens.stage import Account, arrive, paste, settle, shows, text_of, until
from wizard.sandbox.faults import Fault, Kind
from wizard.steps import Mark, StepId

Begin = Callable[..., Account]
STEP = StepId.ACCOUNT
CODE = "271828"
CONFIG = """
[profile prod]
sso_start_url = https://acme.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 123456789012
sso_role_name = Admin
region = eu-west-1
[profile staging]
role_arn = arn:aws:iam::123456789012:role/Staging
source_profile = base
mfa_serial = arn:aws:iam::123456789012:mfa/ada
region = eu-west-1
[profile base]
aws_access_key_id = demo
aws_secret_access_key = demo
"""


@pytest.fixture
def profiles(tmp_path: Path) -> None:
    (tmp_path / "aws-config").write_text(CONFIG)


def rows(pilot: Pilot[None]) -> dict[str, str]:
    return {row.name: row.verdict for row in pilot.app.screen.query_one("#profiles", ChoiceList).choices}


def operations(account: Account) -> list[str]:
    return [request.operation for request in account.sandbox.requests]


@pytest.mark.anyio
async def test_a_first_look_names_the_account_and_enter_goes_on_with_it(account: Begin, profiles: None) -> None:
    world = account("first-time")
    app = world.app(region=None)
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert list(rows(pilot)) == ["Default credentials", "prod", "staging", "base", "No AWS access"]
        assert rows(pilot)["prod"] == "SSO, eu-west-1"
        assert "Type the region" in text_of(pilot)
        assert operations(world) == []
        await pilot.press("enter")
        await paste(pilot, "eu-west-1")
        await pilot.press("enter")
        await settle(pilot)
        assert "account 123456789012" in text_of(pilot)
        assert "assumed-role/ClearMLAdmin/admin" in text_of(pilot)
        assert "Enter: go on with this account" in text_of(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, UserPoolScreen)
    saved = world.saved[-1]
    assert (saved.profile, saved.region, saved.account) == (None, "eu-west-1", "123456789012")
    assert app.session.marks[STEP] is Mark.DONE


@pytest.mark.anyio
async def test_a_region_that_does_not_exist_is_refused_with_the_nearest(account: Begin) -> None:
    world = account("first-time")
    app = world.app(region=None)
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        await pilot.press("tab")
        await paste(pilot, "eu-wset-1")
        await pilot.press("enter")
        assert 'Amazon Cognito has no region "eu-wset-1". The nearest name is eu-west-1.' in text_of(pilot)
        assert isinstance(app.screen, AwsAccountScreen)
        await pilot.press("ctrl+u")
        await paste(pilot, "cn-north-1")
        assert "not offered in AWS China" in text_of(pilot)
        await pilot.press("ctrl+u")
        await paste(pilot, "eu-we")
        await pilot.press("right")
        assert app.screen.query_one("#region Input", Input).value == "eu-west-1"
    assert operations(world) == []


@pytest.mark.anyio
async def test_missing_permissions_are_named_and_passed_only_knowingly(account: Begin) -> None:
    world = account("few-permissions")
    app = world.app(user_pool=world.pool("clearml-people"))
    async with app.run_test(size=(80, 50)) as pilot:
        await arrive(pilot, STEP)
        await pilot.press("enter")
        await settle(pilot)
        for action in ("ListUserPools", "ListIdentityProviders"):
            assert f"cognito-idp:{action}" in text_of(pilot)
        assert "may not read everything" in text_of(pilot)
        await pilot.press("p")
        await pilot.pause()
        policy = str(app.screen.query_one("#text").render())
        assert '"cognito-idp:ListUserPools"' in policy
        assert f"123456789012:userpool/{world.pool('clearml-people')}" in policy
        await pilot.press("escape", "enter")
        await settle(pilot)
        assert isinstance(app.screen, AwsAccountScreen)
        assert "Enter again: go on all the same" in text_of(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, UserPoolScreen)
    assert app.session.marks[STEP] is Mark.NOT_SEEN


@pytest.mark.anyio
async def test_expired_credentials_are_looked_at_again_in_place(account: Begin) -> None:
    world = account("healthy")
    world.sandbox.world.faults.arm(Fault("GetCallerIdentity", Kind.EXPIRED, times=1))
    app = world.app(account="123456789012", user_pool=world.pool("clearml-people"))
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert "The AWS credentials have expired" in text_of(pilot)
        assert "Waits for" not in text_of(pilot)
        await pilot.press("r")
        await settle(pilot)
        assert "Enter: go on with this account" in text_of(pilot)
        assert app.session.connection.user_pool


@pytest.mark.anyio
async def test_an_expired_sso_login_says_which_command_renews_it(account: Begin, profiles: None) -> None:
    world = account("first-time")
    app = world.app(profile="prod")
    async with app.run_test(size=(110, 30)) as pilot:
        await arrive(pilot, STEP)
        await pilot.press("enter")
        await settle(pilot)
        assert "aws sso login --profile prod" in text_of(pilot)


@pytest.mark.anyio
async def test_an_mfa_code_is_asked_masked_and_used_once(account: Begin, profiles: None) -> None:
    world = account("first-time")
    app = world.app(profile="staging")
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        await pilot.press("enter")
        await settle(pilot)
        assert "asks for an MFA code" in text_of(pilot)
        await paste(pilot, "000000")
        await pilot.press("enter")
        await settle(pilot)
        assert "AWS did not accept the MFA code" in text_of(pilot)
        await paste(pilot, CODE)
        assert CODE not in text_of(pilot) and CODE not in app.export_screenshot()
        await pilot.press("enter")
        await settle(pilot)
        assert "assumed-role/Staging" in text_of(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, UserPoolScreen)
        assert "clearml-people" in text_of(pilot)
    assert operations(world).count("AssumeRole") == 2


@pytest.mark.anyio
async def test_another_account_may_look_and_can_be_taken(account: Begin) -> None:
    world = account("first-time")
    app = world.app(account="999988887777", user_pool="eu-west-1_Other1234")
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        assert "This connection was made with account 999988887777." in text_of(pilot)
        await pilot.press("tab", "ctrl+u")
        await paste(pilot, "eu-west-2")
        await pilot.press("enter")
        await settle(pilot)
        assert "Enter: go on, but only to look a: make this the connection's account" in text_of(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, UserPoolScreen)
        assert app.session.connection.account == "999988887777"
        assert app.session.connection.user_pool == "eu-west-1_Other1234"
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("a")
        await settle(pilot)
        assert "Enter: go on with this account" in text_of(pilot)
    assert app.session.connection.account == "123456789012"
    assert app.session.connection.user_pool is None


@pytest.mark.anyio
async def test_looking_can_be_stopped_and_nothing_is_waited_for(account: Begin) -> None:
    world = account("first-time")
    world.sandbox.world.faults.arm(Fault("GetCallerIdentity", Kind.HANG))
    app = world.app()
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        await pilot.press("enter")
        await pilot.pause(0.3)
        assert "looking" in rows(pilot)["Default credentials"]
        await pilot.press("escape")
        await pilot.pause()
        assert rows(pilot)["Default credentials"] == "stopped"
        assert isinstance(app.screen, AwsAccountScreen)
        assert "Enter: look with Default credentials in eu-west-1" in text_of(pilot)


FRESH = {"region": None}
PICTURES: dict[str, tuple[str, dict[str, Any], list[str], tuple[str, Kind] | None]] = {
    "profiles-found": ("first-time", FRESH, [], None),
    "account-named": ("first-time", {}, ["enter"], None),
    "permissions-missing": ("few-permissions", {"user_pool": "clearml-people"}, ["enter"], None),
    "expired": ("expired", {}, ["enter"], None),
    "asks-for-a-code": ("first-time", {"profile": "staging"}, ["enter"], None),
    "another-account": ("first-time", {"account": "999988887777"}, [], None),
    "no-answer": ("first-time", {}, ["enter"], ("GetCallerIdentity", Kind.GARBAGE)),
}


@pytest.mark.parametrize("state", PICTURES)
def test_how_it_looks(state: str, account: Begin, profiles: None, snap_compare: Any) -> None:
    scenario, answers, keys, fault = PICTURES[state]
    world = account(scenario)
    if fault:
        world.sandbox.world.faults.arm(Fault(*fault))
    if "user_pool" in answers:
        answers = {**answers, "user_pool": world.pool(answers["user_pool"])}

    async def then(pilot: Pilot[None]) -> None:
        await pilot.press(*keys)

    assert snap_compare(world.app(**answers), terminal_size=(80, 24), run_before=shows(STEP, then=then))


def test_how_it_looks_wide(account: Begin, profiles: None, snap_compare: Any) -> None:
    async def then(pilot: Pilot[None]) -> None:
        await pilot.press("enter")

    app = account("first-time").app()
    assert snap_compare(app, terminal_size=(120, 40), run_before=shows(STEP, then=then))


@pytest.mark.anyio
async def test_what_is_waited_for_is_said_and_then_how_to_stop(
    account: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "WHAT_AFTER_SECONDS", 0.2)
    monkeypatch.setattr(patience, "STOP_AFTER_SECONDS", 2.0)
    world = account("first-time")
    world.sandbox.world.faults.arm(Fault("GetCallerIdentity", Kind.HANG))
    app = world.app()
    async with app.run_test() as pilot:
        await arrive(pilot, STEP)
        await pilot.press("enter")
        await until(pilot, lambda: "Waiting for AWS to say whose credentials these are" in text_of(pilot))
        assert "esc: stop" not in text_of(pilot)
        await until(pilot, lambda: "esc: stop" in text_of(pilot))
        await pilot.press("escape")
        await settle(pilot)
        assert "Waiting" not in text_of(pilot)


def test_how_it_looks_while_looking(
    account: Begin, profiles: None, snap_compare: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "WHAT_AFTER_SECONDS", 60.0)
    monkeypatch.setattr(patience, "STOP_AFTER_SECONDS", 60.0)
    world = account("first-time")
    world.sandbox.world.faults.arm(Fault("GetCallerIdentity", Kind.HANG))

    async def then(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await pilot.press("enter")
        await pilot.pause()

    assert snap_compare(world.app(), terminal_size=(80, 24), run_before=shows(STEP, wait=False, then=then))
