"""The bricks of a scenario: pools, app clients, providers, styles and users that have been there for months.

Ids, secrets and dates follow from names, so that a scenario is the same in every run.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable

from wizard.sandbox import client_rules
from wizard.sandbox.jsontypes import JsonObject, as_object, text
from wizard.sandbox.schema import pool_description
from wizard.sandbox.state import REGION, Account, Client, ClientSecret, Domain, Pool, made_up

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
CREATED = 1_770_112_800.0
"""2026-02-03 10:00 UTC: when the scenarios' resources were made."""
LONG_AGO = CREATED - 86_400


def pool(
    account: Account,
    name: str,
    required: Iterable[str] = ("email", "preferred_username"),
    immutable: Iterable[str] = (),
    aliases: Iterable[str] = (),
    users: Iterable[JsonObject] = (),
) -> Pool:
    """Add a pool. `required`, `immutable` and `aliases` are names of attributes."""
    pool_id = f"{REGION}_{made_up(f'pool:{account.scenario}:{name}', 9, _LETTERS)}"
    made = Pool(pool_description(pool_id, name, CREATED, required, immutable), users=list(users))
    if chosen := list(aliases):
        made.description["AliasAttributes"] = chosen
    account.pools[pool_id] = made
    return made


def client(home: Pool, name: str, secret: bool = True, **settings: object) -> Client:
    """Add an app client with these settings, AWS's defaults for the others, and a secret unless it is public."""
    client_id = made_up(f"client:{home.id}:{name}", 26)
    made = Client(
        {
            "UserPoolId": home.id,
            "ClientId": client_id,
            "ClientType": "REGULAR",
            "CreationDate": CREATED,
            "LastModifiedDate": CREATED,
            "ClientName": name,
            **client_rules.with_defaults(settings, revocation=True),
        }
    )
    if secret:
        value = made_up(f"secret:{client_id}", 51)
        made.secrets.append(ClientSecret(f"{client_id}--{round(CREATED * 1000)}", value, CREATED, original=True))
    home.clients[client_id] = made
    return made


def clearml_client(home: Pool, address: str, **changes: object) -> Client:
    """Add the app client that the guide describes, with `changes`; `secret=False` makes it a public one."""
    right: dict[str, object] = {
        "AccessTokenValidity": 60,
        "IdTokenValidity": 60,
        "RefreshTokenValidity": 5,
        "TokenValidityUnits": {"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "days"},
        "ExplicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"],
        "SupportedIdentityProviders": ["COGNITO"],
        "CallbackURLs": [f"{address}/callback_cognito"],
        "LogoutURLs": [f"{address}/login"],
        "AllowedOAuthFlows": ["code"],
        "AllowedOAuthScopes": ["openid", "email", "profile"],
        "AllowedOAuthFlowsUserPoolClient": True,
        "PreventUserExistenceErrors": "ENABLED",
    }
    secret = changes.pop("secret", True) is True
    return client(home, "clearml-web", secret=secret, **{**right, **changes})


def other_clients(home: Pool) -> None:
    """Add two clients that have nothing to do with ClearML: a public one and one for machines."""
    client(
        home,
        "mobile",
        secret=False,
        ExplicitAuthFlows=["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"],
        SupportedIdentityProviders=["COGNITO"],
        CallbackURLs=["acme://signed-in"],
        AllowedOAuthFlows=["code"],
        AllowedOAuthScopes=["openid", "email"],
        AllowedOAuthFlowsUserPoolClient=True,
    )
    client(home, "batch-jobs", ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])


def domain(account: Account, home: Pool, name: str, version: int = 2) -> Domain:
    """Add a prefix domain that has been ACTIVE for long."""
    made = Domain(name, home.id, version, active_at=LONG_AGO)
    account.domains[name] = made
    return made


def style(home: Pool, of: Client) -> None:
    """Give an app client Cognito's own branding style."""
    branding_id = str(uuid.UUID(int=random.Random(f"style:{of.id}").getrandbits(128), version=4))
    home.branding[of.id] = {
        "ManagedLoginBrandingId": branding_id,
        "UserPoolId": home.id,
        "UseCognitoProvidedValues": True,
        "CreationDate": CREATED,
        "LastModifiedDate": CREATED,
    }


def saml_provider(home: Pool, name: str, mapping: dict[str, str]) -> None:
    """Add a SAML provider; `mapping` is pool attribute -> claim."""
    home.providers[name] = {
        "UserPoolId": home.id,
        "ProviderName": name,
        "ProviderType": "SAML",
        "ProviderDetails": {
            "MetadataURL": "https://sso.acme.example/saml/metadata",
            "SSORedirectBindingURI": "https://sso.acme.example/saml/sso",
            "IDPSignout": "false",
        },
        "AttributeMapping": mapping,
        "IdpIdentifiers": [],
        "LastModifiedDate": CREATED,
        "CreationDate": CREATED,
    }


def oidc_provider(home: Pool, name: str, mapping: dict[str, str]) -> None:
    """Add an OIDC provider, whose details hold a secret of its own; `mapping` is pool attribute -> claim."""
    saml_provider(home, name, mapping)
    home.providers[name] |= {
        "ProviderType": "OIDC",
        "ProviderDetails": {
            "client_id": "acme-pool",
            "client_secret": made_up(f"provider:{home.id}:{name}", 40),
            "authorize_scopes": "openid email profile",
            "oidc_issuer": "https://sso.acme.example",
            "authorize_url": "https://sso.acme.example/authorize",
            "attributes_request_method": "GET",
        },
    }


def person(username: str, **attributes: str) -> JsonObject:
    """A confirmed user with these attributes."""
    values = {"sub": str(uuid.UUID(int=random.Random(username).getrandbits(128), version=4)), **attributes}
    return {
        "Username": username,
        "Attributes": [{"Name": name, "Value": value} for name, value in values.items()],
        "UserCreateDate": CREATED,
        "UserLastModifiedDate": CREATED,
        "Enabled": True,
        "UserStatus": "CONFIRMED",
    }


def people() -> list[JsonObject]:
    """Three users who have all that ClearML asks for."""
    return [
        person(name, email=f"{name}@acme.example", email_verified="true", preferred_username=name)
        for name in ("ada", "grace", "linus")
    ]


def tier(home: Pool, name: str) -> None:
    """Put a pool on another pricing tier: LITE, ESSENTIALS or PLUS."""
    home.description["UserPoolTier"] = name


def attribute(home: Pool, name: str) -> JsonObject:
    """One attribute of the pool's schema. Raises KeyError for a name that is not in it."""
    schema = home.description["SchemaAttributes"]
    for one in schema if isinstance(schema, list) else []:
        if text(as_object(one), "Name") == name:
            return as_object(one)
    raise KeyError(name)
