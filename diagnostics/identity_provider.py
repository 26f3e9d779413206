"""Identity providers of a user pool: the list of them, and one with its attribute mapping."""

from collections.abc import Mapping
from dataclasses import dataclass

from diagnostics.answers import malformed, optional_text, table, tables, text
from diagnostics.aws import Aws, AwsRefused
from diagnostics.page import PAGE, Page

COGNITO = "COGNITO"
"""What an app client calls the pool's own users in SupportedIdentityProviders."""


@dataclass(frozen=True, slots=True)
class IdentityProviderName:
    """An external provider as the list shows it: its exact name, and SAML, OIDC, Google and so on."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class IdentityProvider:
    """An external provider. `mapping` leads from a pool attribute to the provider's claim.

    Its details are left out on purpose: they hold the provider's own client secret.
    """

    name: str
    type: str
    mapping: Mapping[str, str]


def identity_providers_page(aws: Aws, pool_id: str, token: str | None) -> Page[IdentityProviderName]:
    """One page of a pool's external providers (ListIdentityProviders). Raises NotSeen."""
    more = {"NextToken": token} if token else {}
    said = "ListIdentityProviders"
    answer = aws.call("cognito-idp", said, UserPoolId=pool_id, MaxResults=PAGE, **more)
    items = tuple(
        IdentityProviderName(text(said, row, "ProviderName"), optional_text(said, row, "ProviderType") or "")
        for row in tables(said, answer, "Providers")
    )
    return Page(items, optional_text(said, answer, "NextToken"))


def identity_provider(aws: Aws, pool_id: str, name: str) -> IdentityProvider | None:
    """The provider called exactly `name` (DescribeIdentityProvider), None where the pool has none of that name.

    Raises:
        NotSeen: it could not be looked at.
    """
    said = "DescribeIdentityProvider"
    try:
        answer = aws.call("cognito-idp", said, UserPoolId=pool_id, ProviderName=name)
    except AwsRefused as refused:
        if refused.code == "ResourceNotFoundException":
            return None
        raise
    provider = table(said, answer.get("IdentityProvider"))
    mapping = table(said, provider.get("AttributeMapping") or {})
    if not all(isinstance(claim, str) for claim in mapping.values()):
        raise malformed(said, "AttributeMapping holds something other than texts")
    return IdentityProvider(
        text(said, provider, "ProviderName"),
        optional_text(said, provider, "ProviderType") or "",
        {str(attribute): str(claim) for attribute, claim in mapping.items()},
    )
