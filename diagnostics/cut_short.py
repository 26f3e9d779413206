"""A look that was ended before its end: what was seen by then is judged, and the rest is not seen."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime

from diagnostics.diagnosis import Diagnosis
from diagnostics.facts import Fact, Unknown, Why
from diagnostics.judge import Check, judge
from diagnostics.look import Snapshot


class Seen:
    """What a look has brought home so far; hand `note` to it as its progress."""

    def __init__(self) -> None:
        self.started_at = datetime.now(UTC)
        self._started = time.monotonic()
        self._facts: dict[str, Fact[object]] = {}
        self._seconds: dict[str, float] = {}

    def note(self, name: str, fact: Fact[object] | None, seconds: float) -> None:
        """One fact's probe has started (None) or ended."""
        if fact is not None:
            self._facts[name], self._seconds[name] = fact, seconds

    def diagnosis(self, checks: Sequence[Check], why: str) -> Diagnosis:
        """The diagnosis of what has been seen so far.

        Args:
            checks: the checks that were to be judged.
            why: why the rest was not seen, a sentence.
        """
        unseen = Unknown(Why.ERROR, why)
        wanted = {key.name: unseen for check in checks for key in check.needs}
        snapshot = Snapshot(self.started_at, {**wanted, **self._facts}, dict(self._seconds))
        return Diagnosis(snapshot, judge(snapshot, checks), self.started_at, time.monotonic() - self._started)
