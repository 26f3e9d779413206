"""Which keyring backend is asked: only classes known to keep a secret encrypted. Runs in the keyring child alone."""

import os
import sys
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.vault.answer import BUS_GONE, NO_BUS, NOT_LOADED, Answer
from diagnostics.vault.states import VaultState

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SECRET_SERVICE = "keyring.backends.SecretService.Keyring"  # noqa: S105 - a class name
LIBSECRET = "keyring.backends.libsecret.Keyring"
KWALLET = "keyring.backends.kwallet.DBusKeyring"
KWALLET_4 = "keyring.backends.kwallet.DBusKeyringKWallet4"
MACOS = "keyring.backends.macOS.Keyring"
WINDOWS = "keyring.backends.Windows.WinVaultKeyring"

SERVICE_FAMILY = (SECRET_SERVICE, LIBSECRET)
WALLETS = (KWALLET, KWALLET_4)

# In the order of preference. SecretService comes before KWallet: KWallet answers there too, and keyring's own KWallet
# backend does not find KWallet 6 (github.com/jaraco/keyring/issues/734).
ALLOWED = (MACOS, WINDOWS, SECRET_SERVICE, LIBSECRET, KWALLET, KWALLET_4)

_VARIABLE = "PYTHON_KEYRING_BACKEND"
_KEEPS_NOTHING = ("keyring.backends.null.Keyring", "keyring.backends.fail.Keyring")
_CHAINER = "keyring.backends.chainer.ChainerBackend"


@dataclass(frozen=True, slots=True)
class Approved:
    """A backend that may be given the secret, and its class name."""

    ring: "KeyringBackend"
    name: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """What chose the backend: the variable's name or the configuration file's path, and the class it names."""

    by: str
    name: str


def approve() -> Approved | Answer:
    """The backend to ask, or the answer why there is none.

    A chainer is never used as such: it would fall through to backends that are not trusted. Its members, or all
    backends that work here where nothing was chosen, are held against ALLOWED one by one.
    """
    chosen = _chosen()
    by, name = (chosen.by, chosen.name) if chosen else (None, None)
    if name in _KEEPS_NOTHING:
        return Answer(VaultState.NULL, backend=name, chosen_by=by, chosen=name)
    try:
        rings = _rings(forced=chosen is not None)
    except Exception as error:  # noqa: BLE001 - a chosen backend's import may raise anything
        return _nothing(chosen, type(error).__name__)
    named = {_class_name(ring): ring for ring in rings}
    for allowed in ALLOWED:
        if allowed in named and _is_genuine(allowed, named[allowed]):
            return Approved(named[allowed], allowed)
    plaintext = next((other for other in named if "plaintext" in other.lower()), None)
    if plaintext:
        return Answer(VaultState.PLAINTEXT, backend=plaintext, chosen_by=by, chosen=name)
    others = [other for other in named if other not in _KEEPS_NOTHING]
    if others:
        return Answer(VaultState.NONE, backend=others[0], chosen_by=by, chosen=name)
    return _nothing(chosen, None)


def _rings(forced: bool) -> "list[KeyringBackend]":
    import keyring
    import keyring.backend

    ring = keyring.get_keyring()
    if forced and _class_name(ring) != _CHAINER:
        return [ring]
    return [other for other in keyring.backend.get_all_keyring() if _class_name(other) != _CHAINER]


def _chosen() -> Chosen | None:
    """What keyring obeys before it looks for itself: the variable, then the configuration file (keyring.core)."""
    if _VARIABLE in os.environ:
        return Chosen(_VARIABLE, os.environ[_VARIABLE])
    import configparser

    from keyring.util import platform_

    path = platform_.config_root() / "keyringrc.cfg"
    config = configparser.RawConfigParser()
    try:
        config.read(path, encoding="utf-8")
        return Chosen(str(path), config.get("backend", "default-keyring").strip())
    except (configparser.NoSectionError, configparser.NoOptionError):
        return None
    except (OSError, ValueError, configparser.Error):
        return Chosen(str(path), "")


def _class_name(ring: object) -> str:
    return f"{type(ring).__module__}.{type(ring).__qualname__}"


def _is_genuine(name: str, ring: object) -> bool:
    """Whether `ring` is of keyring's own class, not of one that merely calls itself so."""
    module, _, attribute = name.rpartition(".")
    return getattr(sys.modules.get(module), attribute, None) is type(ring)


def _nothing(chosen: Chosen | None, error: str | None) -> Answer:
    """No backend at all: because the chosen one does not load, or because nothing here answers."""
    by, name = (chosen.by, chosen.name) if chosen else (None, None)
    detail = _bus_trouble()
    if chosen and (detail is None or name not in ALLOWED):
        return Answer(VaultState.NONE, chosen_by=by, chosen=name, detail=NOT_LOADED, error=error)
    state = VaultState.DEAD if detail == BUS_GONE else VaultState.NONE
    return Answer(state, chosen_by=by, chosen=name, detail=detail, error=error)


def _bus_trouble() -> str | None:
    """NO_BUS, BUS_GONE, or None where the session bus answers or this system has none."""
    if sys.platform in ("darwin", "win32"):
        return None
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return NO_BUS
    import secretstorage

    try:
        with closing(secretstorage.dbus_init()):
            return None
    except Exception:  # noqa: BLE001 - a malformed address raises what it likes
        return BUS_GONE
