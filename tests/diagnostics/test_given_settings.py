"""The file that ClearML is given: what is wrong in it is named by line, and a good export has nothing wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest

from diagnostics.connection import Export
from diagnostics.findings import Finding, Status
from diagnostics.given_settings import read_given
from diagnostics.secret import Secret
from tests.diagnostics.looking import Scene, having, trouble
from wizard.exports.compose_env import render
from wizard.exports.settings import export_settings
from wizard.sandbox import building
from wizard.sandbox.faults import Fault, Kind

SECRET = "COGNITO_AUTH_CLIENT_SECRET"
PREFIX = "CLEARML__services__login__sso__oauth_client__cognito__"
SECURE = "CLEARML__secure__login__sso__oauth_client__cognito__"
Change = Callable[[str], str]


def exported(scene: Scene, path: Path, *, by_reference: bool = False) -> Path:
    base = scene.ready["domain_base"]
    settings = export_settings(
        scene.connection,
        authorize_url=f"{base}/oauth2/authorize",
        access_token_url=f"{base}/oauth2/token",
        secret=Secret(scene.ready["client_secret"]),
    )
    path.write_bytes(render(None, settings, "reference" if by_reference else "inside").content)
    path.chmod(0o600)
    scene.options["env_file"] = path
    return path


def env_trouble(found: dict[str, Finding]) -> set[str]:
    return {id for id in trouble(found) if id.startswith("ENV")}


@pytest.mark.parametrize("by_reference", [False, True])
def test_what_the_wizard_exports_is_right(by_reference: bool, healthy: Scene, tmp_path: Path) -> None:
    healthy.change(display_name='He said "hi" #1', company="d1bd92a3b039400cbafc60a7a5b1e52b")
    healthy.sandbox.account.clearml.providers = [{"name": "cognito", "display_name": 'He said "hi" #1'}]
    exported(healthy, tmp_path / "a.env", by_reference=by_reference)
    found = healthy.findings()
    assert trouble(found) == set()
    assert {id for id in found if id.startswith("ENV")} == {
        id for id in (having(found, Status.OK) | {"ENV024"}) if id.startswith("ENV")
    }
    assert found["ENV024"].status is Status.SKIPPED  # no provider is named


def swap(old: str, new: str) -> Change:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return change


def value_of(variable: str, value: str) -> Change:
    """Change what stands behind `variable=`."""

    def change(text: str) -> str:
        lines = [f"{variable}={value}" if line.startswith(f"{variable}=") else line for line in text.split("\n")]
        assert "\n".join(lines) != text
        return "\n".join(lines)

    return change


BROKEN: dict[str, tuple[Change, str, str]] = {
    "a name is misspelt": (swap(f"{PREFIX}authorize_url", f"{PREFIX}authorise_url"), "ENV013", "authorize_url"),
    "a section is wrong": (swap(f"{SECURE}client_id", f"{PREFIX}client_id"), "ENV013", f"{SECURE}client_id"),
    "one underscore is missing": (swap("CLEARML__services", "CLEARML_services"), "ENV013", "authorize_url"),
    "an address is missing": (
        lambda text: text.replace(f"{PREFIX}access_token_url", "# "),
        "ENV011",
        "access_token_url",
    ),
    "the secret is empty": (value_of(SECRET, ""), "ENV012", "client_secret"),
    "a literal reference": (value_of(f"{SECURE}client_id", "'\"${COGNITO_AUTH_CLIENT_ID}\"'"), "ENV014", "client_id"),
    "a value is cut": (
        value_of(f"{PREFIX}authorize_url", "https://x.example/a#b/oauth2/authorize"),
        "ENV014",
        "comment",
    ),
    "an id that is a number": (value_of(f"{SECURE}client_id", "1234567890"), "ENV014", "number"),
    "single quotes are kept": (value_of(f"{SECURE}client_id", "\"'abc'\""), "ENV014", "single quotes"),
    "another client id": (value_of("COGNITO_AUTH_CLIENT_ID", "another"), "ENV015", "another client id"),
    "another secret": (value_of(SECRET, "z" * 51), "ENV016", "not one of this app client's"),
    "another domain": (
        swap("/pages/clearml-people/oauth2/token", "/pages/old/oauth2/token"),
        "ENV018",
        "access_token_url",
    ),
    "not HOCON": (lambda text: text + "CLEARML__apiserver__x=a&b\n", "ENV023", "CLEARML__apiserver__x"),
    "an open quote": (lambda text: text + "X='a\n", "ENV010", "quote"),
    "a variable that Compose needs": (lambda text: text + 'X="${NOBODY:?has it}"\n', "ENV010", "NOBODY"),
    "a key is set twice": (
        lambda text: text + "COGNITO_AUTH_CLIENT_ID=${COGNITO_AUTH_CLIENT_ID}\n",
        "ENV017",
        "lines",
    ),
    "another company": (lambda text: text + f"{SECURE}default_company=acme\n", "ENV020", "company id"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_one_wrong_line_is_named_and_nothing_else(name: str, healthy: Scene, tmp_path: Path) -> None:
    change, id, words = BROKEN[name]
    path = exported(healthy, tmp_path / "a.env")
    path.write_text(change(path.read_text()))
    found = healthy.findings()
    assert env_trouble(found) - {"ENV022"} == {id}
    said = found[id]
    assert words in " ".join([said.message, said.expected or "", *(seen.said for seen in said.evidence)])


def test_a_second_secret_that_cognito_never_shows_is_proved_at_the_token_endpoint(
    healthy: Scene, tmp_path: Path
) -> None:
    from wizard.sandbox.building import CREATED
    from wizard.sandbox.state import ClientSecret

    path = exported(healthy, tmp_path / "a.env")
    healthy.client.secrets.append(ClientSecret("second", "b" * 51, CREATED, original=False))
    path.write_text(value_of(SECRET, "b" * 51)(path.read_text()))
    found = healthy.findings()
    assert found["ENV016"].status is Status.OK and "accepts it" in found["ENV016"].message
    path.write_text(value_of(SECRET, "c" * 51)(path.read_text()))
    assert healthy.findings()["ENV016"].status is Status.FAILED


def test_a_file_that_is_not_there_is_a_finding_only_where_somebody_named_it(healthy: Scene, tmp_path: Path) -> None:
    healthy.options["env_file"] = tmp_path / "none.env"
    assert env_trouble(healthy.findings()) == {"ENV010"}
    del healthy.options["env_file"]
    healthy.change(exports=(Export("compose-env", str(tmp_path / "gone.env"), "inside"),))
    found = healthy.findings()
    assert env_trouble(found) == {"ENV010"} and found["ENV010"].status is Status.WARNING
    assert having(found, Status.SKIPPED) >= {"ENV011", "ENV016"}


def test_a_secret_that_others_may_read_is_a_warning(healthy: Scene, tmp_path: Path) -> None:
    exported(healthy, tmp_path / "a.env").chmod(0o640)
    assert env_trouble(healthy.findings()) == {"ENV021"}


def test_a_reference_without_a_secret_at_hand_keeps_the_rest_readable(tmp_path: Path, healthy: Scene) -> None:
    path = exported(healthy, tmp_path / "a.env", by_reference=True)
    given, secret = read_given(path, {}, "abc", None)
    assert secret is None and given.by_reference and not given.secret_at_hand
    assert not given.stops_compose and not given.stops_clearml
    healthy.client.secrets.append(healthy.client.secrets.pop(0))
    healthy.client.secrets[0].original = False
    found = healthy.findings()
    assert env_trouble(found) == {"ENV010", "ENV016"} and found["ENV010"].status is Status.WARNING
    assert found["ENV016"].status is Status.UNKNOWN


def test_without_aws_the_secret_inside_the_file_is_proved_at_the_token_endpoint(
    healthy: Scene, tmp_path: Path
) -> None:
    exported(healthy, tmp_path / "a.env")
    healthy.sandbox.world.faults.arm(Fault("DescribeUserPoolClient", Kind.DENIED))
    found = healthy.findings()
    assert found["LGN012"].status is Status.OK
    assert "the env file's secret" in found["LGN012"].message


def test_no_value_of_the_file_is_in_what_is_said(healthy: Scene, tmp_path: Path) -> None:
    canary = "canary+" + "q" * 44
    path = exported(healthy, tmp_path / "a.env")
    path.write_text(value_of(SECRET, canary)(path.read_text()) + f"CLEARML__x={canary}&\nFOREIGN='{canary}\n")
    assert "canary" not in repr(healthy.diagnose())
    path.write_text(path.read_text().replace("FOREIGN='", "FOREIGN="))
    assert "canary" not in repr(healthy.diagnose())


def test_a_value_that_compose_cuts_is_named(healthy: Scene, tmp_path: Path) -> None:
    path = exported(healthy, tmp_path / "a.env")
    path.write_text(f"{path.read_text()}{PREFIX}display_name=Corp #1\n")
    found = healthy.findings()["ENV014"]
    assert found.status is Status.WARNING and "display_name ends before the #" in found.message


HARMLESS = {
    "another provider's setting": "CLEARML__secure__login__sso__oauth_client__google__client_id='\"x\"'",
    "another tool's setting": "CLEARML__apiserver__auth__cookies__secure=false",
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_none_of_cognitos_is_no_misspelt_setting_of_it(name: str, healthy: Scene, tmp_path: Path) -> None:
    path = exported(healthy, tmp_path / "a.env")
    path.write_text(f"{path.read_text()}{HARMLESS[name]}\n")
    assert env_trouble(healthy.findings()) == set()


def test_a_misplaced_setting_beside_the_right_one_is_only_a_warning(healthy: Scene, tmp_path: Path) -> None:
    path = exported(healthy, tmp_path / "a.env")
    path.write_text(f"{path.read_text()}{PREFIX}client_id='\"x\"'\n")
    found = healthy.findings()["ENV013"]
    assert found.status is Status.WARNING and "is set as well" in found.message


def test_a_whole_table_in_one_variable_is_read_as_clearml_does(healthy: Scene, tmp_path: Path) -> None:
    path = exported(healthy, tmp_path / "a.env")
    id, secret = healthy.ready["app_client"], healthy.ready["client_secret"]
    lines = [line for line in path.read_text().splitlines() if not line.startswith(SECURE)]
    lines.append(f'{SECURE.rstrip("_")}=\'{{client_id: "{id}", client_secret: "{secret}"}}\'')
    path.write_text("\n".join(lines) + "\n")
    assert env_trouble(healthy.findings()) == set()


def test_a_secret_where_the_id_belongs_is_shown_nowhere(healthy: Scene, tmp_path: Path) -> None:
    path = exported(healthy, tmp_path / "a.env")
    unknown = "q7" * 25
    path.write_text(value_of("COGNITO_AUTH_CLIENT_ID", unknown)(path.read_text()))
    diagnosis = healthy.diagnose()
    found = {one.check: one for one in diagnosis.findings}
    assert "exchanged" in found["ENV015"].message
    assert unknown not in repr(diagnosis)


@pytest.mark.parametrize(("given", "expected"), [("acmesaml", "AcmeSAML"), ("Okta", "COGNITO, AcmeSAML")])
def test_a_provider_that_the_pool_does_not_have_is_named(
    given: str, expected: str, healthy: Scene, tmp_path: Path
) -> None:
    building.saml_provider(healthy.pool, "AcmeSAML", {"email": "mail", "preferred_username": "uid"})
    path = exported(healthy, tmp_path / "a.env")
    path.write_text(f"{path.read_text()}{PREFIX}identity_provider='\"{given}\"'\n")
    found = healthy.findings()["ENV024"]
    assert (found.status, found.expected, found.actual) == (Status.FAILED, expected, given)


def test_a_provider_that_the_app_client_does_not_offer_is_named(healthy: Scene, tmp_path: Path) -> None:
    building.saml_provider(healthy.pool, "AcmeSAML", {"email": "mail", "preferred_username": "uid"})
    path = exported(healthy, tmp_path / "a.env")
    path.write_text(f"{path.read_text()}{PREFIX}identity_provider='\"AcmeSAML\"'\n")
    found = healthy.findings()["ENV024"]
    assert found.status is Status.FAILED and "does not offer" in found.message


def test_words_that_look_like_a_reference_may_be_meant(healthy: Scene, tmp_path: Path) -> None:
    healthy.change(display_name="Acme ${X} $HOME")
    exported(healthy, tmp_path / "a.env")
    assert env_trouble(healthy.findings()) == set()


def test_the_company_in_the_file_counts_where_anybody_may_join(healthy: Scene, tmp_path: Path) -> None:
    healthy.pool.description["AdminCreateUserConfig"] = {"AllowAdminCreateUserOnly": False}
    path = exported(healthy, tmp_path / "a.env")
    path.write_text(f"{path.read_text()}{SECURE}default_company='\"d1bd92a3b039400cbafc60a7a5b1e52b\"'\n")
    assert healthy.findings()["SEC014"].status is Status.WARNING


def test_blanks_and_quotes_around_the_secret_are_named(healthy: Scene, tmp_path: Path) -> None:
    path = exported(healthy, tmp_path / "a.env")
    path.write_text(value_of(SECRET, f"'\"{healthy.ready['client_secret']} \"'")(path.read_text()))
    found = healthy.findings()["ENV016"]
    assert found.status is Status.FAILED and "blanks or quotes stand around it" in found.message


def test_the_guides_own_line_takes_the_secret_by_reference(healthy: Scene, tmp_path: Path) -> None:
    path = exported(healthy, tmp_path / "a.env")
    lines = [
        line for line in path.read_text().splitlines() if not line.startswith((SECRET, f"{SECURE}client_secret"))
    ]
    path.write_text("\n".join([*lines, f'{SECURE}client_secret="${{{SECRET}}}"', ""]))
    found = healthy.findings()
    assert found["ENV012"].status is Status.OK
    assert "the secret comes from clearml-cognito --run" in found["ENV010"].message
