"""Values of this program as JSON and back: frozen dataclasses, enums, tuples, mappings, moments and plain values.

The declared type leads in both directions. What has no rule here, a Secret above all, cannot be written.
"""

from __future__ import annotations

import dataclasses
import math
import types
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from typing import Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

from diagnostics.text import plain

Kept: TypeAlias = Callable[[type, str], bool]
"""Whether a dataclass's field is to be written."""

_LONGEST = 100_000


class NotThatType(ValueError):
    """A value that is not of its declared type. `str()` names the place and what it is not."""

    def __init__(self, place: tuple[str, ...], what: str) -> None:
        super().__init__(f"{' > '.join(plain(part, 60) for part in place) or 'the whole'}: {what}")


def encoded(value: object, declared: object, kept: Kept | None = None) -> object:
    """A value as what `json.dumps` takes.

    Args:
        value: of the declared type.
        declared: the type, as an annotation has it.
        kept: which fields of dataclasses are written; None for all.

    Raises:
        TypeError: there is no rule for the type, or the value is of another one.
    """
    origin, arguments = get_origin(declared), get_args(declared)
    if origin in (Union, types.UnionType):
        if value is None and type(None) in arguments:
            return None
        return encoded(value, _other_than_none(arguments), kept)
    if origin is Literal and value in arguments:
        return value
    if origin is tuple and isinstance(value, tuple):
        return [encoded(one, each, kept) for one, each in zip(value, _of_each(arguments, len(value)), strict=True)]
    if origin is Mapping and isinstance(value, Mapping):
        return {str(name): encoded(one, arguments[1], kept) for name, one in value.items()}
    if isinstance(declared, type) and dataclasses.is_dataclass(declared) and type(value) is declared:
        hints = get_type_hints(declared)
        names = [field.name for field in dataclasses.fields(declared) if kept is None or kept(declared, field.name)]
        return {name: encoded(getattr(value, name), hints[name], kept) for name in names}
    if isinstance(declared, type) and issubclass(declared, Enum) and isinstance(value, declared):
        return value.value
    if declared is datetime and isinstance(value, datetime):
        return value.isoformat()
    if declared is float and type(value) in (int, float):
        return value
    if declared in (str, int, bool) and type(value) is declared:
        return value
    raise TypeError(f"no rule to write a {type(value).__name__} as {declared}")


def decoded(content: object, declared: object, place: tuple[str, ...] = ()) -> object:
    """The value that `encoded` wrote.

    Text loses what could act on a terminal: the file may come from anybody.

    Args:
        content: what `json.loads` gave.
        declared: the type, as an annotation has it.
        place: the names that lead to it, for the sentence.

    Raises:
        NotThatType: it is not what `encoded` writes for this type: a wrong type, a field too many or one missing.
    """
    origin, arguments = get_origin(declared), get_args(declared)
    if origin in (Union, types.UnionType):
        if content is None and type(None) in arguments:
            return None
        return decoded(content, _other_than_none(arguments), place)
    if origin is Literal:
        if isinstance(content, str) and content in arguments:
            return content
        raise NotThatType(place, f"not one of {', '.join(map(str, arguments))}")
    if origin is tuple:
        return _tuple(content, arguments, place)
    if origin is Mapping:
        items = _table(content, place)
        return {str(_scalar(name, str, place)): decoded(one, arguments[1], (*place, name)) for name, one in items}
    if isinstance(declared, type) and dataclasses.is_dataclass(declared):
        return _dataclass(content, declared, place)
    if isinstance(declared, type) and issubclass(declared, Enum):
        try:
            return declared(content)
        except ValueError:
            raise NotThatType(place, "a value that is not known here") from None
    if declared is datetime:
        return _moment(content, place)
    return _scalar(content, declared, place)


def _other_than_none(arguments: tuple[object, ...]) -> object:
    others = [argument for argument in arguments if argument is not type(None)]
    if len(others) != 1:
        raise TypeError("there is no rule for a choice of several types")
    return others[0]


def _of_each(arguments: tuple[object, ...], count: int) -> tuple[object, ...]:
    """The types of a tuple's members; `tuple[T, ...]` has any number of them."""
    return (arguments[0],) * count if arguments[1:] == (Ellipsis,) else arguments


def _tuple(content: object, arguments: tuple[object, ...], place: tuple[str, ...]) -> tuple[object, ...]:
    if not isinstance(content, list):
        raise NotThatType(place, "not a list")
    declared = _of_each(arguments, len(content))
    if len(declared) != len(content):
        raise NotThatType(place, f"not a list of {len(declared)}")
    numbered = enumerate(zip(content, declared, strict=True), 1)
    return tuple(decoded(one, each, (*place, str(number))) for number, (one, each) in numbered)


def _table(content: object, place: tuple[str, ...]) -> list[tuple[str, object]]:
    if not isinstance(content, dict):
        raise NotThatType(place, "not an object")
    return list(content.items())


def _dataclass(content: object, declared: type, place: tuple[str, ...]) -> object:
    given = dict(_table(content, place))
    hints = get_type_hints(declared)
    fields = {field.name: field for field in dataclasses.fields(declared)}
    for name in given:
        if name not in fields:
            raise NotThatType((*place, name), "a field that is not known here")
    for name, field in fields.items():
        optional = field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING
        if name not in given and not optional:
            raise NotThatType((*place, name), "missing")
    made: object = declared(**{name: decoded(one, hints[name], (*place, name)) for name, one in given.items()})
    return made


def _moment(content: object, place: tuple[str, ...]) -> datetime:
    try:
        moment = datetime.fromisoformat(str(_scalar(content, str, place)))
    except ValueError:
        raise NotThatType(place, "not a moment in time") from None
    if moment.tzinfo is None:
        raise NotThatType(place, "a moment without its offset from UTC")
    return moment


def _scalar(content: object, declared: object, place: tuple[str, ...]) -> object:
    if declared is float and type(content) in (int, float):
        number = float(content)  # type: ignore[arg-type]  # one of the two types just asked for
        if math.isfinite(number):
            return number
    elif declared is str and isinstance(content, str):
        return _inert(content, place)
    elif declared in (int, bool) and type(content) is declared:
        return content
    names = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}
    if not isinstance(declared, type) or declared not in names:
        raise TypeError(f"there is no rule to read {declared}")
    raise NotThatType(place, f"not {names[declared]}")


def _inert(text: str, place: tuple[str, ...]) -> str:
    """A text as it is, but for characters that could act on a terminal. Blanks stay, each one."""
    if len(text) > _LONGEST:
        raise NotThatType(place, "a text that is too long")
    if plain(text, _LONGEST) == text:
        return text
    return "".join(plain(character) or " " for character in text)
