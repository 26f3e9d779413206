"""A bundle holds what is named and nothing else, and there is none where a secret would be in it."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import urllib.parse
import zipfile
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import jsonschema
import pytest

from diagnostics import keys
from diagnostics.aws import Aws, AwsAccess
from diagnostics.connection import Connection
from diagnostics.diagnosis import Diagnosis
from diagnostics.findings import Severity, Status
from diagnostics.leaks import known_secrets, leak
from diagnostics.reports.bundle import Bundle, Leaky, bundle, zipped
from diagnostics.reports.bundle_fields import FIELDS
from diagnostics.reports.exit_status import exit_status
from diagnostics.reports.json import SCHEMA
from diagnostics.secret import Secret
from diagnostics.secret_text import SHORTEST, secret_by_name
from diagnostics.sources import Sources
from tests.diagnostics.looking import Scene
from tests.diagnostics.reports import SUBJECT, diagnosis, finding

SECRET = "1a+b/c=d2 é\"<q>'\\3f4g5h6i7j8k9l0m1n2o3p4q5r6s7t8u9v0w1x2y"
FORMS = {
    "plain": SECRET.encode(),
    "JSON": json.dumps(SECRET).encode(),
    "JSON, not ASCII": json.dumps(SECRET, ensure_ascii=False).encode(),
    "URL": urllib.parse.quote(SECRET, safe="").encode(),
    "URL, lower case": urllib.parse.quote(SECRET, safe="").lower().replace("%2b", "%2b").encode(),
    "form": urllib.parse.urlencode({"client_secret": SECRET}).encode(),
    "hex": SECRET.encode().hex().encode(),
    "HEX": SECRET.encode().hex().upper().encode(),
    "backwards": SECRET.encode()[::-1],
    **{f"base64 at {n}": base64.b64encode(b"x" * n + SECRET.encode() + b"yz") for n in range(7)},
    **{f"base64url at {n}": base64.urlsafe_b64encode(b"id:"[:n] + SECRET.encode()) for n in range(4)},
}


@pytest.mark.parametrize("form", FORMS)
def test_a_secret_is_found_in_every_form(form: str) -> None:
    members = {"clean": b"nothing here", "full": b"before " + FORMS[form] + b" after"}
    found = leak(members, {"keyring's": Secret(SECRET)})
    assert found is not None
    assert (found.whose, found.member) == ("keyring's", "full")
    assert leak({"clean": members["clean"]}, {"keyring's": Secret(SECRET)}) is None


def test_one_that_is_too_short_to_look_for_counts_as_found_and_a_mere_reference_does_not() -> None:
    assert leak({"a": b"nothing"}, {"given": Secret("x" * (SHORTEST - 1))}) is not None
    assert leak({"a": b"${COGNITO_AUTH_CLIENT_SECRET}"}, {"env": Secret("${COGNITO_AUTH_CLIENT_SECRET}")}) is None


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("AWS_SECRET_ACCESS_KEY", True),
        ("AWS_SESSION_TOKEN", True),
        ("COGNITO_AUTH_CLIENT_SECRET", True),
        ("CLEARML__secure__login__sso__oauth_client__cognito__client_secret", True),
        ("MONGO_PASSWORD", True),
        ("CLEARML__services__login__sso__oauth_client__cognito__access_token_url", False),
        ("CLEARML__secure__login__sso__oauth_client__cognito__client_id", False),
        ("AWS_WEB_IDENTITY_TOKEN_FILE", False),
        ("AWS_ACCESS_KEY_ID", False),
        ("PATH", False),
    ],
)
def test_a_variable_s_name_tells_whether_it_holds_a_secret(name: str, secret: bool) -> None:
    assert secret_by_name(name) is secret


def sources(connection: Connection, **options: object) -> Sources:
    return Sources(connection, Aws(AwsAccess(None, "eu-west-1")), None, **options)  # type: ignore[arg-type]


def made(found: Diagnosis, looked_at: Sources, **subject: object) -> Bundle:
    return bundle(
        found,
        replace(SUBJECT, **subject),  # type: ignore[arg-type]
        exit_status(found.findings),
        (),
        sources=looked_at,
        secrets=known_secrets(looked_at),
    )


def test_a_bundle_of_a_real_look_shows_enough_to_help_and_nobody_s_names(healthy: Scene, tmp_path: Path) -> None:
    secret = str(healthy.ready["client_secret"])
    given = tmp_path / "clearml.env"
    given.write_text(
        "# a comment with a-name-in-it\n"
        f"CLEARML__secure__login__sso__oauth_client__cognito__client_secret={secret}\n"
        "CLEARML__secure__login__sso__oauth_client__cognito__client_id='${COGNITO_AUTH_CLIENT_ID}'\n"
        "MONGO_PASSWORD=a-password-of-mongo\n"
        "SMTP_HOST=mail.inner.example\n"
        "pasted-without-a-name\n"
        "EMPTY=\n",
        encoding="ascii",
    )
    healthy.change(company="The Company", profile="ada-laptop")
    healthy.client.settings["CallbackURLs"] = ["https://ada@else.example/ada.lovelace@acme.io"]
    healthy.options["env_file"] = given
    found = healthy.diagnose()
    looked_at = sources(healthy.connection, env_file=given, environment={"AWS_SESSION_TOKEN": "a-session-token"})
    looked_at.held.hold("described", Secret(secret))
    client, account = healthy.ready["app_client"], healthy.ready["account"]
    whole = made(found, looked_at, app_client=client, account=account, profile="ada-laptop", env_file=str(given))
    everything = b"\n".join(whole.members.values()).decode()
    assert set(whole.members) == {
        *("report.txt", "report.json", "snapshot.json", "env.keys.txt", "versions.json", "manifest.json")
    }
    for private in (
        *(secret, client, account, "a-password-of-mongo", "mail.inner.example", "a-name-in-it", "ada-laptop"),
        *("The Company", "pasted-without-a-name", "lovelace", "assumed-role", "AKIASANDBOX"),
    ):
        assert private not in everything, private
    assert f"{client[:4]}…{client[-4:]}" in everything
    assert f"…{account[-4:]}" in everything
    names = whole.members["env.keys.txt"].decode().splitlines()
    assert [" ".join(line.split()) for line in names] == [
        "line name value characters",
        "2 CLEARML__secure__login__sso__oauth_client__cognito__client_secret text 32-63",
        "3 CLEARML__secure__login__sso__oauth_client__cognito__client_id a reference 16-31",
        "4 MONGO_PASSWORD text 16-31",
        "5 SMTP_HOST text 16-31",
        "6 (not shown) from the environment",
        "7 EMPTY empty 0",
    ]
    report = json.loads(whole.members["report.json"])
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(report)
    assert json.loads(whole.members["snapshot.json"])["facts"]["app client"]["known"]["oauth_enabled"] is True


def test_the_manifest_names_every_member_with_its_hash_and_what_was_left_out() -> None:
    whole = made(diagnosis(finding("APP013", Status.FAILED)), sources(Connection()))
    manifest = json.loads(whole.members["manifest.json"])
    hashes = {one["name"]: (one["bytes"], one["sha256"]) for one in manifest["members"]}
    assert hashes == {
        name: (len(content), hashlib.sha256(content).hexdigest())
        for name, content in whole.members.items()
        if name != "manifest.json"
    }
    assert any("every value of the env file" in line for line in manifest["withheld"])


@pytest.mark.parametrize("where", ["finding", "env file's name", "display name"])
def test_there_is_no_bundle_where_a_secret_would_be_in_it(where: str, tmp_path: Path) -> None:
    secret = "canary-0123456789-canary"
    given = tmp_path / "clearml.env"
    given.write_text(f"DB_PASSWORD={secret}\n{secret if where == 'env file' + chr(39) + 's name' else 'X'}=1\n")
    found = diagnosis(
        finding("APP013", Status.FAILED, Severity.ERROR, text=f"at {secret}" if where == "finding" else None)
    )
    name = base64.b64encode(secret.encode()).decode() if where == "display name" else "default"
    with pytest.raises(Leaky, match="No bundle was made: the env file's DB_PASSWORD is in it") as refused:
        made(found, sources(Connection(), env_file=given), connection=name)
    assert secret not in str(refused.value)


def test_a_zip_of_a_bundle_opens_and_is_private_and_the_same_every_time() -> None:
    found = diagnosis(finding("APP013", Status.FAILED))
    whole = made(found, sources(Connection()))
    archive = zipfile.ZipFile(io.BytesIO(zipped(whole, found)))
    assert archive.testzip() is None
    assert {name: archive.read(name) for name in archive.namelist()} == whole.members
    assert all(one.external_attr >> 16 == 0o600 for one in archive.infolist())
    assert zipped(whole, found) == zipped(whole, found)


def test_the_list_of_fields_names_only_what_there_is() -> None:
    from diagnostics.snapshot_file import fact_types

    reached: dict[str, set[str]] = {}

    def visit(declared: object) -> None:
        from typing import get_args, get_type_hints

        for argument in get_args(declared):
            visit(argument)
        if isinstance(declared, type) and is_dataclass(declared) and declared.__name__ not in reached:
            reached[declared.__name__] = {one.name for one in fields(declared)}
            for hint in get_type_hints(declared).values():
                visit(hint)

    for declared in fact_types().values():
        visit(declared)
    assert "Connection" in reached and keys.CONNECTION.name in fact_types()
    for name, kept in FIELDS.items():
        assert set(kept) <= reached[name], name
