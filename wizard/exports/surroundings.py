"""What is to be said of the place where a file with a secret is about to be written."""

import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

from diagnostics.text import plain

_GIT_SECONDS = 5.0


def warnings_about(path: Path) -> Iterator[str]:
    """Sentences about the folder of `path`: who else may write in it, and whether git would take the file along."""
    folder = path.parent
    if os.name == "posix":
        mode = folder.stat().st_mode
        if mode & (stat.S_IWGRP | stat.S_IWOTH) and not mode & stat.S_ISVTX:
            who = "everybody" if mode & stat.S_IWOTH else "its group"
            yield (
                f"{plain(folder)} can be written to by {who}: they can replace the file by another. "
                "Choose a folder of your own, or take that permission away."
            )
    if any((above / ".git").exists() for above in (folder, *folder.parents)):
        yield from _about_git(path)


def _about_git(path: Path) -> Iterator[str]:
    ignored = _ignored_by_git(path)
    if ignored:
        return
    unsure = " (git could not be asked whether it ignores it)" if ignored is None else ""
    yield (
        f"{plain(path)} is in a git work tree{unsure}: it would be committed with the next git add. "
        "Choose another folder, or add it to .gitignore."
    )


def _ignored_by_git(path: Path) -> bool | None:
    """git's own answer, None where there is none."""
    git = shutil.which("git")
    if git is None:
        return None
    command = [git, "-C", str(path.parent), "check-ignore", "--quiet", "--", path.name]
    try:
        # No shell; the path is behind "--".
        answer = subprocess.run(  # noqa: S603
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_GIT_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return {0: True, 1: False}.get(answer.returncode)
