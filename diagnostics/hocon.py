"""HOCON as ClearML's API server reads it: the one quoting rule, and the server's own way of loading its environment.

Source: `_read_extra_env_config_values` and `_merge_configs` in clearml-server's `apiserver/config/basic.py`. ClearML
parses each `TRAINS__…` and `CLEARML__…` variable on its own with pyhocon. One that does not parse stops the server,
which does not say which one it was; here it is named.
"""

import os
import re
import threading
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import SimpleNamespace
from typing import NoReturn, TypeAlias

from diagnostics.secret import Secret
from diagnostics.settings import Setting
from diagnostics.text import plain

# TRAINS__ is read first, so that CLEARML__ wins.
PREFIXES = ("TRAINS__", "CLEARML__")
LONGEST_VALUE = 16_384

_PLAIN_QUOTED = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_REFERENCE = re.compile(r"\$\{\??([^}]+)\}")
_VARIABLE_NAME = re.compile(r"\$\{\??([A-Z][A-Z0-9_]{2,63})\}")
# pyhocon's grammar sets a default of the whole process while it parses: one parse at a time.
_ONE_AT_A_TIME = threading.Lock()


class Unquotable(ValueError):
    """A value that no quoting brings through HOCON unchanged. `str()` is a sentence that does not show the value."""


def quote(value: str) -> str:
    """The HOCON spelling that ClearML reads back as exactly `value`: a string in double quotes.

    HOCON has a type for bare words (`007` is 7, `true` is a switch, `5d` is five days), so every text is quoted. Not
    JSON's quoting: pyhocon does not read `\\u` escapes.

    Raises:
        Unquotable: the value holds a control character or a lone surrogate.
    """
    for position, character in enumerate(value, start=1):
        if unicodedata.category(character) in ("Cc", "Cs"):
            raise Unquotable(
                f"Character {position} is a control character (U+{ord(character):04X}), which ClearML cannot be "
                "given. Type the value again without it."
            )
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


class Kind(StrEnum):
    """What HOCON took a value for. ClearML expects a text everywhere in its Cognito settings."""

    TEXT = "text"
    NUMBER = "number"
    SWITCH = "true or false"
    NULL = "null"
    PERIOD = "length of time"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value of ClearML's configuration, and the variable that set it.

    `value` is masked whatever it is: an environment may hold any secret of the server.
    """

    path: str
    kind: Kind
    value: Secret
    variable: str


class Trouble(StrEnum):
    """Why a variable could not be loaded. The first three stop ClearML's server; of the others it cannot be told."""

    SYNTAX = "syntax"
    UNSET = "unset"
    WRONG_TYPE = "wrong_type"
    INCLUDE = "include"
    ITSELF = "itself"
    TOO_LONG = "too_long"

    @property
    def stops_clearml(self) -> bool:
        """True where ClearML's API server is known not to start."""
        return self in (Trouble.SYNTAX, Trouble.UNSET, Trouble.WRONG_TYPE)


@dataclass(frozen=True, slots=True)
class BadVariable:
    """A variable that ClearML cannot load.

    Attributes:
        name: the variable, made plain.
        trouble: the class of trouble.
        reason: one sentence for the admin, without the value.
        position: for SYNTAX, the character of the value (from 1) at which reading stopped, if known.
        missing: for UNSET, the variable referred to, if its name looks like one.
    """

    name: str
    trouble: Trouble
    reason: str
    position: int | None = None
    missing: str | None = None


@dataclass(frozen=True, slots=True)
class ClearMLConfig:
    """What the environment makes of ClearML's configuration.

    Where `bad` holds a variable that stops ClearML, the server does not start at all; the leaves are then what the
    other variables say.
    """

    leaves: tuple[Leaf, ...]
    bad: tuple[BadVariable, ...]

    def leaf(self, setting: Setting) -> Leaf | None:
        """The value at a setting's place, or None where nothing is there."""
        return next((leaf for leaf in self.leaves if leaf.path == setting.path), None)

    def text(self, setting: Setting) -> Secret | None:
        """A setting's value if it is there and a text, as ClearML needs it."""
        leaf = self.leaf(setting)
        return leaf.value if leaf is not None and leaf.kind is Kind.TEXT else None


_Tree: TypeAlias = "dict[str, _Tree | Leaf]"


class _Bad(Exception):
    def __init__(self, bad: BadVariable) -> None:
        super().__init__(bad.reason)
        self.bad = bad


class _IncludeAsked(Exception):
    pass


def load(environment: Mapping[str, str]) -> ClearMLConfig:
    """Load an environment as ClearML's API server does, without touching this process's own.

    Takes about 10 ms for each variable. Reads no file and no address: a value that asks for one is reported.

    Args:
        environment: the variables that the API server's process is given, all of them: a value may refer to others.
    """
    tree: _Tree = {}
    bad: list[BadVariable] = []
    for prefix in PREFIXES:
        for name in sorted(name for name in environment if name.startswith(prefix)):
            path = name[len(prefix) :].replace("__", ".").lower()
            try:
                _merge(tree, _parse(name, path, environment))
            except _Bad as trouble:
                bad.append(trouble.bad)
    return ClearMLConfig(tuple(_leaves(tree, ())), tuple(bad))


def _merge(into: _Tree, tree: _Tree) -> None:
    for written, value in tree.items():
        replaces = written.startswith("-")
        key = written[1:] if replaces else written
        present = into.get(key)
        if not replaces and isinstance(present, dict) and isinstance(value, dict):
            _merge(present, value)
        else:
            into[key] = value


def _leaves(tree: _Tree, above: tuple[str, ...]) -> Iterator[Leaf]:
    for key, value in tree.items():
        path = (*above, key)
        if isinstance(value, dict):
            yield from _leaves(value, path)
        else:
            yield Leaf(".".join(path), value.kind, value.value, value.variable)


def _parse(name: str, path: str, environment: Mapping[str, str]) -> _Tree:
    value = environment[name]
    _refuse_unreadable(name, path, value)
    from pyhocon import ConfigFactory

    with _ONE_AT_A_TIME, _only_this_environment(environment):
        try:
            parsed = ConfigFactory.parse_string(f"{path}: {value}")
            return _tagged(parsed, name)
        except _IncludeAsked:
            raise _bad(
                name, Trouble.INCLUDE, "asks ClearML to include a file or address; it was not followed"
            ) from None
        except Exception as error:  # noqa: BLE001 - whatever is raised here ends ClearML's server as well
            raise _explained(name, path, value, error) from None


def _refuse_unreadable(name: str, path: str, value: str) -> None:
    if _PLAIN_QUOTED.fullmatch(value):
        return
    if len(value) > LONGEST_VALUE:
        raise _bad(name, Trouble.TOO_LONG, f"is longer than {LONGEST_VALUE} characters and was not read")
    referred = _REFERENCE.findall(value)
    # pyhocon 0.3.63 turns for ever on `services.x: ${services}`.
    if referred and _own_keys(path, value) & {word.strip().strip('"').split(".")[0] for word in referred}:
        raise _bad(name, Trouble.ITSELF, "refers to itself and was not read")


def _own_keys(path: str, value: str) -> frozenset[str]:
    from pyhocon import ConfigFactory

    with _ONE_AT_A_TIME, _only_this_environment({}):
        try:
            unresolved = ConfigFactory.parse_string(f"{path}: {value}", resolve=False)
        except Exception:  # noqa: BLE001 - told in its own words by the parse proper
            return frozenset()
    return frozenset(unresolved) if isinstance(unresolved, dict) else frozenset()


@contextmanager
def _only_this_environment(environment: Mapping[str, str]) -> Iterator[None]:
    """For the length of one parse, pyhocon's module sees this environment instead of the process's, and no files."""
    from pyhocon import config_parser

    def refuse(*_: object, **__: object) -> NoReturn:
        raise _IncludeAsked

    seen = {
        "os": SimpleNamespace(environ=environment, path=os.path),
        "codecs": SimpleNamespace(open=refuse),
        "urlopen": refuse,
        "glob": refuse,
        "find_package_dirs": refuse,
    }
    module = vars(config_parser)
    own = {attribute: module[attribute] for attribute in seen}
    blanks = config_parser.ParserElement.DEFAULT_WHITE_CHARS
    module.update(seen)
    try:
        yield
    finally:
        module.update(own)
        # After a parse error pyhocon leaves its own default behind.
        config_parser.ParserElement.set_default_whitespace_chars(blanks)


def _tagged(parsed: object, variable: str) -> _Tree:
    """pyhocon's tree as plain tables, each value with its kind and the variable it came from."""
    if not isinstance(parsed, dict):
        raise TypeError("not a table")
    tree: _Tree = {}
    for key, value in parsed.items():
        if isinstance(value, dict):
            tree[str(key)] = _tagged(value, variable)
        else:
            kind = _kind(value)
            text = "" if kind is Kind.NULL else str(value)
            tree[str(key)] = Leaf("", kind, Secret(text), variable)
    return tree


def _kind(value: object) -> Kind:
    if isinstance(value, str):
        return Kind.TEXT
    if isinstance(value, bool):
        return Kind.SWITCH
    if isinstance(value, int | float):
        return Kind.NUMBER
    if isinstance(value, list):
        return Kind.LIST
    if isinstance(value, timedelta) or type(value).__name__ == "relativedelta":
        return Kind.PERIOD
    return Kind.NULL


def _bad(name: str, trouble: Trouble, what: str, position: int | None = None, missing: str | None = None) -> _Bad:
    shown = plain(name)
    return _Bad(BadVariable(shown, trouble, f"{shown} {what}.", position, missing))


def _explained(name: str, path: str, value: str, error: Exception) -> _Bad:
    from pyhocon import exceptions
    from pyparsing import ParseBaseException

    if isinstance(error, ParseBaseException):
        at = error.loc - len(path) - 1
        position = at if 1 <= at <= len(value) else None
        where = f" at character {position} of its value" if position else ""
        return _bad(name, Trouble.SYNTAX, f"is not HOCON{where}; put the value in double quotes", position)
    if isinstance(error, exceptions.ConfigSubstitutionException):
        found = _VARIABLE_NAME.search(str(error))
        missing = found.group(1) if found else None
        what = f"refers to {missing}, which is not set" if missing else "refers to a variable that is not set"
        return _bad(name, Trouble.UNSET, what, missing=missing)
    return _bad(
        name, Trouble.WRONG_TYPE, "cannot be made part of ClearML's configuration; put the value in double quotes"
    )
