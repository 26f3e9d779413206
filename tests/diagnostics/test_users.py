"""A sample of users is counted when it is asked for, and nothing of any of them is kept."""

import json

import pytest

from diagnostics.findings import Status
from diagnostics.users import MOST
from tests.diagnostics.looking import Scene, having, trouble
from wizard.policy import policy
from wizard.sandbox.building import person

ONLY = ["POL013", "POL014", "AWS013"]


def sampled(scene: Scene) -> Scene:
    scene.options["sample_users"] = True
    return scene


def test_no_user_is_asked_for_unless_it_is_wanted(healthy: Scene) -> None:
    found = healthy.findings()
    assert found["POL013"].status is found["POL014"].status is Status.SKIPPED
    assert "--sample-users" in found["POL014"].message
    assert "ListUsers" not in {request.operation for request in healthy.sandbox.requests}


def test_users_who_have_both_are_fine_and_only_counts_are_kept(healthy: Scene) -> None:
    diagnosis = sampled(healthy).diagnose()
    found = {one.check: one for one in diagnosis.findings}
    assert trouble(found) == set()
    assert found["POL013"].message == "3 of all 3 users can."
    assert found["POL014"].status is Status.OK
    said = repr(diagnosis)
    assert not [word for word in ("grace", "linus", "acme.example'") if word in said]
    asked = [request.body for request in healthy.sandbox.requests if request.operation == "ListUsers"]
    assert asked == [{"UserPoolId": healthy.ready["user_pool"], "Limit": MOST}]


def test_those_who_lack_a_value_are_counted(healthy: Scene) -> None:
    healthy.pool.users += [
        person("nameless", email="n@acme.example", email_verified="true"),
        person("blank", email="b@acme.example", preferred_username="  "),
        person("mailless", preferred_username="m"),
        {**person("gone"), "Enabled": False},
    ]
    found = sampled(healthy).findings(only=ONLY)
    assert trouble(found) == {"POL014"}
    assert found["POL014"].actual == "1 without email, 2 without preferred_username"
    assert "1 with an email that is not verified" in found["POL014"].evidence[0].said
    assert "Of all 7 users" in found["POL014"].message


def test_of_a_large_pool_the_first_page_is_counted(healthy: Scene) -> None:
    healthy.pool.users = [person(f"user{number}", email=f"{number}@acme.example") for number in range(MOST + 5)]
    found = sampled(healthy).findings(only=ONLY)
    assert f"the first {MOST} users" in found["POL014"].message
    assert sum(request.operation == "ListUsers" for request in healthy.sandbox.requests) == 1


@pytest.mark.parametrize(
    ("changes", "can"),
    [
        ({"Enabled": False}, False),
        ({"UserStatus": "UNCONFIRMED"}, False),
        ({"UserStatus": "FORCE_CHANGE_PASSWORD"}, True),
        ({"UserStatus": "EXTERNAL_PROVIDER"}, True),
    ],
)
def test_who_can_sign_in(changes: dict[str, object], can: bool, healthy: Scene) -> None:
    healthy.pool.users = [{**person("one", email="o@acme.example", preferred_username="one"), **changes}]
    assert ("POL013" not in trouble(sampled(healthy).findings(only=ONLY))) is can


def test_an_empty_pool_is_fine_only_with_a_provider(healthy: Scene) -> None:
    from wizard.sandbox.building import saml_provider

    healthy.pool.users.clear()
    found = sampled(healthy).findings(only=ONLY)
    assert trouble(found) == {"POL013"} and "has no users" in found["POL013"].message
    assert found["POL014"].status is Status.SKIPPED
    saml_provider(healthy.pool, "AcmeSAML", {})
    healthy.client.settings["SupportedIdentityProviders"] = ["AcmeSAML"]
    assert trouble(healthy.findings(only=ONLY)) == set()
    healthy.fault("DescribeIdentityProvider", "500")
    assert having(healthy.findings(only=ONLY), Status.BLOCKED) == {"POL013"}


def test_a_refused_sample_names_the_action_and_the_policy_that_allows_it(healthy: Scene) -> None:
    healthy.fault("ListUsers", "denied")
    found = sampled(healthy).findings(only=ONLY)
    assert trouble(found) == {"AWS013"} and having(found, Status.OK) == set()
    assert found["AWS013"].permission == "cognito-idp:ListUsers"
    assert found["AWS013"].remedy
    assert found["AWS013"].remedy.commands == ("clearml-cognito --print-policy look --sample-users",)
    for wanted in (False, True):
        actions = json.dumps(json.loads(policy("look", sample_users=wanted)))
        assert ("cognito-idp:ListUsers" in actions) is wanted


@pytest.mark.parametrize("kind", ["wrong-type", "html", "garbage", "500"])
def test_a_sample_that_is_spoilt_is_not_seen(kind: str, healthy: Scene) -> None:
    healthy.fault("ListUsers", kind)
    assert trouble(sampled(healthy).findings(only=ONLY)) == {"AWS013"}
