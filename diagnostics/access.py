"""Which credentials and region are used: a flag beats an AWS_* variable, which beats the connection file."""

from collections.abc import Mapping

from diagnostics.addresses import region_of_pool
from diagnostics.aws import AwsAccess
from diagnostics.connection import Connection

# What makes boto3 find credentials or a region by itself (boto3 guide, "Credentials" and "Configuration").
_CREDENTIALS = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE")
_REGION = ("AWS_REGION", "AWS_DEFAULT_REGION")


def access(
    connection: Connection, environment: Mapping[str, str], *, profile: str | None = None, region: str | None = None
) -> AwsAccess:
    """The credentials and the region to use.

    Args:
        connection: the lowest in rank.
        environment: the process's environment. What it decides is None in the result: boto3 reads it by itself.
        profile, region: the flags; None where they were not given. A profile that is named so is used also where
            the connection was typed in by hand.
    """
    by_variables = any(environment.get(name) for name in _CREDENTIALS)
    saved_region = connection.region or region_of_pool(connection.user_pool or "") or None
    region_by_variable = any(environment.get(name) for name in _REGION)
    return AwsAccess(
        profile=profile or (None if by_variables else connection.profile),
        region=region or (None if region_by_variable else saved_region),
        by_hand=connection.by_hand and not profile,
    )
