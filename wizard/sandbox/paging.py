"""Pages of a list, and the tokens between them (guesses.PAGING)."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from typing import TypeVar

from wizard.sandbox.errors import invalid
from wizard.sandbox.jsontypes import JsonObject, as_object, text, whole

LARGEST = 60
"""AWS's largest page."""

Item = TypeVar("Item")


def page_of(
    every: Sequence[Item], body: JsonObject, scope: str, limit_key: str = "MaxResults", token_key: str = "NextToken"
) -> tuple[Sequence[Item], str | None]:
    """The page that a request asks for, and the token of the next one (None after the last).

    Args:
        every: the whole list.
        body: the request's members.
        scope: what the list is of; a token is good for the list it came from only.
        limit_key: the member that limits the page.
        token_key: the member that holds the token.

    Raises:
        ApiError: InvalidParameterException for a token that this list did not give.
    """
    size = whole(body, limit_key) or LARGEST
    start = 0
    if token := text(body, token_key):
        opened = _open(token)
        if text(opened, "scope") != scope:
            raise invalid("Invalid pagination token provided.")
        start = whole(opened, "start") or 0
    end = start + size
    following = _seal({"scope": scope, "start": end, "page": page_number(token) + 1}) if end < len(every) else None
    return every[start:end], following


def page_number(token: str) -> int:
    """Which page a token leads to, counted from 1; no token leads to the first."""
    if not token:
        return 1
    try:
        return whole(_open(token), "page") or 1
    except ValueError:
        return 1


def _seal(content: JsonObject) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode()


def _open(token: str) -> JsonObject:
    try:
        return as_object(json.loads(base64.urlsafe_b64decode(token.encode())))
    except ValueError:
        return {}
