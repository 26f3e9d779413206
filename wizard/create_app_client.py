"""Creating the app client for ClearML exactly as the guide says, its branding style, and storing its secret.

What the request holds is the guide's "Configure Amazon Cognito", and for what the guide leaves open the least that
sign-in needs. ReadAttributes and WriteAttributes are left out on purpose: without them Cognito lets the app client
read and write every standard attribute, with them a forgotten one breaks the token exchange.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.addresses import callback_url
from diagnostics.answers import table
from diagnostics.app_client import DescribedAppClient, described
from diagnostics.aws import CALL_SECONDS
from diagnostics.aws_errors import AwsRefused
from diagnostics.facts import NotSeen
from diagnostics.identity_provider import COGNITO
from diagnostics.vault.states import VaultItem, VaultState, VaultStatus, VaultTrouble, client_secret_item
from wizard.applying import applied
from wizard.consent import place_to_write
from wizard.journal import begun
from wizard.plan import Change, Plan

if TYPE_CHECKING:
    from diagnostics.aws import Aws
    from diagnostics.connection import Connection

CREATE = "CreateUserPoolClient"
BRAND = "CreateManagedLoginBranding"
WRITE_SECONDS = CALL_SECONDS + 20
"""What a write may take: asking whose credentials these are, the call itself, and two lines of the journal."""

SCOPES = ("openid", "profile", "email")

_WHY = {
    "CallbackURLs": "<clearml_webapp_address>/callback_cognito",
    "AllowedOAuthFlows": "authorization code grant",
    "AllowedOAuthFlowsUserPoolClient": "switches the OAuth settings on",
    "ExplicitAuthFlows": "the least there can be",
    "PreventUserExistenceErrors": "tells nobody who has an account",
    "EnableTokenRevocation": "tokens can be revoked",
}


@dataclass(frozen=True, slots=True)
class NewAppClient:
    """An app client that is to be created.

    Attributes:
        user_pool: the pool's id.
        name: as `diagnostics.app_client_name` takes it.
        callback_urls: one for each ClearML web address.
        identity_providers: COGNITO, or an external provider's exact name, or both.
        branding: whether it needs a branding style, because the pool's domain uses managed login.
        namesakes: the ids of the app clients that have the same name already.
    """

    user_pool: str
    name: str
    callback_urls: tuple[str, ...]
    identity_providers: tuple[str, ...]
    branding: bool
    namesakes: tuple[str, ...] = ()

    def request(self) -> dict[str, object]:
        """The request, exactly as it is sent."""
        return {
            "UserPoolId": self.user_pool,
            "ClientName": self.name,
            "GenerateSecret": True,
            "CallbackURLs": list(self.callback_urls),
            "AllowedOAuthFlows": ["code"],
            "AllowedOAuthScopes": list(SCOPES),
            "AllowedOAuthFlowsUserPoolClient": True,
            "SupportedIdentityProviders": list(self.identity_providers),
            "ExplicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH"],
            "PreventUserExistenceErrors": "ENABLED",
            "EnableTokenRevocation": True,
        }


@dataclass(frozen=True, slots=True)
class Created:
    """What a creation came to.

    Attributes:
        made: the app client, with its secret.
        stored: whether the keyring has the secret.
        done: sentences that say what was done.
        troubles: sentences that say what of it did not succeed after the app client was there.
    """

    made: DescribedAppClient
    stored: bool
    done: tuple[str, ...]
    troubles: tuple[str, ...]


def wanted_client(
    connection: Connection, name: str, *, branding: bool, cognito_as_well: bool = False, namesakes: Sequence[str] = ()
) -> NewAppClient:
    """The app client that a connection needs.

    Args:
        name: its name.
        branding: whether the domain uses managed login.
        cognito_as_well: with an external provider: whether Cognito's own users may sign in, too.
        namesakes: the ids of the app clients that have this name already.
    """
    external = connection.identity_provider
    if external and external != COGNITO:
        providers = (external, COGNITO) if cognito_as_well else (external,)
    else:
        providers = (COGNITO,)
    callbacks = tuple(callback_url(web) for web in connection.web_addresses)
    return NewAppClient(connection.user_pool or "", name, callbacks, providers, branding, tuple(namesakes))


def plan(wanted: NewAppClient, keyring: VaultStatus) -> Plan:
    """What creating it changes, every setting of it.

    Args:
        keyring: as it was found just now: it says where the secret will go.
    """
    resource = f'app client "{wanted.name}" in {wanted.user_pool}'
    fields = {name: value for name, value in wanted.request().items() if name != "UserPoolId"}
    changes = [
        Change(CREATE, resource, name, "", _shown(value), _WHY.get(name, "")) for name, value in fields.items()
    ]
    if wanted.branding:
        style = f'branding style of "{wanted.name}"'
        changes.append(Change(BRAND, style, "UseCognitoProvidedValues", "", "true", "managed login needs a style"))
    where = _where_the_secret_goes(keyring)
    if keyring.state is VaultState.READY:
        return Plan(tuple(changes), (where, *_NOTES))
    return Plan(tuple(changes), _NOTES, first=where)


_NOTES = (
    "All other settings are AWS's own: access and ID tokens hold for 1 hour, refresh tokens for 30 days; every "
    "standard attribute can be read and written.",
    "Nothing that exists is changed. To take it back, delete the app client in the AWS console.",
)


def _where_the_secret_goes(keyring: VaultStatus) -> str:
    if keyring.state is VaultState.READY:
        return "AWS makes the client secret; it goes straight into this machine's keyring and is shown nowhere."
    reason = keyring.sentence.partition(". ")[0].rstrip(".")
    return (
        f"{reason}. The client secret stays in this program's memory until you have chosen, in the step Secret, "
        "where it goes."
    )


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "  ".join(str(one) for one in value) if isinstance(value, list) else str(value)


async def create(
    aws: Aws,
    connection: Connection,
    wanted: NewAppClient,
    *,
    keyring: VaultStatus,
    vault_service: str,
    state_folder: Path | None,
    told: Callable[[str], None] = lambda sentence: None,
) -> Created:
    """Create the app client, store its secret, and give it a branding style where it needs one.

    Once the app client is there, whatever fails after it is told and raises nothing. A secret that no keyring took is
    in the result; Cognito shows it again, so that nothing is lost if the program ends in between.

    Args:
        keyring: the keyring as the admin was told of it; the secret is stored only where it was ready.
        vault_service: the keyring's service name.
        state_folder: where the journal is.
        told: told what is being done now.

    Raises:
        NotAllowed: it may not be written. Nothing was.
        WriteRefused: the journal could not be written, so nothing was sent.
        NotSeen: AWS refused, or gave no answer; with no answer it may be there all the same.
        TimeoutError: no answer in time, the same.
    """
    from diagnostics.background import in_thread

    told(f'Creating the app client "{wanted.name}"')
    made = await in_thread(lambda: _create(aws, connection, wanted, state_folder), WRITE_SECONDS)
    done = [f'App client "{wanted.name}" created ({made.client.id}).']
    troubles: list[str] = []
    stored = False
    if keyring.state is VaultState.READY and made.secret is not None:
        told("Storing its secret in the keyring")
        stored, sentence = await _stored(vault_service, wanted.user_pool, made)
        (done if stored else troubles).append(sentence)
    else:
        troubles.append("Its secret is only in this program's memory yet: the step Secret says where it can go.")
    if wanted.branding:
        told("Creating its branding style")
        trouble = await create_branding(aws, connection, made.client.id, state_folder=state_folder)
        if trouble:
            troubles.append(trouble)
        else:
            done.append(f'Branding style of "{wanted.name}" created.')
    return Created(made, stored, tuple(done), tuple(troubles))


def _create(aws: Aws, connection: Connection, wanted: NewAppClient, folder: Path | None) -> DescribedAppClient:
    place = place_to_write(aws, connection)
    entry = begun(
        CREATE,
        account=place.account,
        region=place.region,
        user_pool=wanted.user_pool,
        subject=wanted.name,
        known=wanted.namesakes,
    )
    answer = applied(
        folder,
        entry,
        lambda: aws.call("cognito-idp", CREATE, **wanted.request()),
        lambda answer: described(table(CREATE, answer.get("UserPoolClient")), CREATE).client.id,
    )
    return described(table(CREATE, answer.get("UserPoolClient")), CREATE)


async def _stored(service: str, user_pool: str, made: DescribedAppClient) -> tuple[bool, str]:
    from wizard.vault import store

    item = VaultItem(service, client_secret_item(user_pool, made.client.id).username)
    assert made.secret is not None
    try:
        await store(item, made.secret)
    except VaultTrouble as trouble:
        return False, f"The secret is not in the keyring. {trouble}"
    return True, "Its secret is in the keyring."


def branding_plan(user_pool: str, client_name: str) -> Plan:
    """What giving an app client a branding style changes."""
    style = f'branding style of "{client_name}" in {user_pool}'
    return Plan(
        (Change(BRAND, style, "UseCognitoProvidedValues", "", "true", "managed login needs a style"),),
        (
            "The sign-in pages get AWS's own looks. The app client itself is not changed.",
            "To take it back, delete the style in the AWS console: Managed login > Styles.",
        ),
    )


async def create_branding(
    aws: Aws, connection: Connection, client_id: str, *, state_folder: Path | None
) -> str | None:
    """Give an app client Cognito's own branding style. One that exists already is left as it is.

    Returns:
        None where it has a style now, else the sentence that says why it has none. Nothing is raised.
    """
    from diagnostics.background import in_thread
    from wizard.consent import NotAllowed
    from wizard.files import WriteRefused

    try:
        await in_thread(lambda: _brand(aws, connection, client_id, state_folder), WRITE_SECONDS)
    except AwsRefused as refused:
        if refused.code == "ManagedLoginBrandingExistsException":
            return None
        return f"The app client has no branding style yet. {refused}"
    except (NotSeen, NotAllowed, WriteRefused) as reason:
        return f"The app client has no branding style yet. {reason}"
    except TimeoutError:
        return "Whether the app client has a branding style is not known: AWS gave no answer in time. Look again."
    return None


def _brand(aws: Aws, connection: Connection, client_id: str, folder: Path | None) -> None:
    place = place_to_write(aws, connection)
    entry = begun(BRAND, account=place.account, region=place.region, user_pool=place.user_pool, subject=client_id)
    request = {"UserPoolId": place.user_pool, "ClientId": client_id, "UseCognitoProvidedValues": True}
    applied(folder, entry, lambda: aws.call("cognito-idp", BRAND, **request))
