"""A connection that was typed in by hand: AWS is not asked and not missed, and everything public is judged."""

from __future__ import annotations

import asyncio
import os

import pytest

from diagnostics.access import access
from diagnostics.aws import Aws
from diagnostics.connection import Connection
from diagnostics.findings import Status
from diagnostics.reports.exit_status import exit_status
from diagnostics.secret import Secret
from diagnostics.vault import client_secret_item
from tests.diagnostics.looking import Scene, having
from tests.with_keyring import unlocked_session
from wizard.vault import store

JUDGED = {"POL010", "OID010", "OID011", "OID012", "OID013", "OID014", "DOM010", "LGN010", "LGN011", "AWS014"}


@pytest.fixture
def typed(healthy: Scene, monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    healthy.change(account=None, by_hand=True)
    healthy.options["aws"] = Aws(access(healthy.connection, os.environ))
    return healthy


def test_what_aws_would_say_is_skipped_as_not_configured_and_the_rest_is_judged(typed: Scene) -> None:
    typed.options["given_secret"] = Secret(typed.ready["client_secret"])
    found = typed.findings()
    assert having(found, Status.UNKNOWN, Status.BLOCKED, Status.FAILED, Status.CRASH) == set()
    assert having(found, Status.OK) >= {*JUDGED, "LGN012", "LGN015"}
    for id in ("AWS010", "AWS011", "AWS012", "AWS013", "AWS015", "POL011", "APP010", "APP013", "IDP010"):
        assert found[id].status is Status.SKIPPED, id
    assert "typed in by hand" in found["AWS010"].message
    assert exit_status(list(found.values())) == 0
    assert not [one for one in typed.sandbox.requests if one.operation[:1].isupper()]


def test_an_account_that_is_remembered_from_before_is_not_missed(typed: Scene) -> None:
    typed.change(account="123456789012", identity_provider="AcmeSAML")
    found = typed.findings(only=["AWS", "IDP"])
    assert having(found, Status.UNKNOWN, Status.BLOCKED, Status.FAILED) == set()


def test_a_silent_issuer_is_not_seen_rather_than_skipped(typed: Scene) -> None:
    typed.fault("discovery", "500")
    found = typed.findings()
    assert found["POL010"].status is Status.UNKNOWN
    assert found["DOM010"].status in (Status.UNKNOWN, Status.BLOCKED)
    assert exit_status(list(found.values())) == 3


def test_a_pool_that_does_not_exist_fails_and_names_no_aws_call(typed: Scene) -> None:
    typed.change(user_pool="eu-west-1_Nowhere12", domain=None)
    found = typed.findings()
    assert found["POL010"].status is Status.FAILED
    assert found["DOM010"].status is Status.BLOCKED


@pytest.mark.parametrize(
    ("domain", "status"),
    [("https://other.auth.eu-west-1.amazoncognito.com", Status.FAILED), ("https://id.acme.io", Status.UNKNOWN)],
)
def test_another_address_than_discovery_names_is_wrong_or_may_be_the_second_domain(
    typed: Scene, domain: str, status: Status
) -> None:
    typed.change(domain=domain)
    assert typed.findings(only=["OID010", "OID013"])["OID013"].status is status


def test_a_profile_that_is_named_on_the_command_line_is_used_all_the_same() -> None:
    connection = Connection(by_hand=True, user_pool="eu-west-1_A")
    assert access(connection, {}).by_hand
    assert access(connection, {"AWS_PROFILE": "prod"}).by_hand
    assert not access(connection, {}, profile="prod").by_hand


@pytest.mark.keyring
def test_the_keyrings_secret_is_proved_and_a_locked_keyring_is_not_seen(
    typed: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    with unlocked_session(monkeypatch) as desk:
        item = client_secret_item(typed.ready["user_pool"], typed.ready["app_client"])
        asyncio.run(store(item, Secret(typed.ready["client_secret"])))
        found = typed.findings(only=["KEY", "LGN"])
        assert found["KEY011"].status is found["LGN012"].status is Status.OK
        desk.lock()
        found = typed.findings(only=["KEY", "LGN"])
        assert found["LGN012"].status in (Status.UNKNOWN, Status.BLOCKED)
        assert exit_status(list(found.values())) == 3
