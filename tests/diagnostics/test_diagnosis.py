"""A diagnosis in a world that is slow, or hardly there."""

import asyncio
import os
import time

import pytest

from diagnostics.connection import Connection
from diagnostics.diagnosis import diagnose, sources_maker
from diagnostics.findings import Severity, Status
from tests.diagnostics.looking import Scene, having, scene, trouble


def test_one_endpoint_that_never_answers_costs_only_what_it_would_have_shown(healthy: Scene) -> None:
    before = having(healthy.findings(), Status.OK)
    healthy.fault("DescribeUserPool", "hang")
    healthy.fault("supported_modes", "hang")
    started = time.monotonic()
    found = healthy.findings(seconds=2.0)
    assert time.monotonic() - started < 5
    assert before - having(found, Status.OK) == {
        *("POL011", "POL012", "POL015", "DOM011", "DOM014", "SEC015", "SEC016"),
        *("AWS013", "SRV011", "SRV012", "SRV014"),
    }
    assert trouble(found) == {"AWS013", "SRV011"}
    assert "user pool" in found["AWS013"].message


def test_a_slow_world_is_waited_for_as_long_as_its_longest_chain_of_answers(healthy: Scene) -> None:
    """Authorize and login page, pool and domain, client and token: two answers that need each other, no more.

    The best of three, because other programs may want this machine as well.
    """
    healthy.fault("*", "delay", seconds=1.0)
    took = []
    while len(took) < 3 and not (took and took[-1] < 2 * 1.25):
        healthy.sandbox.world.requests.clear()
        found = healthy.findings()
        took.append(time.time() - min(request.at for request in healthy.sandbox.requests))
        assert trouble(found) == set()
    assert min(took) < 2 * 1.25


def test_nothing_at_all_is_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    with scene("healthy", monkeypatch) as opened:
        opened.connection = Connection(region="eu-west-1")
        found = opened.findings()
    assert trouble(found) == set()
    assert having(found, Status.OK) == {"AWS010", "AWS011", "AWS012", "AWS013"}
    assert all("No " in found[id].message for id in ("POL010", "APP013", "SRV010", "LGN010"))


def test_without_credentials_all_that_needs_none_is_judged(healthy: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    healthy.sessions = {}
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    found = healthy.findings()
    assert trouble(found) == {"AWS010"}
    assert having(found, Status.OK) >= {"POL010", "DOM010", "OID013", "OID014", "SRV012", "LGN010", "LGN011"}
    assert found["APP013"].blocked_by == ("AWS010",)


def test_only_what_the_chosen_checks_need_is_asked(healthy: Scene) -> None:
    healthy.sandbox.world.requests.clear()
    found = healthy.findings(only=["OID010", "SRV011"])
    assert set(found) == {"OID010", "SRV011"}
    assert {request.operation for request in healthy.sandbox.requests} <= {
        "discovery",
        "supported_modes",
        "configuration",
    }
    assert "LGN" not in {id[:3] for id in healthy.findings(skip=["LGN", "AWS013"])}


def test_probes_of_the_sign_in_endpoints_can_be_left_out(healthy: Scene) -> None:
    healthy.sandbox.world.requests.clear()
    healthy.options["active_probes"] = False
    found = healthy.findings()
    assert having(found, Status.SKIPPED) >= {"LGN010", "LGN011", "LGN012", "LGN015"}
    assert not {"authorize", "token", "login"} & {request.operation for request in healthy.sandbox.requests}


def test_nothing_of_a_secret_is_in_what_a_diagnosis_gives(healthy: Scene) -> None:
    secret = str(healthy.ready["client_secret"])
    assert secret not in repr(healthy.diagnose())


def test_an_interrupted_diagnosis_ends_at_once(healthy: Scene) -> None:
    healthy.fault("*", "hang")

    async def interrupted() -> float:
        make = sources_maker(healthy.connection, environment=dict(os.environ))
        task = asyncio.create_task(diagnose(make))
        await asyncio.sleep(1.5)
        started = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return time.monotonic() - started

    assert asyncio.run(interrupted()) < 1


def test_errors_outweigh_warnings_where_sign_in_cannot_work() -> None:
    from diagnostics.checks import CHECKS

    warnings = {check.id for check in CHECKS if check.severity is Severity.WARNING}
    assert {id[:3] for id in warnings} == {"POL", "APP", "KEY", "ENV", "SRV", "LGN", "NET", "SEC"}
