"""Looking at the keyring and reading the secret from it. Everything here can be cancelled, and then ends at once."""

from collections.abc import Callable

from diagnostics.secret import Secret
from diagnostics.vault.answer import Request
from diagnostics.vault.child import ask
from diagnostics.vault.sentences import status_of
from diagnostics.vault.states import VaultItem, VaultState, VaultStatus, VaultTrouble


async def probe(timeout_seconds: float = 10.0) -> VaultStatus:
    """What the keyring is like, found out without asking anybody anything and without storing anything.

    Do it before a secret exists. Nothing is raised; no answer in time is the state HUNG.
    """
    answer, waited = await ask(Request("probe"), timeout_seconds=timeout_seconds)
    return status_of(answer, waited_seconds=waited)


async def read(
    item: VaultItem,
    *,
    may_ask: bool,
    timeout_seconds: float = 10.0,
    on_prompt: Callable[[], None] | None = None,
) -> Secret | None:
    """The secret kept at `item`, or None where none is.

    Args:
        item: where it is kept.
        may_ask: a locked keyring is given one try to unlock, for which a prompt may open and wait up to 60 s. If
            False, no prompt is ever opened.
        timeout_seconds: how long an answer may take otherwise.
        on_prompt: called when an unlock prompt may be open on this machine's desktop.

    Raises:
        VaultTrouble: the keyring could not be read; it says why.
    """
    request = Request("read", item, may_ask=may_ask)
    answer, waited = await ask(request, timeout_seconds=timeout_seconds, on_prompt=on_prompt)
    if answer.state is not VaultState.READY:
        raise VaultTrouble(status_of(answer, waited_seconds=waited))
    return answer.secret
