"""Could not look is never fine: every check, with every fact that it reads taken away in turn."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from diagnostics import keys
from diagnostics.checks import CHECKS
from diagnostics.facts import Known, Unknown, Why
from diagnostics.findings import Status
from diagnostics.look import Snapshot
from tests.diagnostics.complete import as_on_aws, equip, judged, with_facts
from tests.diagnostics.looking import having, scene, trouble
from tests.diagnostics.rests_on import RESTS_ON_ANOTHER


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """Everything seen, and all of it right."""
    with pytest.MonkeyPatch.context() as patch, scene("healthy", patch) as opened:
        equip(opened, tmp_path_factory.mktemp("full"))
        yield as_on_aws(opened.diagnose().snapshot)


def test_of_a_complete_set_up_every_check_is_fine(seen: Snapshot) -> None:
    found = judged(seen)
    assert having(found, Status.OK) == set(found) - {"SEC015"}
    assert "straight to AcmeSAML" in found["SEC015"].message


@pytest.mark.parametrize("why", Why)
def test_a_check_is_not_fine_without_what_it_reads(why: Why, seen: Snapshot) -> None:
    """Every check and every fact of it. What was never asked for may be skipped; nothing else may."""
    wrong: list[str] = []
    for key in dict.fromkeys(key for check in CHECKS for key in check.needs):
        gone = Unknown(why, "It was not seen.", permission="cognito-idp:X" if why is Why.NO_PERMISSION else None)
        found = judged(with_facts(seen, {key.name: gone}))
        wrong += [f"{id} without {key.name}" for id in having(found, Status.FAILED, Status.CRASH)]
        for check in CHECKS:
            if key not in check.needs or (check.id, key.name) in RESTS_ON_ANOTHER:
                continue
            allowed = {Status.UNKNOWN, Status.BLOCKED} | ({Status.SKIPPED} if why.never_asked else set())
            if why is Why.NEEDS and check.id == "AWS013":
                allowed = {Status.OK}  # the fact that it needed is one of those that are counted
            if why.never_asked and check.id == "AWS013":
                allowed = {Status.OK}  # a call that nobody asked for was not refused
            if found[check.id].status not in allowed:
                wrong.append(f"{check.id} without {key.name}: {found[check.id].status}")
    assert wrong == []


def test_no_exception_is_kept_that_is_none_any_more(seen: Snapshot) -> None:
    """Each of the list is fine without its fact; else it would hide what is broken later."""
    needed = {(check.id, key.name) for check in CHECKS for key in check.needs}
    stale = []
    for id, name in RESTS_ON_ANOTHER:
        found = judged(with_facts(seen, {name: Unknown(Why.TIMEOUT, "It was not seen.")}))
        if (id, name) in needed and name != "connection" and found[id].status is not Status.OK:
            stale.append(f"{id} without {name}: {found[id].status}")
    assert stale == []
    assert {pair for pair in RESTS_ON_ANOTHER if pair[1] != "connection"} <= needed


def test_where_two_sources_prove_a_thing_it_is_not_fine_without_both(seen: Snapshot) -> None:
    gone = Unknown(Why.TIMEOUT, "It was not seen.")
    pairs = {
        "POL010": ("user pool", "discovery"),
        "DOM010": ("user pool", "discovery"),
        "DOM013": ("authorize", "authorize with a wrong redirect URI"),
        "IDP010": ("identity providers", "identity providers in use"),
        "SRV010": ("ClearML ping", "ClearML sign-in modes"),
        "APP011": ("app client", "app client's secrets"),
        "KEY011": ("app client's secret", "token endpoint with the keyring's secret"),
        "LGN012": ("token endpoint", "token endpoint with the keyring's secret"),
    }
    for id, names in pairs.items():
        found = judged(with_facts(seen, dict.fromkeys(names, gone)))
        assert found[id].status in (Status.UNKNOWN, Status.BLOCKED), id
    found = judged(with_facts(seen, {key.name: gone for key in keys.AWS_KEYS}))
    assert found["AWS010"].status is Status.UNKNOWN and "did not answer" in found["AWS010"].message
    assert found["AWS013"].blocked_by == ("AWS010",)


def test_credentials_that_may_do_nothing_are_accepted_all_the_same(seen: Snapshot) -> None:
    refused = Unknown(Why.NO_PERMISSION, "Refused.", permission="cognito-idp:X")
    found = judged(with_facts(seen, {key.name: refused for key in keys.AWS_KEYS}))
    assert found["AWS010"].status is Status.OK and found["AWS013"].status is Status.UNKNOWN


def test_one_unanswered_call_is_one_cause_and_names_what_was_asked(seen: Snapshot) -> None:
    silent = Unknown(Why.TIMEOUT, "DescribeUserPool gave no answer in time.")
    found = judged(with_facts(seen, {"user pool": silent}))
    assert trouble(found) == {"AWS013"}
    assert "user pool" in found["AWS013"].message and "DescribeUserPool" in found["AWS013"].message
    assert found["POL012"].blocked_by == ("AWS013",)


def test_pages_that_discovery_does_not_name_are_not_called_wrong_unseen(seen: Snapshot) -> None:
    """A pool may have two domains, and discovery names one: without AWS nobody knows the other."""
    connection = seen.value(keys.CONNECTION)
    assert connection
    custom = Known(replace(connection, domain="https://auth.acme.example"))
    gone = Unknown(Why.TIMEOUT, "It was not seen.")
    facts = {"connection": custom, "user pool": gone, "configured domain": gone}
    found = judged(with_facts(seen, facts))
    assert found["OID013"].status is Status.BLOCKED and found["OID013"].blocked_by == ("AWS013",)
    found = judged(with_facts(seen, {"connection": custom, "configured domain": Known(None)}))
    assert found["OID013"].status is Status.FAILED
