"""An existing env file keeps every foreign byte, and our values win."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.env_file import BadEnvFile, parse_env_file
from diagnostics.secret import Secret
from diagnostics.settings import CLIENT_ID_VARIABLE, CLIENT_SECRET_VARIABLE, DISPLAY_NAME, ClearMLSettings
from tests.export.hostile import anything
from tests.export.readers import Compose
from wizard.exports.compose_env import BEGIN, END, HEAD, OWN_KEYS, render
from wizard.exports.refusal import ExportRefused

FULL = ClearMLSettings(
    "https://acme.example/oauth2/authorize",
    "https://acme.example/oauth2/token",
    "4k2abc9q",
    Secret("n3w"),
    display_name="Acme #1",
)
FOREIGN = (
    *(
        b"# mine\n",
        b"FOO=bar\n",
        b"FOO='a\nb'\n",
        b'export X="1"\r\n',
        b"\r\n",
        b"\n",
        b"BARE\n",
        b"LATIN=\xe9\xff\n",
    ),
    *(b"   # >>> something else >>>\n", b"Q='\n" + BEGIN.encode() + b"\n'\n", b"W=\t x # y\n", b"\xef\xbb\xbf"),
    *(CLIENT_ID_VARIABLE.encode() + b"=theirs\n", DISPLAY_NAME.variable.encode() + b"='\"theirs\"'\n"),
)
foreign = st.lists(st.sampled_from(FOREIGN), max_size=6).map(b"".join).filter(lambda text: readable(text))


def readable(text: bytes) -> bool:
    try:
        parse_env_file(text)
    except BadEnvFile:
        return False
    return True


def without_block(content: bytes) -> bytes:
    # The mark alone may stand in somebody's quoted value as well.
    head, begin, rest = content.partition(f"{BEGIN}\n{HEAD}\n".encode())
    assert begin
    return head + rest.partition(f"{END}\n".encode())[2]


@given(before=foreign, ended=st.booleans())
def test_every_foreign_byte_stays_and_exporting_again_changes_nothing(before: bytes, ended: bool) -> None:
    before = before if ended else before.rstrip(b"\r\n")
    once = render(before, FULL, "inside").content
    assert without_block(once) == (before if before.endswith(b"\n") or not before else before + b"\n")
    again = render(once, FULL, "inside")
    assert again.content == once


@given(above=foreign, below=foreign)
def test_wherever_the_block_stands_ours_win_and_foreign_bytes_stay(above: bytes, below: bytes) -> None:
    old = render(None, replace(FULL, client_id="old"), "inside").content
    before = above + old + below
    if not readable(before):
        return
    after = render(before, FULL, "inside").content
    values = parse_env_file(after).given({}).values
    assert values[CLIENT_ID_VARIABLE].reveal() == FULL.client_id
    assert values[DISPLAY_NAME.variable].reveal() == '"Acme #1"'
    assert without_block(after) == above + below
    assert render(after, FULL, "inside").content == after


def test_the_block_stays_where_the_admin_put_it() -> None:
    block = render(None, FULL, "inside").content
    after = render(b"A=1\n" + block + b"B=2\n", replace(FULL, client_secret=Secret("other")), "inside").content
    assert after == b"A=1\n" + block.replace(b"n3w", b"other") + b"B=2\n"


def test_a_later_foreign_line_moves_the_block_below_it_and_is_named() -> None:
    block = render(None, FULL, "inside").content
    before = b"A=1\n" + block + b"COGNITO_AUTH_CLIENT_ID=theirs\n"
    rendered = render(before, FULL, "inside")
    assert rendered.content == b"A=1\nCOGNITO_AUTH_CLIENT_ID=theirs\n" + block
    number = before.count(b"\n")
    assert rendered.warnings == (
        f"Line {number} sets COGNITO_AUTH_CLIENT_ID as well. The block's line wins; delete line {number}.",
    )


def test_a_setting_we_leave_out_and_somebody_else_sets_is_named() -> None:
    rendered = render(b"CLEARML__SERVICES__login__sso__oauth_client__cognito__identity_provider=x\n", FULL, "inside")
    assert "Line 1" in rendered.warnings[0]
    assert "ClearML will still use it" in rendered.warnings[0]


def test_a_foreign_line_inside_the_block_is_kept_below_it() -> None:
    block = render(None, FULL, "inside").content
    touched = block.replace(END.encode(), b"MINE='a\nb'\nALSO\n" + END.encode())
    rendered = render(touched + b"Z=1\n", FULL, "inside")
    assert rendered.content == block + b"MINE='a\nb'\nALSO\n" + b"Z=1\n"
    assert [warning.split(":")[0] for warning in rendered.warnings] == [
        "Line 10 stood between the marks and sets MINE",
        "Line 12 stood between the marks and sets ALSO",
    ]


def test_a_setting_taken_back_leaves_the_block() -> None:
    once = render(None, FULL, "inside").content
    assert DISPLAY_NAME.variable.encode() not in render(once, replace(FULL, display_name=None), "inside").content


def test_a_block_whose_lines_were_turned_to_crlf_is_still_ours() -> None:
    once = render(b"A=1\n", FULL, "inside").content
    after = render(once.replace(b"\n", b"\r\n"), FULL, "inside")
    assert after.content == b"A=1\r\n" + once.removeprefix(b"A=1\n")
    assert any("CR LF" in warning for warning in after.warnings)


@pytest.mark.parametrize(
    "before",
    [
        BEGIN.encode() + b"\nA=1\n",
        END.encode() + b"\n" + BEGIN.encode() + b"\n",
        render(None, FULL, "inside").content * 2,
        END.encode(),
    ],
)
def test_broken_marks_are_refused_with_their_lines(before: bytes) -> None:
    with pytest.raises(ExportRefused, match=r"not one pair any more \(lines? 1|lines 1"):
        render(before, FULL, "inside")


def test_a_file_that_compose_cannot_read_is_refused_because_it_would_swallow_the_block() -> None:
    with pytest.raises(ExportRefused, match="line 2 opens a quote that is never closed"):
        render(b"A=1\nB='x\n", FULL, "inside")


def test_by_reference_refuses_a_secret_that_stands_elsewhere_in_the_file() -> None:
    with pytest.raises(ExportRefused, match="Line 2 sets COGNITO_AUTH_CLIENT_SECRET itself"):
        render(b"A=1\nCOGNITO_AUTH_CLIENT_SECRET=old\n", FULL, "reference")
    assert render(b"COGNITO_AUTH_CLIENT_SECRET\n", FULL, "reference").content


@pytest.mark.compose
def test_compose_agrees_that_ours_win(compose: Compose, tmp_path: Path) -> None:
    block = render(None, replace(FULL, client_id="old"), "inside").content
    before = b"COGNITO_AUTH_CLIENT_ID=first\n" + block + b"A='1'\r\nCOGNITO_AUTH_CLIENT_SECRET=last\n"
    [found] = compose.given(tmp_path, [render(before, FULL, "inside").content])
    assert found["A"] == "1"
    assert found[CLIENT_ID_VARIABLE] == "4k2abc9q"
    assert found[CLIENT_SECRET_VARIABLE] == "n3w"


def test_the_lines_are_those_of_the_guide() -> None:
    lines = render(None, FULL, "reference").content.decode().splitlines()
    base = "login__sso__oauth_client__cognito__"
    assert [line for line in lines if not line.startswith("#")] == [
        "COGNITO_AUTH_CLIENT_ID=4k2abc9q",
        'COGNITO_AUTH_CLIENT_SECRET="${COGNITO_AUTH_CLIENT_SECRET:?start with clearml-cognito --run}"',
        f"CLEARML__services__{base}authorize_url='\"https://acme.example/oauth2/authorize\"'",
        f"CLEARML__services__{base}access_token_url='\"https://acme.example/oauth2/token\"'",
        f"CLEARML__secure__{base}client_id='${{COGNITO_AUTH_CLIENT_ID}}'",
        f"CLEARML__secure__{base}client_secret='${{COGNITO_AUTH_CLIENT_SECRET}}'",
        f"CLEARML__services__{base}display_name='\"Acme #1\"'",
    ]
    assert {line.partition("=")[0] for line in lines if not line.startswith("#")} <= OWN_KEYS


@given(name=anything, provider=anything)
def test_a_second_reader_of_env_files_agrees_on_whatever_can_be_written(name: str, provider: str) -> None:
    settings = replace(FULL, display_name=name, identity_provider=provider)
    try:
        render(None, settings, "inside")
    except ExportRefused as refused:
        assert "holds a" in str(refused)


def test_what_a_second_reader_finds_otherwise_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.exports.quoted_family._BARE", re.compile(".*"))
    with pytest.raises(ExportRefused, match=rf"Another reader .*{CLIENT_SECRET_VARIABLE}. Nothing") as refused:
        render(None, replace(FULL, client_secret=Secret("s3cret #s3cret")), "inside")
    assert "s3cret" not in str(refused.value)
