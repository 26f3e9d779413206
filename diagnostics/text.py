"""Foreign text made plain: the one place where text from outside loses what could act on a terminal."""

import unicodedata

_MARK = "�"
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_KEPT = frozenset({"\N{ZERO WIDTH JOINER}", "\N{VARIATION SELECTOR-16}"})


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
