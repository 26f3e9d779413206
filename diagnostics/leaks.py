"""Looking for a secret in what is about to leave, in every form in which it could have got there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.env_file import BadEnvFile, read_env_file
from diagnostics.facts import NotSeen
from diagnostics.probes.given import env_file_of
from diagnostics.secret import Secret
from diagnostics.secret_text import SHORTEST, forms, is_reference, secret_by_name

if TYPE_CHECKING:
    from diagnostics.sources import Sources


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
    try:
        file = read_env_file(env_file_of(sources))
    except (NotSeen, BadEnvFile):
        return
    for entry in file.entries if file else ():
        yield entry.key, entry.template
