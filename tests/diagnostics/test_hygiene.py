"""A process that holds a secret cannot be dumped, and what it starts is as free as before."""

import subprocess
import sys

import pytest

LOOK = (
    "import ctypes, resource\n"
    "print(resource.getrlimit(resource.RLIMIT_CORE)[0], ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))\n"
)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="prctl is Linux's own")
def test_a_hardened_process_leaves_no_core_and_its_commands_are_free_again() -> None:
    code = (
        "import resource, subprocess, sys\n"
        "_, hard = resource.getrlimit(resource.RLIMIT_CORE)\n"
        "resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))\n"
        "from diagnostics.hygiene import keep_memory_private\n"
        f"look = {LOOK!r}\n"
        "print(keep_memory_private(), flush=True)\n"
        "exec(look)\n"
        "sys.stdout.flush()\n"
        "subprocess.run([sys.executable, '-c', look], check=True)\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE)[1] == hard)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=20, check=True)
    assert done.stdout.splitlines() == ["True", "0 0", "0 1", "True"]
