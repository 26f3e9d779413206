"""The Amazon Cognito user pools API: JSON 1.1, one POST for each call, the operation in X-Amz-Target."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from wizard.sandbox import client_calls, domain_calls, login_calls, pool_calls, shapes, validation
from wizard.sandbox.answers import Answer, Request, json_answer, request_id
from wizard.sandbox.call import Call
from wizard.sandbox.errors import ApiError
from wizard.sandbox.jsontypes import JsonObject, as_object, text
from wizard.sandbox.paging import page_number
from wizard.sandbox.state import ACCOUNT_ID, CALLER_ARN, Account

TARGET = "AWSCognitoIdentityProviderService."
CONTENT_TYPE = "application/x-amz-json-1.1"

READS: dict[str, Callable[[Call], JsonObject]] = {
    "ListUserPools": pool_calls.list_user_pools,
    "DescribeUserPool": pool_calls.describe_user_pool,
    "ListUsers": pool_calls.list_users,
    "ListUserPoolClients": client_calls.list_user_pool_clients,
    "DescribeUserPoolClient": client_calls.describe_user_pool_client,
    "ListUserPoolClientSecrets": client_calls.list_user_pool_client_secrets,
    "DescribeUserPoolDomain": domain_calls.describe_user_pool_domain,
    "ListIdentityProviders": login_calls.list_identity_providers,
    "DescribeIdentityProvider": login_calls.describe_identity_provider,
    "DescribeManagedLoginBranding": login_calls.describe_managed_login_branding,
    "DescribeManagedLoginBrandingByClient": login_calls.describe_managed_login_branding_by_client,
}
WRITES: dict[str, Callable[[Call], JsonObject]] = {
    "CreateUserPool": pool_calls.create_user_pool,
    "CreateUserPoolClient": client_calls.create_user_pool_client,
    "UpdateUserPoolClient": client_calls.update_user_pool_client,
    "DeleteUserPoolClient": client_calls.delete_user_pool_client,
    "AddUserPoolClientSecret": client_calls.add_user_pool_client_secret,
    "DeleteUserPoolClientSecret": client_calls.delete_user_pool_client_secret,
    "CreateUserPoolDomain": domain_calls.create_user_pool_domain,
    "UpdateUserPoolDomain": domain_calls.update_user_pool_domain,
    "DeleteUserPoolDomain": domain_calls.delete_user_pool_domain,
    "CreateManagedLoginBranding": login_calls.create_managed_login_branding,
    "DeleteManagedLoginBranding": login_calls.delete_managed_login_branding,
}
OPERATIONS = frozenset(READS) | frozenset(WRITES)
"""Every operation that the sandbox knows."""

_NO_RESOURCE = frozenset({"ListUserPools", "DescribeUserPoolDomain", "CreateUserPool"})


def operation_of(request: Request) -> str:
    """The operation that a request names; empty if it names none of this service."""
    target = request.headers.get("x-amz-target", "")
    return target.removeprefix(TARGET) if target.startswith(TARGET) else ""


def body_of(request: Request) -> JsonObject:
    """The request's members; empty if the body is not a JSON object."""
    try:
        return as_object(json.loads(request.body))
    except ValueError:
        return {}


def page_of(request: Request) -> int:
    """Which page of a list a request asks for, counted from 1."""
    body = body_of(request)
    return page_number(text(body, "NextToken") or text(body, "PaginationToken"))


def answer(account: Account, request: Request, allowed: Callable[[str], bool], expired: bool) -> Answer:
    """Carry out one call.

    Args:
        account: what it reads or changes.
        request: the request.
        allowed: whether the caller's policies allow an operation.
        expired: whether the caller's credentials have expired.
    """
    try:
        return json_answer(200, _result(account, request, allowed, expired), CONTENT_TYPE).with_headers(
            ("x-amzn-RequestId", request_id())
        )
    except ApiError as error:
        return error_answer(error)


def error_answer(error: ApiError) -> Answer:
    """An error as the JSON 1.1 protocol puts it."""
    body = {"__type": error.code, **({"message": error.message} if error.message else {})}
    return json_answer(error.status, body, CONTENT_TYPE).with_headers(("x-amzn-RequestId", request_id()))


def _result(account: Account, request: Request, allowed: Callable[[str], bool], expired: bool) -> JsonObject:
    operation = operation_of(request)
    carry_out = READS.get(operation) or WRITES.get(operation)
    if carry_out is None:
        raise ApiError("UnknownOperationException", "")
    region = signed_region(request, "cognito-idp")
    if expired:
        raise ApiError("ExpiredTokenException", "The security token included in the request is expired")
    body = _members(request)
    if not allowed(operation):
        raise denied(operation, text(body, "UserPoolId"))
    validation.check(shapes.REQUESTS[operation], body)
    return carry_out(Call(operation, region, body, account, operation in WRITES))


def _members(request: Request) -> JsonObject:
    try:
        body: object = json.loads(request.body or b"{}")
    except ValueError:
        raise ApiError("SerializationException", "") from None
    if not isinstance(body, dict):
        raise ApiError("SerializationException", "Start of structure or map found where not expected.")
    return as_object(body)


def signed_region(request: Request, service: str) -> str:
    """The region that a request is signed for. The signature itself is not judged (guesses.SIGNATURE).

    Raises:
        ApiError: MissingAuthenticationTokenException, IncompleteSignatureException or InvalidSignatureException.
    """
    header = request.headers.get("authorization", "")
    if not header:
        raise ApiError("MissingAuthenticationTokenException", "Missing Authentication Token")
    scope = re.search(r"Credential=([^/,\s]+)/(\d{8})/([^/]+)/([^/]+)/aws4_request", header)
    if not header.startswith("AWS4-HMAC-SHA256 ") or scope is None or "Signature=" not in header:
        raise ApiError(
            "IncompleteSignatureException",
            "Authorization header requires 'Credential' parameter. "
            "Authorization header requires 'Signature' parameter.",
        )
    if scope[4] != service:
        raise ApiError("InvalidSignatureException", f"Credential should be scoped to correct service: '{service}'.")
    return scope[3]


def denied(operation: str, pool_id: str) -> ApiError:
    """IAM's refusal, in its own words (guesses.DENIED_RESOURCE)."""
    pool = f"arn:aws:cognito-idp:{pool_id.partition('_')[0]}:{ACCOUNT_ID}:userpool/{pool_id}"
    resource = "*" if operation in _NO_RESOURCE or not pool_id else pool
    action = f"cognito-idp:{operation}"
    return ApiError(
        "AccessDeniedException",
        f"User: {CALLER_ARN} is not authorized to perform: {action} on resource: {resource} "
        f"because no identity-based policy allows the {action} action",
    )
