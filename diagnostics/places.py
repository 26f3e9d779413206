"""Where this program keeps its files: connections in the user's config folder, the rest in the state folder.

The folders are the system's own (on Linux those of the XDG base directories); nothing is created here.
"""

import re
from pathlib import Path

FOLDER = "clearml-cognito"
DEMO_FOLDER = "demo"
DEFAULT_CONNECTION = "default"

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


_NAMES = (
    "A connection's name is made of letters, digits, dots, dashes and underscores, and begins with a letter or digit."
)


class BadConnectionName(ValueError):
    """A connection's name that no file can have. `str()` is a sentence for the admin."""


def connections_folder(demo: bool = False) -> Path:
    """The folder of the connection files; the simulated account has its own."""
    import platformdirs

    return _of_demo(Path(platformdirs.user_config_dir(FOLDER, appauthor=False)), demo)


def state_folder(demo: bool = False) -> Path:
    """The folder of the journal and of what else outlives a run; the simulated account has its own."""
    import platformdirs

    return _of_demo(Path(platformdirs.user_state_dir(FOLDER, appauthor=False)), demo)


def connection_path(name_or_file: str = DEFAULT_CONNECTION, demo: bool = False) -> Path:
    """The file of a connection.

    Args:
        name_or_file: a connection's name, or the path of its file, which ends in `.toml`.
        demo: True for the simulated account's own connections. A path is taken as it is.

    Raises:
        BadConnectionName: it is neither such a path nor a name of letters, digits, dots, dashes and underscores.
    """
    if name_or_file.endswith(".toml"):
        try:
            return Path(name_or_file).expanduser().absolute()
        except RuntimeError:
            raise BadConnectionName("The path begins with ~ and a user whom this machine does not know.") from None
    if not _NAME.fullmatch(name_or_file):
        raise BadConnectionName(f"{_NAMES} Give such a name, or the path of a file that ends in .toml.")
    return connections_folder(demo) / f"{name_or_file}.toml"


def connection_name(typed: str) -> str:
    """A connection's name as it is typed, without the blanks around it.

    Raises:
        BadConnectionName: no connection can have it.
    """
    name = typed.strip()
    if not name:
        raise BadConnectionName("Type a name, such as prod or staging.")
    if name.lower().endswith(".toml"):
        raise BadConnectionName("Leave .toml away: this is the connection's name, not its file.")
    if not _NAME.fullmatch(name):
        raise BadConnectionName(_NAMES)
    return name


def connection_names(demo: bool = False) -> tuple[str, ...]:
    """The names of the saved connections, sorted."""
    folder = connections_folder(demo)
    if not folder.is_dir():
        return ()
    return tuple(sorted(file.stem for file in folder.glob("*.toml") if not file.name.startswith(".")))


def _of_demo(folder: Path, demo: bool) -> Path:
    return folder / DEMO_FOLDER if demo else folder
