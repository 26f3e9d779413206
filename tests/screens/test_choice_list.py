"""The list to choose from: what the admin sees and what the keys do."""

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from screens.signs import BAD, GOOD
from screens.widgets.choice_list import Choice, ChoiceList

pytestmark = pytest.mark.anyio


class Listing(App[None]):
    CSS_PATH = "../../screens/app.tcss"

    def __init__(self) -> None:
        super().__init__()
        self.chosen: list[str] = []
        self.sighted: list[tuple[str, ...]] = []

    def compose(self) -> ComposeResult:
        yield ChoiceList(empty="No pools here.")

    def on_choice_list_chosen(self, event: ChoiceList.Chosen) -> None:
        self.chosen.append(event.choice.id)

    def on_choice_list_in_sight(self, event: ChoiceList.InSight) -> None:
        self.sighted.append(event.ids)


def rows(count: int) -> list[Choice]:
    return [Choice(f"id{number}", f"pool {number}") for number in range(count)]


def shown(pilot: Pilot[None]) -> list[str]:
    choices = pilot.app.query_one(ChoiceList)
    lines = (choices.render_line(y).text.rstrip() for y in range(choices.size.height))
    return [line for line in lines if line]


async def test_an_empty_list_says_so() -> None:
    async with Listing().run_test() as pilot:
        assert shown(pilot) == [" No pools here."]


async def test_the_cursor_moves_by_keys_and_enter_chooses() -> None:
    app = Listing()
    async with app.run_test() as pilot:
        app.query_one(ChoiceList).add(rows(100))
        await pilot.press("down", "down", "up", "enter", "end", "enter", "pageup", "home", "up", "enter")
        assert app.chosen == ["id1", "id99", "id0"]


async def test_the_filter_keeps_the_cursor_on_its_row_while_that_is_shown() -> None:
    app = Listing()
    async with app.run_test() as pilot:
        choices = app.query_one(ChoiceList)
        choices.add(rows(30))
        choices.highlight("id12")
        choices.filter("pool 1")
        assert choices.highlighted is not None and choices.highlighted.id == "id12"
        choices.filter("pool 20")
        assert choices.highlighted is not None and choices.highlighted.id == "id20"
        choices.filter("nothing such")
        assert choices.highlighted is None
        await pilot.press("enter", "down")
        assert app.chosen == []
        choices.filter("")
        await pilot.pause()
        assert len(shown(pilot)) == choices.size.height


async def test_each_word_of_the_filter_has_to_be_there_in_any_order_and_case() -> None:
    app = Listing()
    async with app.run_test():
        choices = app.query_one(ChoiceList)
        choices.add([Choice("a", "Acme People", "eu-west-1_A"), Choice("b", "Acme Mobile", "eu-west-1_B")])
        choices.filter("PEOPLE acme")
        assert choices.highlighted is not None and choices.highlighted.id == "a"
        choices.filter("west-1_b")
        assert choices.highlighted is not None and choices.highlighted.id == "b"


async def test_rows_that_come_later_leave_the_cursor_where_it_is_and_respect_the_filter() -> None:
    app = Listing()
    async with app.run_test():
        choices = app.query_one(ChoiceList)
        choices.filter("3")
        choices.add(rows(10))
        choices.add([Choice("id30", "pool 30"), Choice("id40", "pool 40")])
        choices.highlight("id30")
        choices.add([Choice("id31", "pool 31")])
        assert choices.highlighted is not None and choices.highlighted.id == "id30"


async def test_the_rows_in_sight_are_told_so_that_only_they_are_looked_at() -> None:
    app = Listing()
    async with app.run_test(size=(80, 24)) as pilot:
        app.query_one(ChoiceList).add(rows(1000))
        await pilot.pause()
        assert app.sighted[-1][0] == "id0" and len(app.sighted[-1]) <= 24
        await pilot.press("end")
        await pilot.pause()
        assert app.sighted[-1][-1] == "id999" and len(app.sighted[-1]) <= 24


async def test_foreign_names_are_drawn_as_they_are_and_long_ones_are_cut_with_a_sign() -> None:
    app = Listing()
    async with app.run_test(size=(60, 10)) as pilot:
        app.query_one(ChoiceList).add(
            [
                Choice("a", "[/] [red]x[/red]", "n", "fine", GOOD),
                Choice("b", "漢字" * 40, "n", "has no secret", BAD),
            ]
        )
        await pilot.pause()
        first, second = shown(pilot)
        assert "[/] [red]x[/red]" in first and "✓" in first
        assert "…" in second and "✗" in second and "has no secret" in second


async def test_a_click_puts_the_cursor_and_a_double_click_chooses() -> None:
    app = Listing()
    async with app.run_test() as pilot:
        app.query_one(ChoiceList).add(rows(5))
        await pilot.pause()
        await pilot.click(ChoiceList, offset=(5, 3))
        assert app.chosen == []
        await pilot.click(ChoiceList, offset=(5, 3), times=2)
        assert app.chosen == ["id3"]


async def test_rows_that_come_again_after_clearing_are_told_to_be_in_sight_again() -> None:
    app = Listing()
    async with app.run_test() as pilot:
        choices = app.query_one(ChoiceList)
        choices.add(rows(3))
        await pilot.pause()
        app.sighted.clear()
        choices.clear()
        choices.add(rows(3))
        await pilot.pause()
        assert ("id0", "id1", "id2") in app.sighted


async def test_at_the_end_of_the_list_the_arrow_is_left_to_what_is_around_it() -> None:
    class Around(Listing):
        BINDINGS = [("down", "leave", "")]
        left = 0

        def action_leave(self) -> None:
            self.left += 1

    app = Around()
    async with app.run_test() as pilot:
        app.query_one(ChoiceList).add(rows(2))
        await pilot.press("down")
        assert app.left == 0
        await pilot.press("down")
        assert app.left == 1


async def test_the_cursor_comes_back_to_its_row_when_the_filter_shows_it_again() -> None:
    app = Listing()
    async with app.run_test():
        choices = app.query_one(ChoiceList)
        choices.add(rows(30))
        choices.highlight("id12")
        choices.filter("nothing")
        assert choices.highlighted is None
        choices.filter("")
        assert choices.highlighted and choices.highlighted.id == "id12"
