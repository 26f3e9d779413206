"""How a secret can be told in a text: by its value in any form, by its name, or as a mere reference to one."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape

SHORTEST = 8
"""A secret of fewer characters cannot be told from ordinary words."""

# A value that only refers to a secret, as the guide's own lines do. Its text is public.
_REFERENCE = re.compile(r"\$\{[A-Za-z0-9_]+\}")
_WORDS = re.compile(r"(?i)secret|passw|token|private|credential|api_?key|(access|session|signing|encryption)_key")
_NO_SECRETS = re.compile(r"(?i)_(file|path|url|uri|dir|folder|id|name|expiration)$")


def forms(text: str) -> Iterator[tuple[str, bytes]]:
    """Every form of a text that is looked for, with its name.

    In base64 a text looks different at each of three offsets, and its first and last characters mix with what is
    around it: what is looked for is what stays in between.
    """
    plain = text.encode("utf-8", "surrogatepass")
    yield "plain", plain
    yield "backwards", plain[::-1]
    for ascii_only in (True, False):
        yield "JSON", json.dumps(text, ensure_ascii=ascii_only)[1:-1].encode("utf-8", "surrogatepass")
    yield "XML", escape(text, {'"': "&quot;"}).encode("utf-8", "surrogatepass")
    for quoted in (quote(plain, safe=""), quote_plus(plain), quote(plain)):
        yield "URL-encoded", quoted.encode()
        yield "URL-encoded", re.sub("%[0-9A-F]{2}", lambda found: found[0].lower(), quoted).encode()
    yield "hexadecimal", plain.hex().encode()
    for offset in range(3):
        padded = b"\0" * offset + plain
        start, end = -(-offset * 8 // 6), len(padded) * 8 // 6
        yield "base64", base64.b64encode(padded)[start:end]
        yield "base64", base64.urlsafe_b64encode(padded)[start:end]


def is_reference(text: str) -> bool:
    """Whether a value is nothing but the name of where a secret comes from, `${COGNITO_AUTH_CLIENT_SECRET}`."""
    return bool(_REFERENCE.fullmatch(text))


def secret_by_name(name: str) -> bool:
    """Whether a variable's name says that its value is a secret."""
    return bool(_WORDS.search(name)) and not _NO_SECRETS.search(name)
