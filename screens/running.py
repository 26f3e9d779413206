"""One run of the program, from what was typed to the exit status: hygiene first, and an end for every ending."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

from diagnostics.reports.exit_status import ExitStatus
from screens.arguments import PROGRAM, Arguments, mode_of
from screens.environment import drop_textual_variables
from screens.streams import Unwritable, is_terminal, say

NO_TERMINAL = (
    f"{PROGRAM}: the wizard needs a terminal, and there is none here. "
    f"Start it in one, or look and judge without a screen: {PROGRAM} --diagnose"
)


class Told(BaseException):
    """SIGTERM came. It is no Exception, so that nothing takes it for a failure of its own."""


def run(typed: Arguments) -> int:
    """Carry out what was typed.

    Returns:
        The exit status. Nothing is raised: a crash becomes a sentence, a report and status 70.
    """
    from diagnostics.hygiene import keep_memory_private
    from screens.modes.start import Refusal

    drop_textual_variables(os.environ)
    keep_memory_private()
    signal.signal(signal.SIGTERM, _told)
    try:
        return _run(typed)
    except Refusal as refusal:
        say(f"{PROGRAM}: {refusal}")
        return int(refusal.status)
    except Unwritable as reason:
        say(f"{PROGRAM}: {reason}")
        return int(ExitStatus.REFUSED)
    except KeyboardInterrupt:
        say(f"{PROGRAM}: interrupted.")
        return int(ExitStatus.INTERRUPTED)
    except Told:
        return int(ExitStatus.TERMINATED)
    except Exception as error:  # noqa: BLE001 - the last stand: nothing of it may reach the terminal as it is
        return _crashed(error)


def _told(number: int, frame: FrameType | None) -> None:
    raise Told


def _run(typed: Arguments) -> int:
    from screens.modes.start import started

    mode = mode_of(typed)
    if mode is None and not (is_terminal(sys.stdin) and is_terminal(sys.__stderr__)):
        if typed.demo is not None:
            _refuse_unknown(typed.demo)
        say(NO_TERMINAL)
        return int(ExitStatus.USAGE)
    if mode in ("--list-checks", "--explain", "--print-schema"):
        from screens.modes.catalogue import catalogue_mode

        return catalogue_mode(typed)
    if mode == "--completion":
        from screens.modes.completion import completion_mode

        return completion_mode(typed.completion or "")
    with started(typed) as start:
        match mode:
            case "--diagnose":
                from screens.modes.diagnose import diagnose_mode

                return diagnose_mode(start)
            case "--export":
                from screens.modes.export import export_mode

                return export_mode(start)
            case "--run":
                from screens.modes.run import run_mode

                return run_mode(start)
            case "--vault":
                from screens.modes.vault import vault_mode

                return vault_mode(start)
            case "--print-policy":
                from screens.modes.policy import policy_mode

                return policy_mode(start)
            case _:
                from screens.modes.wizard import wizard_mode

                return wizard_mode(start)


def _refuse_unknown(scenario: str) -> None:
    """Raises Refusal, with the scenarios there are, where there is none of that name."""
    from screens.modes.start import Refusal
    from wizard.demo import DemoFailed, check_scenario

    try:
        check_scenario(scenario)
    except DemoFailed as unknown:
        raise Refusal(str(unknown)) from None


def _crashed(error: Exception) -> int:
    from diagnostics.places import state_folder
    from wizard.crash import save_crash_report

    try:
        path = save_crash_report(error, state_folder())
    except Exception:  # noqa: BLE001 - whatever is wrong with the folders, the sentence below has to come
        path = None
    where = f"A report without any of your data lies in {path}" if path else "No report could be written"
    say(f"{PROGRAM}: the program crashed ({type(error).__name__}): a bug of ours. {where}.")
    return int(ExitStatus.CRASHED)
