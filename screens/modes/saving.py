"""What `--diagnose` writes to files: the report, the snapshot and the bundle. Each by the wizard's one writer."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.leaks import known_secrets, leak
from diagnostics.reports.exit_status import ExitStatus
from diagnostics.reports.layout import wrapped
from screens.modes.start import Refusal
from screens.streams import is_terminal, say
from wizard.files import WriteRefused, write_file

if TYPE_CHECKING:
    from diagnostics.judge import Check
    from diagnostics.reports.subject import Subject
    from screens.modes.looking import Looked

_WIDTH = 80


def path_of(typed: str, flag: str) -> Path:
    """The absolute path of a typed one. Raises Refusal where it can be none."""
    try:
        path = Path(typed).expanduser().absolute()
    except RuntimeError:
        raise Refusal(f"{flag}: the path begins with ~ and a user whom this machine does not know.") from None
    if not typed or path.is_dir():
        raise Refusal(f"{flag} needs the name of a file, and {path} is a folder.")
    return path


def save(path: Path, content: bytes) -> None:
    """Write a file, readable by its owner alone. Raises Refusal."""
    try:
        write_file(path, content, expected=None)
    except WriteRefused as refused:
        raise Refusal(str(refused), ExitStatus.REFUSED) from None


def save_snapshot(path: Path, looked: Looked, subject: Subject) -> None:
    """Save what was seen. Raises Refusal where it cannot be written, or where a secret stands in it."""
    from diagnostics.snapshot_file import snapshot_text

    content = snapshot_text(looked.diagnosis, subject).encode("ascii")
    found = leak({"the snapshot": content}, known_secrets(looked.sources))
    if found:
        raise Refusal(f"The snapshot was not saved: the {found.whose} is in it, {found.form}.", ExitStatus.REFUSED)
    save(path, content)
    say(f"The snapshot is in {path}.")


def agreed_beforehand(yes: bool) -> None:
    """Raises Refusal where a bundle could be agreed to by nobody, before any time is spent on a look."""
    if not yes and not is_terminal(sys.stdin):
        raise Refusal(
            "--bundle shows what it is about to write and asks, and there is no terminal to ask on. "
            "Add --yes to agree.",
            ExitStatus.REFUSED,
        )


def save_bundle(path: Path, looked: Looked, subject: Subject, checks: Sequence[Check], yes: bool) -> None:
    """Show what a bundle holds, ask, and write it. Raises Refusal where nobody agrees or a secret stands in it."""
    from diagnostics.reports.bundle import Leaky, bundle, zipped

    try:
        made = bundle(
            looked.diagnosis,
            subject,
            looked.status,
            checks,
            sources=looked.sources,
            secrets=known_secrets(looked.sources),
            note=looked.note,
        )
    except Leaky as leaky:
        raise Refusal(str(leaky), ExitStatus.REFUSED) from None
    say(f"The bundle {path} is to hold:")
    for name, content in made.members.items():
        say(f"  {name:<16}{len(content):>8,} bytes")
    for line in wrapped(f"Left out or shortened: {'; '.join(made.withheld)}.", _WIDTH):
        say(line)
    if not yes:
        say("It is sent nowhere. Write it? [y/N]")
        if sys.stdin.readline().strip().lower() not in ("y", "yes"):
            raise Refusal("No bundle was written.", ExitStatus.REFUSED)
    save(path, zipped(made, looked.diagnosis))
    say(f"The bundle is in {path}.")
