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


def has_job_control() -> bool:
    """Whether a shell runs this process as a job of its own, and so can bring it back after it was stopped.

    The process group of a session's leader is no job: whoever stops in it stays so (POSIX.1, 2.4.3: orphaned groups).
    """
    if sys.platform == "win32":
        return False
    return os.getpgrp() != os.getsid(0)


def stop_group() -> None:
    """Stop this process and its whole job until the shell goes on with it, as the terminal's own ctrl+z would.

    A program started by make or by a script is one of several in its job, and the shell waits for all of them.
    """
    if sys.platform != "win32":
        os.killpg(os.getpgrp(), signal.SIGTSTP)


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
