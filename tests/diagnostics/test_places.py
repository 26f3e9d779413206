"""Where connections and the journal are, and what a connection may be called."""

from pathlib import Path

import pytest

from diagnostics.places import BadConnectionName, connection_names, connection_path, connections_folder, state_folder


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path


def test_the_simulated_account_has_folders_of_its_own() -> None:
    assert connections_folder(demo=True) != connections_folder()
    assert state_folder(demo=True) != state_folder()
    assert connection_path("default", demo=True).parent == connections_folder(demo=True)
    assert connection_path().name == "default.toml"


@pytest.mark.parametrize("name", ["prod", "prod-2.eu", "A_b"])
def test_a_name_is_a_file_in_the_folder(name: str) -> None:
    assert connection_path(name) == connections_folder() / f"{name}.toml"


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", ".hidden", "a b", "a\nb", "é", "-x", "a" * 101, "~nobody-here/x.toml", "../../x", "sub/mine"],
)
def test_a_name_that_no_file_should_have_is_refused(name: str) -> None:
    with pytest.raises(BadConnectionName):
        connection_path(name)


def test_a_path_is_taken_as_a_path(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    assert connection_path("mine.toml") == home / "mine.toml"
    assert connection_path("sub/mine.toml") == home / "sub" / "mine.toml"
    assert connection_path("~/mine.toml") == home / "mine.toml"


def test_saved_connections_are_listed_and_nothing_is_created() -> None:
    assert connection_names() == ()
    assert not connections_folder().exists()
    connections_folder().mkdir(parents=True)
    for name in ("prod.toml", "default.toml", ".prod.toml.0123456789abcdef.tmp", "notes.txt", ".hidden.toml"):
        (connections_folder() / name).write_text("")
    assert connection_names() == ("default", "prod")
