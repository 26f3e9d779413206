"""The one call of AWS STS that the project makes: GetCallerIdentity, in the Query protocol."""

from __future__ import annotations

from html import escape

from wizard.sandbox.answers import Answer, Request, request_id
from wizard.sandbox.cognito_api import signed_region
from wizard.sandbox.errors import ApiError
from wizard.sandbox.state import ACCOUNT_ID, CALLER_ARN

_NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/"


def answer(request: Request, expired: bool) -> Answer:
    """Answer one call. `expired`: whether the caller's credentials have expired."""
    operation = request.form().get("Action", "")
    try:
        if operation != "GetCallerIdentity":
            raise ApiError(
                "InvalidAction", f"Could not find operation {operation or 'null'} for version 2011-06-15", 400
            )
        _authenticate(request)
    except ApiError as error:
        return error_answer(error)
    if expired:
        return error_answer(ApiError("ExpiredToken", "The security token included in the request is expired", 403))
    return _xml(
        200,
        f'<GetCallerIdentityResponse xmlns="{_NAMESPACE}"><GetCallerIdentityResult>'
        f"<Arn>{CALLER_ARN}</Arn><UserId>AROASANDBOXCLEARMLADM:admin</UserId><Account>{ACCOUNT_ID}</Account>"
        f"</GetCallerIdentityResult><ResponseMetadata><RequestId>{request_id()}</RequestId></ResponseMetadata>"
        "</GetCallerIdentityResponse>",
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
