"""Saves a connection to its TOML file, as gently as a careful hand: comments, order and foreign keys stay."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from diagnostics.connection import FORMAT, PLACES, Connection, DamagedConnection, Export, read_connection
from diagnostics.text import plain
from wizard.files import WriteRefused, look, write_file

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import AoT

_HEAD = (
    "The connection of one ClearML Server to Amazon Cognito, kept by clearml-cognito.",
    "It can be edited by hand. It holds no secret.",
)
_EXPORT_KEYS = ("target", "path", "secret")


@dataclass(frozen=True, slots=True)
class Opened:
    """A connection as it was read. `stamp` marks the file's content, so that a change made meanwhile is noticed."""

    connection: Connection | None
    stamp: str


def open_connection(path: Path) -> Opened:
    """Read the connection at `path` together with the mark that `save_connection` wants back.

    Raises:
        DamagedConnection: the file cannot be read as a connection.
        WriteRefused: the file is one that could not be saved again, such as a link.
    """
    seen = look(path)
    connection = read_connection(path)
    if look(path).stamp != seen.stamp:
        raise WriteRefused(f"{plain(path)} was changed while it was read. Try again.")
    return Opened(connection, seen.stamp)


def save_connection(connection: Connection, path: Path, stamp: str) -> str:
    """Save a connection. Comments, order and keys that this program does not know stay as they are.

    Args:
        connection: what to save. Its name is not part of the file.
        path: the file; missing folders are made.
        stamp: the mark of the content that `open_connection` read, or that the last save returned.

    Returns:
        The mark of the saved content. A file that says the same already is not touched.

    Raises:
        WriteRefused: the file is damaged or was changed since it was read, or it cannot be written.
    """
    seen = look(path)
    try:
        saved = read_connection(path)
    except DamagedConnection as damage:
        raise WriteRefused(f"{damage} It was left as it is: repair it, or move it away.") from None
    if saved is not None and _same(saved, connection):
        return seen.stamp
    content = _rendered(connection, saved, seen.content, path)
    return write_file(path, content, expected=stamp, make_folder=True)


def _same(one: Connection, other: Connection) -> bool:
    return one.exports == other.exports and all(
        getattr(one, attribute) == getattr(other, attribute) for _, _, attribute in PLACES
    )


def _rendered(connection: Connection, saved: Connection | None, content: bytes | None, path: Path) -> bytes:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        text = (content or b"").decode()
        document = tomlkit.parse(text) if content is not None else _new_document()
        if content is not None and document.as_string() != text:
            raise WriteRefused(f"{plain(path)} cannot be saved without disturbing what it holds; edit it by hand.")
        for table, key, attribute in PLACES:
            before = getattr(saved, attribute) if saved is not None else None
            after = getattr(connection, attribute)
            if (before or None) != (after or None):
                _put(document, table, key, after)
        if saved is None or saved.exports != connection.exports:
            _put_exports(document, connection.exports)
        rendered = document.as_string()
        content = rendered.encode()
    except UnicodeEncodeError:
        raise WriteRefused("One of the answers holds half a character (a lone surrogate). Type it again.") from None
    except TOMLKitError as error:
        raise WriteRefused(
            f"{plain(path)} cannot be changed here ({type(error).__name__}); edit it by hand."
        ) from None
    if not _says(rendered, connection, text):
        raise WriteRefused(f"{plain(path)} is written in a way that cannot be changed here; edit it by hand.")
    return content


def _says(rendered: str, connection: Connection, before: str) -> bool:
    """True where the new text says the connection, and of everything else what it said before."""
    import tomllib

    tables = tomllib.loads(rendered)
    for table, key, attribute in PLACES:
        found = tables.get(table, {}).get(key)
        said = (tuple(found) if isinstance(found, list) else found) or None
        if said != (getattr(connection, attribute) or None):
            return False
    rows = tables.get("exports", [])
    if tuple(Export(*(row[key] for key in _EXPORT_KEYS)) for row in rows) != connection.exports:
        return False
    return not before or _foreign(tables) == _foreign(tomllib.loads(before))


def _foreign(tables: dict[str, object]) -> dict[str, object]:
    """What is in the tables besides a connection. Rows of exports come and go with their own keys."""
    ours = {(table, key) for table, key, _ in PLACES}
    rest: dict[str, object] = {}
    for table, content in tables.items():
        if isinstance(content, dict):
            content = {key: value for key, value in content.items() if (table, key) not in ours}
        if table != "exports" and content != {}:
            rest[table] = content
    return rest


def _new_document() -> TOMLDocument:
    import tomlkit

    document = tomlkit.document()
    for line in _HEAD:
        document.add(tomlkit.comment(line))
    document.add(tomlkit.nl())
    document["format"] = FORMAT
    return document


def _put(document: TOMLDocument, table: str, key: str, value: str | bool | Sequence[str] | None) -> None:
    import tomlkit

    if not value:
        content = document.get(table)
        if isinstance(content, MutableMapping):
            content.pop(key, None)
        return
    if table not in document:
        document[table] = tomlkit.table()
    content = cast("MutableMapping[str, object]", document[table])
    content[key] = value if isinstance(value, str | bool) else list(value)


def _put_exports(document: TOMLDocument, exports: Sequence[Export]) -> None:
    import tomlkit

    if not exports:
        document.pop("exports", None)
        return
    if not isinstance(document.get("exports"), tomlkit.items.AoT):
        document.pop("exports", None)
        document["exports"] = tomlkit.aot()
    _update_rows(cast("AoT", document["exports"]), exports)


def _update_rows(rows: AoT, exports: Sequence[Export]) -> None:
    """Keep the rows that are still wanted, with their comments and foreign keys, in the wanted order."""
    import tomlkit

    wanted = [(export.target, export.path) for export in exports]
    for index in range(len(rows) - 1, -1, -1):
        if (rows[index].get("target"), rows[index].get("path")) not in wanted:
            del rows[index]
    present = [(row.get("target"), row.get("path")) for row in rows]
    if present != [place for place in wanted if place in present]:
        del rows[:]
        present = []
    for index, export in enumerate(exports):
        values = dict(zip(_EXPORT_KEYS, (export.target, export.path, export.secret), strict=True))
        if index < len(present) and present[index] == wanted[index]:
            if rows[index].get("secret") != export.secret:
                rows[index]["secret"] = export.secret
            continue
        row = tomlkit.table()
        row.update(values)
        if index == 0:
            row.trivia.indent = "\n"
        rows.insert(index, row)
        present.insert(index, wanted[index])
