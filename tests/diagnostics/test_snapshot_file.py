"""A saved look is judged as it was when it was taken, holds no secret, and a file that is none is a sentence."""

from __future__ import annotations

import dataclasses
import itertools
import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from diagnostics.checks import CHECKS
from diagnostics.diagnosis import chosen
from diagnostics.facts import Known, Unknown, Why
from diagnostics.findings import Status
from diagnostics.look import Snapshot
from diagnostics.secret import Secret
from diagnostics.snapshot_file import (
    FORMAT,
    NOT_INCLUDED,
    DamagedSnapshot,
    fact_types,
    judge_saved,
    read_snapshot,
    snapshot_text,
)
from diagnostics.typed_json import NotThatType, decoded, encoded
from tests.diagnostics.looking import Scene
from tests.diagnostics.reports import SUBJECT
from tests.screens.program import forms


def made_up(declared: Any, turn: int = 0) -> Any:
    """A value of a declared type, another one in each turn."""
    origin, arguments = get_origin(declared), get_args(declared)
    if NoneType in arguments:
        return None if turn == 1 else made_up(next(one for one in arguments if one is not NoneType), turn)
    if origin is tuple:
        return () if turn == 2 else tuple(made_up(arguments[0], turn) for _ in range(2))
    if arguments and isinstance(arguments[0], str):
        return arguments[turn % len(arguments)]
    if origin is not None:
        return {"a name": made_up(arguments[1], turn), "": made_up(arguments[1], turn)}
    if dataclasses.is_dataclass(declared):
        hints = get_type_hints(declared)
        return declared(**{one.name: made_up(hints[one.name], turn) for one in dataclasses.fields(declared)})  # type: ignore[operator]
    if issubclass(declared, str) and declared is not str:
        return list(declared)[turn % len(list(declared))]
    return {
        str: ["a  text ", "", "名前 \N{GRINNING FACE} \\ \" ' &"][turn],
        int: [7, -1, 0][turn],
        float: [0.25, 3.0, 1e9][turn],
        bool: [True, False, True][turn],
        datetime: [
            datetime(2026, 8, 24, 10, 12, 7, 99, tzinfo=UTC),
            datetime(1999, 1, 1, tzinfo=timezone(timedelta(hours=-5, minutes=-30))),
            datetime.max.replace(tzinfo=UTC),
        ][turn],
    }[declared]


@pytest.mark.parametrize("turn", [0, 1, 2])
def test_every_fact_s_value_comes_back_as_it_was(turn: int) -> None:
    for name, declared in fact_types().items():
        value = made_up(declared, turn)
        back = decoded(json.loads(json.dumps(encoded(value, declared))), declared)
        assert back == value, name
        assert repr(back) == repr(value), name


def test_a_secret_has_no_written_form() -> None:
    for declared in (str, Secret, object):
        with pytest.raises(TypeError):
            encoded(Secret("canary"), declared)


@pytest.mark.parametrize(
    ("content", "declared"),
    [
        (1, str),
        (True, int),
        (1, bool),
        ("1", float),
        (float("nan"), float),
        (None, str),
        ({}, tuple[str, ...]),
        (["a"], tuple[str, str]),
        ("2026-08-24", datetime),
        ("soon", datetime),
        ("neither", Why),
        ({"why": "timeout"}, Unknown),
        ({"why": "timeout", "detail": "x", "more": 1}, Unknown),
        ("x" * 200_000, str),
    ],
)
def test_a_value_of_another_type_is_refused(content: object, declared: object) -> None:
    with pytest.raises(NotThatType):
        decoded(content, declared)


def test_a_saved_look_is_judged_as_it_was_without_asking_anybody(healthy: Scene, tmp_path: Path) -> None:
    healthy.client.settings["AllowedOAuthScopes"] = ["openid"]
    healthy.fault("DescribeUserPool", "denied")
    live = healthy.diagnose()
    path = tmp_path / "look.json"
    path.write_text(snapshot_text(live, SUBJECT), encoding="ascii")
    healthy.sandbox.world.requests.clear()
    saved = read_snapshot(path)
    again = judge_saved(saved, chosen())
    assert again.findings == live.findings
    assert {Status.FAILED, Status.UNKNOWN, Status.BLOCKED} <= {found.status for found in again.findings}
    assert not healthy.sandbox.requests
    assert saved.subject == dataclasses.replace(SUBJECT, saved_at=live.snapshot.taken_at)
    assert saved.snapshot.seconds.keys() == live.snapshot.seconds.keys()


def test_time_passes_for_nobody_in_a_saved_look(healthy: Scene, tmp_path: Path) -> None:
    """What is not old when it is looked at does not age in the file."""
    live = healthy.diagnose()
    then = live.snapshot.taken_at - timedelta(days=4000)
    earlier = dataclasses.replace(live, snapshot=dataclasses.replace(live.snapshot, taken_at=then))
    path = tmp_path / "look.json"
    path.write_text(snapshot_text(earlier, SUBJECT), encoding="ascii")
    statuses = {found.check: found.status for found in judge_saved(read_snapshot(path), CHECKS).findings}
    assert statuses["APP020"] is Status.OK
    later = dataclasses.replace(live.snapshot, taken_at=live.snapshot.taken_at + timedelta(days=4000))
    path.write_text(snapshot_text(dataclasses.replace(live, snapshot=later), SUBJECT), encoding="ascii")
    statuses = {found.check: found.status for found in judge_saved(read_snapshot(path), CHECKS).findings}
    assert statuses["APP020"] is Status.WARNING


def test_what_a_saved_look_did_not_include_is_not_seen_and_never_fine(healthy: Scene, tmp_path: Path) -> None:
    path = tmp_path / "look.json"
    path.write_text(snapshot_text(healthy.diagnose(only=["POL"]), SUBJECT), encoding="ascii")
    found = {one.check: one for one in judge_saved(read_snapshot(path), CHECKS).findings}
    assert found["POL011"].status is Status.OK
    assert found["SRV014"].status in (Status.UNKNOWN, Status.BLOCKED)
    assert any(NOT_INCLUDED in one.message for one in found.values())
    assert not [one for one in found.values() if one.status is Status.SKIPPED and NOT_INCLUDED in one.message]


def test_no_secret_is_in_a_saved_look_not_even_where_it_was_put_in_the_wrong_place(
    healthy: Scene, tmp_path: Path
) -> None:
    secret = str(healthy.ready["client_secret"])
    given = tmp_path / "clearml.env"
    base = healthy.ready["domain_base"]
    lines = (
        f"CLEARML__services__login__sso__oauth_client__cognito__authorize_url='\"{base}/oauth2/authorize\"'",
        f"CLEARML__services__login__sso__oauth_client__cognito__access_token_url='\"{base}/oauth2/token\"'",
        f"CLEARML__secure__login__sso__oauth_client__cognito__client_id={secret}",
        f"CLEARML__secure__login__sso__oauth_client__cognito__client_secret={secret}",
        f"CLEARML__services__login__sso__oauth_client__cognito__display_name=x{secret}x",
    )
    given.write_text("\n".join(lines), encoding="ascii")
    healthy.options |= {"env_file": given, "given_secret": Secret(secret)}
    live = healthy.diagnose()
    text = snapshot_text(live, SUBJECT).encode()
    assert not [form for form in forms(secret) if form in text]
    found = {one.check: one for one in live.findings}
    assert found["ENV015"].status is Status.FAILED
    assert secret not in repr(live)


GOOD = {
    "file": "clearml-cognito snapshot",
    "format": FORMAT,
    "version": "0.1.0",
    "taken_at": "2026-08-24T10:12:07+00:00",
    "took": 1.0,
    "about": {"command": "clearml-cognito", "connection": "default"},
    "facts": {"credentials": {"known": "a file"}},
    "seconds": {"credentials": 0.1},
}


def test_a_small_file_by_hand_is_read(tmp_path: Path) -> None:
    path = tmp_path / "look.json"
    path.write_text(json.dumps(GOOD), encoding="ascii")
    assert read_snapshot(path).snapshot.facts == {"credentials": Known("a file")}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is no saved look"),
        (b"\x00\xff", "is no saved look"),
        (b"[]", "is no saved look"),
        (b"{}", "is no saved look"),
        (b"[" * 100_000, "is no saved look"),
        (b'{"file": "clearml-cognito snapshot", "took": NaN}', "is no saved look"),
        (b'{"file": "clearml-cognito snapshot", "format": 1, "format": 1}', "is no saved look"),
        (b" " * (8 * 1024 * 1024 + 1), "larger than 8 MiB"),
        ({"format": 2, "version": "9\x1b[31m"}, "saved by clearml-cognito 9\ufffd[31m in format 2"),
        ({"format": True}, "in format True"),
        ({"taken_at": "yesterday"}, "taken_at: not a moment in time"),
        ({"taken_at": "2026-08-24T10:12:07"}, "taken_at: a moment without its offset"),
        ({"took": "1"}, "took: not a number"),
        ({"about": {"connection": "default"}}, "about > command: missing"),
        ({"facts": []}, "facts: not an object"),
        ({"facts": {"the moon": {"known": 1}}}, "facts > the moon: a fact that is not known here"),
        ({"facts": {"credentials": {"known": 1}}}, "facts > credentials: not a text"),
        ({"facts": {"credentials": {}}}, "facts > credentials: neither known nor unknown"),
        ({"facts": {"credentials": {"unknown": {"why": "mood", "detail": ""}}}}, "credentials > why: a value that"),
        ({"facts": {"ClearML ping": {"known": {"api": "x"}}}}, "ClearML ping > outcome: missing"),
        ({"seconds": {"credentials": "x"}}, "seconds > credentials: not a number"),
        ({"more": 1}, "more: a field that is not known here"),
    ],
    ids=itertools.count(),
)
def test_a_file_that_is_no_saved_look_is_one_sentence(
    tmp_path: Path, content: bytes | dict[str, object], said: str
) -> None:
    path = tmp_path / "look.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(GOOD | content).encode())
    with pytest.raises(DamagedSnapshot) as refused:
        read_snapshot(path)
    assert said in str(refused.value)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value) and "\x1b" not in str(refused.value)


def test_every_byte_that_is_lost_or_changed_is_noticed_or_harmless(healthy: Scene, tmp_path: Path) -> None:
    """Half a file, and a file in which something was overwritten: judged or refused, never a crash."""
    whole = snapshot_text(healthy.diagnose(), SUBJECT)
    path = tmp_path / "look.json"
    for place in range(0, len(whole), len(whole) // 60):
        for damaged in (whole[:place], whole[:place] + '"7' + whole[place + 2 :], whole[:place] + whole[place + 9 :]):
            path.write_text(damaged, encoding="ascii")
            try:
                judge_saved(read_snapshot(path), CHECKS)
            except DamagedSnapshot:
                continue


@pytest.mark.parametrize("made", ["folder", "nothing", "pipe"])
def test_what_is_no_file_is_one_sentence(tmp_path: Path, made: str) -> None:
    import os

    path = tmp_path / "look.json"
    if made == "folder":
        path.mkdir()
    elif made == "pipe":
        os.mkfifo(path)
    with pytest.raises(DamagedSnapshot, match="There is no file"):
        read_snapshot(path)


def test_text_in_a_saved_look_cannot_act_on_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "look.json"
    facts = {"credentials": {"known": "a\x1b[31m \t b\u202e\u2028"}}
    about = {"command": "clearml-cognito\x1b]0;x\x07", "connection": "default"}
    path.write_text(json.dumps(GOOD | {"facts": facts, "about": about}), encoding="ascii")
    saved = read_snapshot(path)
    assert saved.snapshot.facts == {"credentials": Known("a\ufffd[31m   b\ufffd\ufffd")}
    assert saved.subject.command == "clearml-cognito\ufffd]0;x\ufffd"


def test_a_fact_that_cannot_be_written_costs_no_other() -> None:
    from diagnostics.diagnosis import Diagnosis

    facts: dict[str, Known[object] | Unknown] = {
        "credentials": Known(Secret("canary-canary")),
        "branding": Known(True),
    }
    taken = datetime.now(UTC)
    written = json.loads(snapshot_text(Diagnosis(Snapshot(taken, facts), (), taken, 1.0), SUBJECT))
    assert written["facts"]["branding"] == {"known": True}
    assert written["facts"]["credentials"]["unknown"]["why"] == "malformed"
    assert "canary" not in str(written)
