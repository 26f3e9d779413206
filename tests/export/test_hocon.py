"""ClearML's way of loading its environment, held against pyhocon in a process that really has that environment."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnostics.hocon import Kind, Trouble, Unquotable, load, quote
from diagnostics.settings import CLIENT_ID, CLIENT_SECRET, DISPLAY_NAME
from tests.export.hostile import PIECES, anything
from tests.export.readers import Load

BASE = "CLEARML__services__login__sso__oauth_client__cognito__"
many = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def one(value: str, **others: str) -> dict[str, str]:
    return {DISPLAY_NAME.variable: value, **others}


@many
@given(value=anything)
def test_a_quoted_value_is_read_back_exactly(value: str) -> None:
    found = load(one(quote(value))).text(DISPLAY_NAME)
    assert found is not None
    assert found.reveal() == value


@pytest.mark.parametrize("value", ["a\nb", "\t", "\x00", "\x7f", "\x9b31m", "\udc80"])
def test_what_cannot_be_quoted_is_refused_without_being_shown(value: str) -> None:
    with pytest.raises(Unquotable) as refused:
        quote("canary" + value)
    assert f"U+{ord(next(c for c in value if not c.isalnum())):04X}" in str(refused.value)
    assert "canary" not in str(refused.value)


names = st.sampled_from(
    [
        *(f"{BASE}display_name", f"{BASE}DISPLAY_NAME", BASE.removesuffix("__"), f"{BASE}authorize_url"),
        *("TRAINS__services__login__sso__oauth_client__cognito__display_name", "CLEARML__services__login__x"),
        *(
            "CLEARML__secure__a",
            "CLEARML__-services",
            "CLEARML__services__-login",
            "CLEARML__services",
            "CLEARML___a",
        ),
        *("X", "SET", "clearml__services__x", "CLEARML_services__x", "CLEARML__a b", "CLEARML__"),
    ]
)
plain_values = st.sampled_from(
    [
        *(
            "abc",
            '"abc"',
            "true",
            "null",
            "007",
            "1.50",
            "5d",
            "${SET}",
            "${?SET}",
            "${UNSET}",
            "${?UNSET}",
            '"${SET}"',
        ),
        *(
            '{authorize_url: "a", deep: {er: 1}}',
            "{login: {x: 1}}",
            "[1, two, ${SET}]",
            "a, b: c",
            "a#b",
            "a&b",
            '"a',
            "",
        ),
        *("a ${SET} b", "x\nsecond: line", "x\ry: z", '"tab\there"', "{-login: {y: 2}}", "\ufeffx", "${SET}${SET}"),
    ]
)
hostile_values = st.lists(st.sampled_from([p for p in PIECES if "include" not in p]), max_size=4).map("".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    environment=st.dictionaries(names, plain_values | hostile_values, max_size=4),
    given_set=st.sampled_from(["v", '"q" #$']),
)
def test_an_environment_loads_as_in_clearmls_own_process(
    clearml_load: Load, environment: dict[str, str], given_set: str
) -> None:
    environment = {**environment, "SET": given_set}
    theirs = clearml_load(environment)
    ours = load(environment)
    if isinstance(theirs, str):
        assert any(bad.trouble.stops_clearml for bad in ours.bad), theirs
        return
    assert ours.bad == ()
    assert {leaf.path: leaf.value.reveal() for leaf in ours.leaves if leaf.kind is Kind.TEXT} == {
        path: value for path, value in theirs.items() if leaf_kind(ours, path) is Kind.TEXT
    }
    assert {leaf.path for leaf in ours.leaves} == set(theirs)


def leaf_kind(config: object, path: str) -> Kind | None:
    return next((leaf.kind for leaf in getattr(config, "leaves", ()) if leaf.path == path), None)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        *(("abc", Kind.TEXT), ("it's", Kind.TEXT), ('"true"', Kind.TEXT), ("true", Kind.SWITCH), ("null", Kind.NULL)),
        *(("1234567890", Kind.NUMBER), ("1e5", Kind.NUMBER), ("5d", Kind.PERIOD), ("90 ms", Kind.PERIOD)),
        *(("[a]", Kind.LIST), ("${SET}", Kind.TEXT)),
    ],
)
def test_what_hocon_takes_a_value_for_is_told(value: str, kind: Kind) -> None:
    leaf = load(one(value, SET="1234")).leaf(DISPLAY_NAME)
    assert leaf is not None
    assert leaf.kind is kind
    assert leaf.variable == DISPLAY_NAME.variable


@pytest.mark.parametrize(
    ("value", "trouble", "said"),
    [
        ("canary&x", Trouble.SYNTAX, "at character 7 of its value; put the value in double quotes"),
        ('"canary', Trouble.SYNTAX, "is not HOCON at character 1"),
        ("canary${COGNITO_AUTH_CLIENT_ID}", Trouble.UNSET, "refers to COGNITO_AUTH_CLIENT_ID, which is not set"),
        ("${canary.lower}", Trouble.UNSET, "refers to a variable that is not set"),
        ('include "/etc/canary"', Trouble.INCLUDE, "it was not followed"),
        ('include url("http://127.0.0.1:9/canary")', Trouble.INCLUDE, "it was not followed"),
        ('include package("canary:x")', Trouble.INCLUDE, "it was not followed"),
        ("${services}", Trouble.ITSELF, "refers to itself"),
        ("x\nq: ${q}", Trouble.ITSELF, "refers to itself"),
        ("canary " * 3000, Trouble.TOO_LONG, "longer than"),
    ],
)
def test_a_bad_variable_is_named_and_its_value_is_not_shown(value: str, trouble: Trouble, said: str) -> None:
    config = load({CLIENT_ID.variable: '"fine"', **one(value)})
    [bad] = config.bad
    assert (bad.name, bad.trouble) == (DISPLAY_NAME.variable, trouble)
    assert said in bad.reason
    assert "canary" not in repr(config)
    found = config.text(CLIENT_ID)
    assert found is not None and found.reveal() == "fine"


def test_the_guides_pair_is_filled_in_from_the_given_environment_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COGNITO_AUTH_CLIENT_SECRET", "of this process")
    environment = {CLIENT_SECRET.variable: "${COGNITO_AUTH_CLIENT_SECRET}"}
    assert load(environment).bad[0].missing == "COGNITO_AUTH_CLIENT_SECRET"
    before = dict(os.environ)
    config = load({**environment, "COGNITO_AUTH_CLIENT_SECRET": "007"})
    found = config.text(CLIENT_SECRET)
    assert found is not None and found.reveal() == "007"
    assert "007" not in repr(config)
    assert dict(os.environ) == before


def test_pyhocon_is_as_it_was_afterwards() -> None:
    from pyhocon import config_parser

    load(one("a&b"))
    load(one("fine"))
    assert config_parser.os is os
    assert config_parser.ParserElement.DEFAULT_WHITE_CHARS == " \n\t\r"
