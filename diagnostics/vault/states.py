"""The nouns of the vault: what the keyring can be like, the one item kept in it, and the trouble it can give."""

from dataclasses import dataclass
from enum import StrEnum

SERVICE = "clearml-cognito"
DEMO_SERVICE = "clearml-cognito-demo"


class VaultState(StrEnum):
    """What the keyring is like. Only READY can keep or hand out a secret without asking anybody anything."""

    READY = "ready"
    LOCKED = "locked"
    NONE = "none"
    """No usable keyring: no session bus, no keyring service, or only backends that are not trusted."""
    PLAINTEXT = "plaintext"
    """Only a backend that would write the secret to a plain file."""
    NULL = "null"
    """The null or fail backend is forced; it keeps nothing."""
    NO_COLLECTION = "no_collection"
    """The keyring service runs but has no default keyring."""
    HUNG = "hung"
    """No answer within the time given."""
    DEAD = "dead"
    """The session bus or the process that asks the keyring has ended."""
    REFUSED = "refused"
    """The keyring was asked, and answered with an error that is none of the above."""


@dataclass(frozen=True, slots=True)
class VaultStatus:
    """The keyring as it was found.

    Attributes:
        state: what it is like.
        backend: the class that was or would be asked, such as `keyring.backends.SecretService.Keyring`.
        sentence: for the admin: what happened to which thing, and what to do now.
        commands: shell lines that go with the sentence, ready to run as printed.
    """

    state: VaultState
    backend: str | None
    sentence: str
    commands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VaultItem:
    """The place of one secret in the keyring. Both names can be read by anybody while the keyring is locked."""

    service: str
    username: str


def client_secret_item(user_pool: str, app_client: str, *, demo: bool = False) -> VaultItem:
    """The item that keeps the secret of `app_client` (its id) in `user_pool` (its id)."""
    return VaultItem(DEMO_SERVICE if demo else SERVICE, f"{user_pool}/{app_client}")


class VaultTrouble(Exception):
    """The keyring could not be used. `status` says why; `str()` is its sentence, free of secrets."""

    def __init__(self, status: VaultStatus) -> None:
        super().__init__(status.sentence)
        self.status = status
