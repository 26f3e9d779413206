"""The keyring, asked in a child process that can be killed.

Importing this package brings the names only; the keyring itself is loaded by the child process alone.
"""

from diagnostics.vault.states import (
    DEMO_SERVICE,
    SERVICE,
    VaultItem,
    VaultState,
    VaultStatus,
    VaultTrouble,
    client_secret_item,
)

__all__ = [
    "DEMO_SERVICE",
    "SERVICE",
    "VaultItem",
    "VaultState",
    "VaultStatus",
    "VaultTrouble",
    "client_secret_item",
]
