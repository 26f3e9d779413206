"""Creating the app client and the domain, against a strict simulated account."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from diagnostics.app_client import app_client, app_clients_page
from diagnostics.aws import Aws, AwsAccess
from diagnostics.connection import Connection
from diagnostics.domain import has_branding
from diagnostics.facts import NotSeen
from diagnostics.user_pool import user_pool
from diagnostics.vault import VaultState, VaultStatus
from wizard import create_app_client, create_domain
from wizard.consent import NotAllowed
from wizard.create_app_client import wanted_client
from wizard.create_domain import NewDomain
from wizard.interrupted import comes_of, may_come_of, settle, unfinished
from wizard.journal import FILE, read_journal
from wizard.sandbox.faults import Fault, Kind
from wizard.sandbox.server import Sandbox, start

pytestmark = pytest.mark.anyio
ACCOUNT = "123456789012"
NO_KEYRING = VaultStatus(VaultState.NONE, None, "There is no keyring.")


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    with start("first-time") as running:
        for name in ("AWS_PROFILE", "AWS_REGION", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("AWS_ENDPOINT_URL", running.address)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "demo")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "demo")
        yield running
        assert not running.crashes


@pytest.fixture
def aws() -> Aws:
    return Aws(AwsAccess(region="eu-west-1"))


def pool_called(sandbox: Sandbox, name: str) -> str:
    return next(id for id, pool in sandbox.account.pools.items() if pool.description["Name"] == name)


def connection(sandbox: Sandbox, **answers: object) -> Connection:
    given = {"account": ACCOUNT, "user_pool": pool_called(sandbox, "clearml-people"), **answers}
    return Connection(region="eu-west-1", web_addresses=("https://app.acme.io", "http://localhost:8080"), **given)  # type: ignore[arg-type]


def sent(sandbox: Sandbox, operation: str) -> list[dict[str, object]]:
    return [request.body for request in sandbox.requests if request.operation == operation]


async def create(aws: Aws, wanted: Connection, folder: Path, **changes: object) -> create_app_client.Created:
    new = wanted_client(wanted, "clearml", branding=True, **changes)  # type: ignore[arg-type]
    return await create_app_client.create(
        aws, wanted, new, keyring=NO_KEYRING, vault_service="x", state_folder=folder
    )


async def test_the_request_on_the_wire_is_what_the_guide_asks_for_and_nothing_else(
    sandbox: Sandbox, aws: Aws, tmp_path: Path
) -> None:
    wanted = connection(sandbox)
    created = await create(aws, wanted, tmp_path)
    assert sent(sandbox, "CreateUserPoolClient") == [
        {
            "UserPoolId": wanted.user_pool,
            "ClientName": "clearml",
            "GenerateSecret": True,
            "CallbackURLs": ["https://app.acme.io/callback_cognito", "http://localhost:8080/callback_cognito"],
            "AllowedOAuthFlows": ["code"],
            "AllowedOAuthScopes": ["openid", "profile", "email"],
            "AllowedOAuthFlowsUserPoolClient": True,
            "SupportedIdentityProviders": ["COGNITO"],
            "ExplicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH"],
            "PreventUserExistenceErrors": "ENABLED",
            "EnableTokenRevocation": True,
        }
    ]
    assert wanted.user_pool is not None
    assert has_branding(aws, wanted.user_pool, created.made.client.id)
    assert created.made.secret is not None
    assert not created.stored
    (trouble,) = created.troubles
    assert "only in this program's memory" in trouble


async def test_every_setting_that_is_sent_is_in_the_plan(sandbox: Sandbox) -> None:
    new = wanted_client(connection(sandbox), "clearml", branding=True)
    plan = create_app_client.plan(new, NO_KEYRING)
    assert {change.field for change in plan.changes if change.operation == create_app_client.CREATE} == {
        *new.request()
    } - {"UserPoolId"}
    assert plan.first.startswith("There is no keyring. The client secret stays in this program's memory")


@pytest.mark.parametrize(("as_well", "providers"), [(False, ["AcmeSAML"]), (True, ["AcmeSAML", "COGNITO"])])
async def test_with_an_external_provider_cognitos_own_users_are_let_in_only_if_chosen(
    sandbox: Sandbox, aws: Aws, tmp_path: Path, as_well: bool, providers: list[str]
) -> None:
    await create(aws, connection(sandbox, identity_provider="AcmeSAML"), tmp_path, cognito_as_well=as_well)
    assert sent(sandbox, "CreateUserPoolClient")[0]["SupportedIdentityProviders"] == providers


async def test_another_accounts_credentials_never_write(sandbox: Sandbox, aws: Aws, tmp_path: Path) -> None:
    other = connection(sandbox, account="999999999999")
    with pytest.raises(NotAllowed, match="123456789012"):
        await create(aws, other, tmp_path)
    pool = user_pool(aws, other.user_pool or "")
    assert pool is not None
    with pytest.raises(NotAllowed):
        create_domain.create(aws, other, NewDomain(pool, "acme-people"), tmp_path)
    assert sent(sandbox, "CreateUserPoolClient") == sent(sandbox, "CreateUserPoolDomain") == []
    assert not (tmp_path / FILE).exists()


async def test_no_secret_is_in_the_journal(sandbox: Sandbox, aws: Aws, tmp_path: Path) -> None:
    created = await create(aws, connection(sandbox), tmp_path)
    assert created.made.secret is not None
    assert created.made.secret.reveal() not in (tmp_path / FILE).read_text()
    assert created.made.client.id in (tmp_path / FILE).read_text()


@pytest.mark.parametrize("kind", [Kind.RESET, Kind.SERVER_ERROR, Kind.GARBAGE])
async def test_a_creation_whose_answer_was_lost_happens_once_and_is_found_again(
    sandbox: Sandbox, aws: Aws, tmp_path: Path, kind: Kind
) -> None:
    wanted = connection(sandbox)
    assert wanted.user_pool is not None
    sandbox.world.faults.arm(Fault("CreateUserPoolClient", kind, after=True))
    with pytest.raises(NotSeen):
        await create(aws, wanted, tmp_path)
    assert len(sent(sandbox, "CreateUserPoolClient")) == 1
    (open_one,) = unfinished(read_journal(tmp_path), wanted.user_pool)
    listed = app_clients_page(aws, wanted.user_pool, None).items
    (found,) = [one for one in listed if may_come_of(open_one, one)]
    described = app_client(aws, wanted.user_pool, found.id)
    assert described is not None and comes_of(open_one, described.client)
    assert described.secret is not None
    settle(tmp_path, (open_one,))
    assert unfinished(read_journal(tmp_path), wanted.user_pool) == ()


async def test_a_namesake_that_was_there_before_is_not_taken_for_the_result(
    sandbox: Sandbox, aws: Aws, tmp_path: Path
) -> None:
    wanted = connection(sandbox)
    assert wanted.user_pool is not None
    earlier = (await create(aws, wanted, tmp_path / "other machine")).made.client.id
    sandbox.world.faults.arm(Fault("CreateUserPoolClient", Kind.RESET))
    with pytest.raises(NotSeen):
        await create(aws, wanted, tmp_path, namesakes=(earlier,))
    (open_one,) = unfinished(read_journal(tmp_path), wanted.user_pool)
    assert not any(may_come_of(open_one, one) for one in app_clients_page(aws, wanted.user_pool, None).items)


async def test_a_refused_creation_leaves_nothing_to_finish(sandbox: Sandbox, aws: Aws, tmp_path: Path) -> None:
    wanted = connection(sandbox, identity_provider="NoSuch")
    assert wanted.user_pool is not None
    with pytest.raises(NotSeen, match="NoSuch"):
        await create(aws, wanted, tmp_path)
    assert unfinished(read_journal(tmp_path), wanted.user_pool) == ()


async def test_a_style_that_is_refused_is_told_and_the_app_client_stays(
    sandbox: Sandbox, aws: Aws, tmp_path: Path
) -> None:
    sandbox.world.faults.arm(Fault("CreateManagedLoginBranding", Kind.DENIED))
    created = await create(aws, connection(sandbox), tmp_path)
    assert "cognito-idp:CreateManagedLoginBranding" in created.troubles[-1]
    assert await create_app_client.create_branding(aws, connection(sandbox), "nosuch", state_folder=tmp_path)


async def test_a_style_that_is_there_already_is_no_trouble(sandbox: Sandbox, aws: Aws, tmp_path: Path) -> None:
    wanted = connection(sandbox)
    client = (await create(aws, wanted, tmp_path)).made.client.id
    assert await create_app_client.create_branding(aws, wanted, client, state_folder=tmp_path) is None


async def test_a_domain_is_created_with_managed_login_where_the_tier_has_it(
    sandbox: Sandbox, aws: Aws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wizard.sandbox.domain_calls.DOMAIN_CREATING_SECONDS", 0.2)
    monkeypatch.setattr("wizard.create_domain.POLL_SECONDS", 0.1)
    wanted = connection(sandbox)
    pool = user_pool(aws, wanted.user_pool or "")
    assert pool is not None
    create_domain.create(aws, wanted, NewDomain(pool, "acme-people"), tmp_path)
    assert sent(sandbox, "CreateUserPoolDomain") == [
        {"Domain": "acme-people", "UserPoolId": pool.id, "ManagedLoginVersion": 2}
    ]
    asked: list[int] = []
    found = await create_domain.until_active(aws, "acme-people", lambda count, seconds: asked.append(count))
    assert found is not None and found.status == "ACTIVE"
    assert len(asked) >= 2
    with pytest.raises(NotAllowed, match="acme-people"):
        create_domain.create(aws, wanted, NewDomain(pool, "acme-two"), tmp_path)


@pytest.mark.parametrize(("tier", "version"), [("LITE", 1), ("", 1), ("ESSENTIALS", 2), ("PLUS", 2)])
async def test_the_version_of_the_pages_follows_the_tier(sandbox: Sandbox, aws: Aws, tier: str, version: int) -> None:
    from dataclasses import replace

    pool = user_pool(aws, connection(sandbox).user_pool or "")
    assert pool is not None
    new = NewDomain(replace(pool, tier=tier), "acme")
    assert new.managed_login == version
    notes = " ".join(create_domain.plan(new, "https://acme.example").notes)
    assert "PrivateLink" in notes and "cannot be changed later" in notes
    assert ("Managed login needs" in notes) == (version == 1)


async def test_waiting_for_a_domain_ends_by_itself(sandbox: Sandbox, aws: Aws, tmp_path: Path) -> None:
    wanted = connection(sandbox)
    pool = user_pool(aws, wanted.user_pool or "")
    assert pool is not None
    create_domain.create(aws, wanted, NewDomain(pool, "acme-people"), tmp_path)
    found = await create_domain.until_active(aws, "acme-people", lambda count, seconds: None, seconds=0)
    assert found is not None and found.status == "CREATING"
