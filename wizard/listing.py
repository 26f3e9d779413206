"""Lists that AWS gives page by page, read without ever holding up the event loop."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import TypeVar

from diagnostics.aws import CALL_SECONDS
from diagnostics.facts import Known, Unknown
from diagnostics.page import Page
from wizard.judging import fact_from

T = TypeVar("T")


async def items_by_page(read: Callable[[str | None], Page[T]]) -> AsyncIterator[tuple[T, ...] | Unknown]:
    """The items of one page after the other; where a page cannot be read, the reason, and then no more.

    Args:
        read: reads the page that a token asks for, the first one for None; it blocks, and may raise NotSeen.
    """
    token: str | None = None
    while True:
        page = await _page(read, token)
        if not isinstance(page, Known):
            yield page
            return
        yield page.value.items
        token = page.value.next_token
        if token is None:
            return


async def _page(read: Callable[[str | None], Page[T]], token: str | None) -> Known[Page[T]] | Unknown:
    return await fact_from(lambda: read(token), CALL_SECONDS)
