"""Looking at just what some checks need, and judging it, with what this sitting knows: its secret among that."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.findings import Finding
from diagnostics.look import Progress, Snapshot
from wizard.looking import IMPORT_SECONDS, load

if TYPE_CHECKING:
    from wizard.session import Session

LOOK_SECONDS = 45.0


@dataclass(frozen=True, slots=True)
class Checked:
    """One look and its judgement; `findings` are in the order of the checks asked for."""

    snapshot: Snapshot
    findings: tuple[Finding, ...]

    def finding(self, check: str) -> Finding | None:
        """The finding of a check, None where it was not asked for."""
        return next((found for found in self.findings if found.check == check), None)


async def check(
    session: Session,
    checks: Sequence[str],
    *,
    active_probes: bool = True,
    seconds: float = LOOK_SECONDS,
    progress: Progress | None = None,
) -> Checked:
    """Look at what some checks need and judge it.

    Args:
        session: whose connection, credentials and secret; a secret held in memory is tried as one given by hand.
        checks: the checks' ids.
        active_probes: whether the token and authorize endpoints may be asked with made-up codes.
        seconds: what the whole look may take.
        progress: told of each fact.

    Returns:
        What was found. What could not be looked at is a finding too; nothing is raised but cancellation.
    """
    from diagnostics.background import in_thread

    await in_thread(load, IMPORT_SECONDS)
    from diagnostics.diagnosis import judge_step, sources_maker

    make = sources_maker(
        session.connection,
        aws=session.aws,
        vault_service=session.vault_service,
        environment=dict(os.environ),
        given_secret=session.secret,
        active_probes=active_probes,
    )
    seen = await judge_step(make, checks, seconds=seconds, progress=progress)
    by_id = {found.check: found for found in seen.findings}
    return Checked(seen.snapshot, tuple(by_id[one] for one in dict.fromkeys(checks) if one in by_id))
