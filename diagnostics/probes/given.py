"""What ClearML is given today, from the env file that was named, or that the connection exported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from diagnostics.background import in_thread
from diagnostics.given_settings import GivenSettings, GivenValue, read_given
from diagnostics.keys import APP_CLIENT_SECRET, GIVEN_SECRET, GIVEN_SETTINGS, VAULT_SECRET
from diagnostics.look import Facts, Probe
from diagnostics.probes.common import not_configured
from diagnostics.secret import Secret
from diagnostics.secret_text import SHORTEST, is_reference
from diagnostics.sources import SeenSecret, Sources

_READ_SECONDS = 10.0


def env_file_of(sources: Sources) -> Path:
    """The file that ClearML is given: the one that was named, else the first that was exported. Raises NotSeen."""
    if sources.env_file:
        return sources.env_file
    exported = next((export.path for export in sources.connection.exports if export.target == "compose-env"), None)
    if not exported:
        raise not_configured("No env file is known: nothing was exported, and --env-file names none.")
    return Path(exported).expanduser()


async def _given_settings(facts: Facts, sources: Sources) -> GivenSettings:
    """The secret that the file only refers to is filled in as `--run` does it."""
    path = env_file_of(sources)
    client, secret = sources.connection.app_client, sources.held.get("given", "vault", "described")
    environment = dict(sources.environment)
    found, inside = await in_thread(lambda: read_given(path, environment, client, secret), _READ_SECONDS)
    if inside:
        sources.held.hold("env", inside)
    return _veiled(found, [*sources.held.every().values()])


def _veiled(found: GivenSettings, secrets: Sequence[Secret]) -> GivenSettings:
    """The settings without a secret in them: it stands where it does not belong when id and secret are swapped."""
    shown = [secret.reveal() for secret in secrets if len(secret) >= SHORTEST]

    def veiled(value: GivenValue) -> GivenValue:
        text = value.text
        for secret in shown:
            text = text.replace(secret, str(Secret(secret))) if text and not is_reference(secret) else text
        return replace(value, text=text)

    return replace(found, values=tuple(veiled(value) for value in found.values))


async def _given_secret(facts: Facts, sources: Sources) -> SeenSecret | None:
    facts[GIVEN_SETTINGS]
    secret = sources.held.get("env")
    return sources.held.hold("env", secret) if secret else None


PROBES: tuple[Probe[object], ...] = (
    Probe(GIVEN_SETTINGS, (VAULT_SECRET, APP_CLIENT_SECRET), _given_settings),
    Probe(GIVEN_SECRET, (GIVEN_SETTINGS,), _given_secret),
)
