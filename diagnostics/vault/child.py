"""The keyring child as its parent sees it: started, asked one thing, and killed when it has answered or is too slow.

keyring knows no timeout: a locked keyring with a display waits for its prompt, a stopped service for the bus. Only a
process can be ended from outside.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.posix import kill_group
from diagnostics.vault.answer import UNANSWERED_PROMPT, UNLOCKING, Answer, Request, Stage, parse_answer, request_line
from diagnostics.vault.states import VaultState

if TYPE_CHECKING:
    from asyncio import Timeout
    from asyncio.subprocess import Process

UNLOCK_SECONDS = 60.0
"""How long an unlock prompt may stay open: somebody has to find it and type a password."""

_WORKER = Path(__file__).with_name("worker.py")
_LONGEST_LINE = 2**20
_REAP_SECONDS = 1.0


async def ask(
    request: Request, *, timeout_seconds: float, on_prompt: Callable[[], None] | None = None
) -> tuple[Answer, float]:
    """Start a child, let it carry out `request`, and end it. Cancelling kills the child with all it started.

    Args:
        request: what to do.
        timeout_seconds: how long an answer may take, start of the child included. Time in which an unlock prompt may
            be open counts apart, up to UNLOCK_SECONDS.
        on_prompt: called when somebody may be looking at an unlock prompt on this machine's desktop.

    Returns:
        The answer, and the limit in seconds that held last. HUNG and DEAD are answers too; nothing is raised.
    """
    import asyncio

    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            str(_WORKER),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            # Away from the terminal: a backend that asks by getpass gets an error and does not draw over the screen.
            start_new_session=True,
            limit=_LONGEST_LINE,
        )
    except OSError as error:
        return Answer(VaultState.DEAD, error=type(error).__name__), timeout_seconds
    prompts = _Prompts(timeout_seconds, on_prompt)
    try:
        async with asyncio.timeout(timeout_seconds) as limit:
            return await _converse(process, request, prompts, limit), prompts.limit_seconds
    except TimeoutError:
        if prompts.open:
            return Answer(VaultState.LOCKED, prompts.backend, detail=UNANSWERED_PROMPT), prompts.limit_seconds
        return Answer(VaultState.HUNG), prompts.limit_seconds
    finally:
        await _end(process)


class _Prompts:
    """Whether an unlock prompt may be open, and the limit that follows from it."""

    def __init__(self, timeout_seconds: float, on_prompt: Callable[[], None] | None) -> None:
        self.open = False
        self.backend: str | None = None
        self.limit_seconds = timeout_seconds
        self._usual_seconds = timeout_seconds
        self._on_prompt = on_prompt

    def follow(self, stage: Stage, limit: "Timeout") -> None:
        import asyncio

        self.open = stage.name == UNLOCKING
        self.backend = stage.backend
        self.limit_seconds = max(UNLOCK_SECONDS, self._usual_seconds) if self.open else self._usual_seconds
        limit.reschedule(asyncio.get_running_loop().time() + self.limit_seconds)
        if self.open and self._on_prompt is not None:
            self._on_prompt()


async def _converse(process: "Process", request: Request, prompts: _Prompts, limit: "Timeout") -> Answer:
    if process.stdin is None or process.stdout is None:
        return Answer(VaultState.DEAD)
    try:
        # Standard input stays open: the child ends itself when this program does.
        process.stdin.write(request_line(request, _import_path()))
        await process.stdin.drain()
        while line := await process.stdout.readline():
            answer = parse_answer(line)
            if isinstance(answer, Answer):
                return answer
            if answer is None:
                break
            prompts.follow(answer, limit)
    except ConnectionError as error:
        return Answer(VaultState.DEAD, error=type(error).__name__)
    except ValueError:
        # A line longer than any client secret; its text stays unquoted.
        return Answer(VaultState.REFUSED, error="an item that is too long to be a client secret")
    return Answer(VaultState.DEAD)


def _import_path() -> list[str]:
    """Where this program's own imports come from. Relative entries stay behind: they mean the working directory."""
    return [entry for entry in sys.path if Path(entry).is_absolute()]


async def _end(process: "Process") -> None:
    """Kill the child and what it started, and take its status; wait for that no longer than 1 s."""
    import asyncio
    import contextlib

    if process.returncode is None:
        if sys.platform == "win32":
            with contextlib.suppress(ProcessLookupError):
                process.kill()
        else:
            # Not process.kill(): it looks whether the process has ended, and would take the status that the event
            # loop waits for, which then complains on the terminal.
            kill_group(process.pid)
    with contextlib.suppress(OSError):  # TimeoutError and a broken pipe are among them
        async with asyncio.timeout(_REAP_SECONDS):
            await process.wait()
            # Both pipes have to be seen to end, or they outlive the event loop and complain of it.
            if process.stdin is not None and process.stdout is not None:
                process.stdin.close()
                await process.stdout.read()
                await process.stdin.wait_closed()
            await asyncio.sleep(0)
