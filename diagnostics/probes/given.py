"""What ClearML is given today, from the env file that was named, or that the connection exported."""

from __future__ import annotations

from pathlib import Path

from diagnostics.background import in_thread
from diagnostics.given_settings import GivenSettings, read_given
from diagnostics.keys import APP_CLIENT_SECRET, GIVEN_SECRET, GIVEN_SETTINGS, VAULT_SECRET
from diagnostics.look import Facts, Probe
from diagnostics.probes.common import not_configured
from diagnostics.sources import SeenSecret, Sources

_READ_SECONDS = 10.0


def _file(sources: Sources) -> Path:
    if sources.env_file:
        return sources.env_file
    exported = next((export.path for export in sources.connection.exports if export.target == "compose-env"), None)
    if not exported:
        raise not_configured("No env file is known: nothing was exported, and --env-file names none.")
    return Path(exported).expanduser()


async def _given_settings(facts: Facts, sources: Sources) -> GivenSettings:
    """The secret that the file only refers to is filled in as `--run` does it."""
    path = _file(sources)
    client, secret = sources.connection.app_client, sources.held.get("given", "vault", "described")
    environment = dict(sources.environment)
    found, inside = await in_thread(lambda: read_given(path, environment, client, secret), _READ_SECONDS)
    if inside:
        sources.held.hold("env", inside)
    return found


async def _given_secret(facts: Facts, sources: Sources) -> SeenSecret | None:
    facts[GIVEN_SETTINGS]
    secret = sources.held.get("env")
    return sources.held.hold("env", secret) if secret else None


PROBES: tuple[Probe[object], ...] = (
    Probe(GIVEN_SETTINGS, (VAULT_SECRET, APP_CLIENT_SECRET), _given_settings),
    Probe(GIVEN_SECRET, (GIVEN_SETTINGS,), _given_secret),
)
