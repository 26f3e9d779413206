"""What a process does before a secret enters it."""

from diagnostics.posix import not_dumpable, without_core_dumps


def keep_memory_private() -> bool:
    """Keep what this process holds out of core dumps and away from other processes' debuggers.

    Call it once, early. Nothing is raised where the system has no such thing; the keyring is not disturbed.

    Returns:
        True where both the core limit and (on Linux) the dumpable mark are set.
    """
    limited = without_core_dumps()
    marked = not_dumpable()
    return limited and marked
