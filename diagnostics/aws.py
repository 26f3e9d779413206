"""The one way to talk to AWS: short timeouts, no prompts, and every error as a reason the admin can act on."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Literal

from diagnostics.aws_errors import AwsRefused, mfa_needed, reason_of
from diagnostics.facts import NotSeen, Unknown, Why
from diagnostics.secret import Secret

if TYPE_CHECKING:
    import botocore.session
    from botocore.client import BaseClient

CONNECT_SECONDS = 3
READ_SECONDS = 8
CALL_SECONDS = 20
"""What a whole call may take, retry and credentials included."""

NOT_ASKED = "AWS is not asked: the values of this connection were typed in by hand."

Service = Literal["cognito-idp", "sts"]

_READING = ("Describe", "List", "Get")
"""What the names of the operations that only read begin with."""


@dataclass(frozen=True)
class AwsAccess:
    """Which credentials and region to use.

    Attributes:
        profile: a profile's name; None for whatever boto3 finds by itself.
        region: a region's name; None for the profile's or AWS_REGION's.
        mfa_code: the code for a profile that asks for one.
        by_hand: whether nothing is to be asked of AWS: there are no credentials, and the values were typed in.
    """

    profile: str | None = None
    region: str | None = None
    mfa_code: Secret | None = field(default=None, compare=False)
    by_hand: bool = False


class Aws:
    """One session and its clients, for one profile and region. Its calls block: run them with `in_thread`.

    boto3 itself is imported at the first call. Clients are safe to share between threads; making one is not,
    so that is done under a lock.
    """

    def __init__(self, access: AwsAccess) -> None:
        self.access = access
        self._clients: dict[tuple[Service, bool], BaseClient] = {}
        self._lock = threading.Lock()

    @cached_property
    def _session(self) -> botocore.session.Session:
        import botocore.session

        session = botocore.session.Session(profile=self.access.profile or None)
        region = self.access.region or os.environ.get("AWS_REGION")
        if region:
            session.set_config_variable("region", region)
        provider = session.get_component("credential_provider").get_provider("assume-role")
        code = self.access.mfa_code

        def prompt(text: str) -> str:
            if code is None:
                raise mfa_needed(self.access.profile)
            return code.reveal()

        # botocore would ask on the terminal, over our screen; its provider has no public way to say otherwise.
        provider._prompter = prompt
        return session

    def prepare(self) -> None:
        """Load boto3 and what it knows of the services, which takes a while, without asking anybody anything.

        Calls do it by themselves; done beforehand, their answers are not waited for longer than they take. What
        goes wrong here shows at the first call.
        """
        if self.access.by_hand:
            return
        import contextlib

        import boto3.session  # noqa: F401

        with self._lock, contextlib.suppress(NotSeen):
            loader = _guarded(lambda: self._session.get_component("data_loader"))
            for service in ("cognito-idp", "sts"):
                for kind in ("service-2", "endpoint-rule-set-1"):
                    _guarded(partial(loader.load_service_model, service, kind))
            _guarded(lambda: self._session.get_available_partitions())

    def offers_cognito(self, region: str) -> bool:
        """Whether Cognito is offered in a region, as the installed botocore knows it. Raises NotSeen by hand."""
        self._refuse_by_hand()
        with self._lock:
            partitions: list[str] = _guarded(lambda: self._session.get_available_partitions())
            return any(
                region in _guarded(partial(self._session.get_available_regions, "cognito-idp", partition))
                for partition in partitions
            )

    def region(self) -> str | None:
        """The region that calls go to, None where none is configured."""
        if self.access.by_hand:
            return self.access.region
        with self._lock:
            region: str | None = _guarded(lambda: self._session.get_config_variable("region"))
        return region

    def endpoint(self) -> str | None:
        """A Cognito endpoint other than AWS's own (AWS_ENDPOINT_URL and its kin), without a trailing slash."""
        own = os.environ.get("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER") or os.environ.get("AWS_ENDPOINT_URL")
        if os.environ.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "").lower() == "true":
            return None
        return own.rstrip("/") if own else None

    def credentials_source(self) -> str:
        """Where the credentials come from, in words. Raises NotSeen where there are none."""
        self._refuse_by_hand()
        with self._lock:
            credentials = _guarded(lambda: self._session.get_credentials(), profile=self.access.profile)
        if credentials is None:
            raise NotSeen(_no_credentials(self.access.profile))
        return _SOURCES.get(credentials.method, str(credentials.method))

    def call(self, service: Service, operation: str, **parameters: object) -> Mapping[str, object]:
        """Make one call and give its answer.

        A call that changes something is sent once and never again by itself: a creation whose answer was lost may
        have been carried out, and a second one would make a second thing.

        Args:
            service: the service.
            operation: the API's own name of the operation, `DescribeUserPool`.
            parameters: the members of its request.

        Raises:
            AwsRefused: the service answered with an error.
            NotSeen: there was no answer, or nothing to ask with.
        """
        self._refuse_by_hand()
        from botocore import xform_name

        client = self._client(service, operation.startswith(_READING))
        method = getattr(client, xform_name(operation), None)
        if method is None:
            raise NotSeen(
                Unknown(Why.ERROR, f"The installed boto3 does not know {operation}. Update it: pip install -U boto3.")
            )
        answer: Mapping[str, object] = _guarded(lambda: method(**parameters), service, operation, self.access.profile)
        return answer

    def _refuse_by_hand(self) -> None:
        if self.access.by_hand:
            raise NotSeen(Unknown(Why.NOT_CONFIGURED, NOT_ASKED))

    def _client(self, service: Service, may_retry: bool) -> BaseClient:
        import boto3.session
        from botocore.config import Config

        with self._lock:
            if (service, may_retry) not in self._clients:
                if _guarded(lambda: self._session.get_credentials(), profile=self.access.profile) is None:
                    raise NotSeen(_no_credentials(self.access.profile))
                region = _guarded(lambda: self._session.get_config_variable("region"))
                # AWS GovCloud's Cognito has FIPS endpoints only (GovCloud guide, "Amazon Cognito").
                fips = True if region and region.startswith("us-gov-") and not self.endpoint() else None
                config = Config(
                    connect_timeout=CONNECT_SECONDS,
                    read_timeout=READ_SECONDS,
                    retries={"mode": "standard", "total_max_attempts": 2 if may_retry else 1},
                    user_agent_extra="clearml-cognito",
                    use_fips_endpoint=fips,
                )
                session = boto3.session.Session(botocore_session=self._session)
                self._clients[service, may_retry] = _guarded(lambda: session.client(service, config=config))
            return self._clients[service, may_retry]


def _guarded(call, service: str = "", operation: str = "", profile: str | None = None):  # type: ignore[no-untyped-def]
    """`call()`, with whatever botocore raises turned into NotSeen. Untyped because botocore's answers are."""
    try:
        return call()
    except NotSeen:
        raise
    except Exception as error:  # noqa: BLE001 - botocore raises far more than its own base class
        raise reason_of(error, service, operation, profile) from None


def _no_credentials(profile: str | None) -> Unknown:
    where = f'the profile "{profile}"' if profile else "this machine"
    return Unknown(
        Why.NO_CREDENTIALS,
        f"No AWS credentials were found for {where}. Choose another profile, or run: aws configure sso",
    )


# botocore's `Credentials.method` in words (botocore/credentials.py, the providers' METHOD).
_SOURCES = {
    "env": "environment variables",
    "shared-credentials-file": "the shared credentials file",
    "config-file": "the AWS config file",
    "sso": "IAM Identity Center (SSO)",
    "assume-role": "an assumed role",
    "assume-role-with-web-identity": "a role assumed with a web identity",
    "custom-process": "a credential process",
    "iam-role": "this machine's instance role",
    "container-role": "the container's role",
    "login": "aws login",
}

__all__ = ["CALL_SECONDS", "Aws", "AwsAccess", "AwsRefused", "Service"]
