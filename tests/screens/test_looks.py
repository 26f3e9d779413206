"""What stands around the steps: the welcome, help, leaving, the palette, small windows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from diagnostics.secret import Secret
from screens.app import WizardApp
from tests.screens.stage import Account, arrive, settle
from wizard.steps import StepId

Begin = Callable[..., Account]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_looks_at_the_beginning(account: Begin, size: tuple[int, int], snap_compare: Any) -> None:
    assert snap_compare(account("first-time").app(), terminal_size=size, run_before=settle)


@pytest.mark.parametrize("scenario", ["healthy", "callback-slash", "expired"])
def test_looks_after_an_earlier_sitting(scenario: str, account: Begin, snap_compare: Any) -> None:
    app = WizardApp(account(scenario).ready(step="export"))
    assert snap_compare(app, terminal_size=(80, 24), run_before=settle)


KEYS = {
    "help": (["f1"], (80, 24)),
    "help-wide": (["f1"], (120, 40)),
    "leaving": (["ctrl+q"], (80, 24)),
    "palette": (["ctrl+p"], (80, 24)),
    "narrow": ([], (70, 24)),
    "small": ([], (59, 17)),
}


@pytest.mark.parametrize("state", KEYS)
def test_looks_over_a_step(state: str, account: Begin, snap_compare: Any) -> None:
    keys, size = KEYS[state]

    async def before(pilot: Pilot[None]) -> None:
        await arrive(pilot, StepId.POOL)
        await pilot.press(*keys)
        await pilot.pause(0.5 if state == "palette" else 0)
        await settle(pilot)

    assert snap_compare(account("first-time").app(), terminal_size=size, run_before=before)


def test_looks_leaving_with_a_secret_that_would_be_lost(account: Begin, snap_compare: Any) -> None:
    app = account("first-time").app()
    app.session.secret = Secret("x" * 40)

    async def before(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await pilot.press("ctrl+q")
        await pilot.pause()

    assert snap_compare(app, terminal_size=(80, 24), run_before=before)
