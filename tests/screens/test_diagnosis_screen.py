"""The diagnosis over a step: what it names, how it is looked at again, filtered, saved, stopped and left."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from diagnostics.findings import Evidence, Finding, Remedy, Severity, Status
from diagnostics.reports.subject import Subject
from screens.app import WizardApp
from screens.diagnosis import DiagnosisScreen
from screens.diagnosis_words import verdict
from screens.dialogs.agree import Agree
from screens.dialogs.save_report import SaveReport
from screens.signs import CAREFUL
from screens.steps.welcome import WelcomeScreen
from screens.widgets.outline import Branch, Outline
from tests.screens.stage import THEMES, Account, arrive, paste, settle, text_of, themed, until
from wizard.diagnosing import ORDERED
from wizard.sandbox.faults import Fault, Kind
from wizard.session import Session
from wizard.steps import StepId

Begin = Callable[..., Account]
MANY = 60.0


@pytest.fixture(autouse=True)
def no_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)


def screen_of(pilot: Pilot[None]) -> DiagnosisScreen:
    assert isinstance(pilot.app.screen, DiagnosisScreen)
    return pilot.app.screen


def line(pilot: Pilot[None], id: str) -> str:
    return str(screen_of(pilot).query_one(id, Static).render())


def tree(pilot: Pilot[None]) -> dict[str, Branch]:
    return {branch.name: branch for branch in screen_of(pilot).query_one(Outline).branches}


def sign_of(pilot: Pilot[None], check: str) -> str:
    """The symbol of a check's row under its area."""
    rows = {leaf.id: leaf.sign for branch in tree(pilot).values() if branch.id != "causes" for leaf in branch.leaves}
    sign = rows[check]
    return sign.symbol if sign else ""


def shown(pilot: Pilot[None]) -> set[str]:
    return {leaf.id for branch in tree(pilot).values() for leaf in branch.leaves}


def codes_sent(account: Account) -> int:
    return sum("/oauth2/" in request.path for request in account.sandbox.requests)


async def diagnose(pilot: Pilot[None], step: StepId | None = None) -> None:
    """F9 on a step, and the whole look."""
    await pilot.pause()
    if step is not None:
        await arrive(pilot, step)
    await pilot.press("f9")
    await settle(pilot)


@pytest.mark.anyio
async def test_nothing_is_wrong_in_a_healthy_account(account: Begin) -> None:
    session = account("healthy").ready()
    app = WizardApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot)
        assert line(pilot, "#verdict").startswith("✓ No root cause: ")
        assert "had nothing to judge" in line(pilot, "#verdict")
        assert "sign in at http://127.0.0.1" in line(pilot, "#guidance")
        assert re.search(r"^\d\d ok  \d\d skipped   \d+\.\d s$", line(pilot, "#number"))
        assert "Root cause" not in tree(pilot)
        assert not any(branch.open for branch in tree(pilot).values())
        await pilot.press("escape")
        assert isinstance(app.screen, WelcomeScreen)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("scenario", "cause", "says", "next_is"),
    [
        ("no-branding", "DOM014", "Root cause (DOM014): The domain uses managed login", "g: go to App client"),
        (
            "callback-slash",
            "APP013",
            "Root cause (APP013): The registered callback URL differs",
            "g: go to App client",
        ),
        ("few-permissions", "AWS013", "Not seen, so not known (AWS013", "clearml-cognito --print-policy look"),
        ("expired", "AWS010", "Not seen, so not known (AWS010): The AWS credentials have expired", "AWS account"),
    ],
)
async def test_the_root_cause_is_named_and_selected(
    account: Begin, scenario: str, cause: str, says: str, next_is: str
) -> None:
    app = WizardApp(account(scenario).ready())
    async with app.run_test(size=(120, 40)) as pilot:
        await diagnose(pilot)
        assert says in line(pilot, "#verdict")
        assert next_is in line(pilot, "#guidance")
        causes = next(iter(tree(pilot).values()))
        assert causes.id == "causes"
        assert causes.leaves[0].id == cause
        selected = screen_of(pilot).selected
        assert selected is not None
        assert selected.id == cause
        assert cause in text_of(pilot)
        assert selected.explanation[:40] in text_of(pilot)


@pytest.mark.anyio
async def test_the_detail_holds_both_sides_what_to_do_and_what_waits(account: Begin) -> None:
    here = account("callback-slash")
    app = WizardApp(here.ready())
    async with app.run_test(size=(140, 45)) as pilot:
        await diagnose(pilot)
        told = text_of(pilot)
        for part in (
            f"expected {here.address}/callback_cognito",
            f"found {here.address}/callback_cognito/",
            "seen DescribeUserPoolClient: CallbackURLs",
            "to do In the AWS console",
            "here g: go to the step App client",
            "explains why LGN010 LGN015 could not be judged",
            "guide Allowed callback URLs",
        ):
            assert all(word in told for word in part.split()), part
        assert "expected" in told
        assert tree(pilot)["App client"].leaves[0].id == "APP013"
        screen_of(pilot).query_one(Outline).highlight("LGN010")
        await pilot.pause()
        assert "waits for APP013" in text_of(pilot)


def mend(account: Account) -> None:
    """Register the callback URL as it has to be."""
    for pool in account.sandbox.account.pools.values():
        for client in pool.clients.values():
            client.settings["CallbackURLs"] = [f"{account.address}/callback_cognito"]


@pytest.mark.anyio
async def test_one_check_run_again_turns_with_what_waited_for_it(account: Begin) -> None:
    here = account("callback-slash")
    app = WizardApp(here.ready())
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot)
        assert (sign_of(pilot, "APP013"), sign_of(pilot, "LGN010")) == ("✗", "⊘")
        mend(here)
        asked = len(here.sandbox.requests)
        await pilot.press("1")
        await settle(pilot)
        assert (sign_of(pilot, "APP013"), sign_of(pilot, "LGN010"), sign_of(pilot, "LGN015")) == ("✓", "✓", "✓")
        assert line(pilot, "#verdict").startswith("✓ No root cause")
        assert screen_of(pilot).selected == screen_of(pilot)._checks["APP013"]
        again = [request.operation for request in here.sandbox.requests[asked:]]
        assert "DescribeUserPoolClient" in again
        assert not any("server" in str(operation).lower() for operation in again), again


@pytest.mark.anyio
async def test_enter_runs_the_selected_check_again_and_what_broke_meanwhile_shows(account: Begin) -> None:
    here = account("healthy")
    app = WizardApp(here.ready())
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot)
        for pool in here.sandbox.account.pools.values():
            for client in pool.clients.values():
                client.settings["AllowedOAuthScopes"] = ["openid", "email"]
        screen_of(pilot).query_one(Outline).highlight("APP017")
        await pilot.press("enter")
        await settle(pilot)
        assert sign_of(pilot, "APP017") == "✗"
        assert "Root cause (APP017)" in line(pilot, "#verdict")


@pytest.mark.anyio
async def test_renewed_credentials_are_taken_up_by_all_again(account: Begin) -> None:
    here = account("healthy")
    here.sandbox.world.faults.arm(Fault("*", Kind.EXPIRED))
    app = WizardApp(here.ready())
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot)
        assert "have expired" in line(pilot, "#verdict")
        here.sandbox.world.faults.clear()
        before = app.session.aws
        await pilot.press("r")
        await settle(pilot)
        assert line(pilot, "#verdict").startswith("✓")
        assert app.session.aws is not before


@pytest.mark.anyio
async def test_the_filter_and_what_needs_attention(account: Begin) -> None:
    app = WizardApp(account("callback-slash").ready())
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot)
        assert line(pilot, "#count") == f"all   {len(ORDERED)} of {len(ORDERED)}"
        await pilot.press("f")
        assert shown(pilot) == {"APP013"}
        assert "needs attention" in line(pilot, "#count")
        await pilot.press("f", "slash", *"doma")
        await paste(pilot, "in")
        assert {"DOM010", "DOM011", "DOM012"} <= shown(pilot) < set(screen_of(pilot)._checks)
        assert "AWS010" not in shown(pilot)
        await paste(pilot, " nothing-like-it")
        assert shown(pilot) == set()
        assert "No check that is shown has these words." in text_of(pilot)
        await pilot.press("escape")
        assert app.screen.query_one("#filter", Input).value == ""
        assert app.screen.query_one(Outline).has_focus
        assert len(shown(pilot)) == len(ORDERED)


@pytest.mark.anyio
async def test_made_up_codes_can_be_left_out_and_it_is_not_called_fine(account: Begin) -> None:
    here = account("healthy")
    app = WizardApp(here.ready())
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot)
        assert "Made-up codes go to" in line(pilot, "#codes")
        assert codes_sent(here) > 3
        here.sandbox.world.requests.clear()
        await pilot.press("o")
        await settle(pilot)
        assert codes_sent(here) == 0
        assert sign_of(pilot, "LGN010") == "-"
        assert line(pilot, "#verdict").startswith("▲")
        assert "was left out" in line(pilot, "#verdict")
        await pilot.press("escape", "f9")
        await settle(pilot)
        assert codes_sent(here) == 0


@pytest.mark.anyio
async def test_g_goes_to_the_step_that_holds_the_check(account: Begin) -> None:
    app = WizardApp(account("callback-slash").ready())
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot, StepId.ACCOUNT)
        depth = len(app.screen_stack)
        await pilot.press("g")
        await settle(pilot)
        assert app.screen.STEP is StepId.CLIENT  # type: ignore[attr-defined]
        assert len(app.screen_stack) == depth - 1
        await pilot.press("f9")
        await settle(pilot)
        screen_of(pilot).query_one(Outline).highlight("SEC010")
        await pilot.press("g")
        assert isinstance(app.screen, DiagnosisScreen)


@pytest.mark.anyio
async def test_a_step_that_cannot_be_entered_yet_is_not_gone_to(account: Begin) -> None:
    app = WizardApp(account("healthy").session())
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot)
        assert "Too little is chosen yet" in line(pilot, "#verdict")
        assert line(pilot, "#verdict").startswith("?")
        screen_of(pilot).query_one(Outline).highlight("APP013")
        await pilot.press("g")
        assert isinstance(app.screen, DiagnosisScreen)


# Saving


async def save_as(pilot: Pilot[None], path: Path) -> None:
    """The dialog with this path, up to the question whether it may be written."""
    await pilot.press("s")
    await pilot.pause()
    pilot.app.screen.query_one(Input).value = str(path)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, Agree) or not pilot.app.screen.is_modal)


@pytest.mark.anyio
@pytest.mark.parametrize("name", ["report.txt", "report.json"])
async def test_the_report_is_saved_once_it_was_agreed_to(account: Begin, tmp_path: Path, name: str) -> None:
    session = account("callback-slash").ready()
    path = tmp_path / name
    app = WizardApp(session)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await diagnose(pilot)
        await save_as(pilot, path)
        assert "Write a file" in text_of(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert not path.exists()
        await save_as(pilot, path)
        await pilot.press("y")
        await settle(pilot)
        report = path.read_text()
        if name.endswith("json"):
            assert json.loads(report)["summary"]["root_causes"] == ["APP013"]
        else:
            assert "Root cause\n  ✗ APP013" in report
        assert path.stat().st_mode & 0o777 == 0o600
        assert any(str(path) in sentence for sentence in session.done.sentences)


@pytest.mark.anyio
async def test_a_file_is_replaced_only_as_it_was_shown(account: Begin, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("somebody's\n")
    app = WizardApp(account("healthy").ready())
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await diagnose(pilot)
        await save_as(pilot, path)
        assert "a file of 11 bytes" in text_of(pilot)
        path.write_text("changed meanwhile\n")
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, SaveReport))
        assert path.read_text() == "changed meanwhile\n"
        assert app.screen.query_one(Input).value == str(path)
        assert "changed since it was read" in text_of(pilot).replace("│", "").replace("  ", " ")
        await pilot.press("escape")
        await settle(pilot)


@pytest.mark.anyio
async def test_down_changes_between_text_and_json(account: Begin) -> None:
    app = WizardApp(account("healthy").ready())
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot)
        await pilot.press("s")
        await pilot.pause()
        typed = app.screen.query_one(Input)
        assert typed.value == "clearml-cognito-diagnosis.txt"
        await pilot.press("down")
        assert typed.value == "clearml-cognito-diagnosis.json"
        await pilot.press("down")
        assert typed.value == "clearml-cognito-diagnosis.txt"
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, DiagnosisScreen)


# While it looks


@pytest.mark.anyio
async def test_rows_fill_in_and_a_stopped_look_is_not_called_fine(account: Begin, tmp_path: Path) -> None:
    here = account("healthy")
    here.sandbox.world.faults.arm(Fault("DescribeUserPoolClient", Kind.DELAY, seconds=MANY))
    app = WizardApp(here.ready())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("f9")
        await until(pilot, lambda: sign_of(pilot, "OID010") == "✓" and sign_of(pilot, "POL011") == "✓")
        assert sign_of(pilot, "APP010") == "…"
        assert line(pilot, "#verdict").startswith("… Looking:")
        assert tree(pilot)["App client"].note.endswith(" of 9 seen")
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, DiagnosisScreen)
        assert sign_of(pilot, "OID010") == "✓"
        assert sign_of(pilot, "APP010") in "?⊘"
        assert line(pilot, "#verdict").startswith("? Stopped.")
        path = tmp_path / "stopped.txt"
        await save_as(pilot, path)
        await pilot.press("y")
        await settle(pilot)
        assert "The look was stopped before this was seen." in path.read_text()
        here.sandbox.world.faults.clear()
        await pilot.press("r")
        await settle(pilot)
        assert line(pilot, "#verdict").startswith("✓")
        await pilot.press("escape")
        assert isinstance(app.screen, WelcomeScreen)


@pytest.mark.anyio
async def test_stopping_one_check_leaves_what_was_found_before(account: Begin) -> None:
    here = account("callback-slash")
    app = WizardApp(here.ready())
    async with app.run_test(size=(80, 24)) as pilot:
        await diagnose(pilot)
        before = line(pilot, "#verdict")
        here.sandbox.world.faults.arm(Fault("*", Kind.DELAY, seconds=MANY))
        await pilot.press("1")
        await until(pilot, lambda: sign_of(pilot, "APP013") == "…")
        await pilot.press("escape")
        await settle(pilot)
        assert (sign_of(pilot, "APP013"), sign_of(pilot, "LGN010")) == ("✗", "⊘")
        assert line(pilot, "#verdict") == before


@pytest.mark.anyio
async def test_leaving_does_not_wait_for_a_look(account: Begin) -> None:
    here = account("healthy")
    here.sandbox.world.faults.arm(Fault("*", Kind.DELAY, seconds=MANY))
    app = WizardApp(here.ready())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("f9")
        await until(pilot, lambda: len(here.sandbox.requests) > 0)
        started = time.monotonic()
        await pilot.press("ctrl+q", "enter")
    assert time.monotonic() - started < 3.0
    assert app.return_code == 0


@pytest.mark.anyio
@pytest.mark.parametrize("step", [StepId.POOL, StepId.FINISH])
async def test_f9_opens_it_on_every_step_and_only_once(account: Begin, step: StepId) -> None:
    app = WizardApp(account("healthy").ready())
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, step)
        depth = len(app.screen_stack)
        if step is StepId.FINISH:
            assert "f9 Diagnosis" in text_of(pilot)
        await pilot.press("f9")
        await settle(pilot)
        assert isinstance(app.screen, DiagnosisScreen)
        app.action_diagnose()
        await pilot.pause()
        assert len(app.screen_stack) == depth + 1
        await pilot.press("f9")
        assert app.screen.STEP is step  # type: ignore[attr-defined]
        commands = [command.title for command in app.get_system_commands(app.screen)]  # type: ignore[arg-type]
        assert "Diagnosis" in commands


# How it looks

CHECKS_ON_PICTURES = """
AWS010 AWS011 AWS012 AWS013 AWS015 POL010 POL011 POL012 POL015 NET010 NET012 NET013 OID010 OID011 OID012 OID013 OID014
DOM010 DOM011 DOM012 DOM013 DOM014 APP010 APP011 APP012 APP013 APP016 APP017 APP018 APP019 APP020 IDP010 IDP011 IDP012
KEY010 KEY011 ENV010 ENV011 ENV012 ENV013 SRV010 SRV011 LGN010 LGN011 LGN012 LGN015 LGN016 SEC010 SEC011 SEC012
"""
PORT = re.compile(r"127\.0\.0\.1:\d+")


def steady(found: Finding) -> Finding:
    """A finding without what is another each time: the sandbox's port, and times."""

    def same(text: str | None) -> str | None:
        return None if text is None else re.sub(r"\d+\.\d s", "0.1 s", PORT.sub("app.acme.io", text))

    remedy = found.remedy
    return replace(
        found,
        message=same(found.message) or "",
        expected=same(found.expected),
        actual=same(found.actual),
        evidence=tuple(Evidence(same(one.source) or "", same(one.said) or "") for one in found.evidence),
        remedy=Remedy(same(remedy.prose) or "", remedy.commands, remedy.destructive) if remedy else None,
    )


async def show_steady(pilot: Pilot[None]) -> None:
    """Show what was found without what is another each time."""
    screen = screen_of(pilot)
    assert screen._diagnosis is not None
    screen._diagnosis = replace(screen._diagnosis, findings=tuple(steady(one) for one in screen._diagnosis.findings))
    screen.session.connection = replace(screen.session.connection, web_addresses=("https://app.acme.io",))
    screen._end()
    await pilot.pause()


@pytest.fixture
def steady_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same time on each picture, and the same checks however many there will be."""
    wanted = set(CHECKS_ON_PICTURES.split())
    checks = tuple(one for one in ORDERED if one.id in wanted)
    assert len(checks) == len(wanted)
    monkeypatch.setattr("wizard.diagnosing.ORDERED", checks)
    monkeypatch.setattr("screens.diagnosis.ORDERED", checks)
    monkeypatch.setattr("screens.diagnosis_words.shown_seconds", lambda seconds: "1.2 s")


async def diagnosed(pilot: Pilot[None]) -> None:
    await diagnose(pilot)
    await show_steady(pilot)


def looked(session: Session, size: tuple[int, int], snap_compare) -> None:  # type: ignore[no-untyped-def]
    assert snap_compare(WizardApp(session), run_before=diagnosed, terminal_size=size)


def test_looks_empty(account: Begin, steady_look: None, snap_compare) -> None:  # type: ignore[no-untyped-def]
    looked(account("healthy").session(), (80, 24), snap_compare)


def test_looks_healthy(account: Begin, steady_look: None, snap_compare) -> None:  # type: ignore[no-untyped-def]
    looked(account("healthy").ready(), (80, 24), snap_compare)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_looks_in_trouble(account: Begin, steady_look: None, size, snap_compare) -> None:  # type: ignore[no-untyped-def]
    looked(account("callback-slash").ready(), size, snap_compare)


@pytest.mark.parametrize("theme", THEMES)
def test_looks_in(theme, account: Begin, steady_look: None, snap_compare, monkeypatch):  # type: ignore[no-untyped-def]
    app = themed(account("callback-slash").ready(), theme, monkeypatch)
    assert snap_compare(app, run_before=diagnosed, terminal_size=(120, 40))


def test_looks_not_seen(account: Begin, steady_look: None, snap_compare) -> None:  # type: ignore[no-untyped-def]
    looked(account("few-permissions").ready(), (80, 24), snap_compare)


@pytest.mark.usefixtures("steady_look")
def test_looks_while_looking(account: Begin, monkeypatch: pytest.MonkeyPatch, snap_compare):  # type: ignore[no-untyped-def]
    async def all_but_the_delayed(pilot: Pilot[None]) -> None:
        await pilot.pause()
        await pilot.press("f9")
        last = {"ClearML configuration", "authorize", "configured domain", "identity providers"}
        await until(pilot, lambda: last <= screen_of(pilot)._waiting.keys(), MANY / 2)
        await until(pilot, lambda: all(sign_of(pilot, id) != "…" for id in ("NET013", "KEY010", "DOM012", "AWS012")))
        await until(pilot, lambda: "waiting for" in line(pilot, "#verdict") and "esc" in line(pilot, "#guidance"))

    monkeypatch.setattr("screens.diagnosis.WHAT_AFTER_SECONDS", 0.01)
    monkeypatch.setattr("screens.diagnosis.STOP_AFTER_SECONDS", 0.02)
    here = account("healthy")
    here.sandbox.world.faults.arm(Fault("*", Kind.DELAY, seconds=MANY))
    assert snap_compare(WizardApp(here.ready()), run_before=all_but_the_delayed, terminal_size=(80, 24))


@pytest.mark.parametrize(
    ("status", "says"),
    [(Status.WARNING, "1 warning."), (Status.UNKNOWN, "1 was not seen."), (Status.CRASH, "seen")],
)
def test_what_weighs_little_is_still_not_called_fine(status: Status, says: str) -> None:
    findings = [
        Finding("APP010", "The app client exists", "App client", Severity.ERROR, Status.OK, ""),
        Finding("KEY010", "The client secret is in the keyring", "Keyring", Severity.WARNING, status, "So it is."),
    ]
    sign, sentence = verdict(findings, Subject("clearml-cognito", "default", user_pool="eu-west-1_AbC123xyz"))
    assert sign is CAREFUL
    assert sentence.startswith("No root cause: 1 check holds")
    assert says in sentence


@pytest.mark.anyio
async def test_a_fault_of_the_program_is_said_and_what_was_found_is_not_called_fine(
    account: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("[/broken")

    app = WizardApp(account("healthy").ready())
    async with app.run_test(size=(80, 24)) as pilot:
        with monkeypatch.context() as patched:
            patched.setattr("screens.diagnosis.diagnose_session", broken)
            await diagnose(pilot)
            assert "failed inside the program (RuntimeError)" in line(pilot, "#verdict")
            assert sign_of(pilot, "APP010") in "?⊘"
        await pilot.press("r")
        await settle(pilot)
        assert line(pilot, "#verdict").startswith("✓")
