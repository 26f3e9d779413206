"""Addresses are brought to the one form that Cognito compares, or refused with the reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.addresses import (
    BadAddress,
    api_addresses,
    callback_url,
    issuers,
    prefix_domain_base,
    region_of_pool,
    web_address,
)


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("https://app.acme.io", "https://app.acme.io"),
        ("  https://app.acme.io/  ", "https://app.acme.io"),
        ("https://App.ACME.io//", "https://app.acme.io"),
        ("HTTPS://app.acme.io:443", "https://app.acme.io"),
        ("https://app.acme.io:8443/", "https://app.acme.io:8443"),
        ("https://acme.io/clearml/", "https://acme.io/clearml"),
        ("https://app.acme.io/login", "https://app.acme.io"),
        ("https://app.acme.io/callback_cognito", "https://app.acme.io"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
    ],
)
def test_an_address_is_brought_to_one_form(typed: str, taken: str) -> None:
    assert web_address(typed) == taken


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "such as https://app.example.com"),
        ("app.acme.io", "Begin the address with https://"),
        ("ftp://app.acme.io", "not with ftp://"),
        ("http://app.acme.io", "localhost only"),
        ("http://10.0.0.7:8080", "localhost only"),
        ("https://", "lacks a host"),
        ("https://me:pw@app.acme.io", "user name and password"),
        ("https://app.acme.io/?a=b", "? or #"),
        ("https://app.acme.io/#x", "? or #"),
        ("https://app acme.io", "no blanks"),
        ("https://app.acme.io\x1b[31m", "no blanks"),
        ("https://app.acme.io:99999", "port"),
        ("https://app.acme.io:x", "port"),
        ("https://[::1", "not a web address"),
        ("https://acme.io/a//b", "two slashes"),
    ],
)
def test_what_cannot_serve_is_refused_with_the_reason(typed: str, said: str) -> None:
    with pytest.raises(BadAddress) as refused:
        web_address(typed)
    assert said in str(refused.value)


@given(st.text(max_size=60))
def test_anything_typed_is_either_taken_in_a_stable_form_or_refused(typed: str) -> None:
    try:
        taken = web_address(typed)
    except BadAddress as refused:
        assert str(refused).endswith((".", "com")) or "https://" in str(refused)
    else:
        assert web_address(taken) == taken
        assert not taken.endswith("/")


def test_the_callback_has_one_slash() -> None:
    assert callback_url("https://app.acme.io") == "https://app.acme.io/callback_cognito"
    assert callback_url("https://app.acme.io/") == "https://app.acme.io/callback_cognito"


def test_the_api_is_looked_for_below_the_web_address_unless_its_own_is_given() -> None:
    assert api_addresses(("https://app.acme.io",), None) == ("https://app.acme.io/api",)
    assert api_addresses(("https://app.acme.io",), "https://api.acme.io/") == (
        "https://api.acme.io",
        "https://api.acme.io/api",
    )


def test_a_pool_has_two_lawful_issuers_on_aws_and_one_on_another_endpoint() -> None:
    assert issuers("eu-west-1", "eu-west-1_X", None) == (
        "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_X",
        "https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_X",
    )
    assert issuers("eu-west-1", "eu-west-1_X", "http://127.0.0.1:1/") == ("http://127.0.0.1:1/eu-west-1_X",)


def test_govcloud_has_fips_hosts() -> None:
    assert prefix_domain_base("acme", "eu-west-1") == "https://acme.auth.eu-west-1.amazoncognito.com"
    assert prefix_domain_base("acme", "us-gov-west-1") == "https://acme.auth-fips.us-gov-west-1.amazoncognito.com"


def test_the_region_is_read_off_a_pool_id() -> None:
    assert region_of_pool("eu-west-1_AbC") == "eu-west-1"
    assert region_of_pool("nonsense") == ""
