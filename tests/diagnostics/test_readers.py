"""What public endpoints answer, read piece by piece: the forms that are known to differ, and the ones that lie."""

import asyncio
import contextlib
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer

import pytest

from diagnostics.addresses import domain_bases, domain_name
from diagnostics.callbacks import difference, nearest
from diagnostics.discovery import DiscoveryDocument
from diagnostics.facts import NotSeen, Why
from diagnostics.network import proxy_for, resolve, tls

EXPECTED = "https://app.acme.io/callback_cognito"


@pytest.mark.parametrize(
    ("registered", "words"),
    [
        (f"{EXPECTED}/", 'ends with "/"'),
        ("http://app.acme.io/callback_cognito", "http:// instead of https://"),
        ("https://App.acme.io/callback_cognito", "capital letters"),
        ("https://app.acme.io:8443/callback_cognito", "port is 8443"),
        ("https://app.acme.io/callback_google", "path is /callback_google"),
        ("https://acme.io/callback_cognito", "host is acme.io"),
        (f"{EXPECTED}?a=b", "a query"),
    ],
)
def test_a_near_miss_is_one_difference_in_words(registered: str, words: str) -> None:
    assert words in (difference(EXPECTED, registered) or "")
    assert nearest(EXPECTED, ["https://elsewhere.example/x", registered]) == registered


def test_two_differences_are_no_near_miss_and_nothing_alike_is_none() -> None:
    assert difference(EXPECTED, "http://app.acme.io/callback_google") is None
    assert nearest(EXPECTED, ["myapp://signed-in", "http://[broken"]) is None
    assert nearest(EXPECTED, []) is None


def document(authorize: str | None) -> DiscoveryDocument:
    return DiscoveryDocument("https://i.example/p", authorize, None, None, None, (), (), (), ())


@pytest.mark.parametrize(
    ("authorize", "base"),
    [
        (
            "https://p.auth.eu-west-1.amazoncognito.com/oauth2/authorize",
            "https://p.auth.eu-west-1.amazoncognito.com",
        ),
        ("https://login.acme.io/oauth2/authorize", "https://login.acme.io"),
        ("http://127.0.0.1:4000/pages/p/oauth2/authorize", "http://127.0.0.1:4000/pages/p"),
        (None, None),
        ("https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x/authorize", None),
        ("https://cognito-idp.eu-west-1.amazonaws.com/oauth2/authorize", None),
        ("https://issuer-cognito-idp.eu-west-1.amazonaws.com/oauth2/authorize", None),
    ],
)
def test_a_pool_without_a_domain_is_known_by_each_of_the_reported_forms(
    authorize: str | None, base: str | None
) -> None:
    assert document(authorize).domain_base == base


@pytest.mark.parametrize(
    ("base", "name"),
    [
        ("https://people.auth.eu-west-1.amazoncognito.com", "people"),
        ("https://people.auth-fips.us-gov-west-1.amazoncognito.com", "people"),
        ("https://login.auth.acme.io", "login.auth.acme.io"),
        ("http://127.0.0.1:4000/pages/people", "people"),
    ],
)
def test_the_domain_s_name_is_found_in_the_base_of_its_pages(base: str, name: str) -> None:
    assert domain_name(base) == name


def test_both_domains_of_a_pool_are_its_own_whichever_discovery_names() -> None:
    found = domain_bases(("login.acme.io", "people"), "eu-west-1", "https://login.acme.io", None)
    assert found == ("https://login.acme.io", "https://people.auth.eu-west-1.amazoncognito.com")
    assert domain_bases(("a", "b"), "eu-west-1", "http://h/pages/a", "http://h") == (
        "http://h/pages/a",
        "http://h/pages/b",
    )


def test_this_machine_resolves_and_a_name_that_cannot_exist_never_has_addresses() -> None:
    assert "127.0.0.1" in asyncio.run(resolve("localhost")).addresses
    try:
        assert asyncio.run(resolve("nobody.invalid")).addresses == ()
    except NotSeen as reason:
        assert reason.unknown.why in (Why.NETWORK, Why.TIMEOUT)


@pytest.fixture
def untrusted(tmp_path: Path) -> Iterator[int]:
    """A TLS server on loopback whose certificate nobody has signed."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    asked = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 5 -subj /CN=localhost"
    subprocess.run(
        ["openssl", *asked.split(), "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    class Greeting(BaseRequestHandler):
        def handle(self) -> None:
            with contextlib.suppress(OSError):
                context.wrap_socket(self.request, server_side=True).recv(1)

    with ThreadingTCPServer(("127.0.0.1", 0), Greeting) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_a_certificate_is_refused_in_words_and_accepted_once_its_authority_is_named(
    untrusted: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = asyncio.run(tls("localhost", untrusted))
    assert refused.problem and "not accepted" in refused.problem
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    accepted = asyncio.run(tls("localhost", untrusted))
    assert accepted.problem is None and accepted.version.startswith("TLSv1") and accepted.expires


def test_a_port_that_nobody_listens_on_is_not_seen() -> None:
    with pytest.raises(NotSeen) as reason:
        asyncio.run(tls("127.0.0.1", 1))
    assert reason.value.unknown.why is Why.NETWORK


def test_a_proxy_is_named_without_its_password_and_left_out_where_it_is_not_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("https_proxy", "http://me:canary@proxy.acme.io:3128")
    monkeypatch.setenv("no_proxy", "localhost,.acme.io")
    assert proxy_for("https://x.amazoncognito.com/") == "proxy.acme.io:3128"
    assert proxy_for("https://app.acme.io/") is None
    assert proxy_for("http://x.amazoncognito.com/") is None
