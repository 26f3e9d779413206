"""The AWS account that credentials lead to, and the profiles and regions there are to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass

from diagnostics.answers import text
from diagnostics.aws import Aws
from diagnostics.text import plain


@dataclass(frozen=True, slots=True)
class Identity:
    """Who AWS says the credentials are (GetCallerIdentity; needs no permission), and where they came from."""

    account: str
    arn: str
    source: str

    @property
    def who(self) -> str:
        """The caller within its account, the end of the ARN: `assumed-role/Admin/ada`."""
        return self.arn.split(":", 5)[-1]

    @property
    def partition(self) -> str:
        """`aws`, `aws-us-gov`, `aws-cn`, `aws-eusc`."""
        parts = self.arn.split(":")
        return parts[1] if len(parts) > 1 else "aws"


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile of the AWS config files: its name, its region if it sets one, and how it gets credentials."""

    name: str
    region: str | None
    kind: str


def identity(aws: Aws) -> Identity:
    """The caller's identity. Raises NotSeen."""
    source = aws.credentials_source()
    answer = aws.call("sts", "GetCallerIdentity")
    said = "GetCallerIdentity"
    return Identity(plain(text(said, answer, "Account")), plain(text(said, answer, "Arn")), source)


def profiles() -> tuple[Profile, ...]:
    """The profiles in the AWS config files, in their order there; none where the files cannot be read.

    It blocks on the disk and imports botocore: run it with `in_thread`.
    """
    import botocore.session
    from botocore.exceptions import BotoCoreError

    try:
        tables = botocore.session.Session().full_config.get("profiles", {})
    except BotoCoreError:
        return ()
    return tuple(Profile(name, _region(table), _kind(table)) for name, table in tables.items())


def credentials_in(environment: Mapping[str, str]) -> bool:
    """Whether an environment itself says which credentials to use, so that no profile need be chosen.

    Source: the boto3 guide, "Credentials"; the variables of access keys, web identities and containers.
    """
    return any(environment.get(name) for name in _CREDENTIAL_VARIABLES)


_CREDENTIAL_VARIABLES = (
    "AWS_ACCESS_KEY_ID",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
)


def _region(table: dict[str, object]) -> str | None:
    region = table.get("region")
    return region if isinstance(region, str) and region else None


def _kind(table: dict[str, object]) -> str:
    if "sso_session" in table or "sso_start_url" in table:
        return "SSO"
    if "role_arn" in table:
        return "role with MFA" if "mfa_serial" in table else "role"
    if "credential_process" in table:
        return "credential process"
    return "access key" if "aws_access_key_id" in table else "default credentials"


def cognito_regions(partition: str = "aws") -> tuple[str, ...]:
    """The regions of a partition in which Cognito is offered, as the installed botocore knows them."""
    import botocore.session

    return tuple(sorted(botocore.session.Session().get_available_regions("cognito-idp", partition_name=partition)))


def no_cognito(region: str) -> str | None:
    """Why Cognito user pools cannot be had in a region, None where they can or nothing is known against it.

    Source: docs.amazonaws.cn, user guide of Amazon Cognito in China.
    """
    if region.startswith("cn-"):
        return "Amazon Cognito user pools are not offered in AWS China. Choose a region outside it."
    return None
