"""The secret in a real keyring, held against what Cognito has."""

import asyncio
from collections.abc import Iterator

import pytest

from diagnostics.connection import Export
from diagnostics.findings import Status
from diagnostics.secret import Secret
from diagnostics.vault import client_secret_item
from tests.diagnostics.looking import Scene, trouble
from tests.with_keyring import Session, prompter, unlocked_session
from wizard.sandbox.building import CREATED
from wizard.sandbox.state import ClientSecret
from wizard.vault import store

pytestmark = pytest.mark.keyring


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    with unlocked_session(monkeypatch) as here:
        yield here


def keep(scene: Scene, secret: str) -> None:
    item = client_secret_item(scene.ready["user_pool"], scene.ready["app_client"])
    asyncio.run(store(item, Secret(secret)))


def test_the_right_secret_is_right_and_a_wrong_one_is_the_cause(desk: Session, healthy: Scene) -> None:
    found = healthy.findings()
    assert trouble(found) == {"KEY010"} and found["KEY010"].status is Status.WARNING
    assert found["KEY011"].status is Status.SKIPPED

    keep(healthy, healthy.ready["client_secret"])
    found = healthy.findings()
    assert trouble(found) == set()
    assert found["KEY010"].status is found["KEY011"].status is Status.OK

    keep(healthy, "d" * 51)
    found = healthy.findings()
    assert trouble(found) == {"KEY011"}
    assert found["KEY011"].expected != found["KEY011"].actual
    assert "d" * 8 not in repr(found)


def test_a_secret_that_cognito_does_not_show_is_proved_by_the_token_endpoint(desk: Session, healthy: Scene) -> None:
    healthy.client.secrets[0] = ClientSecret("second", "b" * 51, CREATED, original=False)
    keep(healthy, "b" * 51)
    found = healthy.findings()
    assert trouble(found) == set()
    assert "accepts it" in found["KEY011"].message
    assert found["LGN012"].status is Status.OK


def test_a_locked_keyring_is_not_seen_and_the_rest_is_judged(desk: Session, healthy: Scene) -> None:
    healthy.change(exports=(Export("compose-env", "/nowhere/a.env", "reference"),))
    keep(healthy, healthy.ready["client_secret"])
    desk.lock()
    with prompter(desk) as asked:
        found = healthy.findings(skip=["ENV"])
        assert not asked()
    assert trouble(found) == {"KEY010"} and found["KEY010"].status is Status.UNKNOWN
    assert found["LGN012"].status is Status.OK
