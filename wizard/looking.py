"""One look for one step: only what its checks need is asked, and judged as `--diagnose` does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.findings import Finding
from diagnostics.judge import judge
from diagnostics.look import Snapshot, look
from diagnostics.sources import Sources

if TYPE_CHECKING:
    from diagnostics.aws import Aws
    from diagnostics.connection import Connection

LOOK_SECONDS = 30.0
_IMPORT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Looked:
    """What one look for a step brought home."""

    snapshot: Snapshot
    findings: tuple[Finding, ...]


async def look_for(
    checks: Sequence[str], connection: Connection, aws: Aws, *, seconds: float = LOOK_SECONDS
) -> Looked:
    """Gather what some checks need, and judge it.

    Args:
        checks: their ids.
        connection: what the admin wants; it need not be saved yet.
        aws: the session to ask AWS with.
        seconds: what the look may take; what is not there by then is not seen.
    """
    from diagnostics.background import in_thread

    await in_thread(_load, _IMPORT_SECONDS)
    from diagnostics.checks import checks_named
    from diagnostics.http import web
    from diagnostics.probes import probes_for

    chosen = checks_named(checks)
    wanted = tuple(key for check in chosen for key in check.needs)
    async with web() as pool:
        sources = Sources(connection, aws, pool)
        snapshot = await look(probes_for(sources), sources, seconds=seconds, wanted=wanted)
    return Looked(snapshot, judge(snapshot, chosen))


def _load() -> None:
    """Import what a look needs beside the event loop: a key pressed meanwhile is answered at once."""
    import botocore.session  # noqa: F401
    import httpx  # noqa: F401

    import diagnostics.checks
    import diagnostics.probes  # noqa: F401
