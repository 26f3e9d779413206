"""Blocking calls beside the event loop, on threads that nobody ever waits for."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Thread
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

T = TypeVar("T")
P = ParamSpec("P")


class DaemonThreads(ThreadPoolExecutor):
    """An executor whose threads end with the process.

    asyncio joins the threads of its default executor when it closes, so one look-up of a host name that
    never answers would keep the terminal after the admin has quit. asyncio accepts only a ThreadPoolExecutor
    as the default one, hence the base class; none of its threads are used.
    """

    def __init__(self) -> None:
        super().__init__(max_workers=1)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()

        def work() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                result = fn(*args, **kwargs)
            except BaseException as error:  # noqa: BLE001 - handed to whoever awaits it
                future.set_exception(error)
            else:
                future.set_result(result)

        Thread(target=work, daemon=True).start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Waits for nothing."""


def use_daemon_threads(loop: AbstractEventLoop) -> None:
    """Make `loop` run its own blocking calls (host name look-ups) on threads that end with the process."""
    loop.set_default_executor(DaemonThreads())


async def in_thread(call: Callable[[], T], seconds: float) -> T:
    """The result of a blocking call; the event loop goes on meanwhile.

    Args:
        call: the blocking call. It cannot be stopped, so it has to have timeouts of its own.
        seconds: how long to wait for it.

    Raises:
        TimeoutError: no result in time; whatever the thread still brings is dropped.
    """
    import asyncio

    loop = asyncio.get_running_loop()
    return await asyncio.wait_for(loop.run_in_executor(DaemonThreads(), call), seconds)
