"""Typed looks into JSON, which is `object` all the way down."""

from __future__ import annotations

from collections.abc import Mapping

JsonObject = dict[str, object]


def text(source: Mapping[str, object], key: str) -> str:
    """The string at `key`; an empty one where there is none."""
    value = source.get(key)
    return value if isinstance(value, str) else ""


def texts(source: Mapping[str, object], key: str) -> list[str]:
    """The strings in the list at `key`; an empty list where there is none."""
    return [one for one in items(source, key) if isinstance(one, str)]


def items(source: Mapping[str, object], key: str) -> list[object]:
    """The list at `key`; an empty one where there is none."""
    value = source.get(key)
    return list(value) if isinstance(value, list) else []


def members(source: Mapping[str, object], key: str) -> JsonObject:
    """The object at `key`; an empty one where there is none."""
    return as_object(source.get(key))


def as_object(value: object) -> JsonObject:
    """`value` if it is a JSON object, else an empty one."""
    return {str(name): one for name, one in value.items()} if isinstance(value, dict) else {}


def whole(source: Mapping[str, object], key: str) -> int | None:
    """The whole number at `key`; None where there is none (a boolean is none)."""
    value = source.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def seconds(source: Mapping[str, object], key: str) -> float:
    """The number at `key` as a float; 0.0 where there is none."""
    value = source.get(key)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
