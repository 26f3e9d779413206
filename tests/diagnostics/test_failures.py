"""The catalogue of real failures (F01-F50): each that evidence can prove is the one root cause of its report.

Each stands here with what breaks a healthy set-up in its way and the check that has to name it, or with the reason
why nothing that can be seen from outside proves it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest

from diagnostics import keys
from diagnostics.facts import Known
from diagnostics.findings import Finding, Status
from diagnostics.look import Snapshot
from diagnostics.network import Resolved, Tls
from diagnostics.reports.root_causes import root_causes
from diagnostics.secret import Secret
from tests.diagnostics.complete import as_on_aws, equip, judged, tell_clearml, with_facts
from tests.diagnostics.looking import Scene, fresh, having, scene, trouble
from wizard.sandbox import building, tokens
from wizard.sandbox.jsontypes import items
from wizard.sandbox.state import ClientSecret

SECRET_LINE = "COGNITO_AUTH_CLIENT_SECRET="
GOOD = {"email": "mail", "preferred_username": "uid"}
Change = Callable[[Scene], None]
Seen = Callable[[Snapshot], Snapshot]


@dataclass(frozen=True)
class Broken:
    """A failure that can be proved: what does it, the check that names it, words that the admin has to read."""

    change: Change
    root: str
    words: str = ""


@dataclass(frozen=True)
class SeenBroken:
    """The same, where loopback cannot play it: what is seen then, instead of what does it."""

    change: Seen
    root: str
    words: str = ""


@dataclass(frozen=True)
class NoTrouble:
    """A state that is often taken for a failure and is none: the check that says so, and its words."""

    change: Change
    check: str
    words: str


def setting(**changes: object) -> Change:
    return lambda world: world.client.settings.update(changes)  # type: ignore[arg-type]


def callback(url: str) -> Change:
    def change(world: Scene) -> None:
        web = str(world.ready["web_address"])
        world.client.settings["CallbackURLs"] = [
            url.format(web=web, other=web.replace("http:", "https:"), upper=web.replace("127.0.0.1", "LOCALHOST"))
        ]

    return change


def upper_case(world: Scene) -> None:
    world.change(web_addresses=(world.ready["web_address"].replace("127.0.0.1", "localhost"),))
    callback("{upper}/callback_cognito")(world)
    tell_clearml(world)


def other_scheme(world: Scene) -> None:
    """ClearML behind a proxy takes itself for http, or the other way round."""
    url = world.sandbox.account.clearml.providers[0]["url"]
    world.sandbox.account.clearml.providers[0]["url"] = str(url).replace(
        "redirect_uri=http%3A", "redirect_uri=https%3A"
    )


def env(change: Callable[[str], str]) -> Change:
    def edit(world: Scene) -> None:
        path = world.options["env_file"]
        text = path.read_text()
        assert change(text) != text
        path.write_text(change(text))

    return edit


def secret_line(value: str) -> Change:
    """The env file's secret as another text; `{}` stands for the right one."""

    def edit(text: str) -> str:
        lines = text.split("\n")
        for number, line in enumerate(lines):
            if line.startswith(SECRET_LINE):
                right = line.removeprefix(SECRET_LINE).strip("'\"")
                lines[number] = f"{SECRET_LINE}{value.format(right)}"
        return "\n".join(lines)

    return env(edit)


def rotated(world: Scene) -> None:
    """The secret was rotated and the old one deleted; ClearML still has the old one."""
    world.client.secrets[:] = [ClientSecret("new", "n" * 51, building.CREATED, original=False)]


def two_secrets(world: Scene) -> None:
    world.client.secrets.append(ClientSecret("second", "b" * 51, building.CREATED, original=False))


def original_deleted(world: Scene) -> None:
    two_secrets(world)
    del world.client.secrets[0]
    world.options["given_secret"] = Secret("b" * 51)
    world.options["env_file"].write_text(
        world.options["env_file"].read_text().replace(str(world.ready["client_secret"]), "b" * 51)
    )


def no_branding(world: Scene) -> None:
    world.pool.branding.clear()
    people_choose(world)


def people_choose(world: Scene) -> None:
    """People choose on Cognito's login page, and are not sent past it to a provider."""
    world.change(identity_provider=None)
    tell_clearml(world)


def switched_to_managed_login(world: Scene) -> None:
    no_branding(world)
    world.sandbox.account.domains["clearml-people"].version = 2


def no_domain(world: Scene) -> None:
    world.sandbox.account.domains.clear()


def custom_domain_waits(world: Scene) -> None:
    made = building.domain(world.sandbox.account, world.pool, "auth.acme.example")
    made.certificate, made.active_at = "arn:aws:acm:us-east-1:123456789012:certificate/a", 4e9
    world.change(domain=f"{world.sandbox.address}/pages/auth.acme.example")
    tell_clearml(world)


def misspelt_provider(world: Scene) -> None:
    world.change(identity_provider="acmesaml")
    tell_clearml(world)


def mapping(**claims: str) -> Change:
    def change(world: Scene) -> None:
        world.pool.providers["AcmeSAML"]["AttributeMapping"] = {**GOOD, **claims}

    return change


def unmapped(name: str) -> Change:
    def change(world: Scene) -> None:
        world.pool.providers["AcmeSAML"]["AttributeMapping"] = {key: GOOD[key] for key in GOOD if key != name}

    return change


def attribute(name: str, **changes: object) -> Change:
    def change(world: Scene) -> None:
        for one in items(world.pool.description, "SchemaAttributes"):
            if isinstance(one, dict) and one["Name"] == name:
                one.update(changes)  # type: ignore[arg-type]

    return change


def answer(**answers: object) -> Change:
    return lambda world: world.change(**answers)


def reset(world: Scene) -> None:
    """What an UpdateUserPoolClient leaves that names only the app client's name."""
    kept = ("UserPoolId", "ClientId", "ClientName", "ClientType", "CreationDate", "LastModifiedDate")
    settings = {name: world.client.settings[name] for name in kept}
    world.client.settings.clear()
    world.client.settings.update(settings)
    world.client.settings.update(AllowedOAuthFlowsUserPoolClient=False, EnableTokenRevocation=False)


def users(**values: str) -> Change:
    def change(world: Scene) -> None:
        world.pool.users.append(building.person("someone", **values))

    return change


def fault(kind: str, *operations: str) -> Change:
    def change(world: Scene) -> None:
        for operation in operations:
            world.fault(operation, kind)

    return change


def fact(key: keys.FactKey[object], value: object) -> Seen:
    return lambda seen: with_facts(seen, {key.name: Known(value)})


def discovered(**members: str) -> Seen:
    def change(seen: Snapshot) -> Snapshot:
        answer = seen.value(keys.DISCOVERY)
        assert answer and answer.document
        named = {name: value.format(issuer=answer.document.issuer) for name, value in members.items()}
        document = replace(answer.document, **named)  # type: ignore[arg-type]
        return with_facts(seen, {keys.DISCOVERY.name: Known(replace(answer, document=document))})

    return change


def updated_issuer(seen: Snapshot) -> Snapshot:
    """The second of AWS's two forms of issuer, as an AWS pool has them."""
    answer = seen.value(keys.DISCOVERY)
    assert answer and answer.document
    url = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A/.well-known/openid-configuration"
    issuer = "https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A"
    document = replace(answer.document, issuer=issuer)
    return with_facts(seen, {keys.DISCOVERY.name: Known(replace(answer, url=url, document=document))})


def gov_cloud(domain: str) -> Seen:
    """A pool in GovCloud, whose pages are given as `domain`."""

    def change(seen: Snapshot) -> Snapshot:
        connection, pool, answer = (seen.value(key) for key in (keys.CONNECTION, keys.USER_POOL, keys.DISCOVERY))
        assert connection and pool and answer and answer.document  # type: ignore[union-attr]
        right = "https://clearml-people.auth-fips.us-gov-west-1.amazoncognito.com"
        document = replace(answer.document, authorization_endpoint=f"{right}/oauth2/authorize")  # type: ignore
        region = replace(seen.value(keys.REGION), name="us-gov-west-1", custom_endpoint=None)  # type: ignore
        return with_facts(
            seen,
            {
                "connection": Known(replace(connection, domain=domain, region="us-gov-west-1")),  # type: ignore
                "discovery": Known(replace(answer, document=document)),  # type: ignore
                "region": Known(region),
                "configured domain": Known(None),
            },
        )

    return change


UNPROVABLE: dict[str, str] = {
    "F13": "a code that is used twice or too late shows in one sign-in and in nothing that stays",
    "F30": "it is the form of a claim inside a real sign-in, and ClearML's own tolerance of it",
    "F31": "the nonce belongs to one real sign-in through a provider; the second one works",
    "F32": "a trigger's own refusal shows only in a real sign-in and in the trigger's log",
    "F33": "a trigger's own failure shows only in a real sign-in and in the trigger's log",
    "F34": "signing out is no part of the guide: ClearML sends nobody to Cognito's logout page",
    "F37": "it is the refusal of a change; nothing of it stays to be seen",
    "F42": "the way from the apiserver's container to the token endpoint is not seen from another machine",
    "F46": "AWS refuses to create it; nothing of it stays to be seen",
    "F47": "AWS refuses to create it; nothing of it stays to be seen",
    "F49": "ClearML makes the state itself, and nobody sets it",
    "F50": "a required second factor is good in itself; who cannot set one up shows in a real sign-in only",
}

FAILURES: dict[str, Broken | SeenBroken | NoTrouble] = {
    "F01": Broken(callback("https://old.acme.example/other"), "APP013", "is not registered. Registered so far: 1"),
    "F02": Broken(callback("{web}/callback_cognito/"), "APP013", 'it ends with "/"'),
    "F03": Broken(callback("{other}/callback_cognito"), "APP013", "begins with https:// instead of http://"),
    "F03 at the server": Broken(other_scheme, "SRV013", "begins with https:// instead of http://"),
    "F04": Broken(upper_case, "APP013", "capital letters"),
    "F05": Broken(setting(AllowedOAuthFlowsUserPoolClient=False), "APP012", "not enabled for OAuth2.0 flows"),
    "F06": Broken(setting(AllowedOAuthFlows=["implicit"]), "APP016", "authorization code grant"),
    "F07": Broken(callback("{web}/callback_cognito2"), "APP013", "its path is /callback_cognito2"),
    "F08": Broken(setting(AllowedOAuthScopes=["openid", "email"]), "APP017", "Missing: profile"),
    "F09 another secret": Broken(secret_line("a" * 51), "ENV016", "is not one of this app client's"),
    "F09 a blank": Broken(secret_line("'\"{} \"'"), "ENV016", "is not one of this app client's"),
    "F10": Broken(secret_line(""), "ENV012", "client_secret"),
    "F12": Broken(setting(ReadAttributes=["email", "preferred_username"]), "APP019", "email_verified"),
    "F14": Broken(rotated, "ENV016", "is not one of this app client's"),
    "F15": Broken(no_branding, "DOM014", "no branding style"),
    "F16": Broken(switched_to_managed_login, "DOM014", "its pages are unavailable"),
    "F17 in the pool": Broken(misspelt_provider, "IDP010", "Did you mean AcmeSAML"),
    "F17 on the client": Broken(setting(SupportedIdentityProviders=["COGNITO"]), "IDP011", "does not allow it"),
    "F18": Broken(setting(SupportedIdentityProviders=[]), "APP018", "offers no way to sign in"),
    "F19": Broken(no_domain, "DOM010", "has no domain"),
    "F19 another prefix": SeenBroken(fact(keys.PAGES_DNS, Resolved("x.auth", ())), "DOM012", "DNS knows no x.auth"),
    "F20": Broken(
        env(
            lambda text: text.replace(
                "authorize_url='\"http", "authorize_url='\"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A#"
            )
        ),
        "ENV018",
        "it is the issuer's",
    ),
    "F21": SeenBroken(discovered(issuer="{issuer}x"), "OID011", "names another issuer"),
    "F22 not active": Broken(custom_domain_waits, "DOM011", "auth.acme.example is not active"),
    "F22 certificate": SeenBroken(
        fact(keys.PAGES_TLS, Tls("auth.acme.example", 443, "", "its certificate is not accepted: expired", None)),
        "DOM012",
        "its certificate is not accepted",
    ),
    "F22 no record": SeenBroken(
        fact(keys.PAGES_DNS, Resolved("auth.acme.example", ())), "DOM012", "DNS knows no auth.acme.example"
    ),
    "F23": Broken(attribute("email", Mutable=False), "IDP013", "exactly once"),
    "F24": Broken(attribute("phone_number", Required=True), "IDP014", "lets none of these people in"),
    "F24 ours": Broken(unmapped("email"), "IDP012", "does not map email"),
    "F25": Broken(setting(WriteAttributes=["preferred_username"]), "IDP015", "may not write"),
    "F26": Broken(mapping(user_name="uid"), "IDP016", "which the user pool does not have"),
    "F27": Broken(users(email="a@acme.example", email_verified="true"), "POL014", "1 without preferred_username"),
    "F28": Broken(users(preferred_username="someone"), "POL014", "1 without email"),
    "F29": NoTrouble(
        users(email="a@acme.example", preferred_username="a"), "POL014", "1 with an email that is not verified"
    ),
    "F35": Broken(env(lambda text: text.replace("/oauth2/token", "/oauth/token")), "ENV018", "its path is"),
    "F36": Broken(reset, "APP012", "is off for this app client"),
    "F38": NoTrouble(original_deleted, "APP011", "AWS no longer shows it"),
    "F39": Broken(two_secrets, "APP020", "AWS allows two"),
    "F40": Broken(fault("denied", "ListUserPools", "DescribeUserPoolDomain"), "AWS013", "DescribeUserPoolDomain"),
    "F41 region": Broken(answer(region="us-east-1"), "POL010", "Its id begins with eu-west-1"),
    "F41 account": Broken(answer(account="999999999999"), "AWS015", "another AWS account"),
    "F41 pool": Broken(answer(user_pool="eu-west-1_Nope12345"), "POL010", "There is no such user pool"),
    "F43": SeenBroken(
        fact(keys.ISSUER_DNS, Resolved("cognito-idp.eu-west-1.amazonaws.com", ("10.0.3.7",))),
        "NET014",
        "VPC endpoint",
    ),
    "F44": Broken(fault("denied", "discovery"), "OID010", "resource control policy"),
    "F45": Broken(fault("throttle", "DescribeUserPoolClient"), "AWS013", "limiting requests"),
    "F48": SeenBroken(
        gov_cloud("https://clearml-people.auth.us-gov-west-1.amazoncognito.com"),
        "OID013",
        "not those of this user pool",
    ),
}


@pytest.fixture(scope="module")
def running() -> Iterator[Scene]:
    with pytest.MonkeyPatch.context() as patch, scene("healthy", patch) as opened:
        yield opened


@pytest.fixture
def complete(running: Scene, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    world = fresh(running)
    equip(world, tmp_path_factory.mktemp("given"))
    return world


@pytest.fixture(scope="module")
def seen(running: Scene, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    world = fresh(running)
    equip(world, tmp_path_factory.mktemp("seen"))
    return as_on_aws(world.diagnose().snapshot)


def causes_of(found: dict[str, Finding]) -> list[str]:
    """What the report ends with: the root causes; where there is none, the warnings."""
    causes = [one.check for one in root_causes(tuple(found.values()))]
    return causes or sorted(having(found, Status.WARNING))


@pytest.mark.parametrize("name", [name for name, one in FAILURES.items() if isinstance(one, Broken)])
def test_a_failure_is_the_one_root_cause(name: str, complete: Scene) -> None:
    one = FAILURES[name]
    assert isinstance(one, Broken)
    one.change(complete)
    found = complete.findings()
    assert causes_of(found) == [one.root]
    assert one.words in found[one.root].message


@pytest.mark.parametrize("name", [name for name, one in FAILURES.items() if isinstance(one, SeenBroken)])
def test_a_failure_that_loopback_cannot_play_is_the_one_root_cause(name: str, seen: Snapshot) -> None:
    one = FAILURES[name]
    assert isinstance(one, SeenBroken)
    found = judged(one.change(seen))
    assert causes_of(found) == [one.root]
    assert one.words in found[one.root].message


@pytest.mark.parametrize("name", [name for name, one in FAILURES.items() if isinstance(one, NoTrouble)])
def test_what_is_often_taken_for_a_failure_is_none(name: str, complete: Scene) -> None:
    one = FAILURES[name]
    assert isinstance(one, NoTrouble)
    one.change(complete)
    found = complete.findings()
    assert trouble(found) == set()
    said = [found[one.check].message, *(evidence.said for evidence in found[one.check].evidence)]
    assert any(one.words in text for text in said)


def test_every_failure_of_the_catalogue_is_here_once() -> None:
    named = {name.split()[0] for name in FAILURES} | {"F11"}
    assert named | set(UNPROVABLE) == {f"F{number:02}" for number in range(1, 51)}
    assert not named & set(UNPROVABLE)


def test_f11_a_secret_that_is_taken_one_way_only(complete: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """An endpoint that reads a + in HTTP Basic as a blank, as form-decoding does."""
    from urllib.parse import unquote_plus

    monkeypatch.setattr(tokens, "unquote", unquote_plus)
    plus = "a+" + "b" * 40
    complete.client.secrets[:] = [ClientSecret("first", plus, building.CREATED, original=True)]
    env_file = complete.options["env_file"]
    env_file.write_text(env_file.read_text().replace(str(complete.ready["client_secret"]), plus))
    found = complete.findings()
    assert causes_of(found) == ["LGN012"] and "refuses it the other (Basic)" in found["LGN012"].message


def test_the_pages_of_gov_cloud_and_the_newer_form_of_issuer_are_right(seen: Snapshot) -> None:
    right = gov_cloud("https://clearml-people.auth-fips.us-gov-west-1.amazoncognito.com")(seen)
    assert judged(right)["OID013"].status is Status.OK
    assert judged(updated_issuer(seen))["OID011"].status is Status.OK


def test_a_private_address_is_fine_on_this_machine_only(seen: Snapshot) -> None:
    for address, status in (("127.0.0.1", Status.SKIPPED), ("192.168.1.4", Status.WARNING), ("8.8.8.8", Status.OK)):
        found = judged(fact(keys.ISSUER_DNS, Resolved("x", (address,)))(seen))
        assert found["NET014"].status is status, address
