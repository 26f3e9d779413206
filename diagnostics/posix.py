"""The calls that only POSIX systems have. Elsewhere each does nothing, so no caller asks which system it is on."""

import contextlib
import os
import signal
import sys

_PR_SET_DUMPABLE = 4  # linux/prctl.h


def kill_group(pid: int) -> None:
    """Kill the process group that `pid` leads, and with it whatever that process has started since.

    A group that has ended already is no error. On Windows nothing happens: the caller kills the process itself.
    """
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)


def without_core_dumps() -> bool:
    """Lower the soft limit for core dumps of this process to 0 bytes; True where that is so afterwards.

    The hard limit stays, so that a command started from here can raise its own again.
    """
    if sys.platform == "win32":
        return False
    import resource

    try:
        _, hard = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
    except (OSError, ValueError):
        return False
    return True


def not_dumpable() -> bool:
    """Forbid core dumps and foreign debuggers by `prctl(PR_SET_DUMPABLE, 0)`; True where that is so afterwards.

    A limit of 0 alone does not stop dumps that the kernel pipes into a program (core(5)). A program started from here
    is dumpable again (prctl(2)). Linux only.
    """
    if not sys.platform.startswith("linux"):
        return False
    import ctypes

    try:
        return bool(ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) == 0)
    except (OSError, AttributeError):
        return False
