"""One `KEY=value` line that means the same to Docker Compose, to POSIX shells and to systemd.

The three spellings below were tried with random hostile values on Compose's `env_file:`, bash, dash, zsh, ksh,
busybox ash and systemd's EnvironmentFile; nothing between them is safe in all.
"""

import re
import unicodedata

_BARE = re.compile(r"(?!=)[A-Za-z0-9_./:@%+,=-]*")
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_TO_ESCAPE = re.compile(r'[\\"$]')


class Unwritable(ValueError):
    """A value that no spelling brings through unchanged. `str()` is a sentence that does not show the value."""


def env_line(key: str, value: str) -> str:
    """The line that sets `key` to exactly `value`, without a line break at its end.

    Raises:
        Unwritable: no spelling is safe for this value.
    """
    if not _KEY.fullmatch(key):
        raise ValueError(f"not a variable's name: {key!r}")
    try:
        return f"{key}={spelled(value)}"
    except Unwritable as reason:
        raise Unwritable(f"The value of {key} {reason}") from None


def spelled(value: str) -> str:
    """A value's spelling: bare where that is safe, else in single quotes, else in double quotes with escapes.

    Raises:
        Unwritable: it holds a control character, or a backtick beside a quote or backslash.
    """
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in value):
        raise Unwritable(
            "holds a control character, which an env file cannot carry safely. Type it again without it."
        )
    if _BARE.fullmatch(value):
        return value
    if "'" not in value and "\\" not in value:
        return f"'{value}'"
    if "`" not in value:
        return '"' + _TO_ESCAPE.sub(r"\\\g<0>", value) + '"'
    raise Unwritable(
        "holds a backtick together with a quote or a backslash, for which Docker Compose and shells know no common "
        "spelling. Change one of the two characters."
    )
