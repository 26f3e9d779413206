"""The discovery document and the signing keys that a user pool's issuer publishes. They need no AWS credentials.

Sources: OpenID Connect Discovery 1.0 sections 3 and 4, RFC 7517, and what is known of Cognito's own document: it
names the authorize and token endpoints on the pool's domain, and lacks `grant_types_supported`.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from diagnostics.answers import label, malformed, optional_text, table, tables, texts
from diagnostics.facts import NotSeen, Unknown, Why
from diagnostics.http import CALL_SECONDS, host_of
from diagnostics.text import plain

if TYPE_CHECKING:
    from diagnostics.http import Answer, Web

COGNITO_HEADER = "x-amz-cognito-request-id"
"""A header that Cognito's own answers carry; an answer without it may be a proxy's or a portal's."""

_AUTHORIZE = "/oauth2/authorize"
_POOL_HOSTS = ("cognito-idp", "issuer-cognito-idp")
_PRIVATE_MEMBERS = ("d", "p", "q", "dp", "dq", "qi", "oth", "k")  # RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1


@dataclass(frozen=True, slots=True)
class DiscoveryDocument:
    """A discovery document. Addresses are plain, as they stand in it; those it does not name are None.

    Attributes:
        issuer: what the tokens' `iss` claim will be.
        scopes: pool-wide, not those of the app client.
    """

    issuer: str
    authorization_endpoint: str | None
    token_endpoint: str | None
    userinfo_endpoint: str | None
    jwks_uri: str | None
    response_types: tuple[str, ...]
    scopes: tuple[str, ...]
    algorithms: tuple[str, ...]
    auth_methods: tuple[str, ...]

    @property
    def domain_base(self) -> str | None:
        """The base of the pool's sign-in pages, None where the pool has no domain.

        Reports differ on what Cognito says without a domain: endpoints left out, empty, or on the issuer's own
        host. Each of the three means that there is none.
        """
        url = self.authorization_endpoint
        if not url or not url.endswith(_AUTHORIZE):
            return None
        host = urlsplit(url).hostname or ""
        if not host or host.split(".")[0] in _POOL_HOSTS:
            return None
        return url.removesuffix(_AUTHORIZE)


@dataclass(frozen=True, slots=True)
class DiscoveryAnswer:
    """What came back when the discovery document was asked for.

    Attributes:
        url: where it was asked for.
        document: the document; None where the answer says that there is none (status 400 or 404).
        said: the beginning of such an answer.
        from_cognito: whether the answer carries Cognito's own header.
        clock_ahead: seconds by which this machine's clock is ahead of the answer's Date header, None without one.
    """

    url: str
    status: int
    document: DiscoveryDocument | None
    said: str
    from_cognito: bool
    clock_ahead: float | None


@dataclass(frozen=True, slots=True)
class SigningKey:
    """One key of a JWKS. `private` is True where it gives away private or symmetric key material."""

    id: str
    type: str
    algorithm: str
    private: bool


async def discover(web: Web, issuers: tuple[str, ...], seconds: float = CALL_SECONDS) -> DiscoveryAnswer:
    """The discovery document of the first of `issuers` that has one; the first one's answer where none has.

    Raises:
        NotSeen: no answer came, or one that is neither a document nor a refusal.
    """
    first: DiscoveryAnswer | None = None
    for issuer in issuers:
        try:
            answer = await _discover(web, issuer, seconds)
        except NotSeen:
            if first is None:
                raise
            continue
        if answer.document:
            return answer
        first = first or answer
    if first is None:
        raise NotSeen(Unknown(Why.NOT_CONFIGURED, "There is no issuer to ask for its discovery document."))
    return first


async def _discover(web: Web, issuer: str, seconds: float) -> DiscoveryAnswer:
    url = f"{issuer}/.well-known/openid-configuration"
    answer = await web.ask("GET", url, seconds=seconds)
    refused = answer.status in (400, 404)
    if not refused:
        refuse_other_status(answer)
    return DiscoveryAnswer(
        url=url,
        status=answer.status,
        document=None if refused else _document(answer),
        said=answer.text() if refused else "",
        from_cognito=COGNITO_HEADER in answer.headers,
        clock_ahead=_clock_ahead(answer),
    )


def refuse_other_status(answer: Answer) -> None:
    """Raise NotSeen for an answer of another status than 200: limited, moved, forbidden, or an error."""
    if answer.status == 200:
        return
    host, status = host_of(answer.url), answer.status
    if status == 429:
        raise NotSeen(Unknown(Why.THROTTLED, f"{host} is limiting requests (429). Wait a moment, then look again."))
    if 300 <= status < 400:
        to = host_of(answer.location) if answer.location else "nowhere"
        raise NotSeen(
            Unknown(
                Why.MALFORMED, f"{host} answered {status} and leads to {to}: a proxy or a sign-in portal between?"
            )
        )
    if status in (401, 403) and COGNITO_HEADER in answer.headers:
        raise NotSeen(
            Unknown(
                Why.ERROR,
                f"{host} answered {status}, and it is Cognito itself that refuses. An organization's resource "
                "control policy can forbid its public pages: ask whoever manages AWS Organizations.",
            )
        )
    if status in (401, 403, 407):
        raise NotSeen(
            Unknown(Why.ERROR, f"{host} answered {status}: something in between does not let this through.")
        )
    raise NotSeen(Unknown(Why.ERROR, f"{host} answered {status}, which says nothing of what was asked."))


def _document(answer: Answer) -> DiscoveryDocument:
    said = f"{host_of(answer.url)} (discovery)"
    document = table(said, answer.json())
    issuer = _address(said, document, "issuer")
    if issuer is None:
        raise malformed(said, "issuer is missing")
    return DiscoveryDocument(
        issuer=issuer,
        authorization_endpoint=_address(said, document, "authorization_endpoint"),
        token_endpoint=_address(said, document, "token_endpoint"),
        userinfo_endpoint=_address(said, document, "userinfo_endpoint"),
        jwks_uri=_address(said, document, "jwks_uri"),
        response_types=_words(said, document, "response_types_supported"),
        scopes=_words(said, document, "scopes_supported"),
        algorithms=_words(said, document, "id_token_signing_alg_values_supported"),
        auth_methods=_words(said, document, "token_endpoint_auth_methods_supported"),
    )


def _address(said: str, document: Mapping[str, object], key: str) -> str | None:
    value = optional_text(said, document, key)
    if value is None:
        return None
    try:
        scheme = urlsplit(value).scheme
    except ValueError:
        scheme = ""
    if scheme not in ("https", "http") or " " in value or plain(value, 2000) != value:
        raise malformed(said, f"{key} is not an address")
    return value


def _words(said: str, document: Mapping[str, object], key: str) -> tuple[str, ...]:
    return tuple(plain(word, 100) for word in texts(said, document, key)[:100])


def _clock_ahead(answer: Answer) -> float | None:
    try:
        theirs = parsedate_to_datetime(answer.headers.get("date", ""))
    except ValueError:
        return None
    # The header was written about when the answer was on its way; a Date has whole seconds.
    return time.time() - answer.seconds / 2 - theirs.timestamp()


async def signing_keys(web: Web, url: str, seconds: float = CALL_SECONDS) -> tuple[SigningKey, ...]:
    """The keys that an issuer signs its tokens with (RFC 7517). Raises NotSeen."""
    answer = await web.ask("GET", url, seconds=seconds)
    refuse_other_status(answer)
    said = f"{host_of(url)} (jwks_uri)"
    document = table(said, answer.json())
    if "keys" not in document:
        raise malformed(said, "keys is missing")
    return tuple(
        SigningKey(
            label(said, row, "kid"),
            label(said, row, "kty"),
            label(said, row, "alg"),
            any(member in row for member in _PRIVATE_MEMBERS),
        )
        for row in tables(said, document, "keys")[:100]
    )
