"""The requests of the operations that the sandbox knows: members, limits and patterns of the service model (botocore
1.43/1.44, cognito-idp 2016-04-18). A member that is not listed is ignored, as AWS does.
"""

from __future__ import annotations

from wizard.sandbox.validation import Flag, Group, Many, Shape, Table, Text, Whole, only_categories

_ANY_SIGN = r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+"
_ANY_SIGN_OR_SPACE = r"[\p{L}\p{M}\p{S}\p{N}\p{P}\p{Z}]+"

POOL_ID = Text(1, 55, r"[\w-]+_[0-9a-zA-Z]+")
POOL_NAME = Text(1, 128, r"[\w\s+=,.@-]+")
CLIENT_ID = Text(1, 128, r"[\w+]+", sensitive=True)
CLIENT_NAME = Text(1, 128, r"[\w\s+=,.@-]+")
CLIENT_SECRET = Text(24, 64, r"[\w+]+", sensitive=True)
# The model's pattern has no dot, but custom domains are full names and come through the same member.
DOMAIN = Text(1, 63, r"^[a-z0-9](?:[a-z0-9\-\.]{0,61}[a-z0-9])?$")
PROVIDER = Text(1, 32, _ANY_SIGN_OR_SPACE, only_categories("LMSNPZ"))
URL = Text(1, 1024, _ANY_SIGN, only_categories("LMSNP"))
TOKEN = Text(1, 131_072, r"[\S]+")
SECRET_ID = Text(1, 128)
UNITS = Text(values=("seconds", "minutes", "hours", "days"))
ATTRIBUTE = Text(1, 2048)

_FLOWS = (
    "ADMIN_NO_SRP_AUTH",
    "CUSTOM_AUTH_FLOW_ONLY",
    "USER_PASSWORD_AUTH",
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ALLOW_CUSTOM_AUTH",
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
    "ALLOW_USER_AUTH",
    "ALLOW_TOKEN_EXCHANGE_DELEGATION",
    "ALLOW_TOKEN_EXCHANGE_IMPERSONATION",
)

CLIENT_SETTINGS: dict[str, Shape] = {
    "ClientName": CLIENT_NAME,
    "RefreshTokenValidity": Whole(0, 315_360_000),
    "AccessTokenValidity": Whole(1, 86_400),
    "IdTokenValidity": Whole(1, 86_400),
    "TokenValidityUnits": Group({"AccessToken": UNITS, "IdToken": UNITS, "RefreshToken": UNITS}),
    "ReadAttributes": Many(ATTRIBUTE),
    "WriteAttributes": Many(ATTRIBUTE),
    "ExplicitAuthFlows": Many(Text(values=_FLOWS)),
    "SupportedIdentityProviders": Many(PROVIDER),
    "CallbackURLs": Many(URL, 100),
    "LogoutURLs": Many(URL, 100),
    "DefaultRedirectURI": URL,
    "AllowedOAuthFlows": Many(Text(values=("code", "implicit", "client_credentials")), 3),
    "AllowedOAuthScopes": Many(Text(1, 256, r"[\x21\x23-\x5B\x5D-\x7E]+"), 50),
    "AllowedOAuthFlowsUserPoolClient": Flag(),
    "AnalyticsConfiguration": Table(),
    "PreventUserExistenceErrors": Text(values=("LEGACY", "ENABLED")),
    "EnableTokenRevocation": Flag(),
    "EnablePropagateAdditionalUserContextData": Flag(),
    "AuthSessionValidity": Whole(3, 15),
    "RefreshTokenRotation": Group(
        {"Feature": Text(values=("ENABLED", "DISABLED")), "RetryGracePeriodSeconds": Whole(0, 60)}, ("Feature",)
    ),
}
"""The 21 settings that CreateUserPoolClient and UpdateUserPoolClient both take (Update adds the two ids)."""

_POOL: dict[str, Shape] = {"UserPoolId": POOL_ID}
_CLIENT: dict[str, Shape] = {"UserPoolId": POOL_ID, "ClientId": CLIENT_ID}
_DOMAIN: dict[str, Shape] = {
    "Domain": DOMAIN,
    "UserPoolId": POOL_ID,
    "ManagedLoginVersion": Whole(1, 2),
    "CustomDomainConfig": Group({"CertificateArn": Text(20, 2048)}, ("CertificateArn",)),
}
_BRANDING_ID = Text(
    pattern=r"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[4][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$"
)
_SCHEMA_ATTRIBUTE = Group(
    {
        "Name": Text(1, 20, _ANY_SIGN, only_categories("LMSNP")),
        "AttributeDataType": Text(values=("String", "Number", "DateTime", "Boolean")),
        "DeveloperOnlyAttribute": Flag(),
        "Mutable": Flag(),
        "Required": Flag(),
        "NumberAttributeConstraints": Table(),
        "StringAttributeConstraints": Table(),
    }
)

REQUESTS: dict[str, Group] = {
    "ListUserPools": Group({"MaxResults": Whole(1, 60), "NextToken": TOKEN}, ("MaxResults",)),
    "DescribeUserPool": Group(_POOL, ("UserPoolId",)),
    "CreateUserPool": Group(
        {
            "PoolName": POOL_NAME,
            "Schema": Many(_SCHEMA_ATTRIBUTE, 50),
            "AliasAttributes": Many(Text(values=("phone_number", "email", "preferred_username"))),
            "UsernameAttributes": Many(Text(values=("phone_number", "email"))),
            "AutoVerifiedAttributes": Many(Text(values=("phone_number", "email"))),
            "UserPoolTier": Text(values=("LITE", "ESSENTIALS", "PLUS")),
            "DeletionProtection": Text(values=("ACTIVE", "INACTIVE")),
            "MfaConfiguration": Text(values=("OFF", "ON", "OPTIONAL")),
            "UsernameConfiguration": Group({"CaseSensitive": Flag()}, ("CaseSensitive",)),
            "AdminCreateUserConfig": Table(),
            "UserPoolTags": Table(),
        },
        ("PoolName",),
    ),
    "ListUserPoolClients": Group({**_POOL, "MaxResults": Whole(1, 60), "NextToken": TOKEN}, ("UserPoolId",)),
    "DescribeUserPoolClient": Group(_CLIENT, ("UserPoolId", "ClientId")),
    "CreateUserPoolClient": Group(
        {**_POOL, **CLIENT_SETTINGS, "GenerateSecret": Flag(), "ClientSecret": CLIENT_SECRET},
        ("UserPoolId", "ClientName"),
    ),
    "UpdateUserPoolClient": Group({**_CLIENT, **CLIENT_SETTINGS}, ("UserPoolId", "ClientId")),
    "DeleteUserPoolClient": Group(_CLIENT, ("UserPoolId", "ClientId")),
    "ListUserPoolClientSecrets": Group({**_CLIENT, "NextToken": TOKEN}, ("UserPoolId", "ClientId")),
    "AddUserPoolClientSecret": Group({**_CLIENT, "ClientSecret": CLIENT_SECRET}, ("UserPoolId", "ClientId")),
    "DeleteUserPoolClientSecret": Group(
        {**_CLIENT, "ClientSecretId": SECRET_ID}, ("UserPoolId", "ClientId", "ClientSecretId")
    ),
    "DescribeUserPoolDomain": Group({"Domain": DOMAIN}, ("Domain",)),
    "CreateUserPoolDomain": Group(_DOMAIN, ("Domain", "UserPoolId")),
    "UpdateUserPoolDomain": Group(_DOMAIN, ("Domain", "UserPoolId")),
    "DeleteUserPoolDomain": Group({**_POOL, "Domain": DOMAIN}, ("Domain", "UserPoolId")),
    "ListIdentityProviders": Group({**_POOL, "MaxResults": Whole(0, 60), "NextToken": TOKEN}, ("UserPoolId",)),
    "DescribeIdentityProvider": Group({**_POOL, "ProviderName": PROVIDER}, ("UserPoolId", "ProviderName")),
    "CreateManagedLoginBranding": Group(
        {**_CLIENT, "UseCognitoProvidedValues": Flag(), "Settings": Table()}, ("UserPoolId", "ClientId")
    ),
    "DescribeManagedLoginBranding": Group(
        {**_POOL, "ManagedLoginBrandingId": _BRANDING_ID, "ReturnMergedResources": Flag()},
        ("UserPoolId", "ManagedLoginBrandingId"),
    ),
    "DescribeManagedLoginBrandingByClient": Group(
        {**_CLIENT, "ReturnMergedResources": Flag()}, ("UserPoolId", "ClientId")
    ),
    "DeleteManagedLoginBranding": Group(
        {**_POOL, "ManagedLoginBrandingId": _BRANDING_ID}, ("UserPoolId", "ManagedLoginBrandingId")
    ),
    "ListUsers": Group(
        {
            **_POOL,
            "AttributesToGet": Many(Text(1, 32)),
            "Limit": Whole(0, 60),
            "PaginationToken": TOKEN,
            "Filter": Text(0, 256),
        },
        ("UserPoolId",),
    ),
}
"""Operation -> its request."""
