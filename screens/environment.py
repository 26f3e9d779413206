"""The process's environment as the program may find it: without what would log or picture its screens."""

from collections.abc import MutableMapping

# The variables of textual/constants.py that change how it looks. Every other one logs, takes screenshots, types keys
# by itself or opens a connection to a debugger: none of that may happen to a program that shows a secret field.
_KEPT = frozenset({"TEXTUAL_THEME", "TEXTUAL_ANIMATIONS", "TEXTUAL_COLOR_SYSTEM"})


def drop_textual_variables(environment: MutableMapping[str, str]) -> None:
    """Remove the variables that make Textual log, take screenshots or be driven from outside.

    Call it before textual is imported: it reads them at import.
    """
    for name in [name for name in environment if name == "TEXTUAL" or name.startswith("TEXTUAL_")]:
        if name not in _KEPT:
            del environment[name]
