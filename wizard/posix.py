"""The calls of the wizard's file writer that only POSIX systems have. Imported nowhere else than on one."""

import contextlib
import errno
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

_NO_LOCKS_HERE = frozenset({errno.EBADF, errno.ENOLCK, errno.ENOTSUP, errno.EINVAL, errno.ENOSYS})
_POLL_SECONDS = 0.02


@contextlib.contextmanager
def opened_folder(folder: Path) -> Iterator[int]:
    """The folder's descriptor, so that everything that follows happens in this very folder."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def lock_folder(descriptor: int, seconds: float) -> bool:
    """Lock a folder against other writers of this program until its descriptor is closed.

    The lock is on the folder itself, so that no lock file is left in it. Some network file systems cannot lock one;
    the comparison with what was read still holds there.

    Returns:
        False where another writer kept it for `seconds`.
    """
    until = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(_POLL_SECONDS)
        except OSError as error:
            if error.errno in _NO_LOCKS_HERE:
                return True
            raise


def create_private(name: str, folder: int) -> int:
    """A new file that nobody else may read, opened for writing."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    return os.open(name, flags, 0o600, dir_fd=folder)


def take_over(descriptor: int, owner: os.stat_result | None, mode: int) -> None:
    """Give a new file the owner of the one it replaces, then its mode.

    Raises:
        PermissionError: the owner is someone else, and this process may not give files away.
    """
    if owner is not None:
        if owner.st_uid != os.geteuid():
            os.fchown(descriptor, owner.st_uid, -1)
        # A group that cannot be kept only means that fewer may read the file.
        with contextlib.suppress(PermissionError):
            os.fchown(descriptor, -1, owner.st_gid)
    os.fchmod(descriptor, mode)


def flush(descriptor: int) -> None:
    """Bring a file to the disk, past the disk's own cache on macOS as well."""
    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is not None:
        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, full)
            return
    os.fsync(descriptor)


def flush_folder(descriptor: int) -> None:
    """Bring a rename to the disk. Some file systems cannot; the rename holds all the same."""
    with contextlib.suppress(OSError):
        os.fsync(descriptor)


def umask() -> int:
    """The process's umask. There is no way to read it without setting it for a moment."""
    current = os.umask(0o077)
    os.umask(current)
    return current


def is_foreground() -> bool:
    """True where this process's group is the foreground one of its terminal."""
    try:
        terminal = os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return False
    finally:
        os.close(terminal)
