"""App clients: the list of a pool's, what DescribeUserPoolClient says of one, and its secrets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from diagnostics.answers import flag, label, moment, optional_text, table, tables, text, texts
from diagnostics.aws import Aws, AwsRefused
from diagnostics.page import PAGE, Page
from diagnostics.secret import Secret


@dataclass(frozen=True, slots=True)
class AppClientName:
    """An app client as the list shows it. The name is plain text."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class AppClient:
    """An app client, without its secret.

    Attributes:
        shows_secret: whether DescribeUserPoolClient gives a secret. False does not yet mean a public client: once
            the original secret was deleted, one that was added later is never shown again.
        read_attributes: what the client may read; None for Cognito's default, which is every standard attribute.
        write_attributes: the same for writing.
    """

    id: str
    name: str
    shows_secret: bool
    oauth_enabled: bool
    callback_urls: tuple[str, ...]
    flows: tuple[str, ...]
    scopes: tuple[str, ...]
    identity_providers: tuple[str, ...]
    read_attributes: tuple[str, ...] | None
    write_attributes: tuple[str, ...] | None
    explicit_flows: tuple[str, ...]
    hides_user_existence: bool
    revocation: bool
    last_modified: datetime | None


@dataclass(frozen=True, slots=True)
class DescribedAppClient:
    """An app client together with the secret that DescribeUserPoolClient gave, if it gave one."""

    client: AppClient
    secret: Secret | None


@dataclass(frozen=True, slots=True)
class AppClientSecret:
    """One of an app client's secrets, as ListUserPoolClientSecrets names it: never its value."""

    id: str
    created: datetime | None


def app_clients_page(aws: Aws, pool_id: str, token: str | None) -> Page[AppClientName]:
    """One page of a pool's app clients (ListUserPoolClients). Raises NotSeen."""
    more = {"NextToken": token} if token else {}
    said = "ListUserPoolClients"
    answer = aws.call("cognito-idp", said, UserPoolId=pool_id, MaxResults=PAGE, **more)
    items = tuple(
        AppClientName(text(said, row, "ClientId"), label(said, row, "ClientName"))
        for row in tables(said, answer, "UserPoolClients")
    )
    return Page(items, optional_text(said, answer, "NextToken"))


def app_client(aws: Aws, pool_id: str, client_id: str) -> DescribedAppClient | None:
    """The app client `client_id` (DescribeUserPoolClient), None where the pool has no such client.

    Raises:
        NotSeen: it could not be looked at.
    """
    try:
        answer = aws.call("cognito-idp", "DescribeUserPoolClient", UserPoolId=pool_id, ClientId=client_id)
    except AwsRefused as refused:
        if refused.code == "ResourceNotFoundException":
            return None
        raise
    return described(table("DescribeUserPoolClient", answer.get("UserPoolClient")), "DescribeUserPoolClient")


def described(client: Mapping[str, object], said: str) -> DescribedAppClient:
    """The app client in an answer's `UserPoolClient` (of Describe, Create or Update; `said` names it)."""
    secret = optional_text(said, client, "ClientSecret")
    return DescribedAppClient(
        AppClient(
            id=text(said, client, "ClientId"),
            name=label(said, client, "ClientName"),
            shows_secret=secret is not None,
            oauth_enabled=flag(said, client, "AllowedOAuthFlowsUserPoolClient"),
            callback_urls=texts(said, client, "CallbackURLs"),
            flows=texts(said, client, "AllowedOAuthFlows"),
            scopes=texts(said, client, "AllowedOAuthScopes"),
            identity_providers=texts(said, client, "SupportedIdentityProviders"),
            read_attributes=texts(said, client, "ReadAttributes") or None,
            write_attributes=texts(said, client, "WriteAttributes") or None,
            explicit_flows=texts(said, client, "ExplicitAuthFlows"),
            hides_user_existence=client.get("PreventUserExistenceErrors") == "ENABLED",
            revocation=flag(said, client, "EnableTokenRevocation"),
            last_modified=moment(client, "LastModifiedDate"),
        ),
        Secret(secret) if secret else None,
    )


def app_client_secrets(aws: Aws, pool_id: str, client_id: str) -> tuple[AppClientSecret, ...]:
    """The secrets that an app client has, at most two, without their values (ListUserPoolClientSecrets).

    Raises:
        NotSeen: they could not be looked at.
    """
    said = "ListUserPoolClientSecrets"
    answer = aws.call("cognito-idp", said, UserPoolId=pool_id, ClientId=client_id)
    return tuple(
        AppClientSecret(text(said, row, "ClientSecretId"), moment(row, "ClientSecretCreateDate"))
        for row in tables(said, answer, "ClientSecrets")
    )
