"""One thing is broken in a healthy set-up, and exactly that is named."""

from collections.abc import Callable

import pytest

from diagnostics.findings import Status
from diagnostics.secret import Secret
from tests.diagnostics.looking import Scene, having, scene, trouble
from wizard.sandbox import building
from wizard.sandbox.jsontypes import items
from wizard.sandbox.state import ClearMLServer, ClientSecret

Change = Callable[[Scene], None]


def test_a_healthy_set_up_has_no_finding_and_what_is_skipped_was_not_configured(healthy: Scene) -> None:
    found = healthy.findings()
    assert having(found, Status.OK) >= {
        "AWS010",
        "POL012",
        "DOM014",
        "APP013",
        "OID013",
        "SRV012",
        "LGN010",
        "LGN012",
    }
    assert trouble(found) | having(found, Status.BLOCKED) == set()
    assert {id for id in having(found, Status.SKIPPED) if id[:3] not in ("IDP", "ENV")} == {
        "POL013",
        "POL014",
        "DOM012",
        "NET010",
        "NET014",
        "KEY010",
        "KEY011",
        "SRV013",
        "LGN016",
        "SEC014",
    }


def setting(**changes: object) -> Change:
    def change(world: Scene) -> None:
        world.client.settings.update(changes)

    return change


def without(name: str) -> Change:
    def change(world: Scene) -> None:
        del world.client.settings[name]

    return change


def answer(**answers: object) -> Change:
    return lambda world: world.change(**answers)


def callback(url: str) -> Change:
    def change(world: Scene) -> None:
        world.client.settings["CallbackURLs"] = [url.format(web=world.ready["web_address"])]

    return change


def provider(mapping: dict[str, str], enabled: bool = True, chosen: str | None = "AcmeSAML") -> Change:
    def change(world: Scene) -> None:
        building.saml_provider(world.pool, "AcmeSAML", mapping)
        if enabled:
            world.client.settings["SupportedIdentityProviders"] = ["COGNITO", "AcmeSAML"]
        world.change(identity_provider=chosen)

    return change


def attribute(name: str, **changes: object) -> Change:
    def change(world: Scene) -> None:
        for one in items(world.pool.description, "SchemaAttributes"):
            if isinstance(one, dict) and one["Name"] == name:
                one.update(changes)  # type: ignore[arg-type]

    return change


def both(*changes: Change) -> Change:
    def change(world: Scene) -> None:
        for one in changes:
            one(world)

    return change


def no_branding(world: Scene) -> None:
    world.pool.branding.clear()


def no_domain(world: Scene) -> None:
    world.sandbox.account.domains.clear()
    world.change(domain=None)


def domain_on_its_way(world: Scene) -> None:
    world.sandbox.account.domains["clearml-people"].active_at = 4e9


def other_pools_domain(world: Scene) -> None:
    other = building.pool(world.sandbox.account, "others")
    building.domain(world.sandbox.account, other, "others")
    world.change(domain=f"{world.sandbox.address}/pages/others")


def second_secret(world: Scene) -> None:
    world.client.secrets.append(ClientSecret("second", "b" * 51, building.CREATED, original=False))


def no_secret(world: Scene) -> None:
    world.client.secrets.clear()


def wrong_secret(world: Scene) -> None:
    world.options["given_secret"] = Secret("a" * 51)


def open_sign_up(world: Scene) -> None:
    world.pool.description["AdminCreateUserConfig"] = {"AllowAdminCreateUserOnly": False}


def server(**changes: object) -> Change:
    def change(world: Scene) -> None:
        world.sandbox.account.clearml = ClearMLServer(**changes)  # type: ignore[arg-type]

    return change


def sends_elsewhere(world: Scene) -> None:
    url = f"{world.ready['domain_base']}/oauth2/authorize?client_id=another&scope=openid+profile+email"
    world.sandbox.account.clearml.providers = [{"name": "cognito", "url": url}]


GOOD = {"email": "mail", "preferred_username": "uid"}

BROKEN: dict[str, tuple[Change, set[str]]] = {
    "a scope is missing": (setting(AllowedOAuthScopes=["openid", "email"]), {"APP017"}),
    "the callback ends with a slash": (callback("{web}/callback_cognito/"), {"APP013"}),
    "the callback is another host's": (callback("https://old.acme.example/callback_cognito"), {"APP013"}),
    "the grant is missing": (setting(AllowedOAuthFlows=["implicit"]), {"APP016", "SEC012"}),
    "OAuth is switched off": (setting(AllowedOAuthFlowsUserPoolClient=False), {"APP012"}),
    "no way to sign in": (setting(SupportedIdentityProviders=[]), {"APP018"}),
    "email cannot be read": (setting(ReadAttributes=["preferred_username", "email_verified"]), {"APP019"}),
    "no branding style": (no_branding, {"DOM014"}),
    "no domain": (no_domain, {"DOM010"}),
    "the domain is being made": (domain_on_its_way, {"DOM011"}),
    "another pool's domain": (other_pools_domain, {"OID013"}),
    "a public client": (no_secret, {"APP011"}),
    "a wrong secret": (wrong_secret, {"LGN012"}),
    "a secret left over": (second_secret, {"APP020"}),
    "no such client": (answer(app_client="doesnotexist"), {"APP010"}),
    "no such pool": (answer(user_pool="eu-west-1_Nope12345"), {"POL010"}),
    "another region": (answer(region="us-east-1"), {"POL010"}),
    "another account": (answer(account="999999999999"), {"AWS015"}),
    "an address with http": (answer(web_addresses=("http://clearml.acme.example",)), {"NET013"}),
    "email is not required": (attribute("email", Required=False), {"POL011"}),
    "preferred_username is not required": (attribute("preferred_username", Required=False), {"POL012"}),
    "the provider is not enabled": (provider(GOOD, enabled=False), {"IDP011"}),
    "the provider's name is misspelt": (both(provider(GOOD), answer(identity_provider="acmesaml")), {"IDP010"}),
    "the provider maps no name": (provider({"email": "mail"}), {"IDP012"}),
    "a provider on the login page maps no name": (provider({"email": "mail"}, chosen=None), {"IDP012"}),
    "a required attribute is not mapped": (
        both(provider(GOOD), attribute("phone_number", Required=True)),
        {"IDP014"},
    ),
    "a mapped attribute is fixed": (
        both(provider(GOOD), attribute("email", Mutable=False)),
        {"IDP013", "POL011"},
    ),
    "a mapped attribute is not written": (
        both(provider(GOOD), setting(WriteAttributes=["preferred_username"])),
        {"IDP015"},
    ),
    "an open-source server": (server(enterprise=False), {"SRV011"}),
    "the settings are not loaded": (server(enterprise=True), {"SRV012"}),
    "another provider is loaded": (server(enterprise=True, providers=[{"name": "okta"}]), {"SRV012"}),
    "the server has another client id": (sends_elsewhere, {"SRV013"}),
    "users can be guessed": (without("PreventUserExistenceErrors"), {"SEC011"}),
    "tokens cannot be revoked": (setting(EnableTokenRevocation=False), {"SEC010"}),
    "a developer's callback is left": (
        lambda world: world.client.settings["CallbackURLs"].append("http://localhost:3000/cb"),  # type: ignore[union-attr]
        {"SEC013"},
    ),
    "anybody may join": (both(open_sign_up, answer(company="d1bd92a3b039400cbafc60a7a5b1e52b")), {"SEC014"}),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_named_and_nothing_else(name: str, healthy: Scene) -> None:
    change, expected = BROKEN[name]
    change(healthy)
    assert trouble(healthy.findings()) == expected


def test_a_provider_that_is_right_is_fine(healthy: Scene) -> None:
    provider(GOOD)(healthy)
    found = healthy.findings()
    assert trouble(found) == set()
    assert having(found, Status.OK) >= {"IDP010", "IDP011", "IDP012", "IDP013", "IDP014", "IDP015", "LGN016"}


def test_a_provider_that_clearml_goes_past_may_be_as_it_likes(healthy: Scene) -> None:
    provider(GOOD)(healthy)
    building.saml_provider(healthy.pool, "OldSAML", {})
    healthy.client.settings["SupportedIdentityProviders"] = ["COGNITO", "AcmeSAML", "OldSAML"]
    assert trouble(healthy.findings()) == set()
    healthy.change(identity_provider=None)
    assert trouble(healthy.findings()) == {"IDP012"}


def test_a_client_whose_original_secret_was_deleted_is_still_confidential(healthy: Scene) -> None:
    second_secret(healthy)
    del healthy.client.secrets[0]
    found = healthy.findings()
    assert trouble(found) == set()
    assert "no longer shows" in found["APP011"].message
    assert found["LGN012"].status is Status.SKIPPED
    healthy.options["given_secret"] = Secret("b" * 51)
    assert healthy.findings()["LGN012"].status is Status.OK


def test_a_near_miss_says_what_differs(healthy: Scene) -> None:
    callback("{web}/callback_cognito/")(healthy)
    found = healthy.findings()["APP013"]
    web = healthy.ready["web_address"]
    assert 'ends with "/"' in found.message
    assert (found.expected, found.actual) == (f"{web}/callback_cognito", f"{web}/callback_cognito/")


def test_the_callback_blocks_the_sign_in_that_it_breaks(healthy: Scene) -> None:
    callback("https://old.acme.example/callback_cognito")(healthy)
    found = healthy.findings()
    assert found["LGN010"].blocked_by == ("APP013",)
    assert found["LGN015"].blocked_by == ("APP013",)
    assert found["LGN012"].status is Status.OK


@pytest.mark.parametrize(
    ("region", "account", "words"),
    [("us-east-1", "123456789012", "begins with eu-west-1"), ("eu-west-1", "123456789012", "no such user pool")],
)
def test_a_pool_that_is_not_there_is_explained(region: str, account: str, words: str, healthy: Scene) -> None:
    healthy.change(region=region, account=account)
    if region == "eu-west-1":
        healthy.change(user_pool="eu-west-1_Nope12345")
    found = healthy.findings()["POL010"]
    assert found.status is Status.FAILED and words in found.message
    assert any(evidence.source == "ListUserPools" for evidence in found.evidence)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("first-time", {"DOM010", "SRV012"}),
        ("missing-attributes", {"POL011", "POL012"}),
        ("public-client", {"APP011"}),
        ("no-branding", {"DOM014"}),
        ("idp-unmapped", {"IDP012"}),
        ("few-permissions", {"AWS013"}),
        ("expired", {"AWS010"}),
        ("open-source-server", {"SRV011"}),
    ],
)
def test_each_scenario_shows_its_own_trouble(name: str, expected: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with scene(name, monkeypatch) as opened:
        assert trouble(opened.findings()) == expected


def test_every_refused_action_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with scene("few-permissions", monkeypatch) as opened:
        found = opened.findings()
    for action in ("ListUserPools", "DescribeUserPoolDomain", "ListUserPoolClientSecrets", "ListIdentityProviders"):
        assert f"cognito-idp:{action}" in found["AWS013"].message
    assert found["DOM011"].blocked_by == ("AWS013",)
    assert "cognito-idp:DescribeUserPoolDomain" in str(found["AWS013"].permission)
    assert found["AWS013"].remedy and found["AWS013"].remedy.commands == ("clearml-cognito --print-policy look",)
