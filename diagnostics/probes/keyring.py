"""The secret in the keyring, read only where that asks nobody anything."""

from __future__ import annotations

from diagnostics.facts import NotSeen, Unknown, Why
from diagnostics.keys import VAULT_SECRET
from diagnostics.look import Facts, Probe
from diagnostics.probes.common import client_id, not_applicable, pool_id
from diagnostics.sources import SeenSecret, Sources

_KEYRING_SECONDS = 10.0


async def _vault_secret(facts: Facts, sources: Sources) -> SeenSecret | None:
    from diagnostics.vault.reading import read
    from diagnostics.vault.states import VaultItem, VaultState, VaultTrouble, client_secret_item

    pool, client = pool_id(sources), client_id(sources)
    item = VaultItem(sources.vault_service, client_secret_item(pool, client).username)
    try:
        secret = await read(item, may_ask=False, timeout_seconds=_KEYRING_SECONDS)
    except VaultTrouble as trouble:
        state, sentence = trouble.status.state, trouble.status.sentence
        if trouble.status.commands:
            sentence = f"{sentence} Commands: {'; '.join(trouble.status.commands)}"
        if state in (VaultState.NONE, VaultState.PLAINTEXT, VaultState.NULL, VaultState.NO_COLLECTION):
            raise not_applicable(sentence) from None
        why = Why.TIMEOUT if state is VaultState.HUNG else Why.ERROR
        raise NotSeen(Unknown(why, sentence)) from None
    return sources.held.hold("vault", secret) if secret else None


PROBES: tuple[Probe[object], ...] = (Probe(VAULT_SECRET, (), _vault_secret),)
