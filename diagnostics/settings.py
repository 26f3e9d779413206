"""The one list of ClearML's Cognito settings: their names, and what they are set to.

Source: the guide "Amazon Cognito OAuth" of ClearML's documentation.
"""

from dataclasses import dataclass

from diagnostics.secret import Secret

CLIENT_ID_VARIABLE = "COGNITO_AUTH_CLIENT_ID"
CLIENT_SECRET_VARIABLE = "COGNITO_AUTH_CLIENT_SECRET"  # noqa: S105 - a variable's name
PREFIX = "CLEARML__"


@dataclass(frozen=True, slots=True)
class Setting:
    """One ClearML setting: its key under `cognito`, and the section of ClearML's configuration it lives in."""

    section: str
    key: str
    required: bool

    @property
    def variable(self) -> str:
        """The environment variable's name, as the guide spells it."""
        return f"{PREFIX}{self.section}__login__sso__oauth_client__cognito__{self.key}"

    @property
    def path(self) -> str:
        """The place in ClearML's configuration tree, with dots."""
        return f"{self.section}.login.sso.oauth_client.cognito.{self.key}"


AUTHORIZE_URL = Setting("services", "authorize_url", True)
ACCESS_TOKEN_URL = Setting("services", "access_token_url", True)
CLIENT_ID = Setting("secure", "client_id", True)
CLIENT_SECRET = Setting("secure", "client_secret", True)
IDENTITY_PROVIDER = Setting("services", "identity_provider", False)
DEFAULT_COMPANY = Setting("secure", "default_company", False)
DISPLAY_NAME = Setting("services", "display_name", False)

SETTINGS = (
    AUTHORIZE_URL,
    ACCESS_TOKEN_URL,
    CLIENT_ID,
    CLIENT_SECRET,
    IDENTITY_PROVIDER,
    DEFAULT_COMPANY,
    DISPLAY_NAME,
)


@dataclass(frozen=True, slots=True)
class ClearMLSettings:
    """What ClearML is to be given. Optional values are None when they are not set."""

    authorize_url: str
    access_token_url: str
    client_id: str
    client_secret: Secret | None
    identity_provider: str | None = None
    default_company: str | None = None
    display_name: str | None = None

    def texts(self) -> tuple[tuple[Setting, str], ...]:
        """The settings that are plain texts and set, in the guide's order; id and secret are not among them."""
        pairs = (
            (AUTHORIZE_URL, self.authorize_url),
            (ACCESS_TOKEN_URL, self.access_token_url),
            (IDENTITY_PROVIDER, self.identity_provider),
            (DEFAULT_COMPANY, self.default_company),
            (DISPLAY_NAME, self.display_name),
        )
        return tuple((setting, value) for setting, value in pairs if value)
