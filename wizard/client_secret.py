"""The client secret on its way: from Cognito or the admin's hands into the keyring, in one action."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.facts import Known, NotSeen, Unknown, Why
from diagnostics.secret import Secret, fingerprint
from diagnostics.text import plain
from diagnostics.vault import VaultItem, VaultState, VaultStatus, VaultTrouble, client_secret_item
from wizard.judging import fact_from

if TYPE_CHECKING:
    from diagnostics.app_client import DescribedAppClient
    from diagnostics.connection import Export
    from wizard.session import Session

_DISK_SECONDS = 10.0
CALL_SECONDS = 20.0
"""What one call to AWS may take here, as everywhere."""


class Shown(StrEnum):
    """What Cognito gives of the app client's secret."""

    SHOWN = "shown"
    """Its original secret."""
    HIDDEN = "hidden"
    """The client has a secret that was added later: AWS shows such a one once, when it is made."""
    NONE = "none"
    """The client was made without a secret."""
    NO_CLIENT = "no client"
    NOT_SEEN = "not seen"
    NOT_ASKED = "not asked"
    """The connection was typed in by hand."""


class Kept(StrEnum):
    """What is kept already, held against what Cognito shows."""

    NOTHING = "nothing"
    SAME = "same"
    OTHER = "other"
    UNCOMPARED = "uncompared"


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with the secret.

    Attributes:
        keyring: what the keyring is like.
        shown: what Cognito gives; `reason` says why where that was not seen.
        client: the app client's name, empty where it was not seen.
        kept: what the keyring keeps for this client.
        held: what this sitting holds in memory, for want of a keyring.
        filed: the env file that has what is held inside it; empty where none has.
        mark: a fingerprint of the secret that is kept or held, good for this look only.
    """

    keyring: VaultStatus
    shown: Shown
    client: str
    reason: Unknown | None
    kept: Kept
    held: Kept
    filed: str
    mark: str | None

    @property
    def may_pass(self) -> bool:
        """Whether Cognito was not seen for a reason that the next look may not meet any more."""
        lasting = (Why.NO_PERMISSION, Why.NO_CREDENTIALS, Why.NEEDS, Why.NOT_CONFIGURED, Why.NOT_APPLICABLE)
        return self.reason is not None and self.reason.why not in lasting


class Way(StrEnum):
    """What is to be done next."""

    GO_ON = "go on"
    FETCH_AND_STORE = "fetch and store"
    FETCH_AND_UNLOCK = "fetch and unlock"
    FETCH_AND_HOLD = "fetch and hold"
    STORE_HELD = "store what is held"
    PASTE = "paste"
    SECRETLESS = "no secret"
    NO_CLIENT = "no client"


def way_on(standing: Standing, *, store_refused: bool = False, without_keyring: bool = False) -> Way:
    """What to offer next.

    Args:
        standing: how it stands.
        store_refused: whether storing (and unlocking) was tried since the last look and did not succeed.
        without_keyring: whether the admin wants the secret inside the env file.
    """
    if standing.kept in (Kept.SAME, Kept.OTHER, Kept.UNCOMPARED) and not without_keyring:
        return Way.GO_ON
    usable = not without_keyring and can_store(standing, store_refused=store_refused)
    if standing.held is not Kept.NOTHING:
        return Way.STORE_HELD if usable and not standing.filed else Way.GO_ON
    if standing.shown is Shown.NO_CLIENT:
        return Way.NO_CLIENT
    if standing.shown is Shown.NONE:
        return Way.SECRETLESS
    if standing.shown is not Shown.SHOWN:
        return Way.PASTE
    if not usable:
        return Way.FETCH_AND_HOLD
    return Way.FETCH_AND_STORE if standing.keyring.state is VaultState.READY else Way.FETCH_AND_UNLOCK


def can_store(standing: Standing, *, store_refused: bool = False) -> bool:
    """Whether storing is worth a try: the keyring is ready or locked, and has not refused since the last look."""
    return standing.keyring.state in (VaultState.READY, VaultState.LOCKED) and not store_refused


async def look_at_secret(session: Session) -> Standing:
    """How it stands: the keyring and Cognito are asked at once, and nobody is asked to unlock anything."""
    (keyring, stored), (shown, described, reason) = await asyncio.gather(_from_keyring(session), _shown(session))
    original = described.secret if described else None
    if stored is None:
        await take_up_written(session)
    at_hand = stored or session.secret
    mark = fingerprint(at_hand, secrets.token_bytes(32)) if at_hand else None
    return Standing(
        keyring=keyring,
        shown=shown,
        client=described.client.name if described else "",
        reason=reason,
        kept=_compared(stored, original),
        held=_compared(session.secret, original),
        filed=_filed(session),
        mark=mark,
    )


async def take_up_written(session: Session) -> None:
    """Hold the secret that an earlier sitting wrote inside the env file of this app client, if none is held."""
    from diagnostics.background import in_thread
    from diagnostics.given_settings import read_given
    from diagnostics.settings import CLIENT_ID

    export = _inside(session)
    if session.secret is not None or export is None:
        return
    path = Path(export.path)
    try:
        given, secret = await in_thread(lambda: read_given(path.expanduser(), {}, None, None), _DISK_SECONDS)
    except (OSError, TimeoutError):
        return
    client = given.value(CLIENT_ID)
    if secret is not None and client is not None and client.text == session.connection.app_client:
        session.secret = session.written = secret


def _inside(session: Session) -> Export | None:
    """The export that has the secret inside its file."""
    return next((one for one in session.connection.exports if one.secret == "inside"), None)  # noqa: S105 - a place


def _filed(session: Session) -> str:
    export = _inside(session)
    return plain(export.path) if export and session.secret and session.secret == session.written else ""


async def standing_after(session: Session, before: Standing, secret: Secret, *, stored: bool) -> Standing:
    """How it stands after a secret was stored, which was read back already, or held in memory instead.

    Args:
        before: how it stood; a keyring that was ready is not asked again.
        secret: what was stored or held.
        stored: whether the keyring keeps it now.
    """
    from diagnostics.vault.reading import probe

    keyring = before.keyring
    if stored and keyring.state is not VaultState.READY:
        keyring = await probe()
    shown, described, reason = await _shown(session)
    compared = _compared(secret, described.secret if described else None)
    return Standing(
        keyring=keyring,
        shown=shown,
        client=described.client.name if described else before.client,
        reason=reason,
        kept=compared if stored else before.kept,
        held=Kept.NOTHING if stored else compared,
        filed="" if stored else _filed(session),
        mark=fingerprint(secret, secrets.token_bytes(32)),
    )


async def fetch(session: Session) -> Secret:
    """The original secret, from Cognito.

    Raises:
        NotSeen: Cognito does not show it, or could not be asked.
    """
    shown, described, reason = await _shown(session)
    if shown is Shown.NONE:
        sentence = "This app client is public: it has no secret and never will. Choose a confidential one, or create "
        raise NotSeen(Unknown(Why.NOT_APPLICABLE, f"{sentence}one, in the step App client."))
    if described is None or described.secret is None:
        sentence = "Cognito shows no secret of this app client. Store or paste one in the step Secret."
        raise NotSeen(reason or Unknown(Why.NOT_APPLICABLE, sentence))
    return described.secret


async def store_secret(session: Session, secret: Secret, on_prompt: Callable[[], None] | None = None) -> None:
    """Store the secret in the keyring, read it back and compare; what was held in memory is let go.

    Raises:
        VaultTrouble: it is not certain that the keyring keeps it. It is still the caller's.
    """
    from wizard.vault import store

    await store(item_of(session), secret, on_prompt=on_prompt)
    session.secret = None
    session.done.add(f"Stored the client secret in this machine's keyring ({session.vault_service}).")


def hold_secret(session: Session, secret: Secret) -> None:
    """Keep the secret in this sitting's memory, to be written inside the env file."""
    session.secret = secret


async def read_stored(session: Session, on_prompt: Callable[[], None] | None = None) -> Secret | None:
    """The secret that the keyring keeps for the connection's app client, None where it keeps none.

    A locked keyring is given one try to unlock.

    Raises:
        VaultTrouble: the keyring could not be read.
    """
    from diagnostics.vault.reading import read

    return await read(item_of(session), may_ask=True, on_prompt=on_prompt)


def item_of(session: Session) -> VaultItem:
    """Where the keyring keeps the secret of the connection's app client."""
    connection = session.connection
    username = client_secret_item(connection.user_pool or "", connection.app_client or "").username
    return VaultItem(session.vault_service, username)


async def _from_keyring(session: Session) -> tuple[VaultStatus, Secret | None]:
    from diagnostics.vault.reading import probe, read

    status = await probe()
    if status.state is not VaultState.READY:
        return status, None
    try:
        return status, await read(item_of(session), may_ask=False)
    except VaultTrouble as trouble:
        return trouble.status, None


async def _shown(session: Session) -> tuple[Shown, DescribedAppClient | None, Unknown | None]:
    from diagnostics.app_client import app_client, app_client_secrets

    if session.by_hand:
        return Shown.NOT_ASKED, None, None
    aws, pool, client = session.aws, session.connection.user_pool or "", session.connection.app_client or ""
    found = await fact_from(lambda: app_client(aws, pool, client), CALL_SECONDS)
    if isinstance(found, Unknown):
        return Shown.NOT_SEEN, None, found
    if found.value is None:
        return Shown.NO_CLIENT, None, None
    if found.value.secret is not None:
        return Shown.SHOWN, found.value, None
    listed = await fact_from(lambda: app_client_secrets(aws, pool, client), CALL_SECONDS)
    if isinstance(listed, Known) and not listed.value:
        return Shown.NONE, found.value, None
    return Shown.HIDDEN, found.value, None


def _compared(secret: Secret | None, original: Secret | None) -> Kept:
    if secret is None:
        return Kept.NOTHING
    if original is None:
        return Kept.UNCOMPARED
    return Kept.SAME if secret == original else Kept.OTHER
