"""The names and types of all facts of a look."""

from dataclasses import dataclass

from diagnostics.account import Identity
from diagnostics.app_client import AppClient, AppClientSecret
from diagnostics.authorize_endpoint import AuthorizeSeen, LoginSeen
from diagnostics.clearml_server import Ping, ServerConfiguration, ServerModes, WebPage
from diagnostics.connection import Connection
from diagnostics.discovery import DiscoveryAnswer, SigningKey
from diagnostics.domain import Domain
from diagnostics.facts import FactKey
from diagnostics.given_settings import GivenSettings
from diagnostics.identity_provider import IdentityProvider, IdentityProviderName
from diagnostics.network import Resolved, Tls
from diagnostics.sources import SeenSecret
from diagnostics.token_endpoint import TokenSeen
from diagnostics.user_pool import UserPool, UserPoolName
from diagnostics.users import UserSample


@dataclass(frozen=True, slots=True)
class WebAddress:
    """A ClearML web address of the connection: as it stands there, the callback URL, or why it can have none."""

    typed: str
    address: str | None
    callback: str | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class Region:
    """The AWS region of a look. `offered`: whether the installed botocore knows Cognito there."""

    name: str
    offered: bool
    custom_endpoint: str | None


@dataclass(frozen=True, slots=True)
class ProviderSeen:
    """An external provider that the connection or the app client names; None where the pool has none of the name."""

    name: str
    provider: IdentityProvider | None


@dataclass(frozen=True, slots=True)
class PagesBase:
    """The base of the sign-in pages that the probes ask, and who names it: `connection` or `discovery`."""

    url: str
    named_by: str


@dataclass(frozen=True, slots=True)
class TokenLook:
    """What the token endpoint said of the secret.

    Attributes:
        source: whose secret it was: given, vault or described.
        answers: to a made-up refresh token, the secret sent by HTTP Basic and in the body.
        wrong: to the same with a secret that no client has.
        code: to a made-up code for our redirect URI; None without one.
    """

    source: str
    answers: tuple[TokenSeen, ...]
    wrong: TokenSeen
    code: TokenSeen | None


# What the admin wants
CONNECTION: FactKey[Connection] = FactKey("connection")
WEB_ADDRESSES: FactKey[tuple[WebAddress, ...]] = FactKey("web addresses")

# AWS
CREDENTIALS: FactKey[str] = FactKey("credentials")
IDENTITY: FactKey[Identity] = FactKey("identity")
REGION: FactKey[Region] = FactKey("region")
USER_POOLS: FactKey[tuple[UserPoolName, ...]] = FactKey("user pools")
USER_POOL: FactKey[UserPool | None] = FactKey("user pool")
USER_SAMPLE: FactKey[UserSample] = FactKey("sample of users")
DOMAINS: FactKey[tuple[Domain, ...]] = FactKey("domains")
CONFIGURED_DOMAIN: FactKey[Domain | None] = FactKey("configured domain")
APP_CLIENT: FactKey[AppClient | None] = FactKey("app client")
APP_CLIENT_SECRET: FactKey[SeenSecret | None] = FactKey("app client's secret")
APP_CLIENT_SECRETS: FactKey[tuple[AppClientSecret, ...]] = FactKey("app client's secrets")
BRANDING: FactKey[bool] = FactKey("branding")
PROVIDERS: FactKey[tuple[IdentityProviderName, ...]] = FactKey("identity providers")
PROVIDERS_SEEN: FactKey[tuple[ProviderSeen, ...]] = FactKey("identity providers in use")

# The issuer
DISCOVERY: FactKey[DiscoveryAnswer] = FactKey("discovery")
SIGNING_KEYS: FactKey[tuple[SigningKey, ...]] = FactKey("signing keys")
ISSUER_DNS: FactKey[Resolved] = FactKey("issuer's DNS")
ISSUER_TLS: FactKey[Tls] = FactKey("issuer's TLS")

# The sign-in pages
PAGES: FactKey[PagesBase] = FactKey("sign-in pages")
PAGES_DNS: FactKey[Resolved] = FactKey("sign-in pages' DNS")
PAGES_TLS: FactKey[Tls] = FactKey("sign-in pages' TLS")
AUTHORIZE: FactKey[tuple[AuthorizeSeen, ...]] = FactKey("authorize")
AUTHORIZE_WRONG: FactKey[AuthorizeSeen] = FactKey("authorize with a wrong redirect URI")
AUTHORIZE_PROVIDER: FactKey[AuthorizeSeen] = FactKey("authorize with the identity provider")
LOGIN: FactKey[LoginSeen] = FactKey("login page")
TOKEN: FactKey[TokenLook] = FactKey("token endpoint")
TOKEN_VAULT: FactKey[TokenLook] = FactKey("token endpoint with the keyring's secret")

# What ClearML is given
GIVEN_SETTINGS: FactKey[GivenSettings] = FactKey("given settings")
GIVEN_SECRET: FactKey[SeenSecret | None] = FactKey("given secret")
TOKEN_GIVEN: FactKey[TokenLook] = FactKey("token endpoint with the given secret")

# The keyring
VAULT_SECRET: FactKey[SeenSecret | None] = FactKey("secret in the keyring")

# ClearML
WEB_PAGES: FactKey[tuple[WebPage, ...]] = FactKey("ClearML web pages")
PING: FactKey[Ping] = FactKey("ClearML ping")
SERVER_MODES: FactKey[ServerModes] = FactKey("ClearML sign-in modes")
SERVER_CONFIGURATION: FactKey[ServerConfiguration] = FactKey("ClearML configuration")

AWS_KEYS: tuple[FactKey[object], ...] = (
    IDENTITY,
    USER_POOLS,
    USER_POOL,
    USER_SAMPLE,
    DOMAINS,
    APP_CLIENT,
    APP_CLIENT_SECRETS,
    BRANDING,
    PROVIDERS,
    PROVIDERS_SEEN,
)
"""The facts that come from AWS's API: what its refusals are judged from."""
