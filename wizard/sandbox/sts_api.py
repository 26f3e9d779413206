"""What the project and its AWS profiles ask AWS STS: GetCallerIdentity and AssumeRole, in the Query protocol."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import escape

from wizard.sandbox.answers import Answer, Request, request_id
from wizard.sandbox.cognito_api import signed_region
from wizard.sandbox.errors import ApiError
from wizard.sandbox.state import ACCOUNT_ID, CALLER_ARN

_NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/"
_KEY = "ASIASANDBOX"
WRONG_CODE = "000000"
"""The code that no MFA device of the sandbox shows; any other six digits are right."""


def answer(request: Request, expired: bool) -> Answer:
    """Answer one call. `expired`: whether the caller's credentials have expired."""
    operation = request.form().get("Action", "")
    try:
        if operation not in _CALLS:
            raise ApiError(
                "InvalidAction", f"Could not find operation {operation or 'null'} for version 2011-06-15", 400
            )
        _authenticate(request)
        if expired:
            raise ApiError("ExpiredToken", "The security token included in the request is expired", 403)
        return _CALLS[operation](request)
    except ApiError as error:
        return error_answer(error)


def _caller_identity(request: Request) -> Answer:
    arn, user = CALLER_ARN, "AROASANDBOXCLEARMLADM:admin"
    if role := _role_of_key(request):
        arn, user = f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/{role}", f"AROASANDBOXASSUMED:{role.partition('/')[2]}"
    return _result(
        "GetCallerIdentity", f"<Arn>{escape(arn)}</Arn><UserId>{escape(user)}</UserId><Account>{ACCOUNT_ID}</Account>"
    )


def _assume_role(request: Request) -> Answer:
    """Temporary credentials for any role of the account. A device's code is judged (guesses.MFA_CODE)."""
    form = request.form()
    role, session = form.get("RoleArn", "").rpartition("/")[2], form.get("RoleSessionName", "")
    if not role or not session:
        raise ApiError("ValidationError", "The request must contain the parameters RoleArn and RoleSessionName", 400)
    code = form.get("TokenCode", "")
    if form.get("SerialNumber") and (not re.fullmatch("[0-9]{6}", code) or code == WRONG_CODE):
        wrong = "MultiFactorAuthentication failed with invalid MFA one time pass code. "
        raise ApiError("AccessDenied", wrong, 403)
    key = _KEY + f"{role}/{session}".encode().hex().upper()
    until = (datetime.now(UTC) + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    arn = f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/{role}/{session}"
    return _result(
        "AssumeRole",
        f"<Credentials><AccessKeyId>{key}</AccessKeyId><SecretAccessKey>made-up</SecretAccessKey>"
        f"<SessionToken>made-up</SessionToken><Expiration>{until}</Expiration></Credentials>"
        f"<AssumedRoleUser><AssumedRoleId>AROASANDBOXASSUMED:{escape(session)}</AssumedRoleId>"
        f"<Arn>{escape(arn)}</Arn></AssumedRoleUser>",
    )


def _role_of_key(request: Request) -> str:
    """The role and session that an access key of `_assume_role` stands for; empty for any other key."""
    found = re.search(rf"Credential={_KEY}([0-9A-F]+)/", request.headers.get("authorization", ""))
    return bytes.fromhex(found[1]).decode(errors="replace") if found else ""


_CALLS = {"GetCallerIdentity": _caller_identity, "AssumeRole": _assume_role}


def _result(operation: str, content: str) -> Answer:
    return _xml(
        200,
        f'<{operation}Response xmlns="{_NAMESPACE}"><{operation}Result>{content}</{operation}Result>'
        f"<ResponseMetadata><RequestId>{request_id()}</RequestId></ResponseMetadata></{operation}Response>",
    )


def _authenticate(request: Request) -> None:
    try:
        signed_region(request, "sts")
    except ApiError as error:
        texts = {"MissingAuthenticationTokenException": "Request is missing Authentication Token"}
        message = texts.get(error.code, error.message)
        raise ApiError(error.code.removesuffix("Exception"), message, 403) from None


def denied(operation: str) -> ApiError:
    """IAM's refusal. (AWS never refuses GetCallerIdentity; a service control policy may refuse others.)"""
    return ApiError("AccessDenied", f"User: {CALLER_ARN} is not authorized to perform: sts:{operation}", 403)


def error_answer(error: ApiError) -> Answer:
    """An error as the Query protocol puts it."""
    return _xml(
        error.status,
        f'<ErrorResponse xmlns="{_NAMESPACE}"><Error><Type>Sender</Type><Code>{error.code}</Code>'
        f"<Message>{escape(error.message)}</Message></Error><RequestId>{request_id()}</RequestId></ErrorResponse>",
    )


def _xml(status: int, body: str) -> Answer:
    return Answer(status, body.encode(), (("Content-Type", "text/xml"), ("x-amzn-RequestId", request_id())))
