"""Foreign text made plain: the one place where text from outside loses what could act on a terminal."""

import unicodedata

_MARK = "�"
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_BIDI = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_KEPT = frozenset({"\N{ZERO WIDTH JOINER}", "\N{VARIATION SELECTOR-16}"})


def harmless(text: str) -> str:
    """A text of several lines without what could act on a terminal, the last stop before it is shown.

    What comes from outside is made plain where it enters; what the admin has typed into a file is not.
    """
    if text.isprintable():
        return text
    return "".join(_MARK if _acts(character) else character for character in text)


def _acts(character: str) -> bool:
    acts = unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
    return character != "\n" and (acts or unicodedata.bidirectional(character) in _BIDI)


def plain(text: object, limit: int = 200) -> str:
    """Text from outside (a pool's name, an error body, a claim), fit to be shown in one line.

    Control, format and bidi characters and lone surrogates are shown as U+FFFD, line breaks and tabs as one
    blank; more than `limit` characters end in an ellipsis. Anything but a str is shown by its str form.

    The result is never markup: whoever shows it still has to switch markup off.
    """
    raw = text if isinstance(text, str) else str(text)
    kept: list[str] = []
    for character in raw[: limit * 4]:
        if character in "\t\n\r\v\f  ":
            kept.append(" ")
        elif character not in _KEPT and unicodedata.category(character) in _DROPPED_CATEGORIES:
            kept.append(_MARK)
        else:
            kept.append(character)
    line = " ".join("".join(kept).split())
    if len(line) <= limit and len(raw) <= limit * 4:
        return line
    return line[: limit - 1].rstrip() + "…"
