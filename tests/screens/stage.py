"""What the tests of the step screens share: a simulated account, sessions over it, and how to get to a step."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input
from textual.worker import WorkerState

from diagnostics.connection import Connection
from screens.app import WizardApp
from wizard.sandbox.control import describe
from wizard.sandbox.server import Sandbox
from wizard.session import Session
from wizard.steps import StepId

THEMES = ("clearml-cognito-light", "ansi-dark", "ansi-light", "no-colour")
"""The looks besides our own dark one; the last is what NO_COLOR makes of the program."""
SAVED_IN = "~/.config/clearml-cognito/default.toml"


def themed(session: Session, theme: str, monkeypatch: pytest.MonkeyPatch) -> WizardApp:
    """The wizard in one of THEMES."""
    if theme == "no-colour":
        monkeypatch.setenv("NO_COLOR", "1")
        return WizardApp(session)
    return WizardApp(session, theme=theme)


@dataclass
class Account:
    """A running sandbox, its credentials in the environment, and sessions over it.

    Attributes:
        saved: every connection that was saved, in order.
        state_folder: where its sessions keep their journal.
    """

    sandbox: Sandbox
    saved: list[Connection] = field(default_factory=list)
    state_folder: Path | None = None

    @property
    def address(self) -> str:
        return self.sandbox.address

    def pool(self, name: str) -> str:
        """The id of the user pool called `name`."""
        return next(id for id, pool in self.sandbox.account.pools.items() if pool.description["Name"] == name)

    def session(self, **answers: object) -> Session:
        """A session whose answers so far are these; the region is the sandbox's."""
        connection = Connection(**{"region": "eu-west-1", **answers})  # type: ignore[arg-type]
        return Session(connection, self.saved.append, saved_in=SAVED_IN, state_folder=self.state_folder)

    def ready(self, **answers: object) -> Session:
        """A session whose answers are what the scenario holds ready, changed by these."""
        held = describe(self.sandbox.world)
        known = {
            "account": held["account"],
            "user_pool": held["user_pool"],
            "app_client": held["app_client"],
            "domain": held["domain_base"],
            "web_addresses": (held["web_address"],),
        }
        return self.session(**{**known, **answers})

    def app(self, **answers: object) -> WizardApp:
        """The wizard over such a session."""
        return WizardApp(self.session(**answers))


async def settle(pilot: Pilot[None], seconds: float = 30.0) -> None:
    """Wait until every worker has ended and what they brought is drawn; a worker may start others.

    A worker that waits for an answer of the admin never ends: that fails here, with what the screen shows.
    """
    app = pilot.app
    ends = time.monotonic() + seconds
    await pilot.pause()
    while working := [worker for worker in app.workers if not worker.is_finished]:
        assert time.monotonic() < ends, f"{working} on {app.screen}: {text_of(pilot)}"
        await asyncio.sleep(0.01)
        await pilot.pause()
        for worker in working:
            assert worker.state is not WorkerState.ERROR, f"{worker}: {worker.error!r}"
    await pilot.pause()
    hold_still(pilot)


def hold_still(pilot: Pilot[None]) -> None:
    """Let no cursor blink: a picture would be another one half a second later."""
    for typed in pilot.app.screen.query(Input):
        typed.cursor_blink = False


async def until(pilot: Pilot[None], holds: Callable[[], bool], seconds: float = 5.0) -> None:
    """Wait until something holds, where a worker waits for the admin and `settle` would never end."""
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends, text_of(pilot)
        await pilot.pause(0.01)
    await pilot.pause()


async def paste(pilot: Pilot[None], text: str) -> None:
    """Put a text where the focus is, as a terminal does with a pasted one: all at once."""
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


def text_of(pilot: Pilot[None]) -> str:
    """What can be read on the screen, the rail left out, with single blanks: sentences are whole again."""
    screen = pilot.app.screen
    left = screen.query_one("#step").region.x if screen.query("#step") else 0
    lines = screen._compositor.render_strips()
    below = screen.query_one("#guidance").region.y if screen.query("#guidance") else len(lines) - 2
    whole = {0, *range(min(below, len(lines) - 2), len(lines))}
    texts = (line.text if y in whole else line.crop(left).text for y, line in enumerate(lines))
    return " ".join(" ".join(texts).split())


async def arrive(pilot: Pilot[None], step: StepId, *, wait: bool = True) -> None:
    """Show a step, and wait until it has looked at all it looks at by itself."""
    app = pilot.app
    assert isinstance(app, WizardApp)
    await pilot.pause()
    app.show_step(step)
    await pilot.pause()
    if wait:
        await settle(pilot)


def shows(step: StepId, *, wait: bool = True, then: Callable[[Pilot[None]], Awaitable[None]] | None = None):  # type: ignore[no-untyped-def]
    """For `snap_compare(run_before=...)`: a step, and what is done there before the picture is taken."""

    async def before(pilot: Pilot[None]) -> None:
        await arrive(pilot, step, wait=wait)
        if then is not None:
            await then(pilot)
            await settle(pilot) if wait else await pilot.pause()
        hold_still(pilot)

    return before
