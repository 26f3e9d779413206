"""Looking at a keyring, and reading from it, in ways that never open a prompt. Runs in the keyring child alone."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from diagnostics.vault.backends import MACOS, SERVICE_FAMILY, WALLETS, Approved
from diagnostics.vault.states import VaultItem, VaultState

if TYPE_CHECKING:
    from secretstorage import Collection, Item

_DBUS_SECONDS = 5.0
_SECURITY_FRAMEWORK = "/System/Library/Frameworks/Security.framework/Security"
_KEYCHAIN_UNLOCKED = 1  # kSecUnlockStateStatus, Security/SecKeychain.h


class Locked(Exception):
    """The keyring, or the item in it, is locked."""


class WouldAsk(Exception):
    """The keyring may ask somebody before it hands out a secret."""


def look(approved: Approved) -> VaultState:
    """READY, LOCKED or NO_COLLECTION, found out without asking anybody anything.

    Raises:
        Exception: whatever the backend raises; the caller reports its type's name.
    """
    if approved.name in SERVICE_FAMILY:
        with default_collection(approved) as collection:
            if collection is None:
                return VaultState.NO_COLLECTION
            return VaultState.LOCKED if collection.is_locked() else VaultState.READY
    if approved.name in WALLETS:
        return _look_at_wallet(approved)
    if approved.name == MACOS:
        return VaultState.READY if _keychain_is_unlocked() else VaultState.LOCKED
    return VaultState.READY


def read_quietly(approved: Approved, item: VaultItem) -> str | None:
    """The text kept at `item`, or None where nothing is. Nobody is asked, even if the keyring is locked meanwhile.

    Raises:
        Locked: the keychain is locked, or would ask whether this program may read.
        secretstorage.LockedException: the keyring or the item is locked.
        WouldAsk: this backend cannot be held back from asking.
    """
    if approved.name in WALLETS:
        raise WouldAsk
    if approved.name in SERVICE_FAMILY:
        with default_collection(approved) as collection:
            found = None if collection is None else next(search(collection, approved, item), None)
            # A locked item raises LockedException: Item.GetSecret has no prompt (Secret Service API, Item).
            return None if found is None else found.get_secret().decode("utf-8")
    if approved.name != MACOS:
        return approved.ring.get_password(item.service, item.username)
    from keyring.errors import KeyringError

    _forbid_keychain_prompts()
    try:
        return approved.ring.get_password(item.service, item.username)
    except KeyringError:
        # errSecInteractionNotAllowed: the keychain wanted to ask and was not allowed to.
        raise Locked from None


@contextmanager
def default_collection(approved: Approved) -> "Iterator[Collection | None]":
    """The collection that keyring uses, on a connection of its own; None where there is no default one.

    Never creates one: `secretstorage.get_default_collection` would, with a prompt.
    """
    import secretstorage

    with closing(secretstorage.dbus_init()) as connection:
        preferred = getattr(approved.ring, "preferred_collection", None)
        collection: Collection | None
        try:
            if preferred:
                collection = secretstorage.Collection(connection, preferred)
            else:
                collection = secretstorage.get_collection_by_alias(connection, "default")
        except secretstorage.ItemNotFoundException:
            collection = None
        yield collection


def search(collection: "Collection", approved: Approved, item: VaultItem) -> "Iterator[Item]":
    """All items that keyring takes for `item`, also those that another program has stored."""
    scheme = getattr(approved.ring, "schemes", {}).get(getattr(approved.ring, "scheme", "default"), {})
    return collection.search_items(
        {scheme.get("service", "service"): item.service, scheme.get("username", "username"): item.username}
    )


def _look_at_wallet(approved: Approved) -> VaultState:
    """KWallet's own answer. `open` is what asks; it is not called (org.kde.KWallet.xml)."""
    import dbus  # type: ignore[import-not-found]

    name, path = getattr(approved.ring, "bus_name"), getattr(approved.ring, "object_path")  # noqa: B009
    bus = dbus.SessionBus()

    def call(method: str, signature: str, *arguments: str) -> object:
        answer: object = bus.call_blocking(
            name, path, "org.kde.KWallet", method, signature, arguments, timeout=_DBUS_SECONDS
        )
        return answer

    wallet = str(call("networkWallet", ""))
    wallets = call("wallets", "")
    if not isinstance(wallets, list) or wallet not in wallets:
        return VaultState.NO_COLLECTION
    return VaultState.READY if call("isOpen", "s", wallet) else VaultState.LOCKED


def _keychain_is_unlocked() -> bool:
    """Whether the default keychain is open, by SecKeychainGetStatus, which has no user interface."""
    import ctypes

    security = ctypes.CDLL(_SECURITY_FRAMEWORK)
    status = ctypes.c_uint32(0)
    code = security.SecKeychainGetStatus(None, ctypes.byref(status))
    return code == 0 and bool(status.value & _KEYCHAIN_UNLOCKED)


def _forbid_keychain_prompts() -> None:
    """From now on this process gets an error where the keychain would open a prompt."""
    import ctypes

    if ctypes.CDLL(_SECURITY_FRAMEWORK).SecKeychainSetUserInteractionAllowed(ctypes.c_ubyte(0)) != 0:
        raise WouldAsk
