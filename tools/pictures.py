"""Draws the README's pictures: real screens of the wizard on the simulated account, as SVG.

Usage: python tools/pictures.py [FOLDER]        (default: docs/pictures)
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from textual.pilot import Pilot

from diagnostics.connection import Connection
from screens.app import WizardApp
from wizard.sandbox.server import Sandbox, start
from wizard.session import Session
from wizard.steps import STEPS, Mark, StepId, number_of

SIZE = (100, 30)
PORT = 47899
Walk = Callable[[Pilot[None]], Awaitable[None]]


async def settle(pilot: Pilot[None]) -> None:
    """Wait until no worker is at work and the screen is drawn."""
    for _ in range(3):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


async def draw(sandbox: Sandbox, connection: Connection, step: StepId, walk: Walk | None = None) -> str:
    """A step's screen as SVG.

    Args:
        connection: the answers so far.
        walk: what to do on the screen before it is drawn.
    """
    session = Session(connection, lambda _: None, saved_in="~/.config/clearml-cognito/default.toml")
    session.marks.update({one.id: Mark.DONE for one in STEPS[: number_of(step) - 1]})
    app = WizardApp(session)
    async with app.run_test(size=SIZE) as pilot:
        app.show_step(step)
        await pilot.pause()
        await settle(pilot)
        if walk:
            await walk(pilot)
            await settle(pilot)
        return app.export_screenshot(title="clearml-cognito")


async def diagnosed(pilot: Pilot[None]) -> None:
    await pilot.press("f9")


def ready(sandbox: Sandbox) -> Connection:
    """The connection of a scenario that comes with a ready client."""
    shown = sandbox.account.shown
    return Connection(
        account="123456789012",
        profile=None,
        region="eu-west-1",
        user_pool=shown["user_pool"],
        app_client=shown.get("app_client"),
        domain=f"{sandbox.address}/pages/clearml-people",
        web_addresses=(sandbox.address,),
    )


async def pictures(folder: Path) -> None:
    with start("first-time", port=PORT) as sandbox:
        use(sandbox)
        connection = Connection(account="123456789012", region="eu-west-1")
        save(folder / "user-pool.svg", await draw(sandbox, connection, StepId.POOL))
    with start("callback-slash", port=PORT) as sandbox:
        use(sandbox)
        connection = replace(ready(sandbox), app_client=None)
        save(folder / "app-client.svg", await draw(sandbox, connection, StepId.CLIENT))
        save(folder / "diagnosis.svg", await draw(sandbox, ready(sandbox), StepId.FINISH, diagnosed))


def use(sandbox: Sandbox) -> None:
    """Make the sandbox this process's AWS, and nothing else."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ |= {
        "AWS_ENDPOINT_URL": sandbox.address,
        "AWS_ACCESS_KEY_ID": "demo",
        "AWS_SECRET_ACCESS_KEY": "demo",
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def save(path: Path, picture: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(picture, encoding="utf-8")
    print(path)


if __name__ == "__main__":
    asyncio.run(pictures(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/pictures")))
