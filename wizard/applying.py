"""One change applied: its line in the journal before the call, the call, and the line that says how it ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from diagnostics.aws_errors import AwsRefused
from diagnostics.facts import NotSeen
from wizard.files import WriteRefused
from wizard.journal import Entry, Stage, note


def applied(
    folder: Path | None,
    entry: Entry,
    call: Callable[[], Mapping[str, object]],
    result_of: Callable[[Mapping[str, object]], str] = lambda answer: "",
) -> Mapping[str, object]:
    """Make a call that changes something. It blocks.

    Args:
        folder: where the journal is; None keeps none.
        entry: the line for it.
        call: makes the call.
        result_of: what the journal is to keep of the answer: an id, never a secret.

    Raises:
        WriteRefused: the journal could not be written before; nothing was sent.
        NotSeen: what `call` raises.
    """
    if folder is not None:
        note(folder, entry)
    try:
        answer = call()
    except AwsRefused as refused:
        _note_end(folder, entry.ended(Stage.UNCLEAR if refused.own_fault else Stage.REFUSED))
        raise
    except NotSeen:
        _note_end(folder, entry.ended(Stage.UNCLEAR))
        raise
    _note_end(folder, entry.ended(Stage.DONE, result_of(answer)))
    return answer


def _note_end(folder: Path | None, entry: Entry) -> None:
    """What has happened has happened: a journal that cannot be written now must not hide the answer."""
    if folder is not None:
        try:
            note(folder, entry)
        except WriteRefused:
            return
