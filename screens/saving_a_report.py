"""Saving a diagnosis: ask for the file, show what would be written, write what was agreed to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from diagnostics.background import in_thread
from screens.host import host_of
from wizard.diagnosing import plan_report, write_report
from wizard.files import WriteRefused

if TYPE_CHECKING:
    from textual.screen import Screen

    from diagnostics.diagnosis import Diagnosis
    from wizard.session import Session

DISK_SECONDS = 15.0


async def save_report(
    screen: Screen[None],
    session: Session,
    diagnosis: Diagnosis,
    notes: Sequence[str],
    proposed: str,
    trouble: str = "",
) -> str:
    """Save a report where the admin says so and agrees to it. To be awaited in a worker.

    Args:
        screen: over which it is asked and told.
        session: what was looked at.
        diagnosis: what was found.
        notes: sentences about the look as a whole, for the report.
        proposed: the file that is proposed.
        trouble: why the one that was typed before cannot be written.

    Returns:
        The file to propose next time.
    """
    from screens.dialogs.agree import Agree
    from screens.dialogs.save_report import SaveReport

    app = screen.app
    typed = await app.push_screen_wait(SaveReport(proposed, trouble))
    if typed is None:
        return proposed
    try:
        report = await in_thread(lambda: plan_report(session, diagnosis, typed, notes), DISK_SECONDS)
        if await app.push_screen_wait(Agree(report.plan)):
            await in_thread(lambda: write_report(report), DISK_SECONDS)
            session.done.add(f"Wrote the report {report.path}.")
            app.notify(f"Wrote the report {report.path}.", markup=False)
    except WriteRefused as refused:
        return await save_report(screen, session, diagnosis, notes, typed, str(refused))
    except TimeoutError:
        host_of(screen).trouble("The disk gave no answer in time. Look there before you try again.")
    return typed
