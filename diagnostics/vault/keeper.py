"""What the keyring child does with the backend it approved: look, read, store, delete. Runs in that child alone."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from diagnostics.secret import Secret
from diagnostics.vault.answer import (
    BUS_GONE,
    NOT_KEPT,
    STILL_THERE,
    UNLOCKED,
    UNLOCKING,
    WOULD_ASK,
    Answer,
    Request,
    Stage,
)
from diagnostics.vault.backends import SERVICE_FAMILY, Approved, approve
from diagnostics.vault.quiet import Locked, WouldAsk, default_collection, look, read_quietly, search
from diagnostics.vault.states import VaultItem, VaultState

# More copies of one item than any keyring holds: an end for a backend that deletes nothing and says nothing.
_MOST_COPIES = 100

# A keyring that answered the look and is then this slow has most likely opened a window: KWallet, KeePassXC and the
# keychain of macOS may ask for each program or item, also while they are unlocked.
_PROMPT_LIKELY_SECONDS = 2.0

_LOCKED_ERRORS = frozenset({"KeyringLocked", "LockedException", "PromptDismissedException"})
_GONE_ERRORS = frozenset(
    {"SecretServiceNotAvailableException", "ConnectionResetError", "ConnectionRefusedError", "BrokenPipeError"}
)


def carry_out(request: Request, say: Callable[[Stage], None]) -> Answer:
    """Do what `request` asks; `say` is told when somebody may be looking at an unlock prompt, and when no longer.

    Nothing is raised. An exception of the backend becomes a state and its type's name, never its text.
    """
    try:
        approved = approve()
        if isinstance(approved, Answer):
            return approved
    except Exception as error:  # noqa: BLE001 - backends raise anything
        return Answer(VaultState.NONE, error=type(error).__name__)
    try:
        return replace(_with_backend(request, approved, say), backend=approved.name)
    except WouldAsk:
        return Answer(VaultState.LOCKED, backend=approved.name, detail=WOULD_ASK)
    except Locked:
        return Answer(VaultState.LOCKED, backend=approved.name)
    except Exception as error:  # noqa: BLE001 - secrets.md: many are no KeyringError
        return _from_error(type(error).__name__, approved.name)


def _from_error(error: str, backend: str) -> Answer:
    if error in _LOCKED_ERRORS:
        return Answer(VaultState.LOCKED, backend=backend, error=error)
    if error in _GONE_ERRORS:
        return Answer(VaultState.DEAD, backend=backend, detail=BUS_GONE, error=error)
    return Answer(VaultState.REFUSED, backend=backend, error=error)


def _with_backend(request: Request, approved: Approved, say: Callable[[Stage], None]) -> Answer:
    state = look(approved)
    if state is VaultState.LOCKED and request.may_ask:
        say(Stage(UNLOCKING, approved.name))
        state = _unlock(approved)
        say(Stage(UNLOCKED, approved.name))
    if state is not VaultState.READY or request.operation == "probe" or request.item is None:
        return Answer(state)
    if not request.may_ask:
        return _found(read_quietly(approved, request.item)) if request.operation == "read" else Answer(state)
    with _prompt_announced(approved, say):
        if request.operation == "read":
            return _found(approved.ring.get_password(request.item.service, request.item.username))
        if request.operation == "store" and request.secret is not None:
            return _store(approved, request.item, request.secret)
        return _delete(approved, request.item)


def _found(text: str | None) -> Answer:
    return Answer(VaultState.READY, secret=None if text is None else Secret(text))


@contextmanager
def _prompt_announced(approved: Approved, say: Callable[[Stage], None]) -> Iterator[None]:
    announcement = threading.Timer(_PROMPT_LIKELY_SECONDS, say, [Stage(UNLOCKING, approved.name)])
    announcement.daemon = True
    announcement.start()
    try:
        yield
    finally:
        announcement.cancel()


def _unlock(approved: Approved) -> VaultState:
    """One try. A keyring with an empty password opens silently; any other may open a prompt, and wait for it."""
    if approved.name not in SERVICE_FAMILY:
        # These open their window by themselves at the first call that needs it.
        return VaultState.READY
    with default_collection(approved) as collection:
        if collection is None:
            return VaultState.NO_COLLECTION
        collection.unlock()
        return VaultState.LOCKED if collection.is_locked() else VaultState.READY


def _store(approved: Approved, item: VaultItem, secret: Secret) -> Answer:
    """Set, read back, compare. A copy that another program stored hides the new one: then clear all, set again."""
    for again in (False, True):
        if again:
            _delete_copies(approved, item)
        approved.ring.set_password(item.service, item.username, secret.reveal())
        kept = approved.ring.get_password(item.service, item.username)
        if kept is not None and Secret(kept) == secret and _copies(approved, item) == 1:
            return Answer(VaultState.READY, done=True)
    return Answer(VaultState.REFUSED, detail=NOT_KEPT)


def _delete(approved: Approved, item: VaultItem) -> Answer:
    deleted = _delete_copies(approved, item)
    if approved.ring.get_password(item.service, item.username) is not None:
        return Answer(VaultState.REFUSED, detail=STILL_THERE)
    return Answer(VaultState.READY, done=deleted > 0)


def _delete_copies(approved: Approved, item: VaultItem) -> int:
    from keyring.errors import PasswordDeleteError

    for count in range(_MOST_COPIES):
        try:
            approved.ring.delete_password(item.service, item.username)
        except PasswordDeleteError:
            return count
    return _MOST_COPIES


def _copies(approved: Approved, item: VaultItem) -> int:
    """How many items answer to this name. Only the Secret Service can hold more than one."""
    if approved.name not in SERVICE_FAMILY:
        return 1
    with default_collection(approved) as collection:
        return 0 if collection is None else sum(1 for _ in search(collection, approved, item))
