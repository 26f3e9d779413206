"""Which keyring backends are trusted with the secret, and what is said of those that are not."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from diagnostics.vault import VaultState, VaultStatus, VaultTrouble, client_secret_item
from diagnostics.vault.reading import probe, read
from tests.with_keyring import Session, no_session, unlocked_session

pytestmark = pytest.mark.keyring

ITEM = client_secret_item("eu-west-1_AbC123xyz", "4k2h1n9q")


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with no_session(monkeypatch) as folder:
        yield folder


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    with unlocked_session(monkeypatch) as here:
        yield here


def look() -> VaultStatus:
    return asyncio.run(probe())


def trouble() -> VaultStatus:
    with pytest.raises(VaultTrouble) as raised:
        asyncio.run(read(ITEM, may_ask=True))
    return raised.value.status


def configure(home: Path, *lines: str) -> Path:
    folder = home / ".config" / "python_keyring"
    folder.mkdir(parents=True)
    path = folder / "keyringrc.cfg"
    path.write_text("\n".join(["[backend]", *lines]))
    return path


def install_plaintext_backend(home: Path, priority: int) -> Path:
    """A backend like keyrings.alt's, where keyring finds plug-ins. Gives the file it would write to."""
    folder = home / "plugins"
    (folder / "scribbler-1.dist-info").mkdir(parents=True)
    (folder / "scribbler-1.dist-info" / "METADATA").write_text("Name: scribbler\nVersion: 1\n")
    (folder / "scribbler-1.dist-info" / "entry_points.txt").write_text("[keyring.backends]\nscribbler = scribbler\n")
    (folder / "scribbler.py").write_text(
        "from keyring.backend import KeyringBackend\n"
        "print('a plug-in that talks', flush=True)\n"
        "class PlaintextKeyring(KeyringBackend):\n"
        f"    priority = {priority}\n"
        f"    path = {str(home / 'scribbled')!r}\n"
        "    def set_password(self, service, username, password): open(self.path, 'a').write(password)\n"
        "    def get_password(self, service, username): open(self.path, 'a').write('asked'); return 'scribbled'\n"
    )
    return home / "scribbled"


@pytest.mark.parametrize("kind", ["null", "fail"])
def test_a_backend_that_keeps_nothing_is_named_with_the_variable_that_forces_it(
    desk: Session, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", f"keyring.backends.{kind}.Keyring")
    found = look()
    assert found.state is VaultState.NULL
    assert f"PYTHON_KEYRING_BACKEND sets the keyring to keyring.backends.{kind}.Keyring" in found.sentence
    assert found.commands == ("unset PYTHON_KEYRING_BACKEND",)
    assert trouble().state is VaultState.NULL


def test_a_null_backend_in_the_configuration_file_is_named_with_its_path(desk: Session) -> None:
    path = configure(desk.home, "default-keyring=keyring.backends.null.Keyring")
    found = look()
    assert found.state is VaultState.NULL
    assert f"Remove default-keyring from {path}" in found.sentence
    assert found.commands == ()


def test_a_plaintext_backend_alone_is_not_used(home: Path) -> None:
    scribbled = install_plaintext_backend(home, 1)
    configure(home, f"keyring-path={home / 'plugins'}")
    found = look()
    assert found.state is VaultState.PLAINTEXT
    assert found.backend == "scribbler.PlaintextKeyring"
    assert "in plain text. It was not used" in found.sentence
    assert trouble().state is VaultState.PLAINTEXT
    assert not scribbled.exists()


def test_a_plaintext_backend_beside_the_keyring_is_passed_over(desk: Session) -> None:
    scribbled = install_plaintext_backend(desk.home, 9)
    configure(desk.home, f"keyring-path={desk.home / 'plugins'}")
    assert look().backend == "keyring.backends.SecretService.Keyring"
    assert asyncio.run(read(ITEM, may_ask=True)) is None
    assert not scribbled.exists()


def test_a_forced_plaintext_backend_is_named_with_the_file_that_forces_it(desk: Session) -> None:
    install_plaintext_backend(desk.home, 1)
    path = configure(desk.home, f"keyring-path={desk.home / 'plugins'}", "default-keyring=scribbler.PlaintextKeyring")
    found = look()
    assert found.state is VaultState.PLAINTEXT
    assert str(path) in found.sentence


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ("", "PYTHON_KEYRING_BACKEND is set, but names no keyring backend (ValueError)"),
        (
            "nowhere.Keyring",
            "names the keyring backend nowhere.Keyring, which does not load here (ModuleNotFoundError)",
        ),
        ("keyring.backends.macOS.Keyring", "keyring.backends.macOS.Keyring, which does not load here (RuntimeError)"),
        ("\x1b[31mred\x1b[0m.x", "\N{REPLACEMENT CHARACTER}[31mred"),
    ],
)
def test_a_backend_that_does_not_load_is_named(
    desk: Session, monkeypatch: pytest.MonkeyPatch, chosen: str, said: str
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", chosen)
    found = look()
    assert found.state is VaultState.NONE
    assert said in found.sentence
    assert "Unset PYTHON_KEYRING_BACKEND" in found.sentence


def test_a_keyring_library_that_does_not_load_is_no_missing_service(
    desk: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk.home / "broken").mkdir()
    (desk.home / "broken" / "keyring.py").write_text("raise ImportError")
    monkeypatch.syspath_prepend(desk.home / "broken")
    found = look()
    assert found.state is VaultState.NONE
    assert "could not be loaded (ImportError)" in found.sentence


def test_a_backend_that_is_not_known_to_encrypt_is_not_trusted(
    desk: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "scribbler.Other")
    install_plaintext_backend(desk.home, 1)
    with (desk.home / "plugins" / "scribbler.py").open("a") as file:
        file.write("class Other(PlaintextKeyring): pass\n")
    monkeypatch.syspath_prepend(desk.home / "plugins")
    found = look()
    assert found.state is VaultState.NONE
    assert "PYTHON_KEYRING_BACKEND chooses scribbler.Other, which this program does not trust" in found.sentence


def test_a_class_that_calls_itself_like_a_trusted_one_is_not(home: Path) -> None:
    scribbled = install_plaintext_backend(home, 1)
    with (home / "plugins" / "scribbler.py").open("a") as file:
        file.write(
            "PlaintextKeyring.__module__ = 'keyring.backends.SecretService'\n"
            "PlaintextKeyring.__qualname__ = 'Keyring'\n"
        )
    configure(home, f"keyring-path={home / 'plugins'}")
    assert look().state is VaultState.NONE
    assert trouble().state is VaultState.NONE
    assert not scribbled.exists()
