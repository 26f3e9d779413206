"""What is said while something takes its time: after one second what is waited for, after three how to stop it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screens.frame import StepScreen

WHAT_AFTER_SECONDS = 1.0
STOP_AFTER_SECONDS = 3.0


@contextmanager
def patience(screen: StepScreen, what: str, stop: str = "esc: back", *, at_once: bool = False) -> Iterator[None]:
    """While the block runs longer than a second, say in the guidance what is waited for.

    Args:
        screen: whose guidance.
        what: what is waited for, to stand after "Waiting for".
        stop: how to stop it, or to go on without it; said after three seconds.
        at_once: whether that is said from the start.
    """
    first = f"Waiting for {what}   {stop}" if at_once else f"Waiting for {what}"
    timers = (
        screen.set_timer(WHAT_AFTER_SECONDS, lambda: screen.say_next(first)),
        screen.set_timer(STOP_AFTER_SECONDS, lambda: screen.say_next(f"Still waiting for {what}   {stop}")),
    )
    try:
        yield
    finally:
        for timer in timers:
            timer.stop()
