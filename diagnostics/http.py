"""The one way to make an HTTP request to what is not AWS's API: bounded in time and size, no redirect followed."""

from __future__ import annotations

import ssl
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from diagnostics.facts import NotSeen, Unknown, Why
from diagnostics.text import plain

if TYPE_CHECKING:
    from http.cookiejar import CookiePolicy

    import httpx

CALL_SECONDS = 10.0
MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer as it came.

    Attributes:
        headers: names in lower case; a repeated one is joined by commas.
        seconds: from sending the request to the last byte.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    @property
    def location(self) -> str:
        """Where a redirect leads, empty without one."""
        return self.headers.get("location", "")

    def text(self, limit: int = 200) -> str:
        """The beginning of the body, fit to be shown."""
        return plain(self.body[: limit * 8].decode("utf-8", "replace"), limit)

    def json(self) -> object:
        """The body as JSON; NotSeen where it is none."""
        import json

        try:
            value: object = json.loads(self.body)
        except (ValueError, RecursionError):
            raise NotSeen(
                Unknown(Why.MALFORMED, f"{host_of(self.url)} answered {self.status} with something other than JSON.")
            ) from None
        return value


class Web:
    """A connection pool for the requests of one look. Make it with `web()`."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def ask(
        self,
        method: Literal["GET", "POST", "HEAD"],
        url: str,
        *,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        seconds: float = CALL_SECONDS,
    ) -> Answer:
        """Send one request and read its answer.

        Args:
            form: what to send as application/x-www-form-urlencoded.
            seconds: what the whole exchange may take.

        Raises:
            NotSeen: there was no whole answer; `why` and the sentence say which part failed.
        """
        import asyncio

        started = time.monotonic()
        try:
            async with asyncio.timeout(seconds):
                status, found, body = await self._exchange(method, url, form, headers)
        except TimeoutError:
            raise NotSeen(
                Unknown(Why.TIMEOUT, f"{host_of(url)} gave no whole answer within {seconds:g} seconds.")
            ) from None
        except Exception as error:  # noqa: BLE001 - sorted by kind, the unforeseen included
            raise _reason_of(error, url) from None
        return Answer(url, status, found, body, time.monotonic() - started)

    async def _exchange(
        self, method: str, url: str, form: Mapping[str, str] | None, headers: Mapping[str, str] | None
    ) -> tuple[int, dict[str, str], bytes]:
        async with self._client.stream(
            method, url, data=dict(form) if form is not None else None, headers=dict(headers or {})
        ) as response:
            parts: list[bytes] = []
            size = 0
            async for part in response.aiter_bytes():
                parts.append(part)
                size += len(part)
                if size > MOST_BYTES:
                    raise NotSeen(
                        Unknown(Why.MALFORMED, f"{host_of(url)} answered with more than {MOST_BYTES:,} bytes.")
                    )
            found = {name.lower(): plain(value, 2000) for name, value in response.headers.items()}
            return response.status_code, found, b"".join(parts)


@asynccontextmanager
async def web() -> AsyncIterator[Web]:
    """A connection pool that honours proxy variables and SSL_CERT_FILE, and keeps no cookies."""
    import asyncio

    from diagnostics.background import use_daemon_threads

    use_daemon_threads(asyncio.get_running_loop())
    authorities = await trusted()
    await _ready()
    import httpx

    async with httpx.AsyncClient(
        follow_redirects=False, timeout=CALL_SECONDS, headers={"user-agent": "clearml-cognito"}, verify=authorities
    ) as client:
        client.cookies.jar.set_policy(_no_cookies())
        yield Web(client)


async def _ready() -> None:
    """Load what httpx would load at its first request: it takes tens of milliseconds, and every answer would wait."""
    from diagnostics.background import in_thread

    def load() -> None:
        import anyio  # noqa: F401 - httpx's way to sockets
        import httpx  # noqa: F401 - with all that it needs

        "localhost".encode("idna")

    await in_thread(load, CALL_SECONDS)
    import anyio.lowlevel

    await anyio.lowlevel.checkpoint()  # which loads the rest of it, for this event loop


async def trusted() -> ssl.SSLContext:
    """The authorities whose certificates are accepted, read beside the event loop: it takes tens of milliseconds."""
    from diagnostics.background import in_thread

    def read() -> ssl.SSLContext:
        import httpx

        return httpx.create_ssl_context()

    return await in_thread(read, CALL_SECONDS)


def _no_cookies() -> CookiePolicy:
    from http.cookiejar import DefaultCookiePolicy

    return DefaultCookiePolicy(allowed_domains=[])


def host_of(url: str) -> str:
    """The host of a URL as something to show."""
    return plain(urlsplit(url).netloc.rpartition("@")[2] or url, 120)


def _reason_of(error: Exception, url: str) -> Exception:
    import httpx

    if isinstance(error, NotSeen):
        return error
    host = host_of(url)
    if isinstance(error, httpx.ProxyError):
        return _network(f"The proxy did not let the request to {host} through. Check HTTPS_PROXY and NO_PROXY.")
    cause = _cause(error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return _network(f"The TLS certificate of {host} is not accepted: {plain(cause.verify_message)}.")
    if isinstance(cause, ssl.SSLError):
        return _network(f"{host} does not speak TLS as expected.")
    if isinstance(cause, OSError) and type(cause).__name__ == "gaierror":
        return _network(f"The name {host} is not known to DNS.")
    if isinstance(error, httpx.ConnectError):
        return _network(f"No connection to {host}.")
    if isinstance(error, httpx.RemoteProtocolError):
        return NotSeen(Unknown(Why.MALFORMED, f"{host} answered in something other than HTTP, or not to the end."))
    if isinstance(error, httpx.DecodingError):
        return NotSeen(Unknown(Why.MALFORMED, f"{host} answered with a body that cannot be decoded."))
    if isinstance(error, httpx.TransportError):
        return _network(f"The connection to {host} broke off.")
    if isinstance(error, httpx.InvalidURL | UnicodeError | ValueError):
        return NotSeen(Unknown(Why.ERROR, f"{plain(url)} is not an address that can be asked."))
    return NotSeen(Unknown(Why.ERROR, f"The request to {host} failed ({type(error).__name__})."))


def _network(sentence: str) -> NotSeen:
    return NotSeen(Unknown(Why.NETWORK, sentence))


def _cause(error: BaseException) -> BaseException:
    while (under := error.__cause__ or error.__context__) is not None:
        error = under
    return error
