"""A pool's OpenID Connect discovery document and its keys, below `<address>/<pool id>/.well-known/`."""

from __future__ import annotations

import re

from wizard.sandbox.answers import Answer, Request, html_answer, json_answer
from wizard.sandbox.pages import PREFIX, genuine
from wizard.sandbox.state import Account, Pool

_PATH = re.compile(r"/([\w-]+_[0-9A-Za-z]+)/\.well-known/(openid-configuration|jwks\.json)")

# Public halves of two throw-away keys whose private ones nobody kept. AWS signs ID and access tokens with two keys.
_ID_TOKEN_MODULUS = (
    "4Ha7_AxfQSTyZuoykRjgvboDmjJwnOpXGbbfFOah-r_2sAbOJfXeo1Qs2GnPDjNU5E8mkkc1AOz6NY6bhn8FrnqvK5RFuJUOCB8v"
    "YUVzErHj3xPUNDnCohvvFnsfXtNu6K5yn7RM2OxW3y3UG6Yr0E9lvKXuE4QXJ393p3pI2iWx0oYQrIxPDmB863b0H2qA44T_7jwl"
    "_bXVPnOUFICELGBRtWo3fVaAXST5TlBaCMxf8KcIthRa0waRl0b1aY8ify2jsi82uD58U76mWzA4fefowCMZtldbR01LFhBcNwgp"
    "x3LjPpLz-pIXz1XzfGjuV2R9hFycqINcwPSz7g1TxQ"
)
_ACCESS_TOKEN_MODULUS = (
    "o0ucj5JQMr0aA-0f9NuUuRKWSB6L8J8tZ3I74hdWdB2Syo2wJ4LoacqarZRAWjy9w75JWb5oljCJ2mM0Afm8MC5mKN7caYYEgiJg"
    "NoNVDBD_GJBsf8fqWZ7Eul87iW2eFLcESHHyvb2U63Fm3qKYjtfD--yz4jPvUqr9IUk6AV9HhllFOXIo7VAxd_c6ayIq3KYmOtRY"
    "K7f9eLORs1Z2XfepBzQ5sy2kbXoI_34y2aP-T9fui2sjqk6_210JwOzzCcJLbecBRdYV9UVFCbthsitC3ieMwebVfPzbvr8sLapL"
    "YUdgTBP49OfeFlzUJj6dsUtvCdaCgq-FgCmerw62AQ"
)


def operation_of(path: str) -> str:
    """`discovery` or `jwks`; empty for any other path."""
    found = _PATH.fullmatch(path)
    return "" if found is None else "jwks" if found[2] == "jwks.json" else "discovery"


def answer(account: Account, address: str, request: Request) -> Answer:
    """Answer a request whose path `operation_of` knows (guesses.DISCOVERY_UNKNOWN_POOL)."""
    found = _PATH.fullmatch(request.path)
    if found is None or request.method not in {"GET", "HEAD"}:
        return genuine(html_answer(405, "<html><body>Method Not Allowed</body></html>"))
    pool_id = found[1]
    pool = account.pool(pool_id, pool_id.partition("_")[0])
    if pool is None:
        return genuine(json_answer(400, {"code": "BadRequest", "message": f"User pool {pool_id} does not exist."}))
    body: object = _keys() if found[2] == "jwks.json" else _document(account, address, pool)
    return genuine(json_answer(200, body))


def _document(account: Account, address: str, pool: Pool) -> dict[str, object]:
    issuer = f"{address}/{pool.id}"
    document: dict[str, object] = {
        "id_token_signing_alg_values_supported": ["RS256"],
        "issuer": issuer,
        "jwks_uri": f"{issuer}/.well-known/jwks.json",
        "response_types_supported": ["code", "token"],
        "scopes_supported": ["openid", "email", "phone", "profile"],
        "subject_types_supported": ["public"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
    }
    # guesses.DISCOVERY_TWO_DOMAINS: the custom one. guesses.DISCOVERY_WITHOUT_DOMAIN: none, no endpoints.
    domains = sorted(account.domains_of(pool.id), key=lambda domain: not domain.certificate)
    if domains:
        base = f"{address}{PREFIX}{domains[0].name}"
        document |= {
            "authorization_endpoint": f"{base}/oauth2/authorize",
            "end_session_endpoint": f"{base}/logout",
            "revocation_endpoint": f"{base}/oauth2/revoke",
            "token_endpoint": f"{base}/oauth2/token",
            "userinfo_endpoint": f"{base}/oauth2/userInfo",
        }
    return dict(sorted(document.items()))


def _keys() -> dict[str, object]:
    common = {"alg": "RS256", "e": "AQAB", "kty": "RSA", "use": "sig"}
    return {
        "keys": [
            {**common, "kid": "c2FuZGJveC1pZC10b2tlbi1rZXktb2YtYS1wb29sISE=", "n": _ID_TOKEN_MODULUS},
            {**common, "kid": "c2FuZGJveC1hY2Nlc3MtdG9rZW4ta2V5LW9mLXBvb2w=", "n": _ACCESS_TOKEN_MODULUS},
        ]
    }
