"""A look as a file: all its facts, to be judged later or elsewhere. No secret is among them.

The form has a number. A file of another form, a damaged one and one of something else are each a sentence.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args, get_type_hints

from diagnostics.facts import Fact, FactKey, Known, Unknown, Why
from diagnostics.look import Snapshot
from diagnostics.reports.subject import Subject
from diagnostics.text import plain
from diagnostics.typed_json import Kept, NotThatType, decoded, encoded
from diagnostics.version import VERSION

if TYPE_CHECKING:
    from diagnostics.diagnosis import Diagnosis
    from diagnostics.judge import Check

KIND = "clearml-cognito snapshot"
FORMAT = 1
LARGEST_FILE = 8 * 1024 * 1024

NOT_INCLUDED = "The saved look did not include this."


class DamagedSnapshot(Exception):
    """A file that is no saved look, or one that cannot be read. `str()` is a sentence for the admin."""


@dataclass(frozen=True, slots=True)
class SavedLook:
    """What a snapshot file holds.

    Attributes:
        subject: what was looked at, with the command that works where the look was taken.
        seconds: how long the look took.
    """

    snapshot: Snapshot
    subject: Subject
    seconds: float


def snapshot_text(diagnosis: Diagnosis, subject: Subject) -> str:
    """A look as a snapshot file's text.

    Args:
        diagnosis: whose facts are saved; its findings are not, they are judged anew.
        subject: what was looked at.
    """
    content = {
        "file": KIND,
        "format": FORMAT,
        "version": VERSION,
        "taken_at": diagnosis.snapshot.taken_at.isoformat(),
        "took": round(diagnosis.seconds, 3),
        "about": encoded(subject, Subject),
        "facts": facts_as_json(diagnosis.snapshot),
        "seconds": {name: round(seconds, 4) for name, seconds in diagnosis.snapshot.seconds.items()},
    }
    return json.dumps(content, indent=1) + "\n"


def facts_as_json(snapshot: Snapshot, kept: Kept | None = None) -> dict[str, object]:
    """The facts of a look by name, each `{"known": value}` or `{"unknown": reason}`.

    Args:
        kept: which fields of their values are written; None for all.
    """
    declared = fact_types()
    facts: dict[str, object] = {}
    for name, fact in snapshot.facts.items():
        try:
            known = {"known": encoded(fact.value, declared[name], kept)} if isinstance(fact, Known) else None
        except TypeError:
            # An answer that is not what its type says costs this fact, and not the file.
            fact, known = Unknown(Why.MALFORMED, "This was seen, but is not in a form that can be saved."), None
        facts[name] = known or {"unknown": encoded(fact, Unknown)}
    return facts


def fact_types() -> Mapping[str, object]:
    """The type of every fact's value, by the fact's name, as `diagnostics.keys` declares it."""
    from diagnostics import keys

    hints = get_type_hints(keys)
    return {value.name: get_args(hints[name])[0] for name, value in vars(keys).items() if isinstance(value, FactKey)}


def read_snapshot(path: Path) -> SavedLook:
    """The look saved at `path`.

    Raises:
        DamagedSnapshot: there is no such file, it is something else, or not as this program writes it.
    """
    shown = plain(path)
    try:
        if not path.is_file():
            raise DamagedSnapshot(f"There is no file {shown}. --from-snapshot names what --save-snapshot wrote.")
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise DamagedSnapshot(f"{shown} cannot be read: {plain(error.strerror or type(error).__name__)}.") from None
    if len(content) > LARGEST_FILE:
        raise DamagedSnapshot(f"{shown} is larger than {LARGEST_FILE >> 20} MiB: it is no saved look.")
    try:
        return _saved_look(_parsed(content))
    except NotThatType as wrong:
        raise DamagedSnapshot(f"{shown} is damaged, or was changed by hand: {wrong}. Save the look anew.") from None
    except _Foreign as foreign:
        raise DamagedSnapshot(f"{shown} {foreign}") from None


class _Foreign(Exception):
    """Why a file is not one of ours to read; the end of a sentence."""


def judge_saved(saved: SavedLook, checks: Sequence[Check]) -> Diagnosis:
    """The findings of `checks` on a saved look. What it did not include is not seen; nobody is asked anything."""
    from diagnostics.diagnosis import Diagnosis
    from diagnostics.judge import judge

    missing: dict[str, Fact[object]] = {
        key.name: Unknown(Why.ERROR, NOT_INCLUDED) for check in checks for key in check.needs
    }
    snapshot = replace(saved.snapshot, facts={**missing, **saved.snapshot.facts})
    return Diagnosis(snapshot, judge(snapshot, checks), snapshot.taken_at, saved.seconds)


def _parsed(content: bytes) -> dict[str, object]:
    no_look = "is no saved look of clearml-cognito: it is not JSON as --save-snapshot writes it."
    try:
        read = json.loads(content, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise _Foreign(no_look) from None
    if not isinstance(read, dict) or read.get("file") != KIND:
        raise _Foreign("is no saved look of clearml-cognito: it does not begin as one.")
    if type(read.get("format")) is not int or read["format"] != FORMAT:
        by, form = plain(read.get("version"), 20), plain(read.get("format"), 20)
        raise _Foreign(
            f"was saved by clearml-cognito {by} in format {form}; this program, {VERSION}, reads format {FORMAT}. "
            "Use that version, or save the look anew."
        )
    return read


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A JSON object in which no name stands twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_number(text: str) -> float:
    raise ValueError("no number")


def _saved_look(content: Mapping[str, object]) -> SavedLook:
    for name in content:
        if name not in ("file", "format", "version", "taken_at", "took", "about", "facts", "seconds"):
            raise NotThatType((name,), "a field that is not known here")
    taken_at = cast(datetime, decoded(content.get("taken_at"), datetime, ("taken_at",)))
    seconds = cast("Mapping[str, float]", decoded(content.get("seconds"), Mapping[str, float], ("seconds",)))
    subject = cast(Subject, decoded(content.get("about"), Subject, ("about",)))
    snapshot = Snapshot(taken_at, _facts(content.get("facts")), seconds)
    took = cast(float, decoded(content.get("took"), float, ("took",)))
    return SavedLook(snapshot, replace(subject, saved_at=taken_at), max(took, 0.0))


def _facts(content: object) -> dict[str, Fact[object]]:
    if not isinstance(content, dict):
        raise NotThatType(("facts",), "not an object")
    declared = fact_types()
    facts: dict[str, Fact[object]] = {}
    for name, written in content.items():
        place = ("facts", name)
        if name not in declared:
            raise NotThatType(place, "a fact that is not known here")
        if not isinstance(written, dict) or len(written) != 1:
            raise NotThatType(place, "neither known nor unknown")
        if "known" in written:
            facts[name] = Known(decoded(written["known"], declared[name], place))
        elif "unknown" in written:
            facts[name] = cast(Unknown, decoded(written["unknown"], Unknown, place))
        else:
            raise NotThatType(place, "neither known nor unknown")
    return facts
