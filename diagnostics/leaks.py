"""Looking for a secret in what is about to leave, in every form in which it could have got there."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape

from diagnostics.secret import Secret

if TYPE_CHECKING:
    from diagnostics.sources import Sources

SHORTEST = 8
"""A secret of fewer characters cannot be told from ordinary words."""

# A value that only refers to a secret, as the guide's own lines do. Its text is public.
_REFERENCE = re.compile(r"\$\{[A-Za-z0-9_]+\}")
_WORDS = re.compile(r"(?i)secret|passw|token|private|credential|api_?key|(access|session|signing|encryption)_key")
_NO_SECRETS = re.compile(r"(?i)_(file|path|url|uri|dir|folder|id|name|expiration)$")


@dataclass(frozen=True, slots=True)
class Leak:
    """A secret that was found: whose it is, in which form, in what."""

    whose: str
    form: str
    member: str


def leak(members: Mapping[str, bytes], secrets: Mapping[str, Secret]) -> Leak | None:
    """The first secret that is found in anything, None where none is.

    Args:
        members: what is about to leave, by name.
        secrets: the secrets that are known, by whose they are. One that is too short to look for counts as found.
    """
    for whose, secret in secrets.items():
        text = secret.reveal()
        if not text or is_reference(text):
            continue
        if len(text) < SHORTEST:
            return Leak(whose, f"shorter than {SHORTEST} characters, so that it cannot be looked for", "")
        for form, needle in forms(text):
            for member, content in members.items():
                if needle in (content.lower() if form == "hexadecimal" else content):
                    return Leak(whose, form, member)
    return None


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


def known_secrets(sources: Sources) -> dict[str, Secret]:
    """Every secret that a look could have come by: those it held, and those beside them.

    Beside them are the values of this process's environment and of the env file whose names say that they are
    secret. It reads the disk.
    """
    found = {f"environment's {name}": Secret(value) for name, value in sources.environment.items()}
    found |= {f"env file's {name}": value for name, value in _in_env_file(sources)}
    named = {
        whose: secret
        for whose, secret in found.items()
        if secret_by_name(whose.partition(" ")[2]) and len(secret) >= SHORTEST
    }
    return {_WHOSE.get(source, source): secret for source, secret in sources.held.every().items()} | named


_WHOSE = {
    "given": "client secret from standard input",
    "vault": "keyring's client secret",
    "described": "app client's secret",
    "env": "client secret that ClearML is given",
}


def _in_env_file(sources: Sources) -> Iterator[tuple[str, Secret]]:
    from diagnostics.env_file import BadEnvFile, read_env_file
    from diagnostics.facts import NotSeen
    from diagnostics.probes.given import env_file_of

    try:
        file = read_env_file(env_file_of(sources))
    except (NotSeen, BadEnvFile):
        return
    for entry in file.entries if file else ():
        yield entry.key, entry.template
