"""The least IAM policies that this program needs, ready to be given to whoever grants permissions.

Source: the Service Authorization Reference for Amazon Cognito user pools: what is done to an app client is authorised
against its pool's ARN; listing pools and describing a domain know no resource. `sts:GetCallerIdentity` needs none.
"""

from typing import Literal

Purpose = Literal["look", "write"]

_ACCOUNT_WIDE = ("ListUserPools", "DescribeUserPoolDomain")
_LOOK = (
    "DescribeUserPool",
    "ListUserPoolClients",
    "DescribeUserPoolClient",
    "ListUserPoolClientSecrets",
    "ListIdentityProviders",
    "DescribeIdentityProvider",
    "DescribeManagedLoginBrandingByClient",
)
_SAMPLE = ("ListUsers",)
_WRITE = (
    "CreateUserPoolClient",
    "CreateManagedLoginBranding",
    "CreateUserPoolDomain",
)


def partition(region: str | None) -> str:
    """The partition of AWS that a region lies in, as an ARN begins with it. Without a region, the commercial one."""
    if region is None:
        return "aws"
    prefixes = (("us-gov-", "aws-us-gov"), ("cn-", "aws-cn"), ("eusc-", "aws-eusc"))
    return next((name for prefix, name in prefixes if region.startswith(prefix)), "aws")


def policy(
    purpose: Purpose,
    *,
    region: str | None = None,
    account: str | None = None,
    user_pool: str | None = None,
    sample_users: bool = False,
) -> str:
    """A policy document as JSON, its last line ended.

    Args:
        purpose: `look` for what `--diagnose` and the wizard's looking need; `write` for that and what the wizard
            creates.
        region, account, user_pool: whose pool; a part that is None is left as a word in capitals to be filled in.
        sample_users: with what `--diagnose --sample-users` needs on top. It is left out otherwise: the action shows
            people's attributes to whoever has it.
    """
    import json

    pool = f"arn:{partition(region)}:cognito-idp:{region or 'REGION'}:{account or 'ACCOUNT'}:userpool/"
    pool += user_pool or "USER_POOL_ID"
    statements = [_allow("Account", _ACCOUNT_WIDE, "*"), _allow("Pool", _LOOK, pool)]
    if sample_users:
        statements.append(_allow("OptionalUserSample", _SAMPLE, pool))
    if purpose == "write":
        statements.append(_allow("Create", _WRITE, pool))
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=2) + "\n"


def _allow(sid: str, operations: tuple[str, ...], resource: str) -> dict[str, object]:
    actions = [f"cognito-idp:{operation}" for operation in operations]
    return {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resource}
