"""Names, connections and certificates: what stands between this machine and a host, before any HTTP."""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from diagnostics.facts import NotSeen, Unknown, Why
from diagnostics.text import plain

CONNECT_SECONDS = 8.0

# What getaddrinfo says of a name that does not exist, as against a name server that gave no answer.
_NO_SUCH_NAME = {
    number for name in ("EAI_NONAME", "EAI_NODATA") if (number := getattr(socket, name, None)) is not None
}


@dataclass(frozen=True, slots=True)
class Resolved:
    """What DNS says of a host; no addresses where there is no such name."""

    host: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tls:
    """How a TLS connection to a host went.

    Attributes:
        version: the protocol agreed on, `TLSv1.3`; empty where none was.
        problem: why its certificate or its TLS is not accepted, None where it is.
        expires: when its certificate ends, None where unknown.
    """

    host: str
    port: int
    version: str
    problem: str | None
    expires: datetime | None


def host_and_port(url: str) -> tuple[str, int]:
    """The host and port that a URL is asked at."""
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def proxy_for(url: str) -> str | None:
    """The proxy, without its password, through which `url` would be asked; None where it is asked directly.

    It reads the environment as Python and httpx do: HTTPS_PROXY, ALL_PROXY, NO_PROXY, and macOS's own settings.
    """
    from urllib.request import getproxies, proxy_bypass

    parts = urlsplit(url)
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if not proxy or proxy_bypass(parts.hostname or ""):
        return None
    return plain(urlsplit(proxy).netloc.rpartition("@")[2] or proxy, 100)


async def resolve(host: str, seconds: float = CONNECT_SECONDS) -> Resolved:
    """The addresses of a host name. Raises NotSeen where the name servers gave no answer."""
    import asyncio

    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(seconds):
            found = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except TimeoutError:
        raise NotSeen(Unknown(Why.TIMEOUT, f"DNS gave no answer for {plain(host)} in {seconds:g} seconds.")) from None
    except socket.gaierror as error:
        if error.errno in _NO_SUCH_NAME:
            return Resolved(host, ())
        raise NotSeen(
            Unknown(Why.NETWORK, f"DNS could not be asked for {plain(host)}. Check this machine's network.")
        ) from None
    except (OSError, UnicodeError):
        raise NotSeen(Unknown(Why.ERROR, f"{plain(host)} is not a name that can be looked up.")) from None
    return Resolved(host, tuple(dict.fromkeys(str(address[4][0]) for address in found)))


async def tls(host: str, port: int = 443, seconds: float = CONNECT_SECONDS) -> Tls:
    """Connect to a host and judge its certificate by the authorities that HTTP requests trust as well.

    Raises:
        NotSeen: there was no connection.
    """
    import asyncio

    from diagnostics.http import trusted

    try:
        async with asyncio.timeout(seconds):
            _, writer = await asyncio.open_connection(host, port, ssl=await trusted())
    except TimeoutError:
        raise NotSeen(
            Unknown(Why.TIMEOUT, f"{plain(host)}:{port} did not connect within {seconds:g} seconds.")
        ) from None
    except ssl.SSLCertVerificationError as error:
        return Tls(host, port, "", f"its certificate is not accepted: {plain(error.verify_message)}", None)
    except ssl.SSLError as error:
        return Tls(host, port, "", f"it does not speak TLS as expected ({plain(error.reason or 'no reason')})", None)
    except (OSError, UnicodeError) as error:
        raise NotSeen(
            Unknown(Why.NETWORK, f"No connection to {plain(host)}:{port} ({type(error).__name__}).")
        ) from None
    try:
        return _agreed(host, port, writer.get_extra_info("ssl_object"))
    finally:
        writer.transport.abort()


def _agreed(host: str, port: int, connection: object) -> Tls:
    if not isinstance(connection, ssl.SSLObject | ssl.SSLSocket):
        return Tls(host, port, "", "it does not speak TLS", None)
    certificate = connection.getpeercert() or {}
    ends = certificate.get("notAfter")
    expires = datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC) if isinstance(ends, str) else None
    return Tls(host, port, connection.version() or "", None, expires)
