"""A second opinion on a rendered block: python-dotenv, which shares no code with the writer, has to agree with it.

Interpolation is off. A double-quoted value with a dollar sign is left out: python-dotenv keeps the backslash before
it; Docker Compose, shells and systemd do not (all of them tried).
"""

from collections.abc import Mapping
from io import StringIO

from diagnostics.secret import Secret


def misread(block: str, meant: Mapping[str, Secret]) -> tuple[str, ...]:
    """The variables that python-dotenv finds set to something else than was meant, or does not find at all.

    Args:
        block: the lines, as they would be written.
        meant: each variable's value, as the process is to see it.
    """
    from dotenv import dotenv_values

    read = dotenv_values(stream=StringIO(block), interpolate=False)
    spelled = dict(line.split("=", 1) for line in block.split("\n") if "=" in line and not line.startswith("#"))
    return tuple(
        variable
        for variable, value in meant.items()
        if not _read_differently(spelled.get(variable, "")) and Secret(read.get(variable) or "") != value
    )


def _read_differently(spelling: str) -> bool:
    return spelling.startswith('"') and "$" in spelling
