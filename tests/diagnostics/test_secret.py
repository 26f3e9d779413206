"""A secret masks itself wherever a text is made of it."""

import copy
import json
import logging
import pickle
import traceback

import pytest

from diagnostics.secret import Secret, fingerprint

CANARY = "canary7secret7canary7secret"


def test_no_text_form_shows_it() -> None:
    secret = Secret(CANARY)
    forms = [
        repr(secret),
        str(secret),
        f"{secret}",
        f"{secret:>30}",
        repr([secret]),
        repr({"a": secret}),
    ]
    assert all(CANARY not in form for form in forms)


def test_it_is_neither_pickled_nor_put_in_json() -> None:
    with pytest.raises(TypeError):
        pickle.dumps(Secret(CANARY))
    with pytest.raises(TypeError):
        json.dumps(Secret(CANARY))


def test_it_is_no_key_of_anything() -> None:
    with pytest.raises(TypeError):
        hash(Secret(CANARY))


def test_a_log_line_and_a_traceback_with_locals_show_the_mask(caplog: pytest.LogCaptureFixture) -> None:
    secret = Secret(CANARY)
    logging.getLogger("x").warning("got %r", secret)
    try:
        raise ValueError(secret)
    except ValueError as error:
        shown = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    assert CANARY not in caplog.text + shown.replace(f'CANARY = "{CANARY}"', "")


def test_equal_secrets_are_equal_and_bear_the_same_fingerprint_in_one_look_only() -> None:
    assert Secret("a") == Secret("a") != Secret("b")
    assert copy.deepcopy(Secret("a")) == Secret("a")
    assert fingerprint(Secret("a"), b"k" * 32) == fingerprint(Secret("a"), b"k" * 32)
    assert fingerprint(Secret("a"), b"k" * 32) != fingerprint(Secret("a"), b"j" * 32)
    assert fingerprint(Secret("a"), b"k" * 32) != fingerprint(Secret("b"), b"k" * 32)
