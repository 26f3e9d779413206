"""One page of a list that AWS gives page by page."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

PAGE = 60
"""The most that a page of user pools, app clients or identity providers may hold (cognito-idp service model)."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items, and the token that asks for the next ones; None after the last."""

    items: tuple[T, ...]
    next_token: str | None
