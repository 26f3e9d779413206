"""The token, userInfo and revoke endpoints. Nobody signs in to the sandbox, so no grant ever succeeds: what can be
learned here is who was refused, and why.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from urllib.parse import unquote

from wizard.sandbox.answers import Answer, Request, json_answer
from wizard.sandbox.jsontypes import texts
from wizard.sandbox.state import Client, Pool


class Refused(Exception):
    """An OAuth error (RFC 6749 section 5.2)."""

    def __init__(self, error: str, description: str = "") -> None:
        super().__init__(error)
        self.error = error
        self.description = description


def token(pool: Pool, request: Request) -> Answer:
    """POST /oauth2/token. The client is judged before the grant (guesses.TOKEN_ORDER)."""
    try:
        form = _form(request)
        client = _client(pool, request, form)
        _grant(client, form)
    except Refused as refused:
        return _refusal(refused)
    return _refusal(Refused("invalid_grant"))


def revoke(pool: Pool, request: Request) -> Answer:
    """POST /oauth2/revoke: 200 for any token, as RFC 7009 has it, unless the client may not revoke."""
    try:
        form = _form(request)
        client = _client(pool, request, form)
        if not form.get("token") or not client.settings.get("EnableTokenRevocation"):
            raise Refused("invalid_request")
    except Refused as refused:
        return _refusal(refused)
    return Answer(200)


def user_info(request: Request) -> Answer:
    """/oauth2/userInfo: there is no valid access token in the sandbox."""
    given = request.headers.get("authorization", "")
    description = "Access token is invalid." if given else "Access token is missing."
    answer = json_answer(401, {"error": "invalid_token", "error_description": description})
    return answer.with_headers(
        ("WWW-Authenticate", f'error="invalid_token", error_description="{description}"'),
    )


def _form(request: Request) -> dict[str, str]:
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise Refused("invalid_request")
    return request.form()


def _client(pool: Pool, request: Request, form: dict[str, str]) -> Client:
    """The client that a request is from, authenticated. A secret sent for a public client is not looked at."""
    client_id, secret = _credentials(request, form)
    if not client_id:
        raise Refused("invalid_request")
    client = pool.clients.get(client_id)
    if client is None or form.get("client_id", client_id) != client_id:
        raise Refused("invalid_client")
    if client.secrets and not any(hmac.compare_digest(one.value.encode(), secret.encode()) for one in client.secrets):
        raise Refused("invalid_client", "invalid_client_secret")  # guesses.TOKEN_DESCRIPTIONS
    return client


def _credentials(request: Request, form: dict[str, str]) -> tuple[str, str]:
    """Client id and secret, from HTTP Basic (RFC 6749 section 2.3.1: form-encoded parts) or from the body."""
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return form.get("client_id", ""), form.get("client_secret", "")
    try:
        pair = base64.b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise Refused("invalid_client") from None
    client_id, _, secret = pair.partition(":")
    return unquote(client_id), unquote(secret)


def _grant(client: Client, form: dict[str, str]) -> None:
    """Refuse what a client may not ask for, or has not asked for in full."""
    flows = texts(client.settings, "AllowedOAuthFlows")
    match form.get("grant_type", ""):
        case "":
            raise Refused("invalid_request")
        case "refresh_token":
            if not form.get("refresh_token"):
                raise Refused("invalid_request")
            allowed = texts(client.settings, "ExplicitAuthFlows")
            modern = any(flow.startswith("ALLOW_") for flow in allowed)
            if modern and "ALLOW_REFRESH_TOKEN_AUTH" not in allowed:
                raise Refused("unauthorized_client")
        case "authorization_code":
            if not form.get("code") or not form.get("redirect_uri"):
                raise Refused("invalid_request")
            enabled = client.settings.get("AllowedOAuthFlowsUserPoolClient") and "code" in flows
            if not enabled or form["redirect_uri"] not in texts(client.settings, "CallbackURLs"):
                raise Refused("unauthorized_client")
        case "client_credentials":
            # guesses.TOKEN_CLIENT_CREDENTIALS
            raise Refused("invalid_scope" if "client_credentials" in flows else "unauthorized_client")
        case _:
            raise Refused("unsupported_grant_type")


def _refusal(refused: Refused) -> Answer:
    body = {"error": refused.error}
    if refused.description:
        body["error_description"] = refused.description
    return json_answer(400, body, "application/json;charset=UTF-8")
