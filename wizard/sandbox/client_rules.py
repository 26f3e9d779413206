"""What an app client's settings must obey beyond each member's own limits.

Sources: the service model's documentation of CreateUserPoolClient, the Developer Guide's pages on app clients and
attribute mapping, and publicly reported error texts (guesses.CLIENT_MESSAGES names those that are ours).
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from wizard.sandbox.errors import ApiError, invalid
from wizard.sandbox.jsontypes import JsonObject, as_object, items, members, text, texts, whole
from wizard.sandbox.schema import NOT_WRITABLE
from wizard.sandbox.state import Pool

DEFAULT_FLOWS = ("ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH")
STANDARD_SCOPES = frozenset({"openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"})

_UNIT_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400}
_VALIDITY = {
    # Member, its unit's name, its default unit, the real range in seconds (service model).
    "RefreshTokenValidity": ("RefreshToken", "days", 3_600, 315_360_000),
    "AccessTokenValidity": ("AccessToken", "hours", 300, 86_400),
    "IdTokenValidity": ("IdToken", "hours", 300, 86_400),
}


def with_defaults(wanted: Mapping[str, object], revocation: bool) -> JsonObject:
    """The settings as they are stored: what was sent, and AWS's default for everything that was not.

    What Describe then shows of the defaults is guesses.CLIENT_DESCRIBED_DEFAULTS.

    Args:
        wanted: the settings that were sent.
        revocation: EnableTokenRevocation where it was not sent (guesses.REVOCATION_ON_UPDATE).
    """
    settings: JsonObject = {
        "RefreshTokenValidity": 30,
        "TokenValidityUnits": {},
        "ExplicitAuthFlows": list(DEFAULT_FLOWS),
        "AllowedOAuthFlowsUserPoolClient": False,
        "PreventUserExistenceErrors": "LEGACY",
        "EnableTokenRevocation": revocation,
        "EnablePropagateAdditionalUserContextData": False,
        "AuthSessionValidity": 3,
    }
    settings.update({name: value for name, value in wanted.items() if value is not None and value != []})
    if settings["RefreshTokenValidity"] == 0:
        settings["RefreshTokenValidity"] = 30
    return settings


def check(settings: Mapping[str, object], pool: Pool, has_secret: bool) -> None:
    """Judge a client's settings.

    Args:
        settings: as `with_defaults` gives them.
        pool: the client's pool.
        has_secret: whether the client has a secret, or will have one.

    Raises:
        ApiError: with AWS's code and text for the first rule that is broken.
    """
    _tokens(settings)
    _auth_flows(settings)
    _urls(settings)
    _oauth(settings, has_secret)
    _providers(settings, pool)
    _attributes(settings, pool)
    if settings.get("EnablePropagateAdditionalUserContextData") and not has_secret:
        raise invalid("EnablePropagateAdditionalUserContextData requires a client secret.")


def _tokens(settings: Mapping[str, object]) -> None:
    units = members(settings, "TokenValidityUnits")
    for member, (unit, usual, shortest, longest) in _VALIDITY.items():
        value = whole(settings, member)
        if value is None:
            continue
        duration = value * _UNIT_SECONDS[text(units, unit) or usual]
        if not shortest <= duration <= longest:
            raise invalid("Invalid range for token validity.")


def _auth_flows(settings: Mapping[str, object]) -> None:
    modern = [flow.startswith("ALLOW_") for flow in texts(settings, "ExplicitAuthFlows")]
    if any(modern) and not all(modern):
        raise invalid("ExplicitAuthFlows cannot mix legacy values with values that start with ALLOW_.")


def _urls(settings: Mapping[str, object]) -> None:
    callbacks = texts(settings, "CallbackURLs")
    for url in [*callbacks, *texts(settings, "LogoutURLs")]:
        _url(url)
    default = text(settings, "DefaultRedirectURI")
    if default and default not in callbacks:
        raise invalid(f"The default redirect URI {default} is not in the callback URIs list.")


def _url(url: str) -> None:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        raise invalid(f"{url} is not a valid URL.") from None
    if not parts.scheme or (parts.scheme in {"http", "https"} and not host):
        raise invalid(f"{url} is not a valid URL.")
    if "#" in url:
        raise invalid(f"{url} cannot use fragment.")
    if parts.scheme == "http" and host not in {"localhost", "127.0.0.1", "::1"}:
        raise invalid(f"{url} cannot use the HTTP protocol.")


def _oauth(settings: Mapping[str, object], has_secret: bool) -> None:
    flows, scopes = texts(settings, "AllowedOAuthFlows"), texts(settings, "AllowedOAuthScopes")
    if settings.get("AllowedOAuthFlowsUserPoolClient") and not (flows and scopes):
        raise invalid(
            "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows."
        )
    if "client_credentials" in flows and len(flows) > 1:
        raise ApiError(
            "InvalidOAuthFlowException",
            "client_credentials flow can not be selected along with code flow or implicit flow.",
        )
    if "client_credentials" in flows and not has_secret:
        raise ApiError(
            "InvalidOAuthFlowException",
            "client_credentials flow can not be selected if client does not have a client secret.",
        )
    if {"code", "implicit"} & set(flows) and not texts(settings, "CallbackURLs"):
        raise ApiError(
            "InvalidOAuthFlowException",
            "CallbackUrls can not be empty when code flow or implicit flow is selected.",
        )
    for scope in scopes:
        if scope not in STANDARD_SCOPES:
            raise ApiError("ScopeDoesNotExistException", f"Invalid scope requested: {scope}")


def _providers(settings: Mapping[str, object], pool: Pool) -> None:
    for name in texts(settings, "SupportedIdentityProviders"):
        if name != "COGNITO" and name not in pool.providers:
            raise invalid(f"The provider {name} does not exist for User Pool {pool.id}.")


def _attributes(settings: Mapping[str, object], pool: Pool) -> None:
    schema = {text(one, "Name"): one for one in map(as_object, items(pool.description, "SchemaAttributes"))}
    if not set(texts(settings, "ReadAttributes")) <= set(schema):
        raise invalid("Invalid read attributes specified while creating a client")
    writable = set(texts(settings, "WriteAttributes"))
    if not writable:
        return
    needed = {name for name, one in schema.items() if one.get("Required") and name not in NOT_WRITABLE}
    for provider in texts(settings, "SupportedIdentityProviders"):
        needed |= set(members(pool.providers.get(provider, {}), "AttributeMapping")) - NOT_WRITABLE - {"username"}
    if writable & NOT_WRITABLE or not writable <= set(schema) or not needed <= writable:
        raise invalid("Invalid write attributes specified while creating a client")
