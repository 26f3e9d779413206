"""Reading answers from outside into typed values: a wrong type is said, never guessed around."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from diagnostics.facts import NotSeen, Unknown, Why
from diagnostics.text import plain


def malformed(source: str, what: str) -> NotSeen:
    """The reason for an answer that is not what `source` documents."""
    return NotSeen(Unknown(Why.MALFORMED, f"{source} answered in a form that it does not document: {what}."))


def table(source: str, value: object) -> Mapping[str, object]:
    """`value` as a JSON object; NotSeen when it is anything else."""
    if not isinstance(value, Mapping):
        raise malformed(source, "not an object")
    return value


def tables(source: str, answer: Mapping[str, object], key: str) -> tuple[Mapping[str, object], ...]:
    """The list of objects under `key`.

    Its absence is malformed, not empty: boto3 takes a proxy's HTML page for an answer without members.
    """
    if answer.get(key) is None:
        raise malformed(source, f"{key} is missing")
    return optional_tables(source, answer, key)


def optional_tables(source: str, answer: Mapping[str, object], key: str) -> tuple[Mapping[str, object], ...]:
    """The list of objects under `key`; empty when absent."""
    rows = answer.get(key)
    if rows is None:
        return ()
    if not isinstance(rows, Sequence) or isinstance(rows, str | bytes):
        raise malformed(source, f"{key} is not a list")
    return tuple(table(source, row) for row in rows)


def text(source: str, answer: Mapping[str, object], key: str) -> str:
    """The non-empty text under `key`, exactly as it came (identifiers are compared by it)."""
    value = optional_text(source, answer, key)
    if not value:
        raise malformed(source, f"{key} is missing")
    return value


def optional_text(source: str, answer: Mapping[str, object], key: str) -> str | None:
    """The text under `key`, None when it is absent or empty."""
    value = answer.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise malformed(source, f"{key} is not a text")
    return value


def label(source: str, answer: Mapping[str, object], key: str) -> str:
    """The text under `key` as something to show: plain, and empty when absent."""
    return plain(optional_text(source, answer, key) or "")


def texts(source: str, answer: Mapping[str, object], key: str) -> tuple[str, ...]:
    """The list of texts under `key`; empty when absent. Empty texts in it are dropped."""
    rows = answer.get(key)
    if rows is None:
        return ()
    if not isinstance(rows, Sequence) or isinstance(rows, str) or not all(isinstance(row, str) for row in rows):
        raise malformed(source, f"{key} is not a list of texts")
    return tuple(row for row in rows if row)


def flag(source: str, answer: Mapping[str, object], key: str) -> bool:
    """The truth value under `key`; False when absent."""
    value = answer.get(key, False)
    if not isinstance(value, bool):
        raise malformed(source, f"{key} is not true or false")
    return value


def moment(answer: Mapping[str, object], key: str) -> datetime | None:
    """The point in time under `key`, if there is a usable one."""
    value = answer.get(key)
    return value if isinstance(value, datetime) else None
