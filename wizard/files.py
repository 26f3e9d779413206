"""The one writer of files: whole or not at all, private from the first byte, and never over somebody else's change.

A file is written beside its place under the name `.NAME.<16 hex digits>.tmp` and then renamed onto it. A process that
is killed in between leaves that file, readable by its owner alone; the next write, or `sweep`, removes it.
"""

import contextlib
import errno
import hashlib
import os
import re
import secrets
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from diagnostics.text import plain

LOCK_SECONDS = 5.0
LARGEST_FILE = 1_048_576
ABSENT = "absent"
"""The stamp of a file that does not exist."""

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file would be larger than this process may write",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "permission was denied",
    errno.EPERM: "the file belongs to somebody else",
    errno.ENAMETOOLONG: "its name is too long",
    errno.ENOTDIR: "a part of its path is not a folder",
    errno.EIO: "the disk reported an error",
}


class WriteRefused(Exception):
    """A file was not written, and is as it was. `str()` is a sentence for the admin."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file was when it was looked at. `content` and `mode` are None where there was none."""

    content: bytes | None
    mode: int | None

    @property
    def stamp(self) -> str:
        """The mark by which a change since then is noticed."""
        return stamp(self.content)

    def __repr__(self) -> str:
        return f"Seen(stamp={self.stamp[:12]!r}, mode={self.mode!r})"


def stamp(content: bytes | None) -> str:
    """The mark of a file's content: its SHA-256 in hex, or ABSENT."""
    return ABSENT if content is None else hashlib.sha256(content).hexdigest()


def look(path: Path) -> Seen:
    """What is at `path`, if this writer would replace it.

    Raises:
        WriteRefused: it is a link, no ordinary file, larger than 1 MiB, or cannot be read.
    """
    with _explained(path):
        found = _replaceable(path)
        if found is None:
            return Seen(None, None)
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise WriteRefused(f"{plain(path)} is larger than 1 MiB; it was left alone.")
    return Seen(content, stat.S_IMODE(found.st_mode))


def mode_after(before: int | None, public: bool = False) -> int:
    """The permissions a file gets.

    A private file keeps what its owner had and loses everybody else's. A public one keeps all it had; a new one is
    0644 less the umask. No file ever gets more than it had.
    """
    if before is not None:
        return before & (0o777 if public else 0o700)
    if not public:
        return 0o600
    if os.name != "posix":
        return 0o644
    from wizard.posix import umask

    return 0o644 & ~umask()


def write_file(
    path: Path, content: bytes, *, expected: str | None, public: bool = False, make_folder: bool = False
) -> str:
    """Write a whole file in one step.

    Args:
        path: where. A symbolic link is refused: what it stands for would quietly stop being one.
        content: all of it.
        expected: the stamp of what was read and agreed to be replaced; None writes over whatever is there.
        public: True for a file without secrets.
        make_folder: True creates missing folders, for their owner alone.

    Returns:
        The stamp of the written file.

    Raises:
        WriteRefused: it was not written; the sentence says why. The old file is untouched.
    """
    with _explained(path):
        if make_folder:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "posix":
            _write_posix(path, content, expected, public)
        else:
            _write_plainly(path, content, expected, public)
    return stamp(content)


def remove_file(path: Path, *, expected: str) -> None:
    """Remove a file for good, if it is still the one that was looked at.

    Args:
        path: the file. A symbolic link is refused, as in `write_file`.
        expected: the stamp of what was agreed to be removed.

    Raises:
        WriteRefused: it was not removed; the sentence says why.
    """
    with _explained(path):
        if os.name != "posix":
            _compare(path, _replaceable(path), expected)
            path.unlink()
            return
        from wizard import posix

        with posix.opened_folder(path.parent) as folder:
            _lock(path, folder)
            _compare(path, _replaceable(path), expected)
            os.unlink(path.name, dir_fd=folder)
            posix.flush_folder(folder)


def sweep(path: Path) -> tuple[str, ...]:
    """Remove what killed writes of the file at `path` have left beside it. Gives the names of what was removed."""
    if os.name != "posix" or not path.parent.is_dir():
        return ()
    from wizard import posix

    with _explained(path), posix.opened_folder(path.parent) as folder:
        _lock(path, folder)
        return _sweep(path.name, folder)


def _write_posix(path: Path, content: bytes, expected: str | None, public: bool) -> None:
    from wizard import posix

    with posix.opened_folder(path.parent) as folder:
        _lock(path, folder)
        found = _replaceable(path)
        _compare(path, found, expected)
        _sweep(path.name, folder)
        mode = mode_after(stat.S_IMODE(found.st_mode) if found else None, public)
        temporary = f".{path.name}.{secrets.token_hex(8)}.tmp"
        descriptor = posix.create_private(temporary, folder)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                posix.take_over(file.fileno(), found, mode)
                posix.flush(file.fileno())
            os.replace(temporary, path.name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(temporary, dir_fd=folder)
            raise
        posix.flush_folder(folder)


def _lock(path: Path, folder: int) -> None:
    from wizard import posix

    if not posix.lock_folder(folder, LOCK_SECONDS):
        raise WriteRefused(
            f"Another process has been writing in {plain(path.parent)} for {LOCK_SECONDS:.0f} seconds. "
            "Nothing was written; try again when it is done."
        )


def _write_plainly(path: Path, content: bytes, expected: str | None, public: bool) -> None:
    """The same where there are neither folder descriptors nor locks."""
    found = _replaceable(path)
    _compare(path, found, expected)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode_after(stat.S_IMODE(found.st_mode) if found else None, public))
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _replaceable(path: Path) -> os.stat_result | None:
    shown = plain(path)
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(found.st_mode):
        target = plain(path.readlink())
        raise WriteRefused(
            f"{shown} is a symbolic link to {target}. Name the file itself, so that the link stays one."
        )
    if not stat.S_ISREG(found.st_mode):
        raise WriteRefused(f"{shown} is not an ordinary file. Choose another path.")
    if found.st_nlink > 1:
        raise WriteRefused(
            f"{shown} has {found.st_nlink} names (hard links); replacing one would part them. Choose another path."
        )
    return found


def _compare(path: Path, found: os.stat_result | None, expected: str | None) -> None:
    if expected is None:
        return
    now = ABSENT if found is None else stamp(path.read_bytes())
    if now == expected:
        return
    if expected == ABSENT:
        what = "exists by now"
    elif now == ABSENT:
        what = "has been removed since it was read"
    else:
        what = "has been changed since it was read"
    raise WriteRefused(f"{plain(path)} {what}. Nothing was written; look at it again and decide anew.")


def _sweep(name: str, folder: int) -> tuple[str, ...]:
    ours = re.compile(re.escape(f".{name}.") + r"[0-9a-f]{16}\.tmp")
    left = tuple(entry for entry in os.listdir(folder) if ours.fullmatch(entry))
    for entry in left:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(entry, dir_fd=folder)
    return left


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Every failure of the system as a sentence about `path`."""
    shown = plain(path)
    try:
        yield
    except (FileNotFoundError, NotADirectoryError):
        raise WriteRefused(f"{shown} cannot be written: {plain(path.parent)} is not a folder that exists.") from None
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, plain(error.strerror or type(error).__name__))
        raise WriteRefused(f"{shown} was left as it was: {reason}.") from None
    except ValueError:
        raise WriteRefused(f"{shown} is not a path that a file can have.") from None
