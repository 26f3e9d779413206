"""One look for one step: only what its checks need is asked, and judged as `--diagnose` does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diagnostics.aws import Aws
    from diagnostics.connection import Connection
    from diagnostics.diagnosis import Diagnosis

LOOK_SECONDS = 30.0
IMPORT_SECONDS = 30.0


async def look_for(
    checks: Sequence[str], connection: Connection, aws: Aws, *, seconds: float = LOOK_SECONDS
) -> Diagnosis:
    """Gather what some checks need, and judge it.

    Args:
        checks: their ids.
        connection: what the admin wants; it need not be saved yet.
        aws: the session to ask AWS with.
        seconds: what the look may take; what is not there by then is not seen.
    """
    from diagnostics.background import in_thread

    await in_thread(load, IMPORT_SECONDS)
    from diagnostics.diagnosis import judge_step, sources_maker

    return await judge_step(sources_maker(connection, aws=aws), checks, seconds=seconds)


def load() -> None:
    """Import what a look needs beside the event loop: a key pressed meanwhile is answered at once."""
    from importlib import import_module

    for name in ("botocore.session", "httpx", "diagnostics.diagnosis", "diagnostics.probes"):
        import_module(name)
