"""What makes the wizard one's own: palette, keys, themes that are kept, help, the mouse, and any size of window."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widget import Widget
from textual.widgets import Input, Static

from screens.app import WizardApp
from screens.bindings import bindings
from screens.dialogs.help import Help
from screens.dialogs.leave import Leave
from screens.frame import StepScreen
from screens.own_keys import is_key
from screens.taste import taste_in
from screens.widgets.choice_list import ChoiceList
from screens.widgets.rail import Rail
from tests.screens.stage import Account, arrive, settle, text_of
from tests.terminal import Terminal
from wizard.preferences import read_preferences
from wizard.steps import StepId

Begin = Callable[..., Account]


def commands(app: WizardApp) -> dict[str, str]:
    return {command.title: command.help for command in app.get_system_commands(app.screen)}


def toasts(app: WizardApp) -> str:
    """What is said over the screen."""
    return " ".join(str(toast.render()) for toast in app.screen.query("Toast"))


def help_text(app: WizardApp) -> str:
    """What the help says, its lines joined."""
    return " ".join(str(app.screen.query_one("#help Static", Static).render()).split())


@pytest.mark.anyio
async def test_the_palette_has_every_key_of_the_screen_and_every_step(account: Begin) -> None:
    app = WizardApp(account("healthy").ready())
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.POOL)
        known = commands(app)
        for key in ("Use", "Back", "Filter", "Type an id", "Look again", "Help", "Leave", "Diagnosis", "Theme"):
            assert key in known, key
        assert known["Look again"] == "r: Read the pools once more"
        steps = sorted(title for title in known if title.startswith("Step "))
        assert steps[1] == "Step  2: AWS account" and steps[10] == "Step 11: Export"
        assert "Screenshot" not in known
        await pilot.press("colon")
        await pilot.pause()
        await pilot.press(*"type an id", "enter")
        await settle(pilot)
        assert app.screen.has_class("-asking")


@pytest.mark.anyio
async def test_a_question_mark_helps_and_tells_what_can_be_done_where_the_focus_is(account: Begin) -> None:
    app = WizardApp(account("healthy").ready())
    async with app.run_test(size=(100, 40)) as pilot:
        await arrive(pilot, StepId.POOL)
        await pilot.press("question_mark")
        assert isinstance(app.screen, Help)
        assert "Where you are A list: up and down" in help_text(app)
        await pilot.press("question_mark")
        await pilot.press("i", "f1")
        assert "Where you are A field is judged while you type" in help_text(app)


@pytest.mark.anyio
async def test_a_chosen_theme_is_kept_and_the_rest_of_the_file_stays(account: Begin, tmp_path: Path) -> None:
    file = tmp_path / "preferences" / "wizard.toml"
    file.parent.mkdir()
    file.write_text('# mine\n[keys]\n"step.again" = "f6"\n')
    world = account("healthy")
    app = WizardApp(world.ready(), taste=taste_in(file))
    async with app.run_test() as pilot:
        await settle(pilot)
        app.theme = "nord"
        await settle(pilot)
    assert file.read_text().startswith("# mine") and '"step.again" = "f6"' in file.read_text()
    assert read_preferences(file).theme == "nord"
    assert WizardApp(world.ready(), taste=taste_in(file)).theme == "nord"
    assert WizardApp(world.ready(), taste=taste_in(file), theme="ansi-light").theme == "ansi-light"


@pytest.mark.anyio
async def test_a_theme_that_does_not_exist_is_said(account: Begin) -> None:
    app = WizardApp(account("healthy").ready(), theme="norb")
    async with app.run_test(size=(160, 40), notifications=True) as pilot:
        await settle(pilot)
        assert 'There is no theme "norb".' in toasts(app)
    assert app.theme == "clearml-cognito"


@pytest.mark.anyio
async def test_a_key_that_would_be_typed_is_not_in_the_line_of_keys(account: Begin) -> None:
    app = WizardApp(account("healthy").ready())
    async with app.run_test(size=(80, 24)) as pilot:
        await arrive(pilot, StepId.POOL)
        assert "/ Filter" in text_of(pilot)
        await pilot.press("i")
        await pilot.pause()
        assert "/ Filter" not in text_of(pilot) and "f5 Look again" in text_of(pilot)


@pytest.mark.anyio
async def test_a_theme_is_kept_where_there_was_no_file(account: Begin, tmp_path: Path) -> None:
    file = tmp_path / "preferences" / "wizard.toml"
    app = WizardApp(account("healthy").ready(), taste=taste_in(file))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert not file.exists()
        app.theme = "gruvbox"
        await settle(pilot)
    assert file.read_text() == 'theme = "gruvbox"\n'


@pytest.mark.anyio
async def test_keys_of_ones_own_and_what_is_no_key(account: Begin, tmp_path: Path) -> None:
    file = tmp_path / "wizard.toml"
    file.write_text('[keys]\n"step.again" = "f6"\n"app.leave" = "ctrl+g"\n"step.agian" = "x"\n')
    world = account("healthy")
    app = WizardApp(world.ready(), taste=taste_in(file))
    async with app.run_test(size=(100, 40), notifications=True) as pilot:
        await arrive(pilot, StepId.POOL)
        assert "[keys] names what is no key here: step.agian." in toasts(app)
        world.sandbox.world.requests.clear()
        await pilot.press("r")
        await settle(pilot)
        assert not world.sandbox.requests
        await pilot.press("f6")
        await settle(pilot)
        assert world.sandbox.requests
        assert "f6 Look again" in text_of(pilot) and "^g Leave" in text_of(pilot)
        await pilot.press("ctrl+g")
        assert isinstance(app.screen, Leave)


@pytest.mark.anyio
async def test_what_is_said_to_do_next_names_ones_own_keys(account: Begin, tmp_path: Path) -> None:
    file = tmp_path / "wizard.toml"
    file.write_text('[keys]\n"step.on" = "f8"\n"choice.use" = "f8"\n"step.again" = "f6"\n"step.back" = "f7"\n')
    app = WizardApp(account("callback-slash").ready(), taste=taste_in(file))
    async with app.run_test(size=(100, 40), notifications=True) as pilot:
        await arrive(pilot, StepId.CLIENT)
        assert "f6: look again" in text_of(pilot) or "f8: " in text_of(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert app.screen.STEP is StepId.CLIENT  # type: ignore[attr-defined]
        await arrive(pilot, StepId.ATTRIBUTES)
        assert "f8: go on" in text_of(pilot) and "Enter: " not in text_of(pilot)
        assert toasts(app) == ""


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ('"step.again" = "f1"', "f1 (step.again, step.help)"),
        ('"client.new" = "slash"', "slash (client.new, client.filter)"),
        ('"step.again" = "j"', "j (step.again, Down)"),
        ('"step.again" = "f9"\n"app.diagnose" = "f6"', ""),
        ('"client.new" = "f2"\n"step.on" = "enter"', ""),
    ],
)
async def test_a_key_that_two_actions_have_is_named(keys: str, told: str, account: Begin, tmp_path: Path) -> None:
    file = tmp_path / "wizard.toml"
    file.write_text(f"[keys]\n{keys}\n")
    app = WizardApp(account("healthy").ready(), taste=taste_in(file))
    async with app.run_test(size=(160, 40), notifications=True) as pilot:
        await settle(pilot)
        assert told in toasts(app)
        assert told or not toasts(app)


@pytest.mark.parametrize(
    "key", ["f6", "ctrl+g", "x", "question_mark", "shift+f3", "pageup", "ctrl+right_square_bracket"]
)
def test_a_key_that_can_come_is_one(key: str) -> None:
    assert is_key(key)


@pytest.mark.anyio
async def test_a_key_that_no_keyboard_has_is_named(account: Begin, tmp_path: Path) -> None:
    file = tmp_path / "wizard.toml"
    file.write_text('[keys]\n"step.help" = "nosuchkey,f1"\n')
    app = WizardApp(account("healthy").ready(), taste=taste_in(file))
    async with app.run_test(size=(160, 40), notifications=True) as pilot:
        await settle(pilot)
        assert "a key that no keyboard has: nosuchkey." in toasts(app)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("theme = nord\n", "is not TOML"),
        ("theme = 7\n", "theme is not the name of a theme"),
        ('keys = "f6"\n', "[keys] is not a table"),
        ('[keys]\n"step.again" = "no such key!"\n', 'the key of "step.again" is not one such as'),
    ],
)
async def test_damaged_preferences_are_told_and_left_alone(
    text: str, told: str, account: Begin, tmp_path: Path
) -> None:
    file = tmp_path / "wizard.toml"
    file.write_text(text)
    app = WizardApp(account("healthy").ready(), taste=taste_in(file))
    async with app.run_test(size=(160, 40), notifications=True) as pilot:
        await settle(pilot)
        assert told in toasts(app)
        app.theme = "nord"
        await settle(pilot)
    assert file.read_text() == text


@pytest.mark.anyio
async def test_the_rail_is_clicked_also_where_it_is_folded(account: Begin) -> None:
    app = WizardApp(account("healthy").ready())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.click(Rail, offset=(4, 3))
        await settle(pilot)
        assert app.screen.STEP is StepId.POOL  # type: ignore[attr-defined]
        await pilot.resize_terminal(70, 24)
        await pilot.pause()
        await pilot.click(Rail, offset=(1 + 2 * 6, 0))
        await settle(pilot)
        assert app.screen.STEP is StepId.PROVIDER  # type: ignore[attr-defined]


SIZES = ((200, 60), (120, 40), (119, 40), (80, 24), (79, 24), (60, 18), (80, 18), (120, 18), (200, 60))


def controls(screen: StepScreen) -> list[Widget]:
    """What is typed in or chosen from on a step and is shown in the largest window."""
    return [widget for widget in screen.query("Input, ChoiceList, CreateLine, Prose") if widget.display]


@pytest.mark.anyio
@pytest.mark.parametrize("step", list(StepId))
async def test_no_size_loses_a_control_or_an_answer(step: StepId, account: Begin) -> None:
    app = WizardApp(account("healthy").ready())
    async with app.run_test(size=SIZES[0]) as pilot:
        await arrive(pilot, step)
        screen = app.screen
        assert isinstance(screen, StepScreen)
        focus = screen.focused
        typed = [one.value for one in screen.query(Input)]
        chosen = [one.highlighted.id for one in screen.query(ChoiceList) if one.highlighted]
        for width, height in SIZES:
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            whole = screen.region
            for one in (screen.guidance, screen.query_one("KeyLine"), screen.query_one("#title")):
                assert one.region.size.area and one.region in whole, (width, height, one)
            assert screen.focused is focus
            keys = list(screen.query("FooterKey"))
            assert all(key.region in whole for key in keys), (width, height)
            assert {"back", "help", "request_quit"} <= {str(getattr(key, "action", "")) for key in keys}
            if isinstance(focus, ChoiceList | Input):
                assert focus.region.size.area and focus.region in whole, (width, height)
            assert [one.value for one in screen.query(Input)] == typed
            assert [one.highlighted.id for one in screen.query(ChoiceList) if one.highlighted] == chosen
        await pilot.resize_terminal(59, 17)
        await pilot.pause()
        await pilot.press("enter", "r", "n", "f9", "colon", "escape")
        await pilot.pause()
        assert app.screen is screen
        assert "This window is 59 by 17. It needs 60 by 18 at least." in text_of(pilot)
        await pilot.resize_terminal(60, 18)
        await pilot.pause()
        assert "It needs" not in text_of(pilot)


def test_without_colours_none_is_sent_and_everything_is_there(tmp_path: Path) -> None:
    with Terminal("--demo", "healthy", home=tmp_path, environment={"NO_COLOR": "1"}) as terminal:
        terminal.wait_for("1 of 12", "Enter:")
        terminal.press("enter")
        terminal.wait_for("2 of 12", "▸", "demo", "Region")
        terminal.press("f9")
        terminal.wait_for("Diagnosis", "Next")
        coloured = [code for code in _sgr(terminal.written) if code.startswith(("3", "4", "9", "10")) and code != "4"]
        assert coloured == []


def _sgr(written: bytes) -> set[str]:
    """The single codes of all SGR sequences."""
    found = re.findall(rb"\x1b\[([0-9;]*)m", written)
    return {code.decode() for sequence in found for code in sequence.split(b";")} - {"39", "49"}


def test_every_key_has_an_id_that_never_changes() -> None:
    listed = (Path(__file__).parents[2] / "docs" / "keys.md").read_text(encoding="utf-8")
    assert all(f"`{id}`" in listed for id in {one.binding.id for one in bindings()} - {None}), "run: make docs"


@pytest.mark.anyio
async def test_a_key_that_no_keyboard_has_leaves_the_delivered_one(account: Begin, tmp_path: Path) -> None:
    file = tmp_path / "wizard.toml"
    file.write_text('[keys]\n"step.help" = "hyper_key"\n"step.agian" = "x"\n')
    app = WizardApp(account("healthy").ready(), taste=taste_in(file))
    async with app.run_test(size=(100, 40), notifications=True) as pilot:
        await arrive(pilot, StepId.POOL)
        assert "no keyboard has: hyper_key" in toasts(app) and "no key here: step.agian" in toasts(app)
        await pilot.press("f1")
        await settle(pilot)
        assert isinstance(app.screen, Help)


@pytest.mark.anyio
@pytest.mark.parametrize("width", [60, 80, 120])
async def test_the_top_line_says_what_fits_and_keeps_its_gap(account: Begin, width: int) -> None:
    session = account("healthy").ready(by_hand=True, account="123456789012")
    session.connection = replace(session.connection, name="a-connection-of-ours")
    app = WizardApp(session)
    async with app.run_test(size=(width, 24)) as pilot:
        await arrive(pilot, StepId.POOL, wait=False)
        top = pilot.app.screen._compositor.render_strips()[0].text.rstrip()
        assert re.match(r" clearml-cognito {2,}a-connection-of-ours( · [^·]+)*$", top), top
