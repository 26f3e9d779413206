"""What is said while something takes its time: after one second what is waited for, after three how to stop it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screens.frame import StepScreen

WHAT_AFTER_SECONDS = 1.0
STOP_AFTER_SECONDS = 3.0
STOP = "esc: stop"
BACK = "esc: back"
STOPPED = "Stopped before an answer came."


@contextmanager
def patience(
    screen: StepScreen,
    what: str,
    stop: str = STOP,
    *,
    at_once: bool = False,
    holds: Callable[[], bool] = lambda: True,
    key: object = None,
) -> Iterator[None]:
    """While the block runs longer than a second, say in the guidance what is waited for.

    As soon as that says how to stop, the screen's `can_stop` holds.

    Args:
        screen: whose guidance.
        what: what is waited for, to stand after "Waiting for".
        stop: how to stop it, or to go on without it; said after three seconds.
        at_once: whether that is said from the start.
        holds: whether this is what the admin waits for, where several things are waited for at a time.
        key: what the wait is found by in the screen's `long_waits`; `what` where that is None.
    """
    first = f"Waiting for {what}   {stop}" if at_once else f"Waiting for {what}"
    known_by = what if key is None else key
    over = False

    def say(sentence: str) -> None:
        # A timer that was stopped may have fired already: what it says would stand there for good.
        if not over and holds():
            screen.say_next(sentence)

    def say_how_to_stop() -> None:
        if not over:
            screen.long_waits[known_by] = holds
        say(f"Still waiting for {what}   {stop}")

    timers = (
        screen.set_timer(WHAT_AFTER_SECONDS, lambda: say(first)),
        screen.set_timer(STOP_AFTER_SECONDS, say_how_to_stop),
    )
    try:
        yield
    finally:
        over = True
        screen.long_waits.pop(known_by, None)
        for timer in timers:
            timer.stop()
