"""Starts one command with the two COGNITO_AUTH_* variables in its environment, and stands in for it meanwhile."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from types import FrameType
from typing import TypeAlias

from diagnostics.secret import Secret
from diagnostics.settings import CLIENT_ID_VARIABLE, CLIENT_SECRET_VARIABLE
from diagnostics.text import plain

NOT_STARTED = 125
"""The status where the command could not be started."""

_Handler: TypeAlias = "Callable[[int, FrameType | None], object] | int | signal.Handlers | None"
_FORWARDED = ("SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2")
_FROM_THE_TERMINAL = ("SIGINT", "SIGQUIT")


def run(command: Sequence[str], client_id: str, secret: Secret, complain: Callable[[str], None]) -> int:
    """Run a command to its end, with the client id and secret in its environment and nowhere else.

    No shell is involved. Signals are passed on. It waits for as long as the command runs: that is what it is for.

    Args:
        command: the program and its arguments.
        client_id, secret: what the two variables are set to.
        complain: is given one sentence where the command could not be started.

    Returns:
        The command's status; 128 and the signal's number where a signal ended it; 125 where it could not be started.
    """
    if not command:
        complain("There is no command to run. Write it behind --run.")
        return NOT_STARTED
    with _signals_passed_on() as children:
        try:
            # The admin's own command, as an argument list.
            child = subprocess.Popen(  # noqa: S603
                list(command),
                env={**os.environ, CLIENT_ID_VARIABLE: client_id, CLIENT_SECRET_VARIABLE: secret.reveal()},
            )
        except FileNotFoundError:
            complain(f"{plain(command[0])} was not found. Is it installed, and is its folder in PATH?")
            return NOT_STARTED
        except (OSError, ValueError) as error:
            reason = plain(error.strerror) if isinstance(error, OSError) and error.strerror else "it holds a NUL"
            complain(f"{plain(command[0])} could not be started: {reason}.")
            return NOT_STARTED
        children.start(child)
        status = child.wait()
    return 128 - status if status < 0 else status


class _Children:
    """The one child and the signals that came before it was there."""

    def __init__(self) -> None:
        self.child: subprocess.Popen[bytes] | None = None
        self.early: list[int] = []

    def start(self, child: "subprocess.Popen[bytes]") -> None:
        self.child = child
        for number in self.early:
            child.send_signal(number)

    def pass_on(self, number: int, _: FrameType | None) -> None:
        if self.child is None:
            self.early.append(number)
        else:
            self.child.send_signal(number)


@contextlib.contextmanager
def _signals_passed_on() -> Iterator[_Children]:
    """While it lasts, what is sent to this process goes to the child. Only Python's main thread can arrange that."""
    children = _Children()
    names = [*_FORWARDED, *([] if _shares_terminal() else _FROM_THE_TERMINAL)]
    before: dict[int, _Handler] = {}
    try:
        with contextlib.suppress(ValueError):
            for name in _FROM_THE_TERMINAL:
                # The terminal sends these to the child as well: here they only must not end the wait.
                _set(before, name, _let_pass)
            for name in names:
                _set(before, name, children.pass_on)
        yield children
    finally:
        for number, handler in before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)


def _let_pass(_: int, __: FrameType | None) -> None:
    pass


def _set(
    before: dict[int, _Handler],
    name: str,
    handler: Callable[[int, FrameType | None], object],
) -> None:
    number = getattr(signal, name, None)
    if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
        present = signal.signal(number, handler)
        before.setdefault(number, present)


def _shares_terminal() -> bool:
    """True where this process and the child are the terminal's foreground group, which gets Ctrl-C as a whole."""
    if os.name != "posix":
        return False
    from wizard.posix import is_foreground

    return is_foreground()
