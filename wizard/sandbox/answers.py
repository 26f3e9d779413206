"""What comes in over HTTP and what goes out, without a socket."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote

Headers = tuple[tuple[str, str], ...]

_IN_A_URL = "%:/?#[]@!$&'()*+,;="


@dataclass(frozen=True, slots=True)
class Request:
    """One request.

    Attributes:
        method: GET, POST, ...
        path: the path, percent-decoded, without the query.
        query: the query's parameters; the last one wins where a name occurs twice.
        headers: the headers under lower-case names.
        body: the body's bytes.
    """

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    def form(self) -> dict[str, str]:
        """The body read as application/x-www-form-urlencoded."""
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: status, body and the headers that are not about the connection."""

    status: int
    body: bytes = b""
    headers: Headers = ()

    def with_headers(self, *more: tuple[str, str]) -> Answer:
        """The same answer with `more` headers."""
        return Answer(self.status, self.body, self.headers + more)


def json_answer(status: int, body: object, content_type: str = "application/json") -> Answer:
    """`body` as JSON."""
    return Answer(status, json.dumps(body, ensure_ascii=False).encode(), (("Content-Type", content_type),))


def html_answer(status: int, body: str) -> Answer:
    """`body` as a page."""
    return Answer(status, body.encode(), (("Content-Type", "text/html;charset=UTF-8"),))


def redirect(location: str) -> Answer:
    """A 302 to `location`, percent-encoded where it is more than ASCII."""
    return Answer(302, b"", (("Location", quote(location, safe=_IN_A_URL)),))


def request_id() -> str:
    """A fresh id for one answer, in the form AWS gives."""
    return str(uuid.uuid4())
