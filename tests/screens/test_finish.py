"""The last step: what was done, what is open, what to run next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import Static

from diagnostics.connection import Export
from diagnostics.secret import Secret
from screens.app import WizardApp
from screens.dialogs.leave import Leave
from screens.dialogs.text import TextDialog
from screens.widgets.prose import Prose
from tests.screens.stage import Account, arrive, settle, shows, text_of, until
from wizard.exports.override import fragment
from wizard.session import Session
from wizard.steps import STEPS, Mark, StepId

Begin = Callable[..., Account]
ENV = "/srv/clearml/clearml-cognito.env"


@pytest.fixture(autouse=True)
def no_clearml(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.export_step.CLEARML_FOLDERS", (Path("/opt/clearml-not-here"),))


def ready(account: Account, **answers: object) -> Session:
    exports = (Export("compose-env", ENV, "reference"),)
    session = account.ready(**{"web_addresses": ("https://app.acme.io",), "exports": exports, **answers})
    session.marks.update({one.id: Mark.DONE for one in STEPS})
    session.done.add("Stored the client secret in this machine's keyring (clearml-cognito).")
    session.done.add(f"Wrote {ENV} (0600), the secret by reference.")
    return session


def ending(app: WizardApp) -> str:
    return app.screen.query_one("#ending", Prose).text


def guidance(app: WizardApp) -> str:
    return str(app.screen.query_one("#guidance", Static).render())


@pytest.mark.anyio
async def test_what_was_done_and_what_to_run_is_told_and_enter_leaves(account: Begin) -> None:
    session = ready(account("healthy"))
    session.command = "clearml-cognito --connection 'my server'"
    app = WizardApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.FINISH)
        told = ending(app)
        assert "Stored the client secret" in told
        assert "clearml-cognito --connection 'my server' --run docker compose -f" in told
        assert "It needs the override" in told
        assert "https://app.acme.io/api/login.add_whitelist_entries" in told
        assert "clearml-cognito --connection 'my server' --diagnose" in told
        assert "Still open" not in told
        await pilot.press("c")
        await pilot.pause()
        assert isinstance(app.screen, TextDialog)
        await pilot.press("c", "escape")
        assert "add_whitelist_entries" in app.clipboard
        await pilot.press("enter")
        await pilot.pause()
        assert app.return_code == 0
        assert not app.is_running or app._exit


@pytest.mark.anyio
async def test_with_a_default_company_nobody_needs_to_be_whitelisted(account: Begin) -> None:
    app = WizardApp(ready(account("healthy"), company="d1bd92a3b039400cbafc60a7a5b1e52b"))
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.FINISH)
        assert "whitelist" not in ending(app)


@pytest.mark.anyio
async def test_open_steps_are_listed_honestly_and_can_be_gone_to(account: Begin) -> None:
    session = ready(account("healthy"))
    session.marks[StepId.PAGES] = Mark.TROUBLE
    session.marks[StepId.ENDPOINTS] = Mark.NOT_SEEN
    del session.marks[StepId.SECRET]
    app = WizardApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.FINISH)
        told = ending(app)
        assert "Sign-in pages has a trouble" in told
        assert "Live endpoints could not be seen as a whole" in told
        assert "Secret was not gone through" in told
        assert "g: go to Sign-in pages" in guidance(app)
        assert session.marks[StepId.FINISH] is Mark.OPEN
        await pilot.press("g")
        await settle(pilot)
        assert app.screen.STEP is StepId.PAGES  # type: ignore[attr-defined]


@pytest.mark.anyio
async def test_a_secret_that_would_be_lost_is_asked_about(account: Begin) -> None:
    session = ready(account("healthy"))
    session.secret = Secret("canary7secret7canary7secret")
    app = WizardApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.FINISH)
        assert "The client secret is only in this sitting's memory" in text_of(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, Leave)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_looks_done(account: Begin, size, snap_compare) -> None:  # type: ignore[no-untyped-def]
    assert snap_compare(WizardApp(ready(account("healthy"))), run_before=shows(StepId.FINISH), terminal_size=size)


def test_looks_open(account: Begin, snap_compare) -> None:  # type: ignore[no-untyped-def]
    session = ready(account("healthy"), exports=())
    session.done.sentences.clear()
    session.marks.update({StepId.PAGES: Mark.TROUBLE, StepId.ENDPOINTS: Mark.NOT_SEEN, StepId.EXPORT: Mark.OPEN})
    assert snap_compare(WizardApp(session), run_before=shows(StepId.FINISH), terminal_size=(80, 24))


@pytest.mark.anyio
async def test_an_override_that_names_another_file_is_named(account: Begin, tmp_path: Path) -> None:
    env, other = tmp_path / "mine.env", tmp_path / "other.env"
    env.write_text("A=1\n")
    (tmp_path / "clearml-cognito.override.yml").write_bytes(fragment(other))
    session = ready(account("healthy"), exports=(Export("compose-env", str(env), "inside"),))
    app = WizardApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await arrive(pilot, StepId.FINISH)
        assert f"does not name {env}" in " ".join(ending(app).split())
        (tmp_path / "clearml-cognito.override.yml").write_bytes(fragment(env))
        await arrive(pilot, StepId.FINISH)
        assert "does not name" not in ending(app) and "It needs the override" not in ending(app)


@pytest.mark.anyio
async def test_what_a_step_warned_of_is_said_once_more_at_the_end(account: Begin) -> None:
    world = account("open-source-server")
    app = WizardApp(ready(world, web_addresses=(world.address,)))
    async with app.run_test(size=(110, 40)) as pilot:
        await arrive(pilot, StepId.SERVER)
        await pilot.press("enter")
        await until(pilot, lambda: app.session.connection.step == StepId.PAGES)
        await arrive(pilot, StepId.FINISH)
        told = ending(app)
        assert "ClearML server: It offers no sign-in provider. Either it is the open-source server" in told
