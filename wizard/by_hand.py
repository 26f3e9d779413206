"""A connection made without AWS access: what is typed in, and what Cognito's public endpoints say of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.addresses import callback_url, region_of_pool, web_address
from diagnostics.app_client_id import app_client_id
from diagnostics.findings import Finding, Status
from diagnostics.keys import DISCOVERY
from diagnostics.regions import region_name
from diagnostics.user_pool_id import pool_id
from wizard.looking import look_for
from wizard.provider_choice import provider_name
from wizard.steps import Mark, StepId, mark_of, with_answers

if TYPE_CHECKING:
    from diagnostics.aws import Aws
    from diagnostics.connection import Connection

CHECKS: Mapping[StepId, tuple[str, ...]] = {
    StepId.POOL: ("NET010", "POL010", "OID010", "OID011"),
    StepId.PAGES: ("DOM010", "OID013", "DOM012"),
    StepId.CLIENT: ("LGN010", "LGN011", "LGN016"),
}
"""The checks that judge what is typed in a step by what anybody can see. The last ones send made-up codes."""

_ENDPOINTS = ("/oauth2/authorize", "/oauth2/token")


@dataclass(frozen=True, slots=True)
class TypedLook:
    """What the public endpoints say of what was typed.

    Attributes:
        answers: what is to be saved of it.
        pages: the base of the sign-in pages that the pool's discovery document names, None where it names none.
    """

    answers: Mapping[str, object]
    findings: tuple[Finding, ...]
    pages: str | None

    @property
    def mark(self) -> Mark:
        """How the step stands; what was not proved is not seen."""
        return proved(self.findings)


def answers_of(step: StepId, typed: str, regions: Sequence[str] = ()) -> Mapping[str, object]:
    """What is saved of what was typed in a step.

    Args:
        step: user pool, sign-in pages, identity provider or app client.
        typed: what was typed.
        regions: the regions there are, to judge the pool's by; empty where they are not known.

    Raises:
        ValueError: it cannot be right; a sentence for the admin.
    """
    if step is StepId.POOL:
        pool = pool_id(typed)
        return {"user_pool": pool, "region": region_name(region_of_pool(pool), regions)}
    if step is StepId.PAGES:
        return {"domain": pages_base(typed)}
    if step is StepId.PROVIDER:
        return {"identity_provider": provider_name(typed) if typed.strip() else None}
    return {"app_client": app_client_id(typed)}


def pages_base(typed: str) -> str:
    """The base of the sign-in pages, also from an endpoint's whole address. Raises BadAddress."""
    text = typed.strip().partition("?")[0].rstrip("/")
    for endpoint in _ENDPOINTS:
        text = text.removesuffix(endpoint)
    return web_address(text)


def typed_before(step: StepId, connection: Connection) -> str:
    """What was answered in a step before, empty where nothing was."""
    before = {
        StepId.POOL: connection.user_pool,
        StepId.PAGES: connection.domain,
        StepId.PROVIDER: connection.identity_provider,
        StepId.CLIENT: connection.app_client,
    }
    return before.get(step) or ""


async def look_at_typed(connection: Connection, aws: Aws, step: StepId, answers: Mapping[str, object]) -> TypedLook:
    """Ask the public endpoints what they say of what was typed. Nothing is asked of AWS's API.

    Args:
        connection: the answers so far.
        aws: a session by hand; its custom endpoint, if there is one, is the issuer's.
        step: where it was typed.
        answers: from `answers_of`; empty to see what is known without them.
    """
    wanted = with_answers(connection, **answers)
    looked = await look_for(CHECKS[step], wanted, aws)
    answer = looked.snapshot.value(DISCOVERY)
    pages = answer.document.domain_base if answer and answer.document else None
    return TypedLook(answers, looked.findings, pages)


def proved(findings: Sequence[Finding]) -> Mark:
    """How a step stands where much is skipped because AWS is not asked: it takes a proof to be done."""
    mark = mark_of(findings)
    seen = any(finding.status in (Status.OK, Status.WARNING) for finding in findings)
    return Mark.NOT_SEEN if mark is Mark.DONE and not seen else mark


def resumed_mark(step: StepId, connection: Connection, findings: Sequence[Finding]) -> Mark:
    """How a step of an earlier sitting by hand stands, by the checks that send no codes.

    The attributes can never be seen from outside; app client and provider show only at the live endpoints.
    """
    if step is StepId.ATTRIBUTES or step is StepId.CLIENT:
        return Mark.NOT_SEEN
    if step is StepId.PROVIDER:
        return proved(findings) if connection.identity_provider else Mark.DONE
    return mark_of(findings)


def asked_attributes(connection: Connection) -> str:
    """What to ask whoever has access to the AWS account about the attributes, with a command that answers it."""
    pool, region = connection.user_pool or "POOL_ID", connection.region or "REGION"
    return f"""\
About the Amazon Cognito user pool {pool} in {region}:

1. Are email and preferred_username both required attributes?
2. Can both be changed (are they mutable)?
3. If people come from an external identity provider:
   does its attribute mapping fill both of them?

Questions 1 and 2 are answered by:

aws cognito-idp describe-user-pool --region {region} \\
  --user-pool-id {pool} --output table \\
  --query 'UserPool.SchemaAttributes[?Name==`email`||Name==`preferred_username`].[Name,Required,Mutable]'
"""


def asked_app_client(connection: Connection) -> str:
    """What to ask whoever has access to the AWS account about the app client: what ClearML's guide wants of it."""
    callbacks = "\n".join(f"   {callback_url(web)}" for web in connection.web_addresses)
    return f"""\
ClearML needs an app client in the Amazon Cognito user pool {connection.user_pool or "POOL_ID"}:

1. Type: traditional web application, with a client secret
2. Allowed callback URLs, letter for letter:
{callbacks or "   https://YOUR-CLEARML-ADDRESS/callback_cognito"}
3. Identity providers: {connection.identity_provider or "Cognito user pool"}
4. OAuth grant type: authorization code grant
5. OpenID Connect scopes: openid, profile, email
6. Where the domain uses managed login: a style for this app client

Needed back: its client id, and its client secret on a safe way.
"""
