"""The admin's intention for one ClearML Server, as its hand-editable TOML file holds it. No secret is in it."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, cast

from diagnostics.text import plain

FORMAT = 1
SecretPlace = Literal["inside", "reference"]


@dataclass(frozen=True, slots=True)
class Export:
    """One file that ClearML is to be given: which deployment it is for, where it goes, where its secret is."""

    target: str
    path: str
    secret: SecretPlace


@dataclass(frozen=True, slots=True)
class Connection:
    """What the admin wants. An absent answer is None or empty.

    Attributes:
        name: the connection's name, its file's stem.
        account: the AWS account id that the connection was made with.
        domain: the base of the pool's sign-in pages, `https://prefix.auth.region.amazoncognito.com` and the like.
        web_addresses: the addresses at which people open ClearML, without a trailing slash.
        api_address: the ClearML API server's own address, where it is not below a web address.
        identity_provider: an external provider's exact name; None for Cognito's own users.
        step: the wizard's step where the admin was last.
        by_hand: whether the values were typed in without access to AWS, so that AWS is not asked anything.
    """

    name: str = "default"
    account: str | None = None
    profile: str | None = None
    region: str | None = None
    user_pool: str | None = None
    app_client: str | None = None
    domain: str | None = None
    web_addresses: tuple[str, ...] = ()
    api_address: str | None = None
    identity_provider: str | None = None
    company: str | None = None
    display_name: str | None = None
    exports: tuple[Export, ...] = ()
    step: str | None = None
    by_hand: bool = False


class DamagedConnection(Exception):
    """A connection file that cannot be read as one. `str()` is a sentence for the admin, with the line if known."""


# Where each answer stands in the file: table, key, attribute.
PLACES: tuple[tuple[str, str, str], ...] = (
    ("aws", "account", "account"),
    ("aws", "profile", "profile"),
    ("aws", "region", "region"),
    ("aws", "by_hand", "by_hand"),
    ("cognito", "user_pool", "user_pool"),
    ("cognito", "app_client", "app_client"),
    ("cognito", "domain", "domain"),
    ("cognito", "identity_provider", "identity_provider"),
    ("clearml", "web_addresses", "web_addresses"),
    ("clearml", "api_address", "api_address"),
    ("clearml", "company", "company"),
    ("clearml", "display_name", "display_name"),
    ("wizard", "step", "step"),
)


_WITH_USER = re.compile(r"https?://[^/?#]*@")
_WITHOUT_USER = "without user name and password: addresses are shown in reports"


def read_connection(path: Path) -> Connection | None:
    """The connection saved at `path`, named after the file, or None where there is no such file.

    Raises:
        DamagedConnection: it is not TOML, of a later format, or a value has the wrong type.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedConnection(f"{path} cannot be read: {type(error).__name__}.") from None
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DamagedConnection(f"{path} is not valid TOML: {plain(error)}.") from None
    return _from_tables(tables, path, text)


def _from_tables(tables: Mapping[str, object], path: Path, text: str) -> Connection:
    written = tables.get("format", FORMAT)
    if written != FORMAT:
        newer = isinstance(written, int) and written > FORMAT
        by = "A newer version of clearml-cognito wrote it: install that one." if newer else "Set format = 1 in it."
        raise DamagedConnection(f"{path} has format {plain(written)}; this version reads format {FORMAT}. {by}")
    connection = Connection(name=path.stem)
    for table, key, attribute in PLACES:
        content = tables.get(table, {})
        if not isinstance(content, dict):
            raise DamagedConnection(f"{path}: [{table}] has to be a table.")
        value = content.get(key)
        if value is None:
            continue
        answer, wanted = _answer(attribute, value)
        if wanted:
            raise DamagedConnection(f"{path}{_line_of(text, table, key)}: {table}.{key} has to be {wanted}.")
        connection = replace(connection, **cast("dict[str, str]", {attribute: answer}))  # type: ignore[arg-type]
    _refuse_misplaced(tables, path, text)
    return replace(connection, exports=_exports(tables.get("exports", []), path))


def _refuse_misplaced(tables: Mapping[str, object], path: Path, text: str) -> None:
    """A key that nobody reads is named where it is a known one in another table, or nearly a known one."""
    from difflib import get_close_matches

    places = {key: table for table, key, _ in PLACES}
    for table, content in tables.items():
        if table not in places.values() or not isinstance(content, dict):
            continue
        for key in content:
            if places.get(key) == table:
                continue
            near = [key] if key in places else get_close_matches(key, places, 1, 0.85)
            if near:
                meant = f"{places[near[0]]}.{near[0]}"
                raise DamagedConnection(
                    f"{path}{_line_of(text, table, key)}: {plain(table)}.{plain(key)} means nothing here; "
                    f"{meant} is what there is."
                )


def _answer(attribute: str, value: object) -> tuple[object, str]:
    """An answer as the connection holds it, or what it would have to be."""
    if attribute == "web_addresses":
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            bad = any(map(_WITH_USER.match, value))
            return (None, _WITHOUT_USER) if bad else (tuple(value), "")
        return None, "a list of addresses"
    if attribute == "by_hand":
        return value, "" if isinstance(value, bool) else "true or false, without quotes"
    if not isinstance(value, str):
        return None, "a text in quotes"
    return (None, _WITHOUT_USER) if _WITH_USER.match(value) else (value or None, "")


def _line_of(text: str, table: str, key: str) -> str:
    """Where a key stands, as `, line 7`; empty where it is written in a way that is not found so simply."""
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if stripped.startswith("["):
            inside = stripped.partition("#")[0].strip().replace(" ", "") == f"[{table}]"
        elif inside and stripped.partition("=")[0].strip().strip("\"'") == key:
            return f", line {number}"
    return ""


def _exports(rows: object, path: Path) -> tuple[Export, ...]:
    if not isinstance(rows, list):
        raise DamagedConnection(f"{path}: exports has to be written as [[exports]].")
    exports: list[Export] = []
    for row in rows:
        fields = row if isinstance(row, dict) else {}
        target, file, secret = (fields.get(key) for key in ("target", "path", "secret"))
        if not (isinstance(target, str) and isinstance(file, str) and secret in ("inside", "reference")):
            raise DamagedConnection(
                f'{path}: each [[exports]] needs target, path and secret = "inside" or "reference".'
            )
        exports.append(Export(target, file, cast(SecretPlace, secret)))
    return tuple(exports)
