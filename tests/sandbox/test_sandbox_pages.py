"""What a browser, ClearML's apiserver and a probe without credentials see of the simulated domain and server."""

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.sandbox.sandbox_worlds import Opener, World

CALLBACK = "https://app.acme.io/callback_cognito"


def _setup(one: World, **changes: object) -> dict[str, str]:
    """A fresh confidential client of the guide's form, with `changes`; its id and secret."""
    settings = {
        "CallbackURLs": [CALLBACK],
        "AllowedOAuthFlows": ["code"],
        "AllowedOAuthScopes": ["openid", "email", "profile"],
        "AllowedOAuthFlowsUserPoolClient": True,
        "SupportedIdentityProviders": ["COGNITO", "AcmeSAML"],
        "GenerateSecret": True,
        **changes,
    }
    made = one.cognito.create_user_pool_client(UserPoolId=one.pool, ClientName="probe", **settings)["UserPoolClient"]
    return {"client_id": made["ClientId"], "client_secret": made.get("ClientSecret", "")}


ASKED = {"response_type": "code", "redirect_uri": CALLBACK, "scope": "openid profile email", "state": "s+1"}
OFF = {"AllowedOAuthFlowsUserPoolClient": False}
AUTHORIZE = [
    ({}, {}, "/login", {"state": "s+1"}),
    ({}, {"redirect_uri": CALLBACK + "/"}, "/error", {"error": "redirect_mismatch"}),
    ({}, {"redirect_uri": CALLBACK.replace("app", "App")}, "/error", {"error": "redirect_mismatch"}),
    ({}, {"client_id": "nobody"}, "/error", {"error": "Client does not exist"}),
    ({}, {"scope": "openid groups"}, CALLBACK, {"error_description": "invalid_scope", "error": "invalid_request"}),
    ({}, {"scope": "openid phone"}, CALLBACK, {"error": "invalid_request", "state": "s+1"}),
    ({}, {"response_type": "token"}, CALLBACK, {"error": "unauthorized_client"}),
    ({}, {"response_type": "code token"}, CALLBACK, {"error": "invalid_request"}),
    (OFF, {}, CALLBACK, {"error_description": "Client is not enabled for OAuth2.0 flows."}),
    ({"AllowedOAuthFlows": ["implicit"]}, {}, CALLBACK, {"error": "unauthorized_client"}),
    ({}, {"identity_provider": "AcmeSAML"}, "https://sso.acme.example/saml/sso", {}),
    ({}, {"identity_provider": "COGNITO"}, "/login", {}),
    ({}, {"identity_provider": "acmesaml"}, "/login", {"identity_provider": "acmesaml"}),
    ({"SupportedIdentityProviders": ["AcmeSAML"]}, {}, "https://sso.acme.example/saml/sso", {}),
    # Of two reasons, the earlier one in the documented order shows.
    (OFF, {"redirect_uri": "https://else"}, "/error", {"error": "redirect_mismatch"}),
    (OFF, {"scope": "groups"}, CALLBACK, {"error": "unauthorized_client"}),
]


@pytest.mark.parametrize(("client", "changes", "place", "says"), AUTHORIZE)
def test_authorize_redirects_to_where_the_reason_shows(
    world: Opener, client: dict[str, object], changes: dict[str, str], place: str, says: dict[str, str]
) -> None:
    one = world("idp-unmapped")
    answer = one.page("/oauth2/authorize", **{**ASKED, "client_id": _setup(one, **client)["client_id"], **changes})
    target = urlsplit(answer.headers["location"])
    base = answer.headers["location"].partition("?")[0]
    assert answer.status_code == 302
    assert answer.headers["x-amz-cognito-request-id"]
    assert base == (one.ready["domain_base"] + place if place.startswith("/") else place)
    found = {name: values[0] for name, values in parse_qs(target.query).items()}
    assert {name: found.get(name) for name in says} == says


def test_an_oidc_provider_gets_its_own_authorize_request(world: Opener) -> None:
    one = world("hostile-names")
    client = _setup(one, SupportedIdentityProviders=["[/]$(id)"])["client_id"]
    answer = one.page("/oauth2/authorize", **{**ASKED, "client_id": client, "identity_provider": "[/]$(id)"})
    target, _, query = answer.headers["location"].partition("?")
    assert target == "https://sso.acme.example/authorize"
    assert parse_qs(query)["redirect_uri"] == [one.ready["domain_base"] + "/oauth2/idpresponse"]


def test_a_default_callback_stands_in_for_a_missing_one(world: Opener) -> None:
    one = world("idp-unmapped")
    callback = "https://app.acme.io/café"
    client = _setup(one, CallbackURLs=[callback], DefaultRedirectURI=callback)["client_id"]
    asked = {"client_id": client, "response_type": "code", "scope": "phone"}
    location = one.page("/oauth2/authorize", **asked).headers["location"]
    assert location.startswith("https://app.acme.io/caf%C3%A9?error_description=invalid_scope")


@pytest.mark.parametrize("missing", ["client_id", "redirect_uri"])
def test_authorize_names_the_parameter_that_it_needs(world: Opener, missing: str) -> None:
    one = world("idp-unmapped")
    asked = {**ASKED, "client_id": _setup(one)["client_id"]}
    del asked[missing]
    answer = one.page("/oauth2/authorize", **asked)
    assert answer.status_code == 400
    assert f"Required String parameter '{missing}' is not present" in answer.text


def test_login_shows_a_form_a_missing_style_or_a_provider_that_is_not_there(world: Opener) -> None:
    one = world("idp-unmapped")
    client = _setup(one)["client_id"]
    asked = {**ASKED, "client_id": client}
    bare = one.page("/login", **asked)
    assert (bare.status_code, "Please contact an administrator." in bare.text) == (403, True)

    one.cognito.create_managed_login_branding(UserPoolId=one.pool, ClientId=client, UseCognitoProvidedValues=True)
    styled = one.page("/login", **asked)
    assert (styled.status_code, "<form" in styled.text, "AcmeSAML" in styled.text) == (200, True, True)
    wrong = one.page("/login", **asked, identity_provider="acmesaml")
    assert (wrong.status_code, "Please try another one" in wrong.text) == (401, True)
    unknown = one.page("/login", **{**asked, "client_id": "nobody"})
    assert unknown.headers["location"].endswith("/error?error=Client+does+not+exist")


def test_a_classic_domain_needs_no_style(world: Opener) -> None:
    one = world("no-branding")
    one.cognito.update_user_pool_domain(UserPoolId=one.pool, Domain=one.ready["domain"], ManagedLoginVersion=1)
    asked = {"client_id": one.ready["app_client"], "redirect_uri": f"{one.sandbox.address}/callback_cognito"}
    assert one.page("/login", **asked).status_code == 200


REFRESH = {"grant_type": "refresh_token", "refresh_token": "bogus"}
CODE = {"grant_type": "authorization_code", "code": "bogus", "redirect_uri": CALLBACK}
PUBLIC = {"GenerateSecret": False}
NO_REFRESH = {"ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"]}
TOKEN = [
    # client, form, secret ("right" or what is sent instead), error
    ({}, REFRESH, "right", "invalid_grant"),
    ({}, REFRESH, "wrong", "invalid_client"),
    ({}, REFRESH, "", "invalid_client"),
    ({}, {**REFRESH, "client_id": "nobody"}, "right", "invalid_client"),
    (PUBLIC, REFRESH, "", "invalid_grant"),
    (PUBLIC, REFRESH, "wrong", "invalid_grant"),
    (NO_REFRESH, REFRESH, "right", "unauthorized_client"),
    (NO_REFRESH, REFRESH, "wrong", "invalid_client"),
    ({}, {"grant_type": "refresh_token"}, "right", "invalid_request"),
    ({}, CODE, "right", "invalid_grant"),
    ({}, CODE, "wrong", "invalid_client"),
    ({}, {**CODE, "redirect_uri": CALLBACK + "/"}, "right", "unauthorized_client"),
    ({}, {**CODE, "redirect_uri": CALLBACK + "/"}, "wrong", "invalid_client"),
    ({"AllowedOAuthFlows": ["implicit"]}, CODE, "right", "unauthorized_client"),
    (OFF, CODE, "right", "unauthorized_client"),
    ({}, {"grant_type": "authorization_code", "redirect_uri": CALLBACK}, "right", "invalid_request"),
    ({}, {"grant_type": "password"}, "right", "unsupported_grant_type"),
    ({}, {"grant_type": "password"}, "wrong", "invalid_client"),
    ({}, {"grant_type": "client_credentials"}, "right", "unauthorized_client"),
    ({}, {}, "right", "invalid_request"),
]


@pytest.mark.parametrize("basic", [True, False], ids=["basic", "form"])
@pytest.mark.parametrize(("client", "form", "secret", "error"), TOKEN)
def test_the_token_endpoint_judges_the_client_before_the_grant(
    world: Opener, client: dict[str, object], form: dict[str, str], secret: str, error: str, basic: bool
) -> None:
    one = world("idp-unmapped")
    made = _setup(one, **client)
    sent = made["client_secret"] if secret == "right" else secret
    client_id = form.get("client_id", made["client_id"])
    url = one.ready["domain_base"] + "/oauth2/token"
    if basic and sent:
        answer = one.web.post(url, data=form, auth=(client_id, sent))
    else:
        answer = one.web.post(url, data={**form, "client_id": client_id, **({"client_secret": sent} if sent else {})})
    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert answer.headers["x-amz-cognito-request-id"]


def test_both_active_secrets_are_accepted_until_one_is_deleted(world: Opener) -> None:
    one = world()
    old, url = one.ready["client_secret"], one.ready["domain_base"] + "/oauth2/token"
    added = one.cognito.add_user_pool_client_secret(**one.ids)["ClientSecretDescriptor"]

    def error(secret: str) -> str:
        return one.web.post(url, data=REFRESH, auth=(one.ids["ClientId"], secret)).json()["error"]

    assert [error(old), error(added["ClientSecretValue"])] == ["invalid_grant", "invalid_grant"]
    original = next(
        secret["ClientSecretId"]
        for secret in one.cognito.list_user_pool_client_secrets(**one.ids)["ClientSecrets"]
        if secret["ClientSecretId"] != added["ClientSecretId"]
    )
    one.cognito.delete_user_pool_client_secret(**one.ids, ClientSecretId=original)
    assert [error(old), error(added["ClientSecretValue"])] == ["invalid_client", "invalid_grant"]


def test_the_other_pages_answer_what_needs_no_session(world: Opener) -> None:
    one = world()
    base, client = one.ready["domain_base"], one.ready["app_client"]
    credentials = (client, one.ready["client_secret"])
    assert one.page("/oauth2/token").status_code == 405
    assert one.page("/oauth2/token").headers["allow"] == "POST"
    wrong_path = one.web.post(base + "/oauth/token", data=REFRESH)
    assert (wrong_path.status_code, wrong_path.headers["allow"]) == (405, "GET")
    error = one.page("/error", error="redirect_mismatch")
    assert (error.status_code, "An error was encountered with the requested page." in error.text) == (400, True)
    info = one.page("/oauth2/userInfo")
    assert (info.status_code, "invalid_token" in info.headers["www-authenticate"]) == (401, True)
    assert one.web.post(base + "/oauth2/revoke", data={"token": "bogus"}, auth=credentials).status_code == 200
    bad = one.web.post(base + "/oauth2/revoke", data={"token": "bogus"}, auth=(client, "wrong"))
    assert bad.json()["error"] == "invalid_client"
    assert one.page("/logout", client_id=client, logout_uri=f"{one.sandbox.address}/login").status_code == 302
    assert "'redirect_uri' is not present" in one.page("/logout", client_id=client).text
    assert one.page("/.well-known/openid-configuration").status_code == 400


def test_discovery_leads_to_the_pages_and_the_keys(world: Opener) -> None:
    one = world()
    issuer = one.ready["issuer"]
    document = one.web.get(issuer + "/.well-known/openid-configuration").json()
    assert document["issuer"] == issuer == f"{one.sandbox.address}/{one.pool}"
    base = f"{one.sandbox.address}/pages/clearml-people"
    assert document["authorization_endpoint"] == base + "/oauth2/authorize"
    assert document["token_endpoint"] == base + "/oauth2/token"
    assert document["userinfo_endpoint"] == base + "/oauth2/userInfo"
    keys = one.web.get(document["jwks_uri"]).json()["keys"]
    assert [(key["kty"], key["alg"], key["use"], len(key["n"])) for key in keys] == [("RSA", "RS256", "sig", 342)] * 2
    assert len({key["kid"] for key in keys}) == 2


def test_discovery_without_a_domain_names_no_endpoints(world: Opener) -> None:
    one = world("no-domain")
    document = one.web.get(one.ready["issuer"] + "/.well-known/openid-configuration").json()
    assert document["issuer"] == one.ready["issuer"]
    assert not {"authorization_endpoint", "token_endpoint"} & set(document)
    unknown = one.web.get("/eu-west-1_Nobody123/.well-known/openid-configuration")
    assert unknown.status_code == 400
    assert unknown.headers["x-amz-cognito-request-id"]
    assert unknown.json()["message"]


def test_the_pages_of_no_domain_are_no_cognito(world: Opener) -> None:
    one = world()
    answer = one.web.get("/pages/nobody/login")
    assert answer.status_code == 404
    assert "x-amz-cognito-request-id" not in answer.headers


@pytest.mark.parametrize(
    "path", ["login.supported_modes", "v999.0/login.supported_modes", "v2.34/login.supported_modes/"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_clearml_server_names_its_providers(world: Opener, path: str, method: str) -> None:
    one = world()
    answer = one.web.request(method, f"/api/{path}")
    body = answer.json()
    assert (answer.status_code, answer.headers["server"], body["meta"]["result_code"]) == (200, "clearml", 200)
    assert set(body["meta"]) == {
        "id",
        "trx",
        "endpoint",
        "result_code",
        "result_subcode",
        "result_msg",
        "error_stack",
        "error_data",
    }
    assert set(body["data"]) == {"authenticated", "basic", "server_errors", "sso", "sso_providers"}
    assert [provider["name"] for provider in body["data"]["sso_providers"]] == ["cognito"]


@pytest.mark.parametrize(
    ("scenario", "enterprise", "providers"),
    [("healthy", True, 1), ("first-time", True, 0), ("open-source-server", None, 0)],
)
def test_editions_of_the_clearml_server_differ(
    world: Opener, scenario: str, enterprise: bool | None, providers: int
) -> None:
    one = world(scenario)
    assert one.web.get("/configuration.json").json().get("enterpriseServer") is enterprise
    data = one.web.get("/api/login.supported_modes").json()["data"]
    assert (len(data["sso_providers"]), data["sso"]) == (providers, {})


def test_the_rest_of_the_clearml_server_is_like_nginx_and_the_apiserver(world: Opener) -> None:
    one = world()
    assert one.web.get("/api/debug.ping").json()["data"] == {"msg": "ClearML server"}
    wrong = one.web.get("/api/nothing")
    assert (wrong.status_code, wrong.json()["meta"]["result_msg"]) == (400, "Invalid request path /nothing")
    for path in ("/", "/callback_cognito", "/login.supported_modes"):
        page: httpx.Response = one.web.get(path)
        assert (page.status_code, "<title>ClearML</title>" in page.text) == (200, True)


def test_a_clearml_server_can_be_restarted_with_other_settings(world: Opener) -> None:
    one = world("first-time")
    one.web.post("/_sandbox/clearml", json={"providers": [{"name": "cognito"}]}).raise_for_status()
    data = one.web.get("/api/login.supported_modes").json()["data"]
    assert data["sso_providers"] == [{"name": "cognito"}]
