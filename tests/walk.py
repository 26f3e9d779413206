"""The road from nothing to the env file, as keys and what the admin waits for before each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.terminal import Terminal


@dataclass(frozen=True)
class Leg:
    """One step of the road: its number on the screen, and how it is passed."""

    number: int
    walk: Callable[[Terminal, Path], None]


def _enter_at(*texts: str) -> Callable[[Terminal, Path], None]:
    def walk(terminal: Terminal, folder: Path) -> None:
        terminal.wait_for(*texts)
        terminal.press("enter")

    return walk


def _account(terminal: Terminal, folder: Path) -> None:
    terminal.wait_for("Enter: look with demo in eu-west-1")
    terminal.press("enter")
    terminal.wait_for("Enter: go on with this account")
    terminal.press("enter")


def _pages(terminal: Terminal, folder: Path) -> None:
    terminal.wait_for("Enter: see what creating it would do")
    terminal.press("enter")
    terminal.wait_for("CreateUserPoolDomain", "y Agree and write")
    terminal.press("y")
    terminal.wait_for("Enter: use clearml-people")
    terminal.press("enter")


def _client(terminal: Terminal, folder: Path) -> None:
    terminal.wait_for("+ Create a new one for ClearML")
    terminal.press("n")
    terminal.wait_for("A new app client for ClearML", "Name")
    terminal.press("enter")
    terminal.wait_for("CreateUserPoolClient", "y Agree and write")
    terminal.press("y")
    terminal.wait_for("Enter: use clearml", "ready as it is")
    terminal.press("enter")


def _secret(terminal: Terminal, folder: Path) -> None:
    on, without = "Enter: on to the live endpoints", "Enter: go on without the keyring"
    if terminal.wait_for_one(on, without) == without:
        terminal.press("enter")
    terminal.wait_for(on, "The token endpoint accepts")
    terminal.press("enter")


def _endpoints(terminal: Terminal, folder: Path) -> None:
    terminal.wait_for("Enter: go on asking, with made-up codes")
    terminal.press("enter")
    terminal.wait_for("Enter: on to the export")
    terminal.press("enter")


def _export(terminal: Terminal, folder: Path) -> None:
    terminal.wait_for("Enter: write", "the secret inside")
    terminal.press("enter")
    terminal.wait_for("is written", "w: write the override as well")
    terminal.press("w")
    terminal.wait_for("The override", "Enter: on to the last step")
    terminal.press("enter")


ROAD = (
    Leg(2, _account),
    Leg(3, _enter_at("Enter: use clearml-people")),
    Leg(4, _enter_at("Sign-up asks everybody for both", "Enter: go on")),
    Leg(5, _enter_at("Enter: go on with these answers", "ClearML\n")),
    Leg(6, _pages),
    Leg(7, _enter_at("Enter: go on with Cognito's own users")),
    Leg(8, _client),
    Leg(9, _secret),
    Leg(10, _endpoints),
    Leg(11, _export),
)


def begin(terminal: Terminal, number: int) -> None:
    """From the welcome screen to the step where the road goes on."""
    terminal.wait_for("1 of 12", "Enter: begin" if number == 2 else "Enter: go on at step")
    terminal.press("enter")
    terminal.wait_for(f"{number} of 12")
