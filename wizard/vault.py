"""Storing the secret in the keyring and deleting it there. Both can be cancelled, and then end at once."""

from collections.abc import Callable

from diagnostics.secret import Secret
from diagnostics.vault.answer import Request
from diagnostics.vault.child import ask
from diagnostics.vault.sentences import status_of
from diagnostics.vault.states import VaultItem, VaultState, VaultTrouble


async def store(
    item: VaultItem,
    secret: Secret,
    *,
    timeout_seconds: float = 10.0,
    on_prompt: Callable[[], None] | None = None,
) -> None:
    """Store `secret` at `item`, read it back and compare. Copies that another program stored there are cleared.

    A locked keyring is given one try to unlock, for which a prompt may open and wait up to 60 s.

    Args:
        item: where to keep it.
        secret: what to keep; it is still the caller's if this fails.
        timeout_seconds: how long an answer may take while no prompt is open.
        on_prompt: called when an unlock prompt may be open on this machine's desktop.

    Raises:
        VaultTrouble: it is not certain that the keyring keeps the secret; the status says why.
    """
    await _change(Request("store", item, secret, may_ask=True), timeout_seconds, on_prompt)


async def delete(
    item: VaultItem, *, timeout_seconds: float = 10.0, on_prompt: Callable[[], None] | None = None
) -> bool:
    """Delete every copy of `item`; True where there was one. Arguments and prompts as for `store`.

    Raises:
        VaultTrouble: the keyring could not be asked, or still has the item.
    """
    return await _change(Request("delete", item, may_ask=True), timeout_seconds, on_prompt)


async def _change(request: Request, timeout_seconds: float, on_prompt: Callable[[], None] | None) -> bool:
    answer, waited = await ask(request, timeout_seconds=timeout_seconds, on_prompt=on_prompt)
    if answer.state is not VaultState.READY:
        raise VaultTrouble(status_of(answer, waited_seconds=waited))
    return answer.done
