"""What the admin likes the wizard to look like: a theme, and keys of their own. Kept in one small TOML file.

theme = "nord"

[keys]
"step.again" = "f6"
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from diagnostics.places import connections_folder
from diagnostics.text import plain

_KEY = re.compile(r"[a-z0-9_+@^]{1,40}(,[a-z0-9_+@^]{1,40}){0,7}")


class DamagedPreferences(Exception):
    """The file cannot be read as preferences; `str()` is a sentence with its line."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What is kept.

    Attributes:
        theme: a theme's name, None where none was chosen.
        keys: for ids of bindings (docs/keys.md) the key that is to do it, several with commas between them.
    """

    theme: str | None = None
    keys: Mapping[str, str] = field(default_factory=dict)


def preferences_path() -> Path:
    """The file. It is in a folder of its own, so that it is never taken for a connection."""
    return connections_folder() / "preferences" / "wizard.toml"


def read_preferences(path: Path) -> Preferences:
    """What a file says; nothing where there is none.

    Raises:
        DamagedPreferences: it cannot be read, or a value in it is not of its kind.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Preferences()
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedPreferences(f"{plain(path)} cannot be read ({type(error).__name__}).") from None
    import tomllib

    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DamagedPreferences(f"{plain(path)} is not TOML: {plain(error, 120)}.") from None
    theme, keys = said.get("theme"), said.get("keys", {})
    if theme is not None and not isinstance(theme, str):
        raise DamagedPreferences(f"In {plain(path)}, theme is not the name of a theme in quotes.")
    if not isinstance(keys, dict):
        raise DamagedPreferences(f"In {plain(path)}, [keys] is not a table.")
    return Preferences(plain(theme, 60) if theme else None, {plain(id, 60): _key(path, id, keys[id]) for id in keys})


def save_theme(path: Path, theme: str) -> None:
    """Keep a theme; all else in the file stays as it is.

    Raises:
        DamagedPreferences: the file is there and is not TOML.
        WriteRefused: it was not written.
    """
    import tomlkit
    from tomlkit.exceptions import ParseError

    from wizard.files import look, write_file

    seen = look(path)
    try:
        document = tomlkit.parse((seen.content or b"").decode("utf-8"))
    except (ParseError, UnicodeDecodeError):
        raise DamagedPreferences(f"{plain(path)} is not TOML; the theme was not kept.") from None
    if document.get("theme") != theme:
        document["theme"] = theme
        content = tomlkit.dumps(document).encode("utf-8")
        write_file(path, content, expected=seen.stamp, public=True, make_folder=True)


def _key(path: Path, id: str, key: object) -> str:
    wanted = key.replace(" ", "") if isinstance(key, str) else ""
    if not _KEY.fullmatch(wanted):
        raise DamagedPreferences(
            f'In {plain(path)}, the key of "{plain(id, 60)}" is not one such as "f6" or "ctrl+g,f6".'
        )
    return wanted
