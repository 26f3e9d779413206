"""Domain prefixes and app client names, judged as they are typed."""

import pytest

from diagnostics.app_client_name import BadClientName, client_name, free_name
from diagnostics.domain_prefix import BadPrefix, domain_prefix, reserved_inside, suggested_prefix


@pytest.mark.parametrize("typed", ["a", "acme-people", "0", "a" * 63, " acme ", "a--b", "awsome-people"])
def test_prefixes_that_cognito_takes(typed: str) -> None:
    assert domain_prefix(typed) == typed.strip()


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "Type a prefix"),
        ("Acme", "small letters"),
        ("acme_people", 'no "_"'),
        ("acme people", "no blanks"),
        ("acmé", 'no "é"'),
        ("٣", "letters a to z"),
        ("acme\x1b", "no such characters"),
        ("-acme", "hyphen"),
        ("acme-", "hyphen"),
        ("-", "hyphen"),
        ("a" * 64, "at most 63"),
        ("login.acme.example", "without dots"),
        ("aws", '"aws"'),
        ("acme-cognito", '"cognito"'),
        ("amazon-people", '"amazon"'),
    ],
)
def test_prefixes_that_cognito_refuses_and_why(typed: str, why: str) -> None:
    with pytest.raises(BadPrefix, match=why):
        domain_prefix(typed)


def test_a_reserved_word_inside_another_is_a_doubt_and_no_refusal() -> None:
    assert reserved_inside("awsome-people") == "aws"
    assert reserved_inside("acme-people") is None


@pytest.mark.parametrize(
    ("names", "prefix"),
    [
        (("ClearML People",), "clearml-people"),
        (("aws pool", "Acme"), "pool"),
        (("人", "x"), "clearml-sign-in"),
        (("a" * 80,), "a" * 63),
        (("My Cognito: users (prod)",), "my-users-prod"),
        (("pawst",), "clearml-sign-in"),
        ((), "clearml-sign-in"),
    ],
)
def test_a_suggestion_is_always_a_prefix(names: tuple[str, ...], prefix: str) -> None:
    assert domain_prefix(suggested_prefix(*names)) == prefix


@pytest.mark.parametrize("typed", ["clearml", "ClearML (2)"[:7], "a b+c=d,e.f@g-h_i", "x" * 128])
def test_names_that_cognito_takes(typed: str) -> None:
    assert client_name(typed) == typed


@pytest.mark.parametrize(
    ("typed", "why"),
    [(" ", "Type a name"), ("x" * 129, "at most 128"), ("a'b", 'no "\'"'), ("é", 'no "é"'), ("a\tb", "such char")],
)
def test_names_that_cognito_refuses_and_why(typed: str, why: str) -> None:
    with pytest.raises(BadClientName, match=why):
        client_name(typed)


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert free_name([]) == "clearml"
    assert free_name(["clearml", "clearml-2", "other"]) == "clearml-3"
