"""User pools: the list of all, and what DescribeUserPool says of one."""

from collections.abc import Mapping
from dataclasses import dataclass

from diagnostics.answers import flag, label, optional_text, table, tables, text, texts
from diagnostics.aws import Aws, AwsRefused
from diagnostics.page import PAGE, Page


@dataclass(frozen=True, slots=True)
class UserPoolName:
    """A user pool as the list of pools shows it. The name is plain text."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a pool's schema. All three properties are fixed when the pool is created."""

    name: str
    required: bool
    mutable: bool


@dataclass(frozen=True, slots=True)
class UserPool:
    """A user pool. Names are plain text; ids and domains exactly as AWS gives them.

    Attributes:
        prefix_domain: the prefix of its own domain, None without one.
        custom_domain: its own fully qualified domain name, None without one.
        alias_attributes, username_attributes: what else, or what instead, people sign in with.
        tier: LITE, ESSENTIALS or PLUS; empty where AWS does not say.
        mfa: OFF, ON or OPTIONAL.
        self_sign_up: whether anybody may create a user for themselves.
    """

    id: str
    name: str
    arn: str
    attributes: tuple[Attribute, ...]
    prefix_domain: str | None
    custom_domain: str | None
    alias_attributes: tuple[str, ...]
    username_attributes: tuple[str, ...]
    tier: str
    mfa: str
    self_sign_up: bool
    users: int | None
    deletion_protection: bool

    def attribute(self, name: str) -> Attribute | None:
        """The attribute called `name`, None where the schema lacks it."""
        return next((attribute for attribute in self.attributes if attribute.name == name), None)

    @property
    def domains(self) -> tuple[str, ...]:
        """Its custom domain and its prefix, whichever exist."""
        return tuple(domain for domain in (self.custom_domain, self.prefix_domain) if domain)


def user_pools_page(aws: Aws, token: str | None) -> Page[UserPoolName]:
    """One page of the region's user pools (ListUserPools).

    Args:
        aws: whose.
        token: the previous page's `next_token`; None for the first.

    Raises:
        NotSeen: there is no such page to be had.
    """
    more = {"NextToken": token} if token else {}
    answer = aws.call("cognito-idp", "ListUserPools", MaxResults=PAGE, **more)
    said = "ListUserPools"
    items = tuple(
        UserPoolName(text(said, row, "Id"), label(said, row, "Name")) for row in tables(said, answer, "UserPools")
    )
    return Page(items, optional_text(said, answer, "NextToken"))


def user_pool(aws: Aws, pool_id: str) -> UserPool | None:
    """The user pool `pool_id` (DescribeUserPool), None where this account and region have no such pool.

    Raises:
        NotSeen: it could not be looked at.
    """
    try:
        answer = aws.call("cognito-idp", "DescribeUserPool", UserPoolId=pool_id)
    except AwsRefused as refused:
        if refused.code == "ResourceNotFoundException":
            return None
        raise
    return _user_pool(table("DescribeUserPool", answer.get("UserPool")))


def _user_pool(pool: Mapping[str, object]) -> UserPool:
    said = "DescribeUserPool"
    sign_up = table(said, pool.get("AdminCreateUserConfig") or {})
    users = pool.get("EstimatedNumberOfUsers")
    return UserPool(
        id=text(said, pool, "Id"),
        name=label(said, pool, "Name"),
        arn=optional_text(said, pool, "Arn") or "",
        attributes=tuple(
            Attribute(text(said, row, "Name"), flag(said, row, "Required"), flag(said, row, "Mutable"))
            for row in tables(said, pool, "SchemaAttributes")
        ),
        prefix_domain=optional_text(said, pool, "Domain"),
        custom_domain=optional_text(said, pool, "CustomDomain"),
        alias_attributes=texts(said, pool, "AliasAttributes"),
        username_attributes=texts(said, pool, "UsernameAttributes"),
        tier=optional_text(said, pool, "UserPoolTier") or "",
        mfa=optional_text(said, pool, "MfaConfiguration") or "OFF",
        self_sign_up=not flag(said, sign_up, "AllowAdminCreateUserOnly"),
        users=users if isinstance(users, int) else None,
        deletion_protection=pool.get("DeletionProtection") == "ACTIVE",
    )
