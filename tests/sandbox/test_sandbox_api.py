"""The simulated API is as strict as AWS: what boto3 gets from it, over HTTP."""

import re

import botocore.session
import httpx
import pytest

from tests.sandbox.sandbox_worlds import Opener, aws_client, refusal
from wizard.sandbox import cognito_api, guesses, shapes, validation

FULL = {
    "ClientName": "clearml-web",
    "RefreshTokenValidity": 10,
    "AccessTokenValidity": 30,
    "IdTokenValidity": 30,
    "TokenValidityUnits": {"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "days"},
    "ReadAttributes": ["email", "email_verified", "preferred_username"],
    "WriteAttributes": ["email", "preferred_username"],
    "ExplicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH"],
    "SupportedIdentityProviders": ["COGNITO"],
    "CallbackURLs": ["https://app.acme.io/callback_cognito"],
    "LogoutURLs": ["https://app.acme.io/login"],
    "DefaultRedirectURI": "https://app.acme.io/callback_cognito",
    "AllowedOAuthFlows": ["code"],
    "AllowedOAuthScopes": ["openid", "email", "profile"],
    "AllowedOAuthFlowsUserPoolClient": True,
    "PreventUserExistenceErrors": "ENABLED",
    "EnableTokenRevocation": True,
    "EnablePropagateAdditionalUserContextData": True,
    "AuthSessionValidity": 5,
    "RefreshTokenRotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": 10},
    "AnalyticsConfiguration": {"ApplicationId": "d70b2ba36a8c4dc5a04a0451a31a1e12"},
}


def test_an_update_replaces_every_setting_that_it_does_not_send(world: Opener) -> None:
    one = world()
    one.cognito.update_user_pool_client(**one.ids, **FULL)
    before = one.cognito.describe_user_pool_client(**one.ids)["UserPoolClient"]
    assert {name: before[name] for name in FULL} == FULL

    one.cognito.update_user_pool_client(**one.ids, ClientName="renamed")
    after = one.cognito.describe_user_pool_client(**one.ids)["UserPoolClient"]

    assert after.pop("LastModifiedDate") > before["LastModifiedDate"]
    assert after == {
        "UserPoolId": one.ids["UserPoolId"],
        "ClientId": one.ids["ClientId"],
        "ClientType": "REGULAR",
        "ClientName": "renamed",
        "ClientSecret": before["ClientSecret"],
        "CreationDate": before["CreationDate"],
        "RefreshTokenValidity": 30,
        "TokenValidityUnits": {},
        "ExplicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"],
        "AllowedOAuthFlowsUserPoolClient": False,
        "PreventUserExistenceErrors": "LEGACY",
        "EnableTokenRevocation": False,
        "EnablePropagateAdditionalUserContextData": False,
        "AuthSessionValidity": 3,
    }


def test_an_update_that_sends_everything_keeps_everything(world: Opener) -> None:
    one = world()
    before = one.cognito.describe_user_pool_client(**one.ids)["UserPoolClient"]
    members = one.cognito.meta.service_model.operation_model("UpdateUserPoolClient").input_shape.members
    one.cognito.update_user_pool_client(**{name: value for name, value in before.items() if name in members})
    after = one.cognito.describe_user_pool_client(**one.ids)["UserPoolClient"]
    assert after.pop("LastModifiedDate") > before.pop("LastModifiedDate")
    assert after == before


def test_a_new_client_has_lawful_ids_and_awss_defaults(world: Opener) -> None:
    one = world("first-time")
    made = one.cognito.create_user_pool_client(UserPoolId=one.pool, ClientName="new", GenerateSecret=True)[
        "UserPoolClient"
    ]
    assert re.fullmatch(r"[a-z0-9]{26}", made["ClientId"])
    assert re.fullmatch(r"[a-z0-9]{51}", made["ClientSecret"])
    assert made["EnableTokenRevocation"] is True
    assert "ReadAttributes" not in made
    public = one.cognito.create_user_pool_client(UserPoolId=one.pool, ClientName="new")["UserPoolClient"]
    assert "ClientSecret" not in public
    assert public["ClientId"] != made["ClientId"]


REFUSED_SETTINGS = [
    ({"CallbackURLs": ["http://app.acme.io/cb"]}, "InvalidParameterException", "cannot use the HTTP protocol"),
    ({"CallbackURLs": ["https://app.acme.io/cb#x"]}, "InvalidParameterException", "cannot use fragment"),
    ({"CallbackURLs": ["/callback_cognito"]}, "InvalidParameterException", "is not a valid URL"),
    ({"CallbackURLs": ["https://a b"]}, "InvalidParameterException", "regular expression pattern"),
    (
        {"CallbackURLs": [f"https://a/{n}" for n in range(101)]},
        "InvalidParameterException",
        "less than or equal to 100",
    ),
    ({"CallbackURLs": []}, "InvalidOAuthFlowException", "CallbackUrls can not be empty when code flow"),
    ({"DefaultRedirectURI": "https://else"}, "InvalidParameterException", "is not in the callback URIs list"),
    (
        {"AllowedOAuthScopes": []},
        "InvalidParameterException",
        "AllowedOAuthFlows and AllowedOAuthScopes are required",
    ),
    ({"AllowedOAuthScopes": ["groups"]}, "ScopeDoesNotExistException", "Invalid scope requested: groups"),
    (
        {"AllowedOAuthFlows": ["code", "client_credentials"]},
        "InvalidOAuthFlowException",
        "client_credentials flow can not be selected along with",
    ),
    ({"AllowedOAuthFlows": ["password"]}, "InvalidParameterException", "enum value set"),
    (
        {"SupportedIdentityProviders": ["acmesaml"]},
        "InvalidParameterException",
        "The provider acmesaml does not exist",
    ),
    ({"AccessTokenValidity": 4}, "InvalidParameterException", "Invalid range for token validity"),
    ({"IdTokenValidity": 86_401}, "InvalidParameterException", "less than or equal to 86400"),
    ({"AuthSessionValidity": 16}, "InvalidParameterException", "less than or equal to 15"),
    ({"ClientName": "café"}, "InvalidParameterException", "'clientName' failed to satisfy constraint"),
    ({"ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ADMIN_NO_SRP_AUTH"]}, "InvalidParameterException", "cannot mix"),
    ({"WriteAttributes": ["email"]}, "InvalidParameterException", "Invalid write attributes specified"),
    (
        {"WriteAttributes": ["email", "preferred_username", "email_verified"]},
        "InvalidParameterException",
        "Invalid write attributes specified",
    ),
    ({"ReadAttributes": ["shoe_size"]}, "InvalidParameterException", "Invalid read attributes specified"),
]


@pytest.mark.parametrize(("change", "code", "words"), REFUSED_SETTINGS)
def test_settings_that_aws_refuses_are_refused_on_create_and_update(
    world: Opener, change: dict[str, object], code: str, words: str
) -> None:
    one = world()
    before = one.cognito.describe_user_pool_client(**one.ids)["UserPoolClient"]
    wanted = {**FULL, "DefaultRedirectURI": None, **change}
    settings = {name: value for name, value in wanted.items() if value is not None}

    for call in (
        lambda: one.cognito.create_user_pool_client(UserPoolId=one.pool, GenerateSecret=True, **settings),
        lambda: one.cognito.update_user_pool_client(**one.ids, **settings),
    ):
        found, message = refusal(call)
        assert found == code
        assert words in message
    assert one.cognito.describe_user_pool_client(**one.ids)["UserPoolClient"] == before


@pytest.mark.parametrize("url", ["http://localhost:8080/cb", "http://127.0.0.1/cb", "http://[::1]/cb", "acme://cb"])
def test_loopback_and_app_schemes_are_lawful_callbacks(world: Opener, url: str) -> None:
    one = world()
    settings = {**FULL, "CallbackURLs": [url], "DefaultRedirectURI": url}
    assert one.cognito.update_user_pool_client(**one.ids, **settings)["UserPoolClient"]["CallbackURLs"] == [url]


def test_pages_hold_sixty_at_most_and_their_tokens_belong_to_one_list(world: Opener) -> None:
    one = world("many-pools", pools=130)
    code, message = refusal(lambda: one.cognito.list_user_pools(MaxResults=61))
    assert code == "InvalidParameterException"
    assert message == (
        "1 validation error detected: Value '61' at 'maxResults' failed to satisfy constraint: "
        "Member must have value less than or equal to 60"
    )
    pages = list(one.cognito.get_paginator("list_user_pools").paginate(PaginationConfig={"PageSize": 60}))
    assert [len(page["UserPools"]) for page in pages] == [60, 60, 10]
    pools = [pool for page in pages for pool in page["UserPools"]]
    assert len({pool["Id"] for pool in pools}) == 130
    assert "clearml-people" in {pool["Name"] for pool in pools}
    assert "Status" not in pools[0]

    token = pages[0]["NextToken"]
    for call in (
        lambda: one.cognito.list_user_pool_clients(UserPoolId=one.pool, NextToken=token),
        lambda: one.cognito.list_user_pools(MaxResults=60, NextToken="forged"),
    ):
        assert refusal(call)[0] == "InvalidParameterException"


def test_an_untouched_pool_of_a_large_account_can_be_read_and_written(world: Opener) -> None:
    one = world("many-pools", pools=70)
    first = one.cognito.list_user_pools(MaxResults=1)["UserPools"][0]
    described = one.cognito.describe_user_pool(UserPoolId=first["Id"])["UserPool"]
    assert (described["Name"], described["CreationDate"]) == (first["Name"], first["CreationDate"])
    one.cognito.create_user_pool_client(UserPoolId=first["Id"], ClientName="made")
    assert [
        c["ClientName"] for c in one.cognito.list_user_pool_clients(UserPoolId=first["Id"])["UserPoolClients"]
    ] == ["made"]
    assert len(one.cognito.list_user_pools(MaxResults=60)["UserPools"]) == 60
    assert len(one.sandbox.account.pool_ids("eu-west-1")) == 70


def test_a_pool_is_seen_in_its_own_region_only(world: Opener) -> None:
    one = world()
    elsewhere, sts = (aws_client(name, one.sandbox.address, "us-east-1") for name in ("cognito-idp", "sts"))
    assert elsewhere.list_user_pools(MaxResults=60)["UserPools"] == []
    assert refusal(lambda: elsewhere.describe_user_pool(UserPoolId=one.pool)) == (
        "ResourceNotFoundException",
        f"User pool {one.pool} does not exist.",
    )
    assert elsewhere.describe_user_pool_domain(Domain="clearml-people")["DomainDescription"] == {}
    assert sts.get_caller_identity()["Account"] == "123456789012"


def test_the_schema_has_twenty_attributes_whatever_was_asked_for(world: Opener) -> None:
    one = world()
    made = one.cognito.create_user_pool(
        PoolName="new", Schema=[{"Name": "email", "Required": True, "Mutable": True}, {"Name": "team"}]
    )["UserPool"]
    names = [attribute["Name"] for attribute in made["SchemaAttributes"]]
    assert len(names) == 21
    assert names[-1] == "custom:team"
    assert {"sub", "email_verified", "phone_number_verified", "preferred_username", "updated_at"} <= set(names)
    required = {a["Name"] for a in made["SchemaAttributes"] if a["Required"]}
    assert required == {"sub", "email"}
    assert re.fullmatch(r"eu-west-1_[0-9A-Za-z]{9}", made["Id"])


@pytest.mark.parametrize(
    "asked",
    [
        {"AliasAttributes": ["email"], "UsernameAttributes": ["email"]},
        {
            "AliasAttributes": ["preferred_username"],
            "Schema": [{"Name": "preferred_username", "Required": True}],
        },
        {"Schema": [{"Name": "team", "Required": True}]},
    ],
)
def test_a_pool_that_contradicts_itself_is_refused(world: Opener, asked: dict[str, object]) -> None:
    one = world()
    assert refusal(lambda: one.cognito.create_user_pool(PoolName="new", **asked))[0] == "InvalidParameterException"


def test_a_client_has_two_secrets_at_most_and_describe_shows_the_original_only(world: Opener) -> None:
    one = world()
    original = one.ready["client_secret"]
    added = one.cognito.add_user_pool_client_secret(**one.ids)["ClientSecretDescriptor"]
    assert re.fullmatch(rf"{one.ids['ClientId']}--\d+", added["ClientSecretId"])
    assert re.fullmatch(r"[a-z0-9]{51}", added["ClientSecretValue"])
    assert refusal(lambda: one.cognito.add_user_pool_client_secret(**one.ids))[0] == "LimitExceededException"
    assert one.cognito.describe_user_pool_client(**one.ids)["UserPoolClient"]["ClientSecret"] == original

    listed = one.cognito.list_user_pool_client_secrets(**one.ids)["ClientSecrets"]
    assert len(listed) == 2
    assert all("ClientSecretValue" not in secret for secret in listed)

    one.cognito.delete_user_pool_client_secret(**one.ids, ClientSecretId=listed[0]["ClientSecretId"])
    assert "ClientSecret" not in one.cognito.describe_user_pool_client(**one.ids)["UserPoolClient"]
    assert (
        refusal(
            lambda: one.cognito.delete_user_pool_client_secret(**one.ids, ClientSecretId=listed[1]["ClientSecretId"])
        )[0]
        == "InvalidParameterException"
    )


def test_a_secret_that_the_caller_chose_does_not_come_back(world: Opener) -> None:
    one = world()
    chosen = "a" * 24
    assert (
        "ClientSecretValue"
        not in one.cognito.add_user_pool_client_secret(**one.ids, ClientSecret=chosen)["ClientSecretDescriptor"]
    )
    code, message = refusal(lambda: one.cognito.add_user_pool_client_secret(**one.ids, ClientSecret="not-lawful" * 3))
    assert code == "InvalidParameterException"
    assert "not-lawful" not in message


def test_a_public_client_takes_no_secret(world: Opener) -> None:
    one = world("public-client")
    assert one.cognito.list_user_pool_client_secrets(**one.ids)["ClientSecrets"] == []
    assert refusal(lambda: one.cognito.add_user_pool_client_secret(**one.ids))[0] == "InvalidParameterException"


def test_a_prefix_domain_is_created_updated_and_deleted(world: Opener) -> None:
    one = world("first-time")
    unknown = one.cognito.describe_user_pool_domain(Domain="acme-clearml")["DomainDescription"]
    assert unknown == {}
    one.cognito.create_user_pool_domain(UserPoolId=one.pool, Domain="acme-clearml")
    fresh = one.cognito.describe_user_pool_domain(Domain="acme-clearml")["DomainDescription"]
    assert (fresh["Status"], fresh["ManagedLoginVersion"]) == ("CREATING", 1)
    assert one.cognito.describe_user_pool(UserPoolId=one.pool)["UserPool"]["Domain"] == "acme-clearml"
    assert one.page("/login").status_code == 404

    one.sandbox.account.domains["acme-clearml"].active_at -= 2
    assert one.cognito.describe_user_pool_domain(Domain="acme-clearml")["DomainDescription"]["Status"] == "ACTIVE"
    assert one.page("/login").status_code == 400
    one.cognito.update_user_pool_domain(UserPoolId=one.pool, Domain="acme-clearml", ManagedLoginVersion=2)
    assert (
        one.cognito.describe_user_pool_domain(Domain="acme-clearml")["DomainDescription"]["ManagedLoginVersion"] == 2
    )
    one.cognito.delete_user_pool_domain(UserPoolId=one.pool, Domain="acme-clearml")
    assert one.cognito.describe_user_pool_domain(Domain="acme-clearml")["DomainDescription"] == {}
    assert "Domain" not in one.cognito.describe_user_pool(UserPoolId=one.pool)["UserPool"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("my-aws-login", "Domain cannot contain reserved word: aws"),
        ("cognito", "Domain cannot contain reserved word: cognito"),
        ("clearml", "Domain already associated with another user pool"),
        ("Acme", "failed to satisfy constraint"),
        ("-acme", "failed to satisfy constraint"),
        ("a" * 64, "failed to satisfy constraint"),
        ("login.acme.io", "invalid character"),
    ],
)
def test_a_prefix_that_aws_refuses_is_refused(world: Opener, name: str, words: str) -> None:
    one = world("first-time")
    code, message = refusal(lambda: one.cognito.create_user_pool_domain(UserPoolId=one.pool, Domain=name))
    assert code == "InvalidParameterException"
    assert words in message


def test_a_pool_takes_one_prefix_and_one_custom_domain(world: Opener) -> None:
    one = world()
    certificate = {"CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/x"}
    custom = {"UserPoolId": one.pool, "Domain": "auth.acme.io", "CustomDomainConfig": certificate}
    assert refusal(lambda: one.cognito.create_user_pool_domain(UserPoolId=one.pool, Domain="second"))[0] == (
        "InvalidParameterException"
    )
    assert one.cognito.create_user_pool_domain(**custom)["CloudFrontDomain"].endswith(".cloudfront.net")
    pool = one.cognito.describe_user_pool(UserPoolId=one.pool)["UserPool"]
    assert (pool["Domain"], pool["CustomDomain"]) == ("clearml-people", "auth.acme.io")


def test_managed_login_needs_more_than_the_lite_tier(world: Opener) -> None:
    one = world("first-time")
    lite = one.cognito.create_user_pool(PoolName="lite", UserPoolTier="LITE")["UserPool"]["Id"]
    code, message = refusal(
        lambda: one.cognito.create_user_pool_domain(UserPoolId=lite, Domain="lite-acme", ManagedLoginVersion=2)
    )
    assert code == "FeatureUnavailableInTierException"
    assert "LITE" in message


def test_a_client_has_one_style_of_its_own(world: Opener) -> None:
    one = world("no-branding")
    assert refusal(lambda: one.cognito.describe_managed_login_branding_by_client(**one.ids))[0] == (
        "ResourceNotFoundException"
    )
    for asked in ({}, {"UseCognitoProvidedValues": True, "Settings": {"a": 1}}):
        code, message = refusal(lambda asked=asked: one.cognito.create_managed_login_branding(**one.ids, **asked))
        assert code == "InvalidParameterException"
        assert message == "useCognitoProvidedValues or settings should be specified (but not both)"
    made = one.cognito.create_managed_login_branding(**one.ids, UseCognitoProvidedValues=True)["ManagedLoginBranding"]
    assert one.cognito.describe_managed_login_branding_by_client(**one.ids)["ManagedLoginBranding"] == made
    assert (
        refusal(lambda: one.cognito.create_managed_login_branding(**one.ids, UseCognitoProvidedValues=True))[0]
        == "ManagedLoginBrandingExistsException"
    )
    by_id = {"UserPoolId": one.pool, "ManagedLoginBrandingId": made["ManagedLoginBrandingId"]}
    assert one.cognito.describe_managed_login_branding(**by_id)["ManagedLoginBranding"] == made
    one.cognito.delete_managed_login_branding(**by_id)
    assert refusal(lambda: one.cognito.describe_managed_login_branding(**by_id))[0] == "ResourceNotFoundException"


def test_a_deleted_client_is_gone_with_its_style(world: Opener) -> None:
    one = world()
    ids = one.ids
    one.cognito.delete_user_pool_client(**ids)
    assert refusal(lambda: one.cognito.describe_user_pool_client(**ids))[0] == "ResourceNotFoundException"
    assert one.sandbox.account.pools[ids["UserPoolId"]].branding == {}


def test_providers_are_listed_by_name_and_described_by_exact_name(world: Opener) -> None:
    one = world("first-time")
    listed = one.cognito.list_identity_providers(UserPoolId=one.pool)["Providers"]
    assert [(provider["ProviderName"], provider["ProviderType"]) for provider in listed] == [("AcmeSAML", "SAML")]
    provider = one.cognito.describe_identity_provider(UserPoolId=one.pool, ProviderName="AcmeSAML")[
        "IdentityProvider"
    ]
    assert set(provider["AttributeMapping"]) == {"email", "preferred_username"}
    assert (
        refusal(lambda: one.cognito.describe_identity_provider(UserPoolId=one.pool, ProviderName="acmesaml"))[0]
        == "ResourceNotFoundException"
    )


def test_users_are_paged_filtered_and_cut_to_the_attributes_asked_for(world: Opener) -> None:
    one = world()
    pages = list(
        one.cognito.get_paginator("list_users").paginate(UserPoolId=one.pool, PaginationConfig={"PageSize": 2})
    )
    assert [[user["Username"] for user in page["Users"]] for page in pages] == [["ada", "grace"], ["linus"]]
    found = one.cognito.list_users(
        UserPoolId=one.pool, Filter='email ^= "grace@"', AttributesToGet=["preferred_username"]
    )["Users"]
    assert [user["Attributes"] for user in found] == [[{"Name": "preferred_username", "Value": "grace"}]]
    assert (
        refusal(lambda: one.cognito.list_users(UserPoolId=one.pool, Filter="email"))[0] == "InvalidParameterException"
    )


def test_unsigned_and_unknown_requests_get_awss_own_errors(world: Opener) -> None:
    one = world()
    target = {"X-Amz-Target": "AWSCognitoIdentityProviderService.ListUserPools"}
    unsigned = one.web.post("/", headers=target, json={"MaxResults": 1})
    assert (unsigned.status_code, unsigned.json()["__type"]) == (400, "MissingAuthenticationTokenException")
    assert unsigned.headers["x-amzn-requestid"]
    assert "<Code>MissingAuthenticationToken</Code>" in one.web.post("/", data={"Action": "GetCallerIdentity"}).text
    assert refusal(lambda: one.cognito.describe_user_import_job(UserPoolId=one.pool, JobId="import-1"))[0] == (
        "UnknownOperationException"
    )
    assert refusal(lambda: one.sts.get_session_token())[0] == "InvalidAction"


def test_boto3_finds_the_sandbox_by_aws_endpoint_url(world: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    one = world()
    for name, value in {
        "AWS_ENDPOINT_URL": one.sandbox.address,
        "AWS_ACCESS_KEY_ID": "AKID",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "eu-west-1",
    }.items():
        monkeypatch.setenv(name, value)
    import boto3

    assert boto3.client("cognito-idp").describe_user_pool(UserPoolId=one.pool)["UserPool"]["Name"] == "clearml-people"
    assert boto3.client("sts").get_caller_identity()["Arn"].endswith("assumed-role/ClearMLAdmin/admin")


def _limits(shape: object) -> dict[str, object]:
    """What a shape of the model, or of the sandbox, allows."""
    if isinstance(shape, validation.Text):
        low = shape.low or None
        high = None if shape.high == 131_072 else shape.high
        return {"min": low, "max": high, "pattern": shape.pattern or None, "enum": list(shape.values) or None}
    if isinstance(shape, validation.Whole):
        return {"min": shape.low, "max": shape.high, "pattern": None, "enum": None}
    found = getattr(shape, "metadata", {})
    high = None if found.get("max") == 131_072 else found.get("max")
    low = found.get("min") if getattr(shape, "type_name", "") == "integer" else found.get("min") or None
    return {"min": low, "max": high, "pattern": found.get("pattern"), "enum": found.get("enum")}


@pytest.mark.parametrize("operation", sorted(cognito_api.OPERATIONS))
def test_the_constraints_are_those_of_the_installed_service_model(operation: str) -> None:
    model = botocore.session.get_session().get_service_model("cognito-idp").operation_model(operation).input_shape
    ours = shapes.REQUESTS[operation]
    assert set(ours.required) == set(model.required_members)
    assert set(ours.members) <= set(model.members)
    wider = {"Domain", "CertificateArn", "ManagedLoginVersion"}  # see shapes: full names; the model has no limits
    for name, shape in ours.members.items():
        if name not in wider and isinstance(shape, validation.Text | validation.Whole):
            theirs = _limits(model.members[name])
            if theirs["enum"]:
                assert set(_limits(shape)["enum"] or []) == set(theirs["enum"]), name
            else:
                assert _limits(shape) == theirs, name


def test_an_update_takes_exactly_the_models_members() -> None:
    model = botocore.session.get_session().get_service_model("cognito-idp")
    members = set(model.operation_model("UpdateUserPoolClient").input_shape.members)
    assert set(shapes.REQUESTS["UpdateUserPoolClient"].members) == members


def test_every_guess_is_named_where_the_code_rests_on_it() -> None:
    from pathlib import Path

    folder = Path(guesses.__file__).parent
    code = "\n".join(path.read_text() for path in folder.glob("*.py") if path.name != "guesses.py")
    names = [name for name, value in vars(guesses).items() if isinstance(value, guesses.Guess)]
    assert len(names) == len(guesses.GUESSES) > 20
    assert [name for name in names if f"guesses.{name}" not in code] == []


def test_the_sandbox_imports_nothing_of_the_project() -> None:
    import subprocess
    import sys

    code = "import sys, wizard.sandbox.__main__, wizard.sandbox.server; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    own = {name for name in loaded if name.split(".")[0] in {"wizard", "diagnostics", "screens"}}
    assert all(name in {"wizard", "wizard.sandbox"} or name.startswith("wizard.sandbox.") for name in own)
    assert not {"boto3", "botocore", "httpx", "textual"} & set(loaded)


def test_a_request_with_a_wrong_type_is_told_so(world: Opener) -> None:
    one = world()
    signed = {
        "X-Amz-Target": "AWSCognitoIdentityProviderService.ListUserPools",
        "Authorization": "AWS4-HMAC-SHA256 Credential=A/20260101/eu-west-1/cognito-idp/aws4_request, Signature=0",
    }
    answers: list[httpx.Response] = [
        one.web.post("/", headers=signed, content=body) for body in (b'{"MaxResults": "ten"}', b"[]", b"{")
    ]
    assert [answer.json()["__type"] for answer in answers] == ["SerializationException"] * 3
    null = one.web.post("/", headers=signed, content=b"{}").json()
    assert null["message"].endswith(
        "Value null at 'maxResults' failed to satisfy constraint: Member must not be null"
    )
