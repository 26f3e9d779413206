"""A sample of a user pool's users, as counts: nothing of any one person is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diagnostics.answers import flag, optional_tables, optional_text, tables, text
from diagnostics.aws import Aws

MOST = 60
"""The users of one page of ListUsers, and so of one sample."""

_MAY_SIGN_IN = ("CONFIRMED", "EXTERNAL_PROVIDER", "FORCE_CHANGE_PASSWORD", "RESET_REQUIRED")


@dataclass(frozen=True, slots=True)
class UserSample:
    """What is counted in a sample of users.

    Attributes:
        users: how many were looked at, at most 60.
        more: whether the pool has others.
        may_sign_in: enabled, and in a state from which a sign-in can succeed: confirmed, from an external provider,
            or with a password that has to be changed first (API reference, UserType).
        without_email, without_name: enabled users with no value of email, of preferred_username.
        unverified_email: enabled users with an email that is not verified.
    """

    users: int
    more: bool
    may_sign_in: int
    without_email: int
    without_name: int
    unverified_email: int


def user_sample(aws: Aws, pool_id: str) -> UserSample:
    """Count in the first page of a pool's users (ListUsers).

    All attributes are asked for: asked for some by name, AWS refuses where one user lacks one of them (API
    reference, ListUsers, AttributesToGet), which is the very thing that is looked for.

    Raises:
        NotSeen: they could not be looked at.
    """
    said = "ListUsers"
    answer = aws.call("cognito-idp", said, UserPoolId=pool_id, Limit=MOST)
    users = tables(said, answer, "Users")
    people = [_values(said, user) for user in users if flag(said, user, "Enabled")]
    return UserSample(
        users=len(users),
        more=bool(optional_text(said, answer, "PaginationToken")),
        may_sign_in=sum(
            flag(said, user, "Enabled") and optional_text(said, user, "UserStatus") in _MAY_SIGN_IN for user in users
        ),
        without_email=_without(people, "email"),
        without_name=_without(people, "preferred_username"),
        unverified_email=sum(
            bool(values.get("email")) and values.get("email_verified", "").lower() != "true" for values in people
        ),
    )


def _values(said: str, user: Mapping[str, object]) -> dict[str, str]:
    return {
        text(said, row, "Name"): (optional_text(said, row, "Value") or "").strip()
        for row in optional_tables(said, user, "Attributes")
    }


def _without(people: Sequence[Mapping[str, str]], name: str) -> int:
    return sum(not values.get(name) for values in people)
