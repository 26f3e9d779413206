"""The admin's own theme and keys, in the app: taken from the preferences, kept there, and judged once."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SystemCommand

from diagnostics.background import in_thread
from screens.theme import DARK, WITHOUT_COLOUR
from wizard.files import WriteRefused
from wizard.preferences import DamagedPreferences, Preferences, read_preferences, save_theme

if TYPE_CHECKING:
    from textual.app import App
    from textual.binding import Binding
    from textual.screen import Screen

DISK_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Taste:
    """What is preferred, and where that is kept.

    Attributes:
        preferences: the theme and the keys.
        path: the file; None where nothing is to be kept.
        trouble: why the file could not be used, empty where it could.
    """

    preferences: Preferences = field(default_factory=Preferences)
    path: Path | None = None
    trouble: str = ""


def taste_in(path: Path) -> Taste:
    """What a file of preferences says. A damaged one is left alone, and its line told."""
    try:
        return Taste(read_preferences(path), path)
    except DamagedPreferences as damage:
        return Taste(trouble=str(damage))


def without_colour() -> bool:
    """Whether no colour is wanted (no-color.org)."""
    return bool(os.environ.get("NO_COLOR"))


def first_theme(themes: Collection[str], given: str | None, taste: Taste) -> str:
    """The theme to begin with: the one given, else the one kept, else ours; without colours the terminal's own."""
    own = WITHOUT_COLOUR if without_colour() else DARK.name
    wanted = given or taste.preferences.theme or own
    return wanted if wanted in themes else own


async def keep_theme(tell: Callable[[str], None], taste: Taste, theme: str) -> None:
    """Keep the theme that was chosen; a failure is said and stops nothing."""
    path = taste.path
    if path is None:
        return
    try:
        await in_thread(lambda: save_theme(path, theme), DISK_SECONDS)
    except (DamagedPreferences, WriteRefused) as why:
        tell(f"The theme is not kept: {why}")
    except (OSError, TimeoutError):
        tell(f"The theme is not kept: {path} could not be written.")


async def judge_keys(tell: Callable[[str], None], taste: Taste) -> None:
    """Say once what is wrong with the admin's keys. Reading all screens' keys takes a while: beside the app."""
    if taste.trouble:
        tell(taste.trouble)
    if not taste.preferences.keys:
        return
    from screens.own_keys import wrong_keys

    if wrong := await in_thread(lambda: wrong_keys(taste.preferences.keys), DISK_SECONDS):
        tell("\n".join(wrong))


def commands_here(app: App[None], screen: Screen[object]) -> Iterable[SystemCommand]:
    """What each key of the screen does, for the palette."""
    seen: set[str] = set()
    for active in screen.active_bindings.values():
        binding = active.binding
        if not binding.id or not active.enabled or binding.action in seen or binding.action in _ELSEWHERE:
            continue
        seen.add(binding.action)

        async def carry_out(action: str = binding.action, node: object = active.node) -> None:
            await app.run_action(action, node)  # type: ignore[arg-type]

        yield SystemCommand(binding.description, _about(app, binding), carry_out)


_ELSEWHERE = frozenset({"command_palette", "diagnose", "app.diagnose"})
"""What the palette has in words of its own."""


def _about(app: App[None], binding: Binding) -> str:
    key = binding.key_display or app.get_key_display(binding)
    return f"{key}: {binding.tooltip or binding.description}"
