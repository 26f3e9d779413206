"""Judges a request's members the way the service does before it looks at anything else.

Constraints and patterns are the service model's (botocore, cognito-idp 2016-04-18); the texts are those of AWS's
request validation: "1 validation error detected: Value '61' at 'maxResults' failed to satisfy constraint: ...".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from wizard.sandbox.errors import ApiError, invalid


@dataclass(frozen=True, slots=True)
class Text:
    """A string: length limits, a pattern (as AWS writes it) with what checks it, allowed values."""

    low: int = 0
    high: int = 131_072
    pattern: str = ""
    fits: Callable[[str], bool] | None = None
    values: tuple[str, ...] = ()
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two limits."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""


@dataclass(frozen=True, slots=True)
class Many:
    """A list with at most `high` of one kind."""

    of: Shape
    high: int = 1_000_000


@dataclass(frozen=True, slots=True)
class Group:
    """An object with these members."""

    members: Mapping[str, Shape]
    required: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """An object with any names and string values, or a document nobody looks into."""


Shape = Text | Whole | Flag | Many | Group | Table


def check(shape: Group, body: Mapping[str, object]) -> None:
    """Judge a request's body.

    Raises:
        ApiError: SerializationException for a wrong type, InvalidParameterException with every broken constraint.
    """
    problems = list(_group(shape, body, ""))
    if problems:
        count = len(problems)
        raise invalid(f"{count} validation error{'s' if count > 1 else ''} detected: {'; '.join(problems)}")


def _group(shape: Group, value: Mapping[str, object], path: str) -> Iterator[str]:
    for name in shape.required:
        if value.get(name) is None:
            yield f"Value null at '{_member(path, name)}' failed to satisfy constraint: Member must not be null"
    for name, inner in shape.members.items():
        if value.get(name) is not None:
            yield from _value(inner, value[name], _member(path, name))


def _member(path: str, name: str) -> str:
    return f"{path}.{name[0].lower()}{name[1:]}" if path else name[0].lower() + name[1:]


def _value(shape: Shape, value: object, path: str) -> Iterator[str]:
    match shape:
        case Text() if isinstance(value, str):
            yield from _text(shape, value, path)
        case Whole() if isinstance(value, int) and not isinstance(value, bool):
            yield from _whole(shape, value, path)
        case Flag() if isinstance(value, bool):
            return
        case Many() if isinstance(value, list):
            if len(value) > shape.high:
                yield _broken(str(value), path, f"Member must have length less than or equal to {shape.high}")
            for place, one in enumerate(value, 1):
                yield from _value(shape.of, one, f"{path}.{place}.member")
        case Group() if isinstance(value, dict):
            yield from _group(shape, value, path)
        case Table() if isinstance(value, dict):
            return
        case _:
            raise ApiError("SerializationException", f"Unexpected type at '{path}'.")


def _text(shape: Text, value: str, path: str) -> Iterator[str]:
    shown = None if shape.sensitive else value
    if len(value) > shape.high:
        yield _broken(shown, path, f"Member must have length less than or equal to {shape.high}")
    if len(value) < shape.low:
        yield _broken(shown, path, f"Member must have length greater than or equal to {shape.low}")
    fits = shape.fits or (lambda one: re.fullmatch(shape.pattern, one, re.ASCII) is not None)
    if shape.pattern and not fits(value):
        yield _broken(shown, path, f"Member must satisfy regular expression pattern: {shape.pattern}")
    if shape.values and value not in shape.values:
        yield _broken(shown, path, f"Member must satisfy enum value set: [{', '.join(shape.values)}]")


def _whole(shape: Whole, value: int, path: str) -> Iterator[str]:
    if value > shape.high:
        yield _broken(str(value), path, f"Member must have value less than or equal to {shape.high}")
    if value < shape.low:
        yield _broken(str(value), path, f"Member must have value greater than or equal to {shape.low}")


def _broken(value: str | None, path: str, rule: str) -> str:
    shown = "Value" if value is None else f"Value '{value}'"
    return f"{shown} at '{path}' failed to satisfy constraint: {rule}"


def only_categories(letters: str) -> Callable[[str], bool]:
    r"""A check for patterns such as `[\p{L}\p{N}]+`, which Python's `re` does not know: each character's general
    category begins with one of `letters`.
    """
    return lambda value: bool(value) and all(unicodedata.category(char)[0] in letters for char in value)
