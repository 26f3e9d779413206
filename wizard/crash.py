"""What is left behind when the program crashes: where it happened, and nothing that it was working with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.version import VERSION

if TYPE_CHECKING:
    from pathlib import Path


def crash_report(error: BaseException) -> str:
    """Where an error came from: files, lines and functions, and the types of it and of its causes.

    Neither local variables nor the errors' own texts are in it: both can quote a secret or a name from outside.
    """
    import platform
    import traceback

    lines = [
        f"clearml-cognito {VERSION}, Python {platform.python_version()}, {platform.system()} {platform.release()}",
        "Local variables and the errors' own words are left out on purpose: they could hold a secret.",
    ]
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        lines += ["", f"{type(link).__module__}.{type(link).__qualname__}"]
        lines += [
            f"  {frame.filename}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(link.__traceback__, limit=-50)
        ]
        link = link.__cause__ or link.__context__
    return "\n".join(lines) + "\n"


def save_crash_report(error: BaseException, folder: Path) -> Path | None:
    """Write the report of a crash to `folder`, for its owner alone (0600).

    Returns:
        Where it lies, None where it could not be written: a crash is no time to fail again.
    """
    import os
    import time

    from wizard.files import ABSENT, WriteRefused, write_file

    path = folder / f"crash-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.txt"
    try:
        content = crash_report(error).encode("utf-8", "backslashreplace")
        write_file(path, content, expected=ABSENT, make_folder=True)
    except WriteRefused:
        return None
    return path
