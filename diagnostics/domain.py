"""A user pool's domain, where its sign-in pages live, and the branding that managed login needs."""

from dataclasses import dataclass

from diagnostics.answers import optional_text, table
from diagnostics.aws import Aws, AwsRefused


@dataclass(frozen=True, slots=True)
class Domain:
    """A domain of a user pool (DescribeUserPoolDomain).

    Attributes:
        name: the prefix of a domain of AWS's, or a custom domain's whole name.
        pool_id: the pool it belongs to.
        status: ACTIVE, CREATING, UPDATING, DELETING or FAILED.
        managed_login: True for managed login (version 2), whose pages need a branding style for each app client.
    """

    name: str
    pool_id: str
    status: str
    managed_login: bool
    cloudfront: str | None


def domain(aws: Aws, name: str) -> Domain | None:
    """The domain called `name`, None where there is no such domain.

    AWS answers for an unknown one with an empty description, not with an error.

    Raises:
        NotSeen: it could not be looked at.
    """
    said = "DescribeUserPoolDomain"
    answer = aws.call("cognito-idp", said, Domain=name)
    description = table(said, answer.get("DomainDescription"))
    pool_id = optional_text(said, description, "UserPoolId")
    if pool_id is None:
        return None
    return Domain(
        name=optional_text(said, description, "Domain") or name,
        pool_id=pool_id,
        status=optional_text(said, description, "Status") or "",
        managed_login=description.get("ManagedLoginVersion") == 2,
        cloudfront=optional_text(said, description, "CloudFrontDistribution"),
    )


def has_branding(aws: Aws, pool_id: str, client_id: str) -> bool:
    """Whether managed login has a branding style for this app client (DescribeManagedLoginBrandingByClient).

    Raises:
        NotSeen: it could not be looked at.
    """
    try:
        said = "DescribeManagedLoginBrandingByClient"
        answer = aws.call("cognito-idp", said, UserPoolId=pool_id, ClientId=client_id)
    except AwsRefused as refused:
        if refused.code == "ResourceNotFoundException":
            return False
        raise
    return bool(table(said, answer.get("ManagedLoginBranding")))
