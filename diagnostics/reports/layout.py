"""Lines of a given width: what a text report is laid out with."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

WIDEST = 100
NARROWEST = 44


@dataclass(frozen=True, slots=True)
class Style:
    """How a text report is to look.

    Attributes:
        width: the cells of a line; a report never uses more than 100 of them.
        colour: whether to colour. What a colour says is always said in words too.
        unicode: whether symbols beyond ASCII can be shown.
    """

    width: int = 80
    colour: bool = False
    unicode: bool = True

    @property
    def cells(self) -> int:
        """The cells that lines are laid out for."""
        return max(NARROWEST, min(self.width, WIDEST))

    def painted(self, text: str, code: str) -> str:
        """`text` in the colour of an SGR code, plain where no colour is asked for."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and code and text else text


def cells(text: str) -> int:
    """The cells that a plain text takes on a terminal."""
    return sum(_cells_of(character) for character in text)


def _cells_of(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a text. A word that is longer than a line, such as an address, stays whole and can be copied."""
    return packed(text.split(), width, " ")


def packed(items: Iterable[str], width: int, gap: str) -> list[str]:
    """Items side by side with a gap between them, on as many lines as they need; at least one, be it empty."""
    lines = [""]
    for item in items:
        longer = f"{lines[-1]}{gap}{item}" if lines[-1] else item
        if lines[-1] and cells(longer) > width:
            lines.append(item)
        else:
            lines[-1] = longer
    return lines


def hanging(label: str, text: str, indent: int, column: int, width: int) -> list[str]:
    """A label, and a text that hangs in the column beside it.

    Args:
        indent: the cells before the label.
        column: the cells from the label's start to the text.
        width: the cells of a line in all.
    """
    lines = wrapped(text, max(width - indent - column, 20))
    start = " " * indent
    return [
        f"{start}{label.ljust(column)}{lines[0]}".rstrip(),
        *(f"{start}{' ' * column}{line}" for line in lines[1:]),
    ]


def apart(left: str, right: str, width: int) -> str:
    """Two texts at the two ends of a line."""
    return f"{left}{' ' * max(2, width - cells(left) - cells(right))}{right}"
