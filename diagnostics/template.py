"""`$NAME`, `${NAME:-default}` and their like, filled in as Docker Compose does.

Source: the Compose specification, "Interpolation", and compose-go's `template` package.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OPERATOR = re.compile(r":?[-+?]")
_DEEPEST = 20


class InvalidTemplate(Exception):
    """A `${` that Compose cannot make sense of."""


class RequiredMissing(Exception):
    """A `${NAME:?text}` whose variable is missing: Compose stops.

    Attributes:
        variable: the name.
    """

    def __init__(self, variable: str) -> None:
        super().__init__(f"{variable} is required and not set")
        self.variable = variable


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled-in text, and the variables that were not set and so left nothing."""

    text: str
    unset: tuple[str, ...]

    def __repr__(self) -> str:
        return f"Filled(unset={self.unset!r})"


def fill_in(template: str, look_up: Callable[[str], str | None], depth: int = 0) -> Filled:
    """Fill in a text's references.

    Args:
        template: the text; `$$` stands for one dollar sign.
        look_up: gives a variable's value, None where it is not set.

    Raises:
        InvalidTemplate: a `${` without a name or without its `}` on the same line.
        RequiredMissing: a variable written with `?` is missing.
    """
    if depth > _DEEPEST:
        raise InvalidTemplate("the references are nested too deeply")
    parts: list[str] = []
    unset: list[str] = []
    for part in _parts(template):
        if isinstance(part, str):
            parts.append(part)
            continue
        filled = _value(part, look_up, depth)
        parts.append(filled.text)
        unset.extend(filled.unset)
    return Filled("".join(parts), tuple(unset))


@dataclass(frozen=True, slots=True)
class _Reference:
    name: str
    operator: str = ""
    word: str = ""


def _parts(template: str) -> Iterator[str | _Reference]:
    at = 0
    while (dollar := template.find("$", at)) >= 0:
        yield template[at:dollar]
        following = template[dollar + 1 : dollar + 2]
        if following == "$":
            yield "$"
            at = dollar + 2
        elif following == "{":
            reference, at = _braced(template, dollar + 2)
            yield reference
        elif name := _NAME.match(template, dollar + 1):
            yield _Reference(name.group())
            at = name.end()
        else:
            yield "$"
            at = dollar + 1
    yield template[at:]


def _braced(template: str, start: int) -> tuple[_Reference, int]:
    """The reference whose text begins at `start`, behind `${`, and the place behind its `}`."""
    name = _NAME.match(template, start)
    if name is None:
        raise InvalidTemplate("a ${ has no variable's name behind it")
    if template.startswith("}", name.end()):
        return _Reference(name.group()), name.end() + 1
    operator = _OPERATOR.match(template, name.end())
    if operator is None:
        raise InvalidTemplate("a ${ has something else than a name in it")
    end = _closing(template, operator.end())
    return _Reference(name.group(), operator.group(), template[operator.end() : end]), end + 1


def _closing(template: str, start: int) -> int:
    depth = 1
    for place in range(start, len(template)):
        character = template[place]
        if character == "\n":
            break
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth == 0:
            return place
    raise InvalidTemplate("a ${ has no } behind it on its line")


def _value(reference: _Reference, look_up: Callable[[str], str | None], depth: int) -> Filled:
    value = look_up(reference.name)
    # With a colon, an empty variable counts as one that is not set.
    present = value is not None and (bool(value) or not reference.operator.startswith(":"))
    match reference.operator[-1:]:
        case "?" if not present:
            raise RequiredMissing(reference.name)
        case "-" if not present:
            return fill_in(reference.word, look_up, depth + 1)
        case "+" if present:
            return fill_in(reference.word, look_up, depth + 1)
        case "":
            return Filled(value or "", () if value is not None else (reference.name,))
    return Filled(value or "", ())
