"""The name of an app client as it is typed.

Source: Cognito API reference, `ClientNameType`: 1 to 128 of `[\\w\\s+=,.@-]`.
"""

import re
from collections.abc import Collection

LONGEST = 128
DEFAULT = "clearml"

_OUTSIDE = re.compile(r"[^\w +=,.@-]", re.ASCII)


class BadClientName(ValueError):
    """A text that no app client can be called; `str()` is a sentence that says why."""


def client_name(typed: str) -> str:
    """The name of an app client, without the blanks around it.

    Raises:
        BadClientName: Cognito refuses it.
    """
    text = typed.strip()
    if not text:
        raise BadClientName("Type a name, such as clearml. People who sign in do not see it.")
    if len(text) > LONGEST:
        raise BadClientName(f"A name has at most {LONGEST} characters; this one has {len(text)}.")
    if found := _OUTSIDE.search(text):
        what = f'"{found[0]}"' if found[0].isprintable() else "such characters"
        raise BadClientName(f"A name has no {what} in it: letters a to z, digits, blanks and _ + = , . @ - only.")
    return text


def free_name(taken: Collection[str]) -> str:
    """`clearml`, or the first of `clearml-2`, `clearml-3`, ... that no app client has."""
    if DEFAULT not in taken:
        return DEFAULT
    return next(name for number in range(2, len(taken) + 3) if (name := f"{DEFAULT}-{number}") not in taken)
