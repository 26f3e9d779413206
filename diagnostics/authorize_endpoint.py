"""The authorize endpoint and the login page, asked as a browser would, without following where they lead.

It rests on what third parties saw of real Cognito: a good request is sent on to /login or to the external provider;
an unknown client or redirect URI to /error with a code in `error`; anything else back to the redirect URI with
`error` (RFC 6749 section 4.1.2.1). Only codes and statuses are read; descriptions are shown and never judged by.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qs, urlencode, urljoin, urlsplit

from diagnostics.discovery import COGNITO_HEADER, refuse_other_status
from diagnostics.facts import NotSeen, Unknown, Why
from diagnostics.http import CALL_SECONDS, host_of
from diagnostics.text import plain

if TYPE_CHECKING:
    from diagnostics.http import Answer, Web

SCOPES = ("openid", "profile", "email")
"""What ClearML asks for (guide)."""

UNREGISTERED_CALLBACK = "https://not-registered.invalid/callback_cognito"
"""A redirect URI that no app client has: the top-level domain is reserved (RFC 2606)."""


class AuthorizeOutcome(StrEnum):
    """Where the authorize endpoint sends the browser."""

    LOGIN_PAGE = "login page"
    PROVIDER = "identity provider"
    REDIRECT_MISMATCH = "redirect mismatch"
    NO_SUCH_CLIENT = "no such client"
    ERROR_PAGE = "error page"
    SENT_BACK = "sent back with an error"


@dataclass(frozen=True, slots=True)
class AuthorizeSeen:
    """One answer of the authorize endpoint.

    Attributes:
        redirect_uri, identity_provider: what was asked with.
        leads_to: where the answer leads, without its query: plain text.
        login: the login page's whole address, to ask for next; None unless the outcome is LOGIN_PAGE.
        error: the error code, if one came.
        description: Cognito's own words about it, plain: to be shown, never to be judged by.
    """

    url: str
    redirect_uri: str
    identity_provider: str | None
    status: int
    outcome: AuthorizeOutcome
    leads_to: str
    login: str | None
    error: str
    description: str
    from_cognito: bool
    seconds: float

    @property
    def somebody_else(self) -> bool:
        """Whether this may not be Cognito's answer: it leads elsewhere, and lacks the header of Cognito's answers."""
        return self.outcome is AuthorizeOutcome.PROVIDER and not self.from_cognito


class LoginOutcome(StrEnum):
    """What the login page is."""

    FORM = "sign-in form"
    UNAVAILABLE = "pages unavailable"
    """403: managed login without a branding style for the app client."""
    NO_LOGIN_OPTION = "no login option"
    """401: no identity provider that the app client may use."""
    ERROR_PAGE = "error page"


@dataclass(frozen=True, slots=True)
class LoginSeen:
    """The answer of a login page."""

    url: str
    status: int
    outcome: LoginOutcome
    from_cognito: bool
    seconds: float


async def authorize(
    web: Web,
    base: str,
    client_id: str,
    redirect_uri: str,
    *,
    identity_provider: str | None = None,
    seconds: float = CALL_SECONDS,
) -> AuthorizeSeen:
    """Begin a sign-in as ClearML would, and see where it leads.

    Args:
        base: the base of the pool's domain.
        identity_provider: an external provider's name, as ClearML sends it when it is set.

    Raises:
        NotSeen: no answer came, or one that an authorize endpoint does not give.
    """
    query = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": redirect_uri,
        "scope": " ".join(SCOPES),
        "state": secrets.token_urlsafe(12),
    }
    if identity_provider:
        query["identity_provider"] = identity_provider
    endpoint = f"{base}/oauth2/authorize"
    answer = await web.ask("GET", f"{endpoint}?{urlencode(query)}", seconds=seconds)
    target = _target(answer, endpoint)
    said = parse_qs(target.query)
    outcome = _outcome(answer, target, said, base, redirect_uri)
    return AuthorizeSeen(
        url=endpoint,
        redirect_uri=redirect_uri,
        identity_provider=identity_provider,
        status=answer.status,
        outcome=outcome,
        leads_to=plain(f"{target.scheme}://{target.netloc.rpartition('@')[2]}{target.path}"),
        login=target.geturl() if outcome is AuthorizeOutcome.LOGIN_PAGE else None,
        error=plain(_first(said, "error"), 80),
        description=plain(_first(said, "error_description"), 120),
        from_cognito=COGNITO_HEADER in answer.headers,
        seconds=answer.seconds,
    )


async def login_page(web: Web, url: str, seconds: float = CALL_SECONDS) -> LoginSeen:
    """Ask for the login page that `authorize` led to. Raises NotSeen."""
    answer = await web.ask("GET", url, seconds=seconds)
    outcome = {
        200: LoginOutcome.FORM,
        400: LoginOutcome.ERROR_PAGE,
        401: LoginOutcome.NO_LOGIN_OPTION,
        403: LoginOutcome.UNAVAILABLE,
    }.get(answer.status)
    if outcome is None and 300 <= answer.status < 400:
        path = urlsplit(urljoin(url, answer.location)).path
        outcome = LoginOutcome.ERROR_PAGE if path.endswith("/error") else None
    if outcome is None:
        refuse_other_status(answer)
    if outcome in (LoginOutcome.UNAVAILABLE, LoginOutcome.NO_LOGIN_OPTION) and b"<" not in answer.body:
        # Cognito says either with a page of its own; a policy or a firewall in front of it refuses without one.
        raise NotSeen(
            Unknown(Why.MALFORMED, f"{host_of(url)} answered {answer.status} without a page: Cognito is not asked.")
        )
    if outcome is LoginOutcome.FORM and b"<" not in answer.body:
        raise NotSeen(Unknown(Why.MALFORMED, f"{host_of(url)} answered with something that is no login page."))
    shown = urlsplit(url)
    return LoginSeen(
        f"{shown.scheme}://{shown.netloc}{shown.path}",
        answer.status,
        outcome or LoginOutcome.ERROR_PAGE,
        COGNITO_HEADER in answer.headers,
        answer.seconds,
    )


def _target(answer: Answer, endpoint: str) -> SplitResult:
    host = host_of(answer.url)
    if answer.status == 404:
        raise NotSeen(Unknown(Why.MALFORMED, f"{host} has no authorize endpoint at this address (404)."))
    if not 300 <= answer.status < 400:
        # Cognito shows some errors at once, as a page of status 400.
        if answer.status == 400 and COGNITO_HEADER in answer.headers:
            return urlsplit(f"{endpoint.removesuffix('/oauth2/authorize')}/error")
        if answer.status == 200:
            raise NotSeen(Unknown(Why.MALFORMED, f"{host} answered with a page where Cognito redirects: a portal?"))
        refuse_other_status(answer)
    try:
        target = urlsplit(urljoin(endpoint, answer.location))
        usable = bool(answer.location) and target.scheme in ("https", "http") and bool(target.netloc)
    except ValueError:
        usable = False
    if not usable:
        raise NotSeen(Unknown(Why.MALFORMED, f"{host} answered {answer.status} without an address to go to."))
    return target


def _outcome(
    answer: Answer, target: SplitResult, said: Mapping[str, list[str]], base: str, redirect_uri: str
) -> AuthorizeOutcome:
    error = _first(said, "error")
    own = urlsplit(base)
    if target.geturl().partition("?")[0] == redirect_uri:
        return AuthorizeOutcome.SENT_BACK
    if (target.scheme, target.netloc) == (own.scheme, own.netloc) and target.path.startswith(own.path):
        path = target.path.removeprefix(own.path)
        if path == "/login":
            return AuthorizeOutcome.LOGIN_PAGE
        if error == "redirect_mismatch":
            return AuthorizeOutcome.REDIRECT_MISMATCH
        if error.lower().startswith("client does not exist"):
            return AuthorizeOutcome.NO_SUCH_CLIENT
        if path == "/error" or error:
            return AuthorizeOutcome.ERROR_PAGE
    if error:
        return AuthorizeOutcome.SENT_BACK
    return AuthorizeOutcome.PROVIDER


def _first(said: Mapping[str, list[str]], name: str) -> str:
    return said.get(name, [""])[0]
