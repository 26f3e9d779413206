"""The token endpoint, asked with made-up codes and tokens: whether it accepts the app client's id and secret.

What it rests on. Cognito judges the client before the grant: with a right secret and a made-up refresh token it
answers `invalid_grant`, without the secret `invalid_client` (measured by third parties for the refresh grant; for the
code grant it is inferred from RFC 6749 section 5.2). So `invalid_grant` proves the secret right. Whether an endpoint
behaves so can be seen by the counter-probe with a wrong secret, which has to be refused.

Only the `error` member and the status are read: AWS says that error descriptions are not fixed texts. No request
made here can create a session or use anything up.
"""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from diagnostics.answers import optional_text, table
from diagnostics.discovery import COGNITO_HEADER, refuse_other_status
from diagnostics.facts import NotSeen, Unknown, Why
from diagnostics.http import CALL_SECONDS, host_of
from diagnostics.secret import Secret
from diagnostics.text import plain

if TYPE_CHECKING:
    from diagnostics.http import Answer, Web

Form = Literal["Basic", "body"]
Grant = Literal["refresh_token", "authorization_code"]


class TokenAnswer(StrEnum):
    """What the token endpoint's error says of the client (RFC 6749 section 5.2)."""

    CLIENT_ACCEPTED = "invalid_grant"
    """The client's id and secret are right; the made-up code or token is not, as it has to be."""
    CLIENT_REFUSED = "invalid_client"
    """Unknown id, wrong secret, or none where one is needed."""
    FLOW_OR_REDIRECT_REFUSED = "unauthorized_client"
    """The client is right, but may not use this grant; for a code also: the redirect URI is not registered."""
    GRANT_UNSUPPORTED = "unsupported_grant_type"
    REQUEST_REFUSED = "invalid_request"


@dataclass(frozen=True, slots=True)
class TokenSeen:
    """One answer of the token endpoint.

    Attributes:
        grant, form: what was asked, and how id and secret were sent (HTTP Basic or in the body).
        answer: its meaning.
        from_cognito: whether the answer carries Cognito's own header.
        seconds: how long it took.
    """

    url: str
    grant: Grant
    form: Form
    status: int
    answer: TokenAnswer
    from_cognito: bool
    seconds: float

    @property
    def client_proved(self) -> bool:
        """Whether this answer proves id and secret right: only a client that was accepted gets to these."""
        return self.answer in (TokenAnswer.CLIENT_ACCEPTED, TokenAnswer.FLOW_OR_REDIRECT_REFUSED)


async def ask_with_refresh_token(
    web: Web, base: str, client_id: str, secret: Secret, form: Form = "Basic", seconds: float = CALL_SECONDS
) -> TokenSeen:
    """Ask with a made-up refresh token. `base` is that of the pool's domain. Raises NotSeen."""
    made_up = secrets.token_urlsafe(24)
    content = {"grant_type": "refresh_token", "refresh_token": made_up}
    return await _ask(web, base, "refresh_token", content, (client_id, secret), form, seconds)


async def ask_with_code(
    web: Web,
    base: str,
    client_id: str,
    secret: Secret,
    redirect_uri: str,
    form: Form = "Basic",
    seconds: float = CALL_SECONDS,
) -> TokenSeen:
    """Ask with a made-up authorization code for `redirect_uri`. Raises NotSeen."""
    made_up = secrets.token_urlsafe(24)
    content = {"grant_type": "authorization_code", "code": made_up, "redirect_uri": redirect_uri}
    return await _ask(web, base, "authorization_code", content, (client_id, secret), form, seconds)


def made_up_secret() -> Secret:
    """A secret that no app client has, in the form of Cognito's own."""
    return Secret(secrets.token_hex(26)[:51])


async def _ask(
    web: Web,
    base: str,
    grant: Grant,
    content: dict[str, str],
    client: tuple[str, Secret],
    form: Form,
    seconds: float,
) -> TokenSeen:
    url = f"{base}/oauth2/token"
    client_id, secret = client
    content["client_id"] = client_id
    headers: dict[str, str] = {}
    if form == "Basic":
        # Sent raw, as most OAuth clients do; Cognito's own ids and secrets have nothing to percent-encode.
        pair = f"{client_id}:{secret.reveal()}".encode()
        headers["authorization"] = f"Basic {base64.b64encode(pair).decode('ascii')}"
    else:
        content["client_secret"] = secret.reveal()
    answer = await web.ask("POST", url, form=content, headers=headers, seconds=seconds)
    return TokenSeen(
        url=url,
        grant=grant,
        form=form,
        status=answer.status,
        answer=_meaning(answer),
        from_cognito=COGNITO_HEADER in answer.headers,
        seconds=answer.seconds,
    )


def _meaning(answer: Answer) -> TokenAnswer:
    host = host_of(answer.url)
    if answer.status in (404, 405):
        raise NotSeen(Unknown(Why.MALFORMED, f"{host} has no token endpoint at this address ({answer.status})."))
    if answer.status not in (400, 401, 403):
        if 200 <= answer.status < 300:
            raise NotSeen(Unknown(Why.MALFORMED, f"{host} answered 200 to a made-up code: it is not Cognito."))
        refuse_other_status(answer)
    body = table(f"{host} (token endpoint)", answer.json())
    error = optional_text(f"{host} (token endpoint)", body, "error") or ""
    if not error and answer.status != 400:
        refuse_other_status(answer)
    try:
        return TokenAnswer(error)
    except ValueError:
        shown = plain(error, 60) or "none"
        raise NotSeen(
            Unknown(Why.MALFORMED, f"{host} answered {answer.status} with an error not known here: {shown}.")
        ) from None
