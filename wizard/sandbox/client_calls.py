"""The operations on app clients and their secrets."""

from __future__ import annotations

from wizard.sandbox import client_rules
from wizard.sandbox.call import Call
from wizard.sandbox.errors import ApiError, invalid, missing
from wizard.sandbox.jsontypes import JsonObject, seconds, text
from wizard.sandbox.paging import page_of
from wizard.sandbox.shapes import CLIENT_SETTINGS
from wizard.sandbox.state import Client, ClientSecret, now

MOST_SECRETS = 2
SECRET_LENGTH = 51
CLIENT_ID_LENGTH = 26


def list_user_pool_clients(call: Call) -> JsonObject:
    """ListUserPoolClients: ids and names only."""
    pool = call.pool()
    page, token = page_of(list(pool.clients.values()), call.body, f"{call.operation}:{pool.id}")
    shown = [
        {"ClientId": client.id, "UserPoolId": pool.id, "ClientName": text(client.settings, "ClientName")}
        for client in page
    ]
    return {"UserPoolClients": shown, **({"NextToken": token} if token else {})}


def described(client: Client) -> JsonObject:
    """The client as Describe gives it: with its original secret, if that was not deleted."""
    original = next((secret.value for secret in client.secrets if secret.original), None)
    return {**client.settings, **({"ClientSecret": original} if original else {})}


def describe_user_pool_client(call: Call) -> JsonObject:
    """DescribeUserPoolClient."""
    return {"UserPoolClient": described(call.client())}


def create_user_pool_client(call: Call) -> JsonObject:
    """CreateUserPoolClient."""
    pool = call.pool()
    given = call.text("ClientSecret")
    if call.body.get("GenerateSecret") and given:
        raise invalid("GenerateSecret and ClientSecret cannot be specified together.")
    confidential = bool(call.body.get("GenerateSecret") or given)
    settings = client_rules.with_defaults(_sent(call), revocation=True)
    client_rules.check(settings, pool, confidential)
    client_id, created = call.account.new_id(CLIENT_ID_LENGTH), now()
    client = Client(
        {
            "UserPoolId": pool.id,
            "ClientId": client_id,
            "ClientType": "REGULAR",
            "CreationDate": created,
            "LastModifiedDate": created,
            **settings,
        }
    )
    if confidential:
        client.secrets.append(_secret(call, client, given, original=True))
    pool.clients[client_id] = client
    return {"UserPoolClient": described(client)}


def update_user_pool_client(call: Call) -> JsonObject:
    """UpdateUserPoolClient: replaces. Every setting that is not sent goes back to its default."""
    pool, client = call.pool(), call.client()
    settings = client_rules.with_defaults(_sent(call), revocation=False)
    # guesses.CLIENT_NAME_KEPT
    settings.setdefault("ClientName", client.settings["ClientName"])
    client_rules.check(settings, pool, bool(client.secrets))
    kept = {name: client.settings[name] for name in ("UserPoolId", "ClientId", "ClientType", "CreationDate")}
    modified = max(now(), seconds(client.settings, "LastModifiedDate") + 0.001)
    client.settings = {**kept, "LastModifiedDate": round(modified, 3), **settings}
    return {"UserPoolClient": described(client)}


def delete_user_pool_client(call: Call) -> JsonObject:
    """DeleteUserPoolClient; its branding style goes with it (guesses.BRANDING_FATE)."""
    pool, client = call.pool(), call.client()
    del pool.clients[client.id]
    pool.branding.pop(client.id, None)
    return {}


def _sent(call: Call) -> JsonObject:
    return {name: call.body[name] for name in CLIENT_SETTINGS if name in call.body}


def list_user_pool_client_secrets(call: Call) -> JsonObject:
    """ListUserPoolClientSecrets: never the values, never more than one page."""
    return {
        "ClientSecrets": [
            {"ClientSecretId": secret.id, "ClientSecretCreateDate": secret.created}
            for secret in call.client().secrets
        ]
    }


def add_user_pool_client_secret(call: Call) -> JsonObject:
    """AddUserPoolClientSecret: the value comes back only if it was made here (guesses.SECRET_FOR_PUBLIC_CLIENT)."""
    client = call.client()
    if not client.secrets:
        raise invalid("Client secrets can be added only to a client that was created with a secret.")
    if len(client.secrets) >= MOST_SECRETS:
        raise ApiError("LimitExceededException", f"An app client can have at most {MOST_SECRETS} client secrets.")
    given = call.text("ClientSecret")
    secret = _secret(call, client, given, original=False)
    client.secrets.append(secret)
    descriptor: JsonObject = {"ClientSecretId": secret.id, "ClientSecretCreateDate": secret.created}
    if not given:
        descriptor["ClientSecretValue"] = secret.value
    return {"ClientSecretDescriptor": descriptor}


def delete_user_pool_client_secret(call: Call) -> JsonObject:
    """DeleteUserPoolClientSecret: not the last one (guesses.SECRET_LIMITS)."""
    client = call.client()
    wanted = next((secret for secret in client.secrets if secret.id == call.text("ClientSecretId")), None)
    if wanted is None:
        raise missing("The client secret does not exist.")
    if len(client.secrets) == 1:
        raise invalid("The last client secret of an app client cannot be deleted.")
    client.secrets.remove(wanted)
    return {}


def _secret(call: Call, client: Client, given: str, original: bool) -> ClientSecret:
    """A new secret. Its id ends in the milliseconds of its making (guesses.SECRET_IDS), moved on if that is taken."""
    created, taken = now(), {secret.id for secret in client.secrets}
    stamp = round(created * 1000)
    while f"{client.id}--{stamp}" in taken:
        stamp += 1
    return ClientSecret(f"{client.id}--{stamp}", given or call.account.new_id(SECRET_LENGTH), created, original)
