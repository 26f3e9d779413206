"""The console script. `--version` and `--help` end here, before anything that costs time is imported."""

import sys
from collections.abc import Sequence

from diagnostics.version import VERSION

_VERSION_LINE = f"clearml-cognito {VERSION}\n"


def main(words: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        words: the command line after the program's name; None for this process's own.

    Returns:
        The exit status (design.md, "The command line").
    """
    from screens.streams import give, say

    typed_words = sys.argv[1:] if words is None else list(words)
    if typed_words == ["--version"]:
        give(_VERSION_LINE)
        return 0

    from screens.arguments import PROGRAM, UsageError, help_text, parse

    try:
        typed = parse(typed_words)
    except UsageError as error:
        say(f"{PROGRAM}: {error}\nSee {PROGRAM} --help")
        return 2
    if typed.help:
        give(help_text())
        return 0
    if typed.version:
        give(_VERSION_LINE)
        return 0

    from screens.running import run

    return run(typed)


if __name__ == "__main__":
    sys.exit(main())
