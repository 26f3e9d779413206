"""Each scenario is what its name says, as AWS and a browser would show it."""

from collections.abc import Callable

import pytest

from tests.sandbox.sandbox_worlds import Opener, World, refusal
from wizard.sandbox import SCENARIOS, filler


def _client(one: World) -> dict[str, object]:
    return one.cognito.describe_user_pool_client(**one.ids)["UserPoolClient"]


def _schema(one: World, pool_id: str) -> dict[str, tuple[bool, bool]]:
    """Attribute -> required, mutable."""
    attributes = one.cognito.describe_user_pool(UserPoolId=pool_id)["UserPool"]["SchemaAttributes"]
    return {one["Name"]: (one["Required"], one["Mutable"]) for one in attributes}


def _login(one: World) -> int:
    """The status of the login page that ClearML's users are sent to."""
    asked = {"client_id": one.ready["app_client"], "redirect_uri": f"{one.sandbox.address}/callback_cognito"}
    return one.page("/login", **asked).status_code


def _healthy(one: World) -> None:
    client = _client(one)
    assert client["CallbackURLs"] == [f"{one.sandbox.address}/callback_cognito"]
    assert client["AllowedOAuthFlows"] == ["code"]
    assert {"openid", "profile", "email"} <= set(client["AllowedOAuthScopes"])
    assert client["ClientSecret"] == one.ready["client_secret"]
    assert _login(one) == 200
    schema = _schema(one, one.pool)
    assert schema["email"] == schema["preferred_username"] == (True, True)
    assert len(one.cognito.list_user_pool_clients(UserPoolId=one.pool)["UserPoolClients"]) == 3


def _first_time(one: World) -> None:
    pools = {pool["Name"]: pool["Id"] for pool in one.cognito.list_user_pools(MaxResults=60)["UserPools"]}
    assert len(pools) == 4
    assert pools["clearml-people"] == one.pool
    fit = {
        name: _schema(one, pool_id)["email"] == _schema(one, pool_id)["preferred_username"] == (True, True)
        for name, pool_id in pools.items()
    }
    assert [name for name, good in fit.items() if good] == ["clearml-people"]
    aliased = one.cognito.describe_user_pool(UserPoolId=pools["intranet"])["UserPool"]
    assert aliased["AliasAttributes"] == ["preferred_username"]
    assert _schema(one, pools["partner-portal"])["email"] == (True, False)
    assert _schema(one, pools["acme-customers"])["email"][0] is False
    assert (one.ready["domain"], one.ready["app_client"], one.ready["client_secret"]) == (None, None, None)
    names = {c["ClientName"] for c in one.cognito.list_user_pool_clients(UserPoolId=one.pool)["UserPoolClients"]}
    assert names == {"mobile", "batch-jobs", "grafana"}


def _many_pools(one: World) -> None:
    pages = one.cognito.get_paginator("list_user_pools").paginate(PaginationConfig={"PageSize": 60})
    assert sum(len(page["UserPools"]) for page in pages) == 1_000


def _missing_attributes(one: World) -> None:
    schema = _schema(one, one.pool)
    assert (schema["preferred_username"][0], schema["email"]) == (False, (True, False))


def _public_client(one: World) -> None:
    assert "ClientSecret" not in _client(one)
    assert one.ready["client_secret"] is None


def _callback_slash(one: World) -> None:
    assert _client(one)["CallbackURLs"] == [f"{one.sandbox.address}/callback_cognito/"]


def _no_domain(one: World) -> None:
    assert not {"Domain", "CustomDomain"} & set(one.cognito.describe_user_pool(UserPoolId=one.pool)["UserPool"])
    assert _client(one)["CallbackURLs"] == [f"{one.sandbox.address}/callback_cognito"]


def _no_branding(one: World) -> None:
    domain = one.cognito.describe_user_pool_domain(Domain=one.ready["domain"])["DomainDescription"]
    assert (domain["ManagedLoginVersion"], _login(one)) == (2, 403)


def _idp_unmapped(one: World) -> None:
    provider = one.cognito.describe_identity_provider(UserPoolId=one.pool, ProviderName="AcmeSAML")
    assert "preferred_username" not in provider["IdentityProvider"]["AttributeMapping"]
    assert "AcmeSAML" in _client(one)["SupportedIdentityProviders"]


def _few_permissions(one: World) -> None:
    assert _client(one)
    code, message = refusal(lambda: one.cognito.list_user_pools(MaxResults=1))
    assert code == "AccessDeniedException"
    assert message == (
        "User: arn:aws:sts::123456789012:assumed-role/ClearMLAdmin/admin is not authorized to perform: "
        "cognito-idp:ListUserPools on resource: * because no identity-based policy allows the "
        "cognito-idp:ListUserPools action"
    )
    for call in (
        lambda: one.cognito.describe_user_pool_domain(Domain="clearml-people"),
        lambda: one.cognito.list_identity_providers(UserPoolId=one.pool),
        lambda: one.cognito.update_user_pool_client(**one.ids),
    ):
        assert refusal(call)[0] == "AccessDeniedException"


def _expired(one: World) -> None:
    assert refusal(one.sts.get_caller_identity)[0] == "ExpiredToken"
    assert refusal(lambda: one.cognito.describe_user_pool(UserPoolId=one.pool))[0] == "ExpiredTokenException"
    assert _login(one) == 200


def _open_source_server(one: World) -> None:
    assert "enterpriseServer" not in one.web.get("/configuration.json").json()
    assert _login(one) == 200


def _hostile_names(one: World) -> None:
    pool = one.cognito.list_user_pools(MaxResults=60)["UserPools"][0]["Name"]
    client = _client(one)
    display = one.web.get("/api/login.supported_modes").json()["data"]["sso_providers"][0]["display_name"]
    for name in (pool, client["ClientName"], client["SupportedIdentityProviders"][1], display):
        assert "\x1b" in name
        assert "[" in name
    assert _login(one) == 200


LOOKS: dict[str, Callable[[World], None]] = {
    "healthy": _healthy,
    "first-time": _first_time,
    "many-pools": _many_pools,
    "missing-attributes": _missing_attributes,
    "public-client": _public_client,
    "callback-slash": _callback_slash,
    "no-domain": _no_domain,
    "no-branding": _no_branding,
    "idp-unmapped": _idp_unmapped,
    "few-permissions": _few_permissions,
    "expired": _expired,
    "open-source-server": _open_source_server,
    "hostile-names": _hostile_names,
}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_scenario_is_what_it_says(world: Opener, scenario: str) -> None:
    LOOKS[scenario](world(scenario))


def test_a_larger_account_is_the_smaller_one_and_more() -> None:
    assert filler.ids(200)[:100] == filler.ids(100)
    assert filler.index_of(filler.ids(200)[150], 200) == 150
    assert filler.index_of(filler.ids(200)[150], 100) is None


def test_ten_thousand_pools_are_listed_in_good_time(world: Opener) -> None:
    one = world("many-pools", pools=10_000)
    pages = one.cognito.get_paginator("list_user_pools").paginate(PaginationConfig={"PageSize": 60, "MaxItems": 600})
    assert sum(len(page["UserPools"]) for page in pages) == 600
    assert len(set(one.sandbox.account.pool_ids("eu-west-1"))) == 10_000
