"""All keys of all screens: for the page that lists them, and to know a binding's id from a mistyped one."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from textual.binding import Binding

PATH = "docs/keys.md"
_PACKAGES = ("screens.steps", "screens.dialogs", "screens.widgets")
_MODULES = ("screens.app", "screens.frame", "screens.diagnosis")


class Bound(NamedTuple):
    """A binding, and where it is.

    Attributes:
        owner: the name of the class that has it.
        place: what it is at work with: `""` for everywhere, "frame" for every step, "widget" for wherever such a
            widget is; else a screen or a dialog of its own.
        binding: the binding.
    """

    owner: str
    place: str
    binding: Binding


def bindings() -> Iterator[Bound]:
    """Every binding, in the order of the modules. Imports all screens; it takes a while."""
    from textual.dom import DOMNode

    for name in _names():
        for owner in vars(import_module(name)).values():
            if isinstance(owner, type) and issubclass(owner, DOMNode) and owner.__module__ == name:
                yield from (Bound(owner.__name__, _at_work(name), one) for one in own_bindings(owner))


def _at_work(module: str) -> str:
    match module.split("."):
        case [_, "app"]:
            return ""
        case [_, "frame"]:
            return "frame"
        case [_, "widgets", _]:
            return "widget"
        case [_, "dialogs", name]:
            return f"dialog:{name}"
        case _:
            return module


def _names() -> list[str]:
    found = list(_MODULES)
    for package in _PACKAGES:
        path = import_module(package).__path__
        found += sorted(module.name for module in walk_packages(path, f"{package}."))
    return found


def own_bindings(owner: type) -> Iterator[Binding]:
    """The bindings that a class itself has, as the program is delivered."""
    from textual.binding import Binding

    for one in vars(owner).get("BINDINGS", ()):
        yield one if isinstance(one, Binding) else Binding(*one)


def page() -> str:
    """The page docs/keys.md."""
    rows: dict[str, tuple[str, str, set[str]]] = {}
    for owner, _, one in bindings():
        if not one.id:
            continue
        what = one.description if one.id == "step.again" else one.tooltip or one.description
        rows.setdefault(one.id or "", (_shown(one.key), what, set()))[2].add(_place(owner))
    lines = [f"| `{id}` | {key} | {what} | {_places(places)} |" for id, (key, what, places) in sorted(rows.items())]
    return "\n".join((_HEAD, *lines, ""))


def _shown(key: str) -> str:
    return ", ".join(f"`{one}`" for one in key.split(","))


def _place(owner: str) -> str:
    words = "".join(f" {letter}" if letter.isupper() else letter for letter in owner.removesuffix("Screen")).split()
    return " ".join(words).replace("Aws", "AWS").replace("Clear M L", "ClearML") or owner


def _places(places: set[str]) -> str:
    return ", ".join(sorted(places)) if len(places) < 4 else "several steps"


_HEAD = """# Keys

Made from the program by `make docs`; do not change it by hand.

Each key can be another one. In `preferences/wizard.toml`, in the folder where the connections are
(`~/.config/clearml-cognito` on Linux), give the id and the key:

```toml
[keys]
"step.again" = "f6"
"app.leave" = "ctrl+q,ctrl+g"
```

The ids never change. A key that means nothing there is said once when the wizard starts.

Some keys belong to somebody else before they reach a program: tmux takes ctrl+b, screen ctrl+a, a terminal may take
ctrl+s and ctrl+q for itself, and the terminal of VS Code keeps ctrl+p, ctrl+q, f1, f5 and f9 unless told otherwise.
None of them is the only way: leaving is also ctrl+c, and escape on the first screen; help is also `?`, looking again
`r`, the palette `:`, and the diagnosis is in the palette.

| id | key | what it does | where |
|---|---|---|---|"""
