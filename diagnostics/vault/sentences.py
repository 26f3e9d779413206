"""What the admin is told about the keyring: what was found, and the way on from there."""

import sys

from diagnostics.vault.answer import (
    BUS_GONE,
    NO_BUS,
    NOT_KEPT,
    NOT_LOADED,
    STILL_THERE,
    UNANSWERED_PROMPT,
    WOULD_ASK,
    Answer,
)
from diagnostics.vault.backends import WALLETS
from diagnostics.vault.states import VaultState, VaultStatus

_OR_FILE = "or keep the secret inside the env file, which is then readable by its owner only"

_OPEN_SESSION = "dbus-run-session -- bash"
_UNLOCK = "gnome-keyring-daemon --unlock --components=secrets"
_ASK_PASSWORD = "read -rsp 'Keyring password: ' p; printf %s \"$p\" | "  # noqa: S105 - asks for one
# A daemon that runs already is not unlocked by a second one: it has to be replaced.
_UNLOCK_RUNNING = f"{_ASK_PASSWORD}gnome-keyring-daemon --replace --unlock --components=secrets; unset p"
_START_KEYRING = (_OPEN_SESSION, f"{_ASK_PASSWORD}{_UNLOCK}; unset p")


def status_of(answer: Answer, *, waited_seconds: float = 0.0) -> VaultStatus:
    """The child's answer as the admin is told it.

    Args:
        answer: what the child found.
        waited_seconds: how long was waited, for the states in which no answer came.
    """
    tell = _TELL[answer.state]
    sentence, commands = tell(answer, waited_seconds)
    return VaultStatus(answer.state, answer.backend, sentence, commands)


_Told = tuple[str, tuple[str, ...]]


def _ready(answer: Answer, waited: float) -> _Told:
    return "The keyring is unlocked and ready to keep the secret.", ()


def _locked(answer: Answer, waited: float) -> _Told:
    if answer.detail == WOULD_ASK:
        return (
            "The keyring may open a window before it hands out a secret, so it was not read. "
            "Read it from the wizard, where you can answer."
        ), ()
    if answer.detail == UNANSWERED_PROMPT:
        found = (
            f"The keyring did not open within {waited:.0f} s: its window was not answered. "
            "The window opens on this machine's own desktop, not in a terminal reached over ssh."
        )
    else:
        found = "The keyring is locked."
    if sys.platform == "darwin":
        return (f"{found} Unlock the login keychain (over ssh: with the command) and look again, {_OR_FILE}."), (
            "security unlock-keychain",
        )
    if answer.backend in WALLETS:
        return f"{found} Open it in KWalletManager and look again, {_OR_FILE}.", ()
    return (
        f"{found} Unlock it and look again: on a desktop, in the keyring's own program or by signing in again; over "
        f"ssh, with this command and the keyring's password (GNOME Keyring); {_OR_FILE}."
    ), (_UNLOCK_RUNNING,)


def _no_collection(answer: Answer, waited: float) -> _Told:
    if answer.backend in WALLETS:
        return f"KWallet runs, but has no wallet yet. Make one in KWalletManager and look again, {_OR_FILE}.", ()
    return (
        "The keyring service runs, but it has no default keyring to put the secret into. Make one and look again: "
        "on a desktop, in the keyring's own program, and set it as default; over ssh, with this command and a "
        "new password (GNOME Keyring); "
        f"{_OR_FILE}."
    ), (_UNLOCK_RUNNING,)


def _none(answer: Answer, waited: float) -> _Told:
    if answer.detail == NOT_LOADED:
        what = f"{answer.chosen_by} names the keyring backend {answer.chosen}" if answer.chosen else ""
        empty = f"{answer.chosen_by} is set, but names no keyring backend"
        error = f" ({answer.error})" if answer.error else ""
        return (
            f"{f'{what}, which does not load here' if what else empty}{error}. "
            f"{_take_away(answer)} and look again, {_OR_FILE}."
        ), _unset(answer)
    if answer.backend:
        by = f"{answer.chosen_by} chooses" if answer.chosen_by else "The only keyring here is"
        return (
            f"{by} {answer.backend}, which this program does not trust with a secret, since it is not known to "
            f"encrypt what it keeps. Install and unlock the system's own keyring and look again, {_OR_FILE}."
        ), _unset(answer)
    if sys.platform in ("darwin", "win32") or (answer.error and answer.detail is None):
        error = f" ({answer.error})" if answer.error else ""
        return (
            f"The Python library that speaks with the keyring could not be loaded{error}. "
            f"Install this program again and look again, {_OR_FILE}."
        ), ()
    missing = (
        "no session bus runs here (DBUS_SESSION_BUS_ADDRESS is not set)"
        if answer.detail == NO_BUS
        else "no keyring service answers on this session's bus"
    )
    return (
        f"There is no keyring: {missing}. On a server, install gnome-keyring, open a session with these commands "
        f"and run this program in it, {_OR_FILE}."
    ), _START_KEYRING


def _plaintext(answer: Answer, waited: float) -> _Told:
    return (
        f"The only keyring here is {answer.backend}{_chosen_by(answer)}, which would write the secret to a file in "
        f"plain text. It was not used. "
        f"{_take_away(answer) if answer.chosen_by else 'Install and unlock gnome-keyring'} and look again, "
        f"{_OR_FILE}."
    ), _unset(answer)


def _null(answer: Answer, waited: float) -> _Told:
    return (
        f"{answer.chosen_by} sets the keyring to {answer.chosen}, which keeps nothing. "
        f"{_take_away(answer)} and look again, {_OR_FILE}."
    ), _unset(answer)


def _hung(answer: Answer, waited: float) -> _Told:
    return (
        f"The keyring gave no answer within {waited:.0f} s, and was not waited for any longer. Its service may be "
        f"stopped, or wait for an answer on another screen. Look again, sign out and in, {_OR_FILE}."
    ), ()


def _dead(answer: Answer, waited: float) -> _Told:
    if answer.detail == BUS_GONE:
        return (
            "The session bus that DBUS_SESSION_BUS_ADDRESS names does not answer, so the keyring cannot be reached. "
            "Its session has probably ended. Sign in again, open a new session with these commands and run this "
            f"program in it, {_OR_FILE}."
        ), _START_KEYRING
    error = f" ({answer.error})" if answer.error else ""
    return (f"The process that asks the keyring ended without an answer{error}. Look again, {_OR_FILE}."), ()


def _refused(answer: Answer, waited: float) -> _Told:
    if answer.detail == NOT_KEPT:
        return (
            f"The keyring took the secret, but did not give the same one back, also at the second try. Delete the "
            f"items named clearml-cognito in the keyring's own program and store it again, {_OR_FILE}."
        ), ()
    if answer.detail == STILL_THERE:
        return (
            "The secret is still in the keyring after it was deleted. Delete the item in the keyring's own program."
        ), ()
    return (
        f"The keyring refused with {answer.error or 'an answer that was not understood'}. Look whether it opens in "
        f"its own program and try again, {_OR_FILE}."
    ), ()


def _chosen_by(answer: Answer) -> str:
    return f", chosen by {answer.chosen_by}" if answer.chosen_by else ""


def _is_variable(answer: Answer) -> bool:
    return answer.chosen_by == "PYTHON_KEYRING_BACKEND"


def _take_away(answer: Answer) -> str:
    if _is_variable(answer):
        return f"Unset {answer.chosen_by}"
    return f"Remove default-keyring from {answer.chosen_by}"


def _unset(answer: Answer) -> tuple[str, ...]:
    if not _is_variable(answer) or sys.platform == "win32":
        return ()
    return (f"unset {answer.chosen_by}",)


_TELL = {
    VaultState.READY: _ready,
    VaultState.LOCKED: _locked,
    VaultState.NO_COLLECTION: _no_collection,
    VaultState.NONE: _none,
    VaultState.PLAINTEXT: _plaintext,
    VaultState.NULL: _null,
    VaultState.HUNG: _hung,
    VaultState.DEAD: _dead,
    VaultState.REFUSED: _refused,
}
