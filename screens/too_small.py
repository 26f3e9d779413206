"""A window that is too small for a screen: what is said then, and which keys still do something."""

from __future__ import annotations

from textual import events
from textual.screen import Screen
from textual.widgets import Static

SMALLEST = (60, 18)
"""Columns and rows that every screen fits into."""
_STILL = frozenset({"request_quit", "help_quit", "suspend_process"})
_SMALL = "-too-small"


def cover() -> Static:
    """What covers a screen in a window that is too small; to be composed last."""
    return Static("", id="too-small")


def cover_if_too_small(screen: Screen[None]) -> None:
    """Cover a screen with the size that it needs, where the window is smaller."""
    width, height = screen.app.size
    small = width < SMALLEST[0] or height < SMALLEST[1]
    screen.set_class(small, _SMALL)
    if small:
        screen.query_one("#too-small", Static).update(
            f"This window is {width} by {height}.\nIt needs {SMALLEST[0]} by {SMALLEST[1]} at least.\n"
            "Nothing is lost."
        )


def is_covered_from(event: events.Event, screen: Screen[object]) -> bool:
    """Whether an event is a key or a click that nobody sees the effect of: all but leaving has to wait."""
    if not isinstance(event, events.Key | events.Paste | events.MouseEvent) or not screen.has_class(_SMALL):
        return False
    active = screen.active_bindings.get(event.key) if isinstance(event, events.Key) else None
    return active is None or active.binding.action not in _STILL
