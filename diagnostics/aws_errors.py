"""What botocore raises, as reasons an admin can act on. No message of it carries a secret or a traceback."""

from __future__ import annotations

from diagnostics.facts import NotSeen, Unknown, Why
from diagnostics.text import plain

_DENIED = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"}
_EXPIRED = {"ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"}
_BAD_CREDENTIALS = {
    "AuthFailure",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "IncompleteSignature",
    "IncompleteSignatureException",
    "MissingAuthenticationToken",
    "MissingAuthenticationTokenException",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
}
_THROTTLED = {"TooManyRequestsException", "Throttling", "ThrottlingException", "RequestLimitExceeded", "SlowDown"}


class AwsRefused(NotSeen):
    """An error that AWS itself answered with.

    Attributes:
        code: the error's code, `ResourceNotFoundException`.
        message: AWS's own words, plain.
    """

    def __init__(self, unknown: Unknown, code: str, message: str) -> None:
        super().__init__(unknown)
        self.code = code
        self.message = message

    @property
    def own_fault(self) -> bool:
        """Whether AWS itself failed: then a change may have been carried out all the same."""
        return _is_own_fault(self.code)


class MfaNeeded(NotSeen):
    """The profile's role asks for an MFA code."""


def mfa_needed(profile: str | None) -> MfaNeeded:
    return MfaNeeded(
        Unknown(Why.NO_CREDENTIALS, f'The profile "{plain(profile or "default")}" asks for an MFA code.')
    )


def reason_of(error: Exception, service: str, operation: str, profile: str | None = None) -> NotSeen:
    """The reason for an exception from botocore.

    Args:
        error: what was raised.
        service, operation: what was called, `cognito-idp` and `DescribeUserPool`; empty before any call.
        profile: the profile in use, to be named in the command that renews its login.
    """
    from botocore.exceptions import ClientError

    if isinstance(error, ClientError):
        # Getting the credentials makes calls of its own, before or within the one that was asked for.
        made = getattr(error, "operation_name", operation)
        return _refused(error, service if made == operation else _SERVICES_OF_CREDENTIALS.get(made, service), made)
    name = type(error).__name__
    asked = f"{operation} " if operation else "AWS "
    why, sentence = _WITHOUT_ANSWER.get(name, (None, ""))
    if why is None:
        why, sentence = _by_base_class(error, name)
    return NotSeen(
        Unknown(why, sentence.format(asked=asked.strip(), detail=_detail(error, name), login=_login(profile)))
    )


_SERVICES_OF_CREDENTIALS = {
    "AssumeRole": "sts",
    "AssumeRoleWithWebIdentity": "sts",
    "GetRoleCredentials": "sso",
}


def _login(profile: str | None) -> str:
    import shlex

    return f"aws sso login --profile {shlex.quote(plain(profile))}" if profile else "aws sso login"


def _detail(error: Exception, name: str) -> str:
    # These carry only names the admin gave; the text of others may quote an answer's body.
    return plain(error) if name in {"ProfileNotFound", "InvalidRegionError", "EndpointConnectionError"} else name


_CONNECT = "No connection to AWS for {asked}. Check the network and any proxy, then look again."
_SLOW = "{asked} gave no answer in time. Check the network and any proxy, then look again."
_NOT_AWS = "{asked} was answered in a form that AWS never gives. Is a proxy or a sign-in portal in between?"
_SSO = "The SSO login has expired. Run: {login}   then look again."
_WITHOUT_ANSWER: dict[str, tuple[Why | None, str]] = {
    "NoCredentialsError": (Why.NO_CREDENTIALS, "No AWS credentials were found. Choose a profile."),
    "PartialCredentialsError": (
        Why.NO_CREDENTIALS,
        "The AWS credentials are incomplete: a part of the key is missing.",
    ),
    "CredentialRetrievalError": (Why.NO_CREDENTIALS, "The profile's credential process failed."),
    "ProfileNotFound": (Why.NO_CREDENTIALS, "{detail}. Choose another profile."),
    "NoRegionError": (Why.NOT_CONFIGURED, "No AWS region is set. Choose one, or set AWS_REGION."),
    "InvalidRegionError": (Why.ERROR, "{detail}"),
    "SSOTokenLoadError": (Why.EXPIRED_CREDENTIALS, _SSO),
    "UnauthorizedSSOTokenError": (Why.EXPIRED_CREDENTIALS, _SSO),
    "TokenRetrievalError": (Why.EXPIRED_CREDENTIALS, _SSO),
    "SSOError": (Why.EXPIRED_CREDENTIALS, _SSO),
    "ConnectTimeoutError": (Why.TIMEOUT, _SLOW),
    "ReadTimeoutError": (Why.TIMEOUT, _SLOW),
    "EndpointConnectionError": (Why.NETWORK, _CONNECT),
    "ConnectionClosedError": (Why.NETWORK, "The connection was closed before {asked} was answered. Look again."),
    "ProxyConnectionError": (Why.NETWORK, "The proxy could not be reached for {asked}. Check HTTPS_PROXY."),
    "SSLError": (
        Why.NETWORK,
        "The TLS certificate of AWS was not accepted: something between may be intercepting it.",
    ),
    "ResponseParserError": (Why.MALFORMED, _NOT_AWS),
    "ParamValidationError": (Why.ERROR, "{asked} was not sent: a value in it is not of the kind AWS takes."),
}


def _by_base_class(error: Exception, name: str) -> tuple[Why, str]:
    from botocore.exceptions import BotoCoreError, HTTPClientError

    if isinstance(error, HTTPClientError):
        return Why.NETWORK, _CONNECT
    if isinstance(error, BotoCoreError):
        return Why.ERROR, "{asked} failed: {detail}."
    return Why.MALFORMED, _NOT_AWS


def _is_own_fault(code: str) -> bool:
    return code.isdigit() or code in {"InternalErrorException", "InternalFailure", "ServiceUnavailable"}


def _refused(error: object, service: str, operation: str) -> NotSeen:
    response: object = getattr(error, "response", {})
    body = response.get("Error", {}) if isinstance(response, dict) else {}
    code = plain(body.get("Code") or "") if isinstance(body, dict) else ""
    message = plain(body.get("Message") or "", 300) if isinstance(body, dict) else ""
    permission = None
    if message.startswith("MultiFactorAuthentication failed"):
        return MfaNeeded(Unknown(Why.NO_CREDENTIALS, "AWS did not accept the MFA code. Wait for the next one."))
    if code in _DENIED:
        permission = f"{service}:{operation}"
        why, sentence = Why.NO_PERMISSION, f"These credentials may not call {permission}."
    elif code in _EXPIRED:
        why, sentence = Why.EXPIRED_CREDENTIALS, "The AWS credentials have expired. Renew them, then look again."
    elif code in _BAD_CREDENTIALS:
        why, sentence = Why.NO_CREDENTIALS, f"AWS does not accept these credentials ({code})."
    elif code in _THROTTLED:
        why, sentence = Why.THROTTLED, f"AWS is limiting requests ({operation}). Wait a moment, then look again."
    elif code == "ResourceNotFoundException":
        # That is an answer: what was asked about is not there, and whoever looks at that very thing says so.
        why, sentence = Why.NEEDS, f"AWS refused {operation}: {message or 'there is no such thing'} ({code})"
    elif code.startswith("3") and code.isdigit():
        sentence = (
            f"{operation} was answered by leading elsewhere ({code}), as AWS never does: a proxy or a sign-in portal?"
        )
        why = Why.MALFORMED
    elif _is_own_fault(code):
        why, sentence = Why.ERROR, f"AWS answered {operation} with an error of its own ({code}). Look again."
    else:
        why, sentence = Why.ERROR, f"AWS refused {operation}: {message or 'no reason given'} ({code or 'no code'})"
    return AwsRefused(Unknown(why, sentence, permission=permission), code, message)
