"""The prefix of a user pool's domain as it is typed.

Source: Amazon Cognito developer guide, "Configuring a user pool domain", and the pattern of `DomainType` in the API
reference. On the reserved words sources differ: AWS says that they may not be in a prefix, and prefixes with one in
the middle of another word have been seen to work.
"""

import re

LONGEST = 63
RESERVED = ("aws", "amazon", "cognito")

_FORM = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_OUTSIDE = re.compile(r"[^a-z0-9-]")


class BadPrefix(ValueError):
    """A text that no domain prefix can be; `str()` is a sentence that says why."""


def domain_prefix(typed: str) -> str:
    """A domain prefix, without the blanks around it.

    Raises:
        BadPrefix: Cognito refuses it.
    """
    text = typed.strip()
    if not text:
        raise BadPrefix("Type a prefix, such as the name of your company.")
    if "." in text:
        raise BadPrefix("Type the prefix alone, without dots: AWS adds the rest.")
    if text != text.lower():
        raise BadPrefix("A prefix has small letters only.")
    if found := _OUTSIDE.search(text):
        what = "blanks" if found[0].isspace() else f'"{found[0]}"' if found[0].isprintable() else "such characters"
        raise BadPrefix(f"A prefix has no {what} in it: letters a to z, digits and hyphens only.")
    if not _FORM.fullmatch(text):
        raise BadPrefix("A prefix neither begins nor ends with a hyphen.")
    if len(text) > LONGEST:
        raise BadPrefix(f"A prefix has at most {LONGEST} characters; this one has {len(text)}.")
    for word in RESERVED:
        if word in text.split("-"):
            raise BadPrefix(f'AWS keeps the word "{word}" for itself. Choose a prefix without it.')
    return text


def reserved_inside(prefix: str) -> str | None:
    """The reserved word that stands inside another word of a prefix: AWS may refuse that. None without one."""
    return next((word for word in RESERVED if word in prefix), None)


def suggested_prefix(*names: str) -> str:
    """A prefix made of the first of these names that leaves enough to be one; `clearml-sign-in` where none does."""
    for name in names:
        words = [word for word in re.split(r"[^a-z0-9]+", name.lower()) if word and word not in RESERVED]
        prefix = "-".join(words)[:LONGEST].strip("-")
        if len(prefix) >= 3 and reserved_inside(prefix) is None:
            return prefix
    return "clearml-sign-in"
