"""A connection is saved as a careful hand would edit it: what was there stays, and nothing damaged is replaced."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnostics.connection import Connection, Export, read_connection
from wizard.connection_file import open_connection, save_connection
from wizard.files import ABSENT, WriteRefused

BY_HAND = """\
# our production server
format = 1   # do not touch

[aws]
region = 'eu-west-1'  # Dublin
profile = "prod"
mine = [1,2,
  3]

[cognito]   # the pool
user_pool="eu-west-1_AbC"

[[exports]]
target = "compose-env"   # first
path = "/opt/a.env"
secret = "inside"
note = "ask Ann"

[team]
name = "ops"
"""

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
optional = st.none() | texts
exports = st.lists(
    st.builds(Export, st.sampled_from(["compose-env", "helm"]), texts, st.sampled_from(["inside", "reference"])),
    max_size=3,
).map(tuple)
connections = st.builds(
    Connection,
    name=st.just("c"),
    account=optional,
    profile=optional,
    region=optional,
    user_pool=optional,
    app_client=optional,
    domain=optional,
    web_addresses=st.lists(texts, max_size=3).map(tuple),
    api_address=optional,
    identity_provider=optional,
    company=optional,
    display_name=optional,
    exports=exports,
    step=optional,
    by_hand=st.booleans(),
)
anywhere = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@anywhere
@given(first=connections, second=connections)
def test_what_is_saved_is_read_back_and_saving_it_again_changes_no_byte(
    tmp_path: Path, first: Connection, second: Connection
) -> None:
    path = tmp_path / "c.toml"
    path.unlink(missing_ok=True)
    stamp = save_connection(first, path, ABSENT)
    assert read_connection(path) == first
    stamp = save_connection(second, path, stamp)
    assert read_connection(path) == second
    content, file = path.read_bytes(), path.stat().st_ino
    assert save_connection(second, path, stamp) == stamp
    assert (path.read_bytes(), path.stat().st_ino) == (content, file)


@anywhere
@given(wanted=connections)
def test_foreign_lines_and_comments_survive_any_change(tmp_path: Path, wanted: Connection) -> None:
    path = tmp_path / "c.toml"
    path.write_text(BY_HAND)
    save_connection(wanted, path, open_connection(path).stamp)
    assert read_connection(path) == wanted
    text = path.read_text()
    for line in (
        "# our production server",
        "format = 1   # do not touch",
        "mine = [1,2,\n  3]",
        "[cognito]   # the pool",
    ):
        assert line in text
    assert text.endswith('[team]\nname = "ops"\n') or '[team]\nname = "ops"\n' in text


def test_one_changed_answer_changes_one_line(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_bytes(BY_HAND.replace("\n", "\r\n").encode())
    opened = open_connection(path)
    assert opened.connection is not None
    [export] = opened.connection.exports
    save_connection(
        replace(opened.connection, profile="other", exports=(replace(export, secret="reference"),)),
        path,
        opened.stamp,
    )
    expected = BY_HAND.replace('"prod"', '"other"').replace('secret = "inside"', 'secret = "reference"')
    assert path.read_bytes() == expected.replace("\n", "\r\n").encode()


def test_a_file_edited_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    stamp = save_connection(Connection(region="eu-west-1"), path, ABSENT)
    path.write_text(path.read_text() + "# a note\n")
    with pytest.raises(WriteRefused, match="changed since it was read"):
        save_connection(Connection(region="us-east-1"), path, stamp)
    assert path.read_text().endswith("# a note\n")


@pytest.mark.parametrize("content", ["[aws\n", "format = 9\n", "[aws]\nregion = 1\n", "aws = 3\n"])
def test_a_damaged_file_is_left_as_it_is(tmp_path: Path, content: str) -> None:
    from wizard.files import look

    path = tmp_path / "c.toml"
    path.write_text(content)
    with pytest.raises(WriteRefused, match="It was left as it is"):
        save_connection(Connection(region="eu-west-1"), path, look(path).stamp)
    assert path.read_text() == content


@pytest.mark.parametrize(
    "content",
    [
        'aws.profile = "x"\nformat = 1\n',
        'aws = {profile = "x"} # c\n',
        '[aws]\nprofile = "x"\n[other]\na = 1\n[aws.deep]\nz = 1\n',
        'exports = []\n[aws]\nregion = ""\n',
        'exports = [{target = "a", path = "/x", secret = "inside"}]\n',
        "",
    ],
)
def test_any_way_to_write_a_table_can_be_changed(tmp_path: Path, content: str) -> None:
    path = tmp_path / "c.toml"
    path.write_text(content)
    wanted = Connection("c", region="eu-west-1", company="d1", exports=(Export("a", "/x", "reference"),))
    save_connection(wanted, path, open_connection(path).stamp)
    assert read_connection(path) == wanted


def test_half_a_character_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WriteRefused, match="half a character"):
        save_connection(Connection(display_name="\ud800"), tmp_path / "c.toml", ABSENT)
    assert list(tmp_path.iterdir()) == []


def test_the_file_and_its_folder_are_private(tmp_path: Path) -> None:
    path = tmp_path / "new" / "c.toml"
    save_connection(Connection(region="eu-west-1"), path, ABSENT)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
