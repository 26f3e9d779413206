"""What the sandbox had to guess, because no public source states it. One list, each entry referred to by its name
from the code that rests on it.
"""

from __future__ import annotations

from typing import NamedTuple


class Guess(NamedTuple):
    """One guess: what the sandbox does, and why just that."""

    what: str
    why: str


SIGNATURE = Guess(
    "Any signed request is accepted; only its credential scope is read.",
    "The sandbox knows nobody's keys. AWS would answer InvalidSignatureException or UnrecognizedClientException.",
)
MFA_CODE = Guess(
    "Every six digits but 000000 are a right MFA code.",
    "There is no device. The words of the refusal are those that AWS users quote.",
)
DENIED_RESOURCE = Guess(
    'AccessDeniedException names "*" as the resource of ListUserPools, DescribeUserPoolDomain and CreateUserPool.',
    "These actions take no resource in the Service Authorization Reference; the text itself varies between accounts.",
)
DISCOVERY_WITHOUT_DOMAIN = Guess(
    "Discovery of a pool without a domain omits the endpoints that a domain serves.",
    "Three public reports disagree: omitted, empty strings, or on the cognito-idp host. Omitted is the newest.",
)
DISCOVERY_UNKNOWN_POOL = Guess(
    "Discovery of an unknown pool answers 400 and a JSON body.",
    "Status and body are not documented.",
)
DISCOVERY_TWO_DOMAINS = Guess(
    "With a prefix and a custom domain, discovery names the custom one.",
    "A recollection; AWS documents neither.",
)
DOMAIN_HOST_MISSING = Guess(
    "The pages of a domain that does not exist, or is not ACTIVE yet, answer 404 without Cognito's header.",
    "On AWS the host name does not resolve. One address on loopback cannot show that.",
)
DOMAIN_TIMES = Guess(
    "A new domain is CREATING for two seconds; an updated or deleted one changes at once.",
    "AWS says up to a minute for a prefix and an hour for a custom domain.",
)
DOMAIN_TAKEN_ELSEWHERE = Guess(
    "The prefixes clearml, login and sso belong to somebody else's pool; describing them gives an empty description.",
    "Prefixes are unique in a region over all accounts; how AWS describes a stranger's is not documented.",
)
DOMAIN_UPDATE = Guess(
    "UpdateUserPoolDomain without ManagedLoginVersion goes back to 1; CustomDomainConfig is for custom domains only.",
    "The model states no default for an update; version 1 is what hurts a careless caller.",
)
DOMAIN_MESSAGES = Guess(
    "The texts for a second domain of one kind, an unknown domain and a bad prefix.",
    "Only the reserved word's and the taken prefix's texts are public.",
)
RESERVED_WORD = Guess(
    "aws, amazon and cognito are refused in a prefix as words between hyphens, not as parts of words.",
    "AWS's page reads like any part of the name; a public pair of experiments shows words.",
)
CLIENT_NAME_KEPT = Guess(
    "UpdateUserPoolClient without ClientName keeps the name.",
    "A client cannot be without a name; what AWS does is not documented.",
)
REVOCATION_ON_UPDATE = Guess(
    "UpdateUserPoolClient without EnableTokenRevocation turns it off.",
    "The model says it is on for a new client and nothing for an update. Off is what hurts a careless caller.",
)
CLIENT_DESCRIBED_DEFAULTS = Guess(
    "A described client shows its default flows, an empty TokenValidityUnits, and ClientType REGULAR; it does not "
    "show default access and ID token times.",
    "Which defaults AWS spells out is not documented.",
)
CLIENT_MESSAGES = Guess(
    "The texts about read attributes, legacy flows mixed with ALLOW_ ones, a secret that would be needed, a URL "
    "that is not absolute, and GenerateSecret beside ClientSecret.",
    "Public reports give the codes, not all the texts.",
)
SECRET_IDS = Guess(
    "A secret's id is <client id>--<epoch in milliseconds>, the original's as well.",
    "Seen as <client id>--<epoch>; the unit was not said.",
)
SECRET_LIMITS = Guess(
    "A third secret gives LimitExceededException, deleting the last InvalidParameterException; own texts.",
    "The model lists the codes without saying which belongs to what.",
)
SECRET_FOR_PUBLIC_CLIENT = Guess(
    "AddUserPoolClientSecret on a public client gives InvalidParameterException.",
    'The model says "for an existing confidential client" only.',
)
PAGING = Guess(
    "A limit of 0 or none means 60; a foreign or damaged token gives InvalidParameterException.",
    "The model allows 0 and gives no default.",
)
PROVIDER_MISSING = Guess(
    'DescribeIdentityProvider of an unknown name uses the text "The provider X does not exist for User Pool Y."',
    "That is the text on an app client; whether the read call shares it is not documented.",
)
BRANDING_FATE = Guess(
    "Deleting an app client deletes its branding style.",
    "Nothing else would make sense of a style that belongs to one client.",
)
POOL_RULES = Guess(
    "The texts of CreateUserPool's refusals.",
    "Only the rules are documented.",
)
AUTHORIZE_ORDER = Guess(
    "authorize judges in this order: client, redirect_uri, OAuth flag, response_type, scope, identity_provider.",
    "Single outcomes are public, their precedence is not.",
)
AUTHORIZE_FLAG_OFF = Guess(
    "A client that is not enabled for OAuth 2.0 flows is reported on its callback as unauthorized_client.",
    "Seen on the callback and on /error.",
)
AUTHORIZE_RESPONSE_TYPE = Guess(
    "A response_type other than code and token is reported on the callback as invalid_request.",
    "Not documented.",
)
PROVIDER_NOT_ENABLED = Guess(
    "authorize with a provider that the client does not use redirects to /login, which answers 401.",
    "One report shows the 401 text; another shows /login.",
)
ONLY_PROVIDER = Guess(
    "With exactly one external provider and no COGNITO, authorize goes straight to that provider.",
    "AWS describes it for managed login; the exact redirect is a guess.",
)
NO_PROVIDER = Guess(
    "A client without any provider gets the 401 page at /login.",
    "Reports speak of an error page without buttons.",
)
TOKEN_ORDER = Guess(
    "The token endpoint judges method, client, grant_type, the grant's own members, then the grant.",
    "The client before the grant was measured with a refresh token; the rest follows from it.",
)
TOKEN_DESCRIPTIONS = Guess(
    "error_description is invalid_client_secret for a wrong secret as well, and absent elsewhere.",
    "It was seen for a missing secret.",
)
TOKEN_CLIENT_CREDENTIALS = Guess(
    "client_credentials never succeeds: no pool here has a resource server.",
    "It is not what ClearML uses.",
)
MINOR_PAGES = Guess(
    "/logout, /oauth2/userInfo and /oauth2/revoke know what needs no session. An unknown page is 400 HTML.",
    "Nobody signs in to the sandbox, so there is no session to end.",
)
CLEARML_PROVIDER = Guess(
    "An Enterprise server that has loaded the Cognito settings lists a provider named cognito.",
    "Inferred from the settings' names and from /callback_cognito; the Enterprise code is not public.",
)
FAULT_FORMS = Guess(
    "A throttled page answers 429 JSON, a denied one 403 JSON.",
    "How the pool domain looks when throttled is not documented.",
)

GUESSES: tuple[Guess, ...] = tuple(value for value in list(vars().values()) if isinstance(value, Guess))
"""Every guess of this module."""
