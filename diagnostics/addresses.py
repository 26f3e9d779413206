"""Addresses: the one place that knows how issuer, sign-in pages and callback URLs are put together and checked."""

from ipaddress import ip_address, ip_network
from urllib.parse import SplitResult, urlsplit, urlunsplit

from diagnostics.text import plain

CALLBACK_PATH = "/callback_cognito"
_PRIVATE = tuple(ip_network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"))


class BadAddress(ValueError):
    """An address that cannot serve; `str()` is a sentence that says why."""


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_private(address: str) -> bool:
    """Whether an IP address is of a private network (RFC 1918, RFC 4193), as a VPC endpoint's is."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found.version == network.version and found in network for network in _PRIVATE)


def web_address(typed: str) -> str:
    """A ClearML web address in the one form that callback URLs are derived from.

    Args:
        typed: what the admin typed or pasted, such as `https://app.example.com/`.

    Returns:
        Scheme, host in lower case, port unless it is the scheme's own, and path, without a trailing slash.

    Raises:
        BadAddress: it is no web address, or one that Cognito refuses as a callback (http away from loopback).
    """
    text = typed.strip()
    if not text:
        raise BadAddress("Type the address at which people open ClearML, such as https://app.example.com")
    if any(character.isspace() or not character.isprintable() for character in text):
        raise BadAddress("An address has no blanks in it.")
    if "://" not in text:
        raise BadAddress(f"Begin the address with https:// as in https://{plain(text, 60)}")
    try:
        parts = urlsplit(text)
        port = parts.port
        host = parts.hostname
    except ValueError:
        raise BadAddress("This is not a web address: the host or the port in it is not one.") from None
    _refuse_parts(parts, host)
    host = _ascii_host(host or "")
    if parts.scheme == "http" and not is_loopback(host):
        raise BadAddress("Amazon Cognito accepts http:// for localhost only. Serve ClearML over https:// first.")
    path = _web_path(parts.path)
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != (443 if parts.scheme == "https" else 80):
        netloc = f"{netloc}:{port}"
    return urlunsplit((parts.scheme, netloc, path, "", ""))


def api_address(typed: str) -> str:
    """The address of ClearML's API server, such as `https://api.example.com` or `http://10.0.0.5:8008`.

    Nobody's browser is sent back there, so it may be http.

    Raises:
        BadAddress: it is no web address.
    """
    text = typed.strip()
    if any(character.isspace() or not character.isprintable() for character in text):
        raise BadAddress("An address has no blanks in it.")
    if "://" not in text:
        raise BadAddress("Begin the address with https:// as in https://api.example.com")
    try:
        parts = urlsplit(text)
        port, host = parts.port, parts.hostname
    except ValueError:
        raise BadAddress("This is not a web address: the host or the port in it is not one.") from None
    _refuse_parts(parts, host)
    host = _ascii_host(host or "")
    netloc = (f"[{host}]" if ":" in host else host) + (f":{port}" if port is not None else "")
    return urlunsplit((parts.scheme, netloc, parts.path.rstrip("/"), "", ""))


def _refuse_parts(parts: SplitResult, host: str | None) -> None:
    if parts.scheme not in ("https", "http"):
        raise BadAddress(f"An address begins with https://, not with {plain(parts.scheme, 20)}://")
    if not host:
        raise BadAddress("The address lacks a host, as in https://app.example.com")
    if parts.username is not None or parts.password is not None:
        raise BadAddress("Leave the user name and password out of the address.")
    if parts.fragment or parts.query:
        raise BadAddress("Leave everything from ? or # on out of the address.")


def _ascii_host(host: str) -> str:
    if ":" not in host and any(character in "*!$&'()+,;=%~" for character in host):
        raise BadAddress("A host's name has letters, digits, dots and hyphens: no * stands for others.")
    try:
        return host.encode("idna").decode("ascii").lower() if not host.isascii() else host.lower()
    except UnicodeError:
        raise BadAddress("The host in the address is not a valid name.") from None


def _web_path(path: str) -> str:
    trimmed = path.rstrip("/")
    if trimmed.endswith(CALLBACK_PATH):
        trimmed = trimmed.removesuffix(CALLBACK_PATH)
    if trimmed in ("/login", "/dashboard"):
        return ""
    if "//" in trimmed:
        raise BadAddress("The path of the address has two slashes in a row.")
    return trimmed


def callback_url(web: str) -> str:
    """The callback URL that ClearML uses at a web address: `<clearml_webapp_address>/callback_cognito` (guide)."""
    return web.rstrip("/") + CALLBACK_PATH


def api_addresses(web_addresses: tuple[str, ...], api_address: str | None) -> tuple[str, ...]:
    """Where the ClearML API may answer, best guess first: at its own address where that is known, else below a web
    address (its nginx does that). An address that was given is never covered up by another that happens to answer.

    Source: clearml-server `docker/build/internal_files/clearml.conf.template`, `on_prem_ubuntu.md`.
    """
    if api_address:
        own = api_address.rstrip("/")
        return own, f"{own}/api"
    return tuple(dict.fromkeys(f"{web}/api" for web in web_addresses))


def issuers(region: str, pool_id: str, endpoint: str | None) -> tuple[str, ...]:
    """The issuers that a pool may have, the original form first.

    Args:
        region: the pool's region.
        pool_id: the pool's id.
        endpoint: a Cognito endpoint other than AWS's, if one is configured.

    Source: Cognito API reference, IssuerConfigurationType (ORIGINAL and UPDATED).
    """
    if endpoint:
        return (f"{endpoint.rstrip('/')}/{pool_id}",)
    suffix = _dns_suffix(region)
    return tuple(f"https://{name}.{region}.{suffix}/{pool_id}" for name in ("cognito-idp", "issuer-cognito-idp"))


def region_of_pool(pool_id: str) -> str:
    """The region that a pool id begins with; empty where it has no such form."""
    region, underscore, rest = pool_id.partition("_")
    return region if underscore and rest else ""


def prefix_domain_base(prefix: str, region: str) -> str:
    """The base of a prefix domain's pages. GovCloud serves them on FIPS hosts only (GovCloud guide)."""
    auth = "auth-fips" if region.startswith("us-gov-") else "auth"
    return f"https://{prefix}.{auth}.{region}.amazoncognito.com"


def domain_name(base: str) -> str:
    """The domain, as Cognito calls it, whose pages are at `base`: a prefix, or a custom domain's whole name.

    Below another endpoint than AWS's the name is the path's last part.
    """
    try:
        parts = urlsplit(base)
    except ValueError:
        return base
    host = parts.hostname or base
    if parts.path.strip("/"):
        return parts.path.rstrip("/").rpartition("/")[2]
    name, dot, rest = host.partition(".auth")
    return name if dot and rest.endswith(".amazoncognito.com") else host


def domain_bases(
    names: tuple[str, ...], region: str, discovered: str | None, endpoint: str | None
) -> tuple[str, ...]:
    """The bases at which a pool's domains serve its pages.

    Args:
        names: the pool's prefix and custom domain, whichever exist.
        discovered: the base that the pool's discovery document names.
        endpoint: a Cognito endpoint other than AWS's, if one is configured.
    """
    if endpoint:
        parent = (discovered or "").rpartition("/")[0]
        found = [f"{parent}/{name}" for name in names if parent]
    else:
        found = [f"https://{name}" if "." in name else prefix_domain_base(name, region) for name in names]
    return tuple(dict.fromkeys([*([discovered] if discovered else []), *found]))


def _dns_suffix(region: str) -> str:
    if region.startswith("cn-"):
        return "amazonaws.com.cn"
    return "amazonaws.eu" if region.startswith("eusc-") else "amazonaws.com"
