"""Foreign text reaches the admin as one plain line."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from diagnostics.text import plain


@given(st.text(alphabet=st.characters(), max_size=600))
def test_no_character_that_acts_on_a_terminal_is_left(text: str) -> None:
    shown = plain(text)
    kept = {"\N{ZERO WIDTH JOINER}", "\N{VARIATION SELECTOR-16}"}
    assert all(c in kept or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in shown)
    assert len(shown) <= 200


@given(st.text(alphabet=st.characters(categories=["L", "N", "P"]), max_size=150))
def test_ordinary_text_is_left_as_it_is(text: str) -> None:
    assert plain(text) == text


def test_escape_sequences_are_disarmed_and_markup_is_left_for_the_shower() -> None:
    assert "\x1b" not in plain("\x1b]0;owned\x07[red]x[/]")
    assert plain("[red]x[/]") == "[red]x[/]"


def test_a_right_to_left_override_is_shown_as_a_mark() -> None:
    assert plain("abc\u202egnp.exe") == "abc\ufffdgnp.exe"


def test_long_text_ends_in_an_ellipsis() -> None:
    assert plain("x" * 5000, 10) == "xxxxxxxxx…"
    assert plain("x" * 10, 10) == "x" * 10


def test_line_breaks_become_blanks() -> None:
    assert plain("one\r\ntwo\tthree") == "one two three"
