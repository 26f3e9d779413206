"""Fields: judged while typed; a secret one gives its text to nobody but who takes it."""

import logging

import pytest
from textual import events, on
from textual.app import App, ComposeResult
from textual.message import Message
from textual.widgets import Input

from diagnostics.addresses import web_address
from screens.widgets.fields import Field, SecretInput, check_with

pytestmark = pytest.mark.anyio
CANARY = "canary7secret7canary7secret"


class Form(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.submitted: list[str] = []
        self.seen: list[str] = []

    def compose(self) -> ComposeResult:
        yield Field(
            "Web address",
            example="https://app.example.com",
            hint="Where people open it",
            judge=check_with(web_address),
        )
        yield SecretInput(id="secret")

    @on(Field.Submitted)
    def note(self, event: Field.Submitted) -> None:
        self.submitted.append(event.field.value)

    @on(Input.Changed)
    @on(Input.Submitted)
    def note_secret(self, event: Message) -> None:
        self.seen.append(repr(event) + repr(getattr(event, "value", "")))


def line(app: App[None]) -> str:
    return str(app.query_one(".field--line").render())


async def test_what_is_typed_is_judged_at_each_key() -> None:
    app = Form()
    async with app.run_test() as pilot:
        field = app.query_one(Field)
        assert line(app) == "Where people open it"
        field.focus()
        await pilot.press(*"app.acme.io")
        assert "Begin the address with https://" in line(app)
        assert field.problem
        field.value = ""
        await pilot.press(*"https://app.acme.io")
        assert line(app) == "Where people open it"
        assert field.problem is None
        await pilot.press("enter")
        assert app.submitted == ["https://app.acme.io"]


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+x", "super+c"])
async def test_a_secret_is_not_copied(key: str) -> None:
    app = Form()
    async with app.run_test() as pilot:
        app.query_one(SecretInput).focus()
        await pilot.press(*CANARY)
        await pilot.press("shift+home", key)
        assert app.clipboard == ""
        assert app.query_one(SecretInput).value == CANARY


async def test_no_message_repr_or_picture_of_a_secret_field_shows_it(caplog: pytest.LogCaptureFixture) -> None:
    app = Form()
    with caplog.at_level(logging.DEBUG):
        async with app.run_test() as pilot:
            secret = app.query_one(SecretInput)
            secret.focus()
            await pilot.press(*CANARY, "enter")
            picture = app.export_screenshot()
            shown = repr(secret) + "".join(app.seen) + caplog.text + picture
            assert CANARY not in shown
            assert CANARY[:6] not in "".join(app.seen)
            taken = secret.take()
            assert taken.reveal() == CANARY
            assert secret.value == ""


async def test_blanks_and_line_breaks_around_a_pasted_secret_are_dropped() -> None:
    app = Form()
    async with app.run_test():
        secret = app.query_one(SecretInput)
        secret.value = f"  {CANARY}\n"
        assert secret.take().reveal() == CANARY


async def test_a_pasted_secret_goes_in_once_and_without_what_was_dragged_along() -> None:
    app = Form()
    async with app.run_test() as pilot:
        app.query_one(SecretInput).focus()
        app.post_message(events.Paste(f"\n  {CANARY} \n"))
        await pilot.pause()
        assert app.query_one(SecretInput).take().reveal() == CANARY
