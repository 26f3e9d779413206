"""The operations on identity providers and on managed login's branding styles."""

from __future__ import annotations

import random
import uuid

from wizard.sandbox.call import Call
from wizard.sandbox.errors import ApiError, invalid, missing
from wizard.sandbox.jsontypes import JsonObject, text
from wizard.sandbox.paging import page_of
from wizard.sandbox.state import Pool, now


def list_identity_providers(call: Call) -> JsonObject:
    """ListIdentityProviders: names, types and dates only."""
    pool = call.pool()
    page, token = page_of(list(pool.providers.values()), call.body, f"{call.operation}:{pool.id}")
    shown = [
        {name: provider[name] for name in ("ProviderName", "ProviderType", "LastModifiedDate", "CreationDate")}
        for provider in page
    ]
    return {"Providers": shown, **({"NextToken": token} if token else {})}


def describe_identity_provider(call: Call) -> JsonObject:
    """DescribeIdentityProvider (guesses.PROVIDER_MISSING)."""
    pool, name = call.pool(), call.text("ProviderName")
    if name not in pool.providers:
        raise missing(f"The provider {name} does not exist for User Pool {pool.id}.")
    return {"IdentityProvider": pool.providers[name]}


def create_managed_login_branding(call: Call) -> JsonObject:
    """CreateManagedLoginBranding: exactly one of UseCognitoProvidedValues and Settings, one style for each client."""
    pool, client = call.pool(), call.client()
    if bool(call.body.get("UseCognitoProvidedValues")) == bool(call.body.get("Settings")):
        raise invalid("useCognitoProvidedValues or settings should be specified (but not both)")
    if client.id in pool.branding:
        raise ApiError(
            "ManagedLoginBrandingExistsException", "Managed login branding already exists for this client."
        )
    call.account.made += 1
    source = random.Random(f"{call.account.scenario}:branding:{call.account.made}")
    created = now()
    style: JsonObject = {
        "ManagedLoginBrandingId": str(uuid.UUID(int=source.getrandbits(128), version=4)),
        "UserPoolId": pool.id,
        "UseCognitoProvidedValues": bool(call.body.get("UseCognitoProvidedValues")),
        "CreationDate": created,
        "LastModifiedDate": created,
    }
    if call.body.get("Settings"):
        style["Settings"] = call.body["Settings"]
    pool.branding[client.id] = style
    return {"ManagedLoginBranding": style}


def describe_managed_login_branding(call: Call) -> JsonObject:
    """DescribeManagedLoginBranding."""
    pool = call.pool()
    return {"ManagedLoginBranding": pool.branding[_client_of(pool, call.text("ManagedLoginBrandingId"))]}


def describe_managed_login_branding_by_client(call: Call) -> JsonObject:
    """DescribeManagedLoginBrandingByClient: ResourceNotFoundException where there is no style."""
    pool, client = call.pool(), call.client()
    if client.id not in pool.branding:
        raise missing(f"Managed login branding for client {client.id} does not exist.")
    return {"ManagedLoginBranding": pool.branding[client.id]}


def delete_managed_login_branding(call: Call) -> JsonObject:
    """DeleteManagedLoginBranding."""
    pool = call.pool()
    del pool.branding[_client_of(pool, call.text("ManagedLoginBrandingId"))]
    return {}


def _client_of(pool: Pool, branding_id: str) -> str:
    for client_id, style in pool.branding.items():
        if text(style, "ManagedLoginBrandingId") == branding_id:
            return client_id
    raise missing(f"Managed login branding {branding_id} does not exist.")
