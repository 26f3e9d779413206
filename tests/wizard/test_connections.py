"""The connections of a folder: nothing is ever written over, and what is deleted is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from wizard.connections import Listed, copy, delete, free_path, listed, rename, what_stays
from wizard.files import WriteRefused

PROD = """\
# ours
[aws]
region = "eu-west-1"
[cognito]
user_pool = "eu-west-1_AbC"
app_client = "4k2h"
domain = "https://acme.auth.eu-west-1.amazoncognito.com"
[clearml]
web_addresses = ["https://app.acme.io"]
[wizard]
step = "app-client"
[[exports]]
target = "compose-env"
path = "/opt/a.env"
secret = "inside"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "prod.toml").write_text(PROD)
    (tmp_path / "broken.toml").write_text('[aws]\nregion = "eu\n')
    (tmp_path / "typed.toml").write_text("[aws]\nby_hand = true\n")
    (tmp_path / "wrong.toml").write_text("[aws]\n\nregion = 7\n")
    (tmp_path / ".prod.toml.0123456789abcdef.tmp").write_text("")
    (tmp_path / "notes.txt").write_text("")
    (tmp_path / "demo").mkdir()
    return tmp_path


def named(folder: Path, name: str) -> Listed:
    return next(one for one in listed(folder, folder / "default.toml") if one.name == name)


def test_each_connection_is_listed_with_where_it_stands(folder: Path) -> None:
    found = {one.name: one.stands for one in listed(folder, folder / "default.toml")}
    assert found == {
        "broken": "damaged",
        "default": "not begun",
        "prod": "step 8, App client",
        "typed": "not gone through yet",
        "wrong": "damaged",
    }
    prod = named(folder, "prod")
    assert prod.web == "app.acme.io"
    assert dict(prod.about())["user pool"] == "eu-west-1_AbC"
    assert not (folder / "default.toml").exists()


def test_a_damaged_file_is_told_with_its_line(folder: Path) -> None:
    assert "line 2" in named(folder, "broken").damage
    assert "line 3: aws.region has to be a text in quotes" in named(folder, "wrong").damage


def test_a_connection_outside_the_folder_is_listed_while_it_is_open(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "demo" / "mine.toml"
    assert "mine" in [one.name for one in listed(folder, elsewhere)]
    assert "mine" not in [one.name for one in listed(folder, folder / "prod.toml")]


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Type a name"), ("a b", "made of letters"), ("../x", "made of letters"), ("x.toml", "Leave .toml away")],
)
def test_a_name_is_judged(folder: Path, typed: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        free_path(folder, typed)


def test_a_name_that_is_taken_in_whatever_letters_is_refused(folder: Path) -> None:
    for typed in ("prod", "PROD", "broken"):
        with pytest.raises(ValueError, match="already"):
            free_path(folder, typed)
    assert free_path(folder, " staging ") == folder / "staging.toml"
    assert free_path(folder / "nowhere", "staging") == folder / "nowhere" / "staging.toml"


def test_a_copy_is_the_same_to_the_byte_and_private(folder: Path) -> None:
    copy(folder / "prod.toml", folder / "staging.toml")
    assert (folder / "staging.toml").read_text() == PROD
    assert (folder / "staging.toml").stat().st_mode & 0o077 == 0
    with pytest.raises(WriteRefused, match="exists by now"):
        copy(folder / "typed.toml", folder / "prod.toml")
    assert (folder / "prod.toml").read_text() == PROD


def test_renaming_moves_the_file_and_writes_over_nothing(folder: Path) -> None:
    with pytest.raises(WriteRefused, match="exists by now"):
        rename(folder / "typed.toml", folder / "prod.toml")
    assert (folder / "typed.toml").exists() and (folder / "prod.toml").read_text() == PROD
    rename(folder / "prod.toml", folder / "production.toml")
    assert (folder / "production.toml").read_text() == PROD
    assert not (folder / "prod.toml").exists()
    with pytest.raises(WriteRefused, match="does not exist any more"):
        rename(folder / "prod.toml", folder / "other.toml")


def test_only_what_was_looked_at_is_deleted(folder: Path) -> None:
    seen = named(folder, "prod")
    (folder / "prod.toml").write_text(PROD + "# changed meanwhile\n")
    with pytest.raises(WriteRefused, match="has been changed since it was read"):
        delete(seen)
    assert (folder / "prod.toml").exists()
    delete(named(folder, "prod"))
    delete(named(folder, "broken"))
    assert sorted(file.name for file in folder.glob("*.toml")) == ["typed.toml", "wrong.toml"]


def test_a_link_is_neither_followed_nor_deleted(folder: Path) -> None:
    (folder / "link.toml").symlink_to(folder / "prod.toml")
    link = named(folder, "link")
    assert "symbolic link" in link.damage
    with pytest.raises(WriteRefused):
        delete(link)
    assert (folder / "prod.toml").exists() and (folder / "link.toml").is_symlink()


def test_what_stays_is_said_before_deleting(folder: Path) -> None:
    said = " ".join(what_stays(named(folder, "prod"), "clearml-cognito --connection prod"))
    assert "clearml-cognito --connection prod --vault remove" in said
    assert "/opt/a.env" in said
    assert "keyring" not in " ".join(what_stays(named(folder, "typed"), "clearml-cognito"))
