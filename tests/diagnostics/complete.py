"""A set-up that has everything, so that no check is skipped: what one look at it brings home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from diagnostics import keys
from diagnostics.checks import CHECKS
from diagnostics.connection import Export
from diagnostics.facts import Fact, Known
from diagnostics.findings import Finding
from diagnostics.judge import judge
from diagnostics.look import Snapshot
from diagnostics.network import Resolved, Tls
from diagnostics.secret import Secret
from tests.diagnostics.looking import Scene
from wizard.exports.compose_env import render
from wizard.exports.settings import export_settings
from wizard.sandbox import building

COMPANY = "d1bd92a3b039400cbafc60a7a5b1e52b"
PROVIDER = "AcmeSAML"


def export(scene: Scene, path: Path, *, by_reference: bool = False) -> Path:
    """Write the env file that the wizard would export, and have the scene look at it."""
    base = scene.connection.domain
    settings = export_settings(
        scene.connection,
        authorize_url=f"{base}/oauth2/authorize",
        access_token_url=f"{base}/oauth2/token",
        secret=Secret(scene.ready["client_secret"]),
    )
    path.write_bytes(render(None, settings, "reference" if by_reference else "inside").content)
    path.chmod(0o600)
    scene.options["env_file"] = path
    return path


def equip(scene: Scene, folder: Path) -> None:
    """Add to a healthy set-up what it can do without: a provider, a company, an env file, a server that says more."""
    building.saml_provider(scene.pool, PROVIDER, {"email": "mail", "preferred_username": "uid"})
    scene.client.settings["SupportedIdentityProviders"] = ["COGNITO", PROVIDER]
    scene.change(identity_provider=PROVIDER, display_name="Cognito", company=COMPANY)
    scene.options["sample_users"] = True
    scene.options["env_file"] = folder / "clearml.env"
    tell_clearml(scene)
    scene.change(exports=(Export("compose-env", str(folder / "clearml.env"), "inside"),))


def tell_clearml(scene: Scene) -> None:
    """Give ClearML what the connection has now: the env file, and a server that was started with it."""
    connection = scene.connection
    export(scene, scene.options["env_file"])
    asked = {
        "client_id": str(connection.app_client),
        "redirect_uri": f"{connection.web_addresses[0]}/callback_cognito",
        "scope": "openid profile email",
        **({"identity_provider": connection.identity_provider} if connection.identity_provider else {}),
    }
    url = f"{connection.domain}/oauth2/authorize?{urlencode(asked)}"
    shown = connection.display_name or "Cognito"
    scene.sandbox.account.clearml.providers = [{"name": "cognito", "display_name": shown, "url": url}]


def as_on_aws(snapshot: Snapshot) -> Snapshot:
    """The snapshot with what loopback has not: TLS, public addresses, and the secret in a keyring."""
    ends = snapshot.taken_at + timedelta(days=300)
    facts: dict[str, Fact[object]] = dict(snapshot.facts)
    for key, host in (
        (keys.ISSUER_TLS, "cognito-idp.eu-west-1.amazonaws.com"),
        (keys.PAGES_TLS, "auth.acme.example"),
    ):
        facts[key.name] = Known(Tls(host, 443, "TLSv1.3", None, ends))
    for key, host in (
        (keys.ISSUER_DNS, "cognito-idp.eu-west-1.amazonaws.com"),
        (keys.PAGES_DNS, "auth.acme.example"),
    ):
        facts[key.name] = Known(Resolved(host, ("203.0.113.7",)))
    facts[keys.VAULT_SECRET.name] = facts[keys.APP_CLIENT_SECRET.name]
    return replace(snapshot, facts=facts)


def with_facts(snapshot: Snapshot, facts: Mapping[str, Fact[object]]) -> Snapshot:
    """The snapshot with some facts replaced, by their keys' names."""
    return replace(snapshot, facts={**snapshot.facts, **facts})


def judged(snapshot: Snapshot) -> dict[str, Finding]:
    """The findings of all checks on a snapshot, by id."""
    return {found.check: found for found in judge(snapshot, CHECKS)}
