"""The step of the live endpoints: what is asked and when, and what each answer means."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from screens.app import WizardApp
from screens.widgets.choice_list import Choice, ChoiceList
from screens.widgets.prose import Prose
from tests.screens.stage import Account, arrive, settle, shows, until
from wizard.sandbox import building
from wizard.sandbox.faults import Fault, Kind
from wizard.steps import Mark, StepId

Begin = Callable[..., Account]


@pytest.fixture(autouse=True)
def no_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)


def rows(app: WizardApp) -> dict[str, Choice]:
    return {choice.id: choice for choice in app.screen.query_one("#rows", ChoiceList).choices}


def symbols(app: WizardApp) -> dict[str, str]:
    return {id: row.sign.symbol if row.sign else "" for id, row in rows(app).items()}


def guidance(app: WizardApp) -> str:
    return str(app.screen.query_one("#guidance", Static).render())


def detail(app: WizardApp) -> str:
    return app.screen.query_one("#detail", Prose).text


def codes_sent(account: Account) -> int:
    """How many requests went to the endpoints that are asked with made-up codes."""
    return sum("/oauth2/" in request.path for request in account.sandbox.requests)


@pytest.mark.anyio
async def test_made_up_codes_are_sent_only_after_they_were_announced(account: Begin) -> None:
    here = account("healthy")
    session = here.ready()
    app = WizardApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.ENDPOINTS)
        assert symbols(app)["OID010"] == symbols(app)["OID014"] == "✓"
        assert symbols(app)["LGN010"] == "○"
        assert "made-up codes" in detail(app)
        assert codes_sent(here) == 0
        await pilot.press("enter")
        await settle(pilot)
        assert codes_sent(here) > 3
        found = symbols(app)
        assert {found[id] for id in ("DOM013", "LGN010", "LGN011", "LGN012", "LGN015")} == {"✓"}
        assert re.fullmatch(r"\d+ ms", rows(app)["LGN012"].note)
        assert session.marks[StepId.ENDPOINTS] is Mark.DONE
        await pilot.press("enter")
        await settle(pilot)
        assert app.screen.STEP is StepId.EXPORT  # type: ignore[attr-defined]


@pytest.mark.anyio
async def test_left_out_they_are_not_sent_and_the_step_is_not_called_done(account: Begin) -> None:
    here = account("healthy")
    session = here.ready()
    app = WizardApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.ENDPOINTS)
        await pilot.press("o")
        assert rows(app)["LGN012"].verdict == "left out, as you asked"
        assert session.marks[StepId.ENDPOINTS] is Mark.NOT_SEEN
        await pilot.press("r")
        await settle(pilot)
        assert codes_sent(here) == 0
        assert guidance(app) == "▲ Enter: on to the export, half of it unasked   o: ask after all"
        await pilot.press("o")
        assert "Enter: go on asking, with made-up codes" in guidance(app)
        await pilot.press("enter")
        await settle(pilot)
        assert codes_sent(here) > 3
        assert session.marks[StepId.ENDPOINTS] is Mark.DONE
    # Coming back in another sitting, they are announced again.
    later = here.ready()
    later.marks[StepId.ENDPOINTS] = Mark.DONE
    app = WizardApp(later)
    before = codes_sent(here)
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.ENDPOINTS)
        assert codes_sent(here) == before


@pytest.mark.anyio
async def test_what_does_not_hold_is_named_and_can_be_passed_knowingly(account: Begin) -> None:
    session = account("callback-slash").ready()
    app = WizardApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.ENDPOINTS)
        await pilot.press("enter")
        await settle(pilot)
        assert symbols(app)["LGN010"] == "✗"
        assert "refuses the callback URL" in detail(app)
        assert "seen" in detail(app)
        assert session.marks[StepId.ENDPOINTS] is Mark.TROUBLE
        await pilot.press("enter")
        assert "Enter again" in guidance(app)
        assert app.screen.STEP is StepId.ENDPOINTS  # type: ignore[attr-defined]
        await pilot.press("enter")
        await settle(pilot)
        assert app.screen.STEP is StepId.EXPORT  # type: ignore[attr-defined]


def with_unknown_custom_domain(here: Account) -> str:
    """Give the user pool a custom domain that no DNS knows yet; where its pages will be."""
    home = here.sandbox.account.pools[here.pool("clearml-people")]
    building.domain(here.sandbox.account, home, "no-such-domain.invalid").certificate = "arn:aws:acm:x"
    return "https://no-such-domain.invalid"


@pytest.mark.anyio
async def test_a_new_domain_is_waited_for_until_it_answers(account: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screens.steps.live_endpoints.WAIT_SECONDS", 0.2)
    here = account("healthy")
    home = here.ready().connection.domain
    session = here.ready(domain=with_unknown_custom_domain(here))
    app = WizardApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.ENDPOINTS)
        assert symbols(app)["DOM012"] == "✗"
        assert "w: wait for it" in guidance(app)
        await pilot.press("w")
        await until(pilot, lambda: "of 24" in guidance(app))
        await session.answer(domain=home)
        await settle(pilot)
        assert symbols(app)["DOM012"] == "-"
        assert "w: wait" not in guidance(app)


@pytest.mark.anyio
async def test_waiting_for_a_domain_is_stopped_by_escape(account: Begin) -> None:
    here = account("healthy")
    app = WizardApp(here.ready(domain=with_unknown_custom_domain(here)))
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.ENDPOINTS)
        await pilot.press("w", "escape")
        await settle(pilot)
        assert guidance(app).startswith("Stopped.")


@pytest.mark.anyio
async def test_pages_that_are_not_the_pools_are_not_taken_for_new_ones(account: Begin) -> None:
    app = WizardApp(account("healthy").ready(domain="https://no-such-domain.invalid"))
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.ENDPOINTS)
        assert symbols(app)["OID013"] == "✗"
        assert "new domain" not in guidance(app)
        assert "not hold; see below" in guidance(app)


@pytest.mark.anyio
@pytest.mark.parametrize("kind", [Kind.RESET, Kind.HTML, Kind.GARBAGE, Kind.SERVER_ERROR])
async def test_an_endpoint_that_cannot_be_seen_is_not_called_fine(account: Begin, kind: Kind) -> None:
    here = account("healthy")
    here.sandbox.world.faults.arm(Fault("discovery", kind))
    session = here.ready()
    app = WizardApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.ENDPOINTS)
        assert symbols(app)["OID010"] in "?✗"
        assert symbols(app)["OID014"] in "?⊘"
        assert session.marks[StepId.ENDPOINTS] in (Mark.NOT_SEEN, Mark.TROUBLE)
        here.sandbox.world.faults.clear()
        await pilot.press("r")
        await settle(pilot)
        assert symbols(app)["OID010"] == "✓"


# How it looks


@pytest.fixture
def same_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screens.steps.live_endpoints.shown_time", lambda seconds: "12 ms")


async def same_port(pilot: Pilot[None]) -> None:
    """The sandbox's port is another each time: show one that stays."""
    listed = pilot.app.screen.query_one("#rows", ChoiceList)
    for choice in listed.choices:
        verdict = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:8443", choice.verdict)
        verdict = re.sub(r"in \d\.\d s", "in 0.0 s", verdict)
        listed.update_row(choice.id, verdict=verdict, sign=choice.sign)


async def asked(pilot: Pilot[None]) -> None:
    await pilot.press("enter")
    await settle(pilot)
    await same_port(pilot)


def test_looks_announced(account: Begin, same_times: None, snap_compare) -> None:  # type: ignore[no-untyped-def]
    app = WizardApp(account("healthy").ready())
    assert snap_compare(app, run_before=shows(StepId.ENDPOINTS, then=same_port), terminal_size=(80, 24))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_looks_asked(account: Begin, same_times: None, size, snap_compare) -> None:  # type: ignore[no-untyped-def]
    app = WizardApp(account("healthy").ready())
    assert snap_compare(app, run_before=shows(StepId.ENDPOINTS, then=asked), terminal_size=size)


def test_looks_in_trouble(account: Begin, same_times: None, snap_compare) -> None:  # type: ignore[no-untyped-def]
    app = WizardApp(account("callback-slash").ready())
    assert snap_compare(app, run_before=shows(StepId.ENDPOINTS, then=asked), terminal_size=(80, 24))


def test_looks_while_asking(account: Begin, same_times: None, monkeypatch: pytest.MonkeyPatch, snap_compare) -> None:  # type: ignore[no-untyped-def]
    async def until_the_rest_is_in(pilot: Pilot[None]) -> None:
        while any(rows(pilot.app)[id].verdict == "asking" for id in ("NET010", "DOM012")):  # type: ignore[arg-type]
            await pilot.pause(0.01)
        while not guidance(pilot.app).startswith("Still waiting"):  # type: ignore[arg-type]
            await pilot.pause(0.01)

    monkeypatch.setattr("screens.patience.WHAT_AFTER_SECONDS", 0.01)
    monkeypatch.setattr("screens.patience.STOP_AFTER_SECONDS", 0.05)
    here = account("healthy")
    here.sandbox.world.faults.arm(Fault("*", Kind.DELAY, seconds=30.0))
    app = WizardApp(here.ready())
    before = shows(StepId.ENDPOINTS, wait=False, then=until_the_rest_is_in)
    assert snap_compare(app, run_before=before, terminal_size=(80, 24))


@pytest.mark.anyio
async def test_an_endpoint_that_limits_requests_is_not_taken_for_a_new_domain(account: Begin) -> None:
    here = account("healthy")
    here.sandbox.world.faults.arm(Fault("authorize", Kind.THROTTLE))
    app = WizardApp(here.ready())
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.ENDPOINTS)
        await pilot.press("enter")
        await settle(pilot)
        assert symbols(app)["DOM013"] == "?"
        assert "new domain" not in guidance(app)
        assert "r: look again" in guidance(app)


@pytest.mark.anyio
async def test_what_is_wrong_with_a_row_stands_before_what_comes_next(account: Begin) -> None:
    here = account("healthy")
    here.sandbox.world.faults.arm(Fault("jwks", Kind.HTML))
    app = WizardApp(here.ready())
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.ENDPOINTS)
        detail = app.screen.query_one("#detail", Prose).text
        assert "answered 200" in detail.partition("Those marked")[0]
