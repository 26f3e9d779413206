"""A user pool's id as it is typed by hand.

Source: the pattern of `UserPoolId` in the Cognito API reference, `[\\w-]+_[0-9a-zA-Z]+`, at most 55 characters.
"""

import re

from diagnostics.text import plain

_FORM = re.compile(r"[a-z]{2}[a-z0-9-]*-[0-9]+_[0-9a-zA-Z]+", re.ASCII)
LONGEST = 55


class NoPoolId(ValueError):
    """A text that is no user pool's id; `str()` is a sentence that says why."""


def pool_id(typed: str) -> str:
    """The id of a user pool, without the blanks around it.

    A pool's ARN is taken as well: its last part is the id.

    Raises:
        NoPoolId: AWS gives no such ids.
    """
    text = typed.strip()
    if not text:
        raise NoPoolId("Type the id of the user pool, such as eu-west-1_AbC123xyz")
    if text.startswith("arn:"):
        text = text.rpartition("/")[2]
    if "_" not in text:
        raise NoPoolId("A pool id has the region, an underscore and letters, as in eu-west-1_AbC123xyz")
    if len(text) > LONGEST or not _FORM.fullmatch(text):
        raise NoPoolId(f'"{plain(text, 30)}" is not a pool id: one looks like eu-west-1_AbC123xyz')
    return text


def other_region(pool: str, region: str | None) -> str | None:
    """The region that a pool id begins with, where it is not the one that is looked at; None where it is.

    A replica of a pool keeps the id of its home region, so this is a reason to look twice, not a fault.
    """
    home = pool.partition("_")[0]
    return home if region and home != region else None
