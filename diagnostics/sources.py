"""What one look looks at, and the secrets that it may hold while it lasts."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from diagnostics.aws import CALL_SECONDS, Aws
from diagnostics.connection import Connection
from diagnostics.http import Web
from diagnostics.secret import Secret, fingerprint


@dataclass(frozen=True, slots=True)
class SeenSecret:
    """A secret as a fact may hold it: that it is there, how long it is, and a mark good for this look only."""

    length: int
    fingerprint: str
    padded: bool = False
    """Whether blanks or quotes stand around it, which belong to no client secret."""


class HeldSecrets:
    """The secrets that a look's probes have come by. They end with the look and enter no fact."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._by_source: dict[str, Secret] = {}

    def hold(self, source: str, secret: Secret) -> SeenSecret:
        """Keep a secret for the probes that send it, and give what a fact may say of it."""
        self._by_source[source] = secret
        text = secret.reveal()
        return SeenSecret(len(secret), fingerprint(secret, self._key), text != text.strip(" \t\r\n\"'`"))

    def get(self, *sources: str) -> Secret | None:
        """The secret of the first of `sources` that has one."""
        return next((self._by_source[source] for source in sources if source in self._by_source), None)

    def every(self) -> Mapping[str, Secret]:
        """All of them by source, to look for in what is about to leave."""
        return dict(self._by_source)


@dataclass(frozen=True)
class Sources:
    """What one look looks at.

    Attributes:
        connection: what the admin wants.
        aws: the session to ask AWS with.
        web: the connection pool for everything else.
        vault_service: the keyring's service name.
        env_file: the file that ClearML is given today, if one was named.
        environment: this process's environment.
        held: the secrets of this look; one given on standard input is held as `given` from the start.
        active_probes: whether the token and authorize endpoints may be asked with made-up codes.
        sample_users: whether a sample of the pool's users may be counted.
        aws_seconds: what one call to AWS may take; whatever rests on it is judged in the rest of the look.
    """

    connection: Connection
    aws: Aws
    web: Web
    vault_service: str = "clearml-cognito"
    env_file: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    held: HeldSecrets = field(default_factory=HeldSecrets)
    active_probes: bool = True
    sample_users: bool = False
    aws_seconds: float = CALL_SECONDS
