"""What one look at the world can bring home: a value, or the reason why there is none."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeAlias, TypeVar

T_co = TypeVar("T_co", covariant=True)


class Why(StrEnum):
    """Why a thing could not be looked at."""

    NOT_CONFIGURED = "not_configured"
    NOT_APPLICABLE = "not_applicable"
    NEEDS = "needs"
    NO_CREDENTIALS = "no_credentials"
    EXPIRED_CREDENTIALS = "expired_credentials"
    NO_PERMISSION = "no_permission"
    THROTTLED = "throttled"
    TIMEOUT = "timeout"
    NETWORK = "network"
    MALFORMED = "malformed"
    ERROR = "error"

    @property
    def never_asked(self) -> bool:
        """True where there was nothing to look at: such a check is skipped, not unknown."""
        return self in (Why.NOT_CONFIGURED, Why.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Known(Generic[T_co]):
    """A thing that was looked at. `Known(None)`: looked, and it does not exist."""

    value: T_co


@dataclass(frozen=True, slots=True)
class Unknown:
    """A thing that could not be looked at.

    Attributes:
        why: the class of reason.
        detail: one plain sentence for the admin, already free of secrets and control characters.
        permission: the IAM action that would settle it, when permissions are the reason.
        needs: the name of the fact that was missing, when `why` is NEEDS.
    """

    why: Why
    detail: str
    permission: str | None = None
    needs: str | None = None


Fact: TypeAlias = Known[T_co] | Unknown


@dataclass(frozen=True, slots=True)
class FactKey(Generic[T_co]):
    """The name and type of one fact of a look."""

    name: str


class NotSeen(Exception):
    """Raised where a value is needed and the fact is unknown; carries the reason."""

    def __init__(self, unknown: Unknown) -> None:
        super().__init__(unknown.detail)
        self.unknown = unknown
