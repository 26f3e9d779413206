"""Wrapped text keeps its left edge, and no character of it is lost."""

import pytest
from textual.content import Content

from screens.widgets.prose import hanging


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("? The name is not known", 12, ["? The name", "  is not", "  known"]),
        ("  to do   Renew the login", 20, ["  to do   Renew the", "          login"]),
        ("  An indent goes on", 12, ["  An indent", "  goes on"]),
        ("A plain sentence goes on", 10, ["A plain", "sentence", "goes on"]),
        ("short\n\nlines", 10, ["short", "", "lines"]),
        ("[red]no[/] markup [/x]", 12, ["[red]no[/]", "markup [/x]"]),
    ],
)
def test_each_paragraph_hangs_under_where_its_text_began(text: str, width: int, lines: list[str]) -> None:
    assert [line.plain.rstrip() for line in hanging(Content(text), width)] == lines
