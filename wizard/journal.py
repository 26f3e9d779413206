"""What was applied, written before and after each call, so that what was interrupted can be found and finished.

The journal is one file of JSON lines in the state folder, readable by its owner alone. It holds names and ids, never
a secret. An action has a line with the stage `begun` before the call is sent, and one that says how it ended; where
the second is missing, nobody saw how it ended.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from diagnostics.text import plain
from wizard.files import ABSENT, WriteRefused, look, write_file

FORMAT = 1
FILE = "journal.jsonl"
MOST_LINES = 2_000
_TRIES = 5


class Stage(StrEnum):
    """How far an action came."""

    BEGUN = "begun"
    DONE = "done"
    REFUSED = "refused"
    """AWS refused it: nothing was changed."""
    UNCLEAR = "unclear"
    """No answer came. It may have been carried out all the same."""
    SETTLED = "settled"
    """Its result was taken up, or the admin saw it and chose otherwise: nothing is left to finish."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line.

    Attributes:
        action: names one action; its lines share it.
        operation: AWS's operation, `CreateUserPoolClient`.
        account, region, user_pool: where.
        subject: what it was about: the name of the app client, the prefix of the domain, the id of the client.
        known: what was there before and is easily mistaken for its result, such as app clients of the same name.
        result: what came of it, the new app client's id; empty before, and where nothing did.
    """

    action: str
    stage: Stage
    at: datetime
    operation: str
    account: str
    region: str
    user_pool: str
    subject: str
    known: tuple[str, ...] = ()
    result: str = ""

    def ended(self, stage: Stage, result: str = "") -> Entry:
        """The line that says how this action ended."""
        return replace(self, stage=stage, at=datetime.now(UTC), result=result)


def begun(
    operation: str, *, account: str, region: str, user_pool: str, subject: str, known: Sequence[str] = ()
) -> Entry:
    """The line for an action that is about to be sent."""
    action, now = secrets.token_hex(8), datetime.now(UTC)
    return Entry(action, Stage.BEGUN, now, operation, account, region, user_pool, subject, tuple(known))


def note(folder: Path, entry: Entry) -> None:
    """Append a line. It is on the disk when this returns; it blocks.

    Raises:
        WriteRefused: it could not be written; the journal is as it was.
    """
    path = folder / FILE
    line = json.dumps({"format": FORMAT, **asdict(entry), "at": entry.at.isoformat()}, ensure_ascii=True)
    for tries_left in reversed(range(_TRIES)):
        seen = look(path) if path.parent.is_dir() else None
        before = seen.content if seen and seen.content else b""
        lines = [*before.splitlines(), line.encode()][-MOST_LINES:]
        try:
            write_file(path, b"\n".join(lines) + b"\n", expected=seen.stamp if seen else ABSENT, make_folder=True)
        except WriteRefused:
            # Another process of ours may have added a line in between; anything else fails again.
            if not tries_left:
                raise
        else:
            return


def read_journal(folder: Path) -> tuple[Entry, ...]:
    """All lines, oldest first. A line that is damaged or of a later format is passed over; it blocks.

    Raises:
        WriteRefused: the file is no ordinary one, or cannot be read.
    """
    if not folder.is_dir():
        return ()
    content = look(folder / FILE).content or b""
    entries = (_entry(line) for line in content.splitlines())
    return tuple(entry for entry in entries if entry is not None)


def last_lines(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The latest line of each action, in the order in which the actions were begun."""
    latest: dict[str, Entry] = {}
    for entry in entries:
        latest[entry.action] = entry
    return tuple(latest.values())


def _entry(line: bytes) -> Entry | None:
    try:
        found: object = json.loads(line)
        if not isinstance(found, Mapping) or found.get("format") != FORMAT:
            return None
        known = found.get("known")
        names = ("action", "operation", "account", "region", "user_pool", "subject", "result")
        texts = {name: plain(found.get(name, ""), 256) for name in names}
        return Entry(
            stage=Stage(str(found.get("stage"))),
            at=_moment(str(found.get("at"))),
            known=tuple(plain(one, 256) for one in known) if isinstance(known, list) else (),
            **texts,
        )
    except (ValueError, RecursionError):
        return None


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
