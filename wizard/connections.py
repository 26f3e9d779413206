"""The connections of a folder: listed with where each stands, copied, renamed and deleted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from diagnostics.connection import Connection, DamagedConnection, read_connection
from diagnostics.places import connection_name
from diagnostics.text import plain
from wizard.files import ABSENT, WriteRefused, look, remove_file, write_file
from wizard.steps import StepId, furthest, number_of, resume_at, step


@dataclass(frozen=True, slots=True)
class Listed:
    """One connection of a folder.

    Attributes:
        path: its file.
        connection: what it holds; None where it is damaged, or not saved yet.
        damage: why it cannot be read, a sentence with the line if that is known; empty where it can.
        stamp: the mark of what was read, for `delete`.
    """

    path: Path
    connection: Connection | None
    damage: str = ""
    stamp: str = ABSENT

    @property
    def name(self) -> str:
        """What the admin calls it."""
        return plain(self.path.stem, 100)

    @property
    def stands(self) -> str:
        """Where it stands, in a few words."""
        if self.damage:
            return "damaged"
        at = resume_at(self.connection) if self.connection else StepId.WELCOME
        if at is StepId.WELCOME:
            begun = self.connection is not None and furthest(self.connection) is not StepId.ACCOUNT
            return "not gone through yet" if begun else "not begun"
        return "at the last step" if at is StepId.FINISH else f"step {number_of(at)}, {step(at).title}"

    @property
    def web(self) -> str:
        """The host at which people open its ClearML, empty where that is not answered."""
        addresses = self.connection.web_addresses if self.connection else ()
        try:
            host = urlsplit(addresses[0]).netloc if addresses else ""
        except ValueError:
            host = addresses[0]
        return plain(host, 60)

    def about(self) -> tuple[tuple[str, str], ...]:
        """What is known of it, as label and value."""
        held = self.connection or Connection()
        webs = ", ".join(plain(web, 80) for web in held.web_addresses)
        account = "by hand, without AWS" if held.by_hand else plain(held.account or "", 20)
        found = (
            ("file", plain(self.path, 200)),
            ("ClearML", webs),
            ("user pool", plain(held.user_pool or "", 60)),
            ("app client", plain(held.app_client or "", 60)),
            ("account", account),
        )
        return tuple((label, value) for label, value in found if value)


def listed(folder: Path, current: Path) -> tuple[Listed, ...]:
    """The connections of a folder by name, and the current one wherever it is. It reads the disk.

    A file that cannot be read as a connection is listed with its damage, and left as it is.
    """
    files = [file for file in folder.glob("*.toml") if not file.name.startswith(".")] if folder.is_dir() else []
    return tuple(_read(file) for file in sorted({*files, current}, key=lambda file: (file.stem.casefold(), file)))


def _read(path: Path) -> Listed:
    try:
        stamp = look(path).stamp
        return Listed(path, read_connection(path), stamp=stamp)
    except DamagedConnection as damage:
        return Listed(path, None, str(damage), stamp)
    except WriteRefused as refused:
        return Listed(path, None, str(refused))


def free_path(folder: Path, typed: str) -> Path:
    """The file of a new connection in a folder. It looks at the disk.

    Raises:
        ValueError: no connection can have this name, or another one has it.
    """
    name = connection_name(typed)
    path = folder / f"{name}.toml"
    taken = {file.stem.casefold() for file in folder.glob("*.toml")} if folder.is_dir() else set()
    if name.casefold() in taken:
        raise ValueError(f'There is a connection "{plain(name)}" already. Choose another name.')
    return path


def copy(source: Path, target: Path) -> None:
    """Copy a connection's file as it is, comments included. Raises WriteRefused, also where the target exists."""
    write_file(target, _content(source), expected=ABSENT, make_folder=True)


def rename(source: Path, target: Path) -> None:
    """Give a connection another name. Nothing is ever written over.

    Raises:
        WriteRefused: the target exists, or the source was changed meanwhile; then both are there, and none is lost.
    """
    seen = look(source)
    write_file(target, _content(source), expected=ABSENT, make_folder=True)
    remove_file(source, expected=seen.stamp)


def delete(one: Listed) -> None:
    """Delete a connection's file for good. Raises WriteRefused, also where it is not as it was listed."""
    remove_file(one.path, expected=one.stamp)


def _content(path: Path) -> bytes:
    content = look(path).content
    if content is None:
        raise WriteRefused(f"{plain(path)} does not exist any more.")
    return content


def what_stays(one: Listed, command: str) -> tuple[str, ...]:
    """What deleting a connection leaves behind, each a sentence.

    Args:
        command: what starts this program with the connection.
    """
    held = one.connection
    stays = ["What is in AWS stays: user pool, domain, app client."]
    if held is not None and held.user_pool and held.app_client:
        stays.append(
            f"The client secret stays in this machine's keyring, if it is there. To remove it, run this before: "
            f"{command} --vault remove"
        )
    if held is not None:
        stays += [f"The exported file stays: {plain(export.path, 120)}" for export in held.exports]
    return tuple(stays)
