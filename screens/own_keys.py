"""The admin's own keys: what is wrong with them, and the sentences that name a key as the program is delivered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.binding import Binding
    from textual.screen import Screen

    from screens.bindings import Bound

# Where a sentence names a key: "Enter: go on", "Enter again: …", "r looks again", "w: write   esc: back".
_NAMED = re.compile(
    r"(?<![\w.:/-])(Enter|esc|ctrl\+[a-z]|f\d\d?|[a-z])(?=(?: again| twice)?: | looks | shows | leaves )"
)
_KEYS = {"Enter": "enter", "esc": "escape"}
_SAME_PLACE = frozenset({"", "frame", "widget"})
"""The places of bindings that are at work together with those of each step."""


def in_own_keys(sentence: str, screen: Screen[None], own: Mapping[str, str]) -> str:
    """A sentence with the admin's own keys in it, for those that are other ones than as delivered.

    Args:
        sentence: names keys as the program is delivered with, such as "Enter: go on   r: look again".
        screen: where it is said.
        own: the admin's own keys by the bindings' ids.
    """
    if not own:
        return sentence
    active = screen.active_bindings
    now = {one.binding.id: one.binding for one in active.values() if one.binding.id in own}

    def renamed(found: re.Match[str]) -> str:
        key = _KEYS.get(found[1], found[1])
        if key in active:
            return found[1]
        ids = (one.id for one in _delivered(screen) if key in one.key.split(","))
        binding = next((now[id] for id in ids if id in now), None)
        return screen.app.get_key_display(binding) if binding else found[1]

    return _NAMED.sub(renamed, sentence)


def _delivered(screen: Screen[None]) -> Iterator[Binding]:
    """The bindings around the focus as the program is delivered with, the nearest first."""
    from screens.bindings import own_bindings

    for node in (*(screen.focused or screen).ancestors_with_self, screen.app):
        for owner in type(node).__mro__:
            yield from own_bindings(owner)


def usable_keys(own: Mapping[str, str]) -> dict[str, str]:
    """The admin's own keys without those that no keyboard has: what has none left keeps the delivered one."""
    kept = {id: ",".join(key for key in keys.split(",") if is_key(key)) for id, keys in own.items()}
    return {id: keys for id, keys in kept.items() if keys}


def wrong_keys(own: Mapping[str, str]) -> list[str]:
    """A sentence for each kind of mistake in the admin's own keys. Imports all screens; it takes a while."""
    from screens.bindings import bindings

    every = list(bindings())
    strange = sorted(key for keys in own.values() for key in keys.split(",") if not is_key(key))
    unknown = sorted(set(own) - {bound.binding.id for bound in every})
    said = [
        (strange, "names a key that no keyboard has"),
        (unknown, "names what is no key here"),
        (list(_clashes(own, every)), "gives a key to two actions of one screen"),
    ]
    return [
        f"In your preferences, [keys] {what}: {', '.join(which)}. See docs/keys.md." for which, what in said if which
    ]


def _clashes(own: Mapping[str, str], every: Iterable[Bound]) -> Iterator[str]:
    """Each of the admin's keys that another binding there has as well: "f6 (step.again, step.help)"."""
    listed = list(every)
    told: set[tuple[str, str]] = set()
    for id, keys in own.items():
        mine = [bound for bound in listed if bound.binding.id == id]
        delivered = {key for one in mine for key in one.binding.key.split(",")}
        for key in set(keys.split(",")) - delivered:
            for other in listed:
                if delivered & set(other.binding.key.split(",")):
                    continue  # as delivered they share a key on purpose: the nearer one to the focus has it
                theirs = own.get(other.binding.id or "", other.binding.key).split(",")
                if other.binding.id == id or key not in theirs or not any(_meet(one, other) for one in mine):
                    continue
                name = other.binding.id or other.binding.description
                if (key, name) not in told:
                    told |= {(key, name), (key, id)}
                    yield f"{key} ({id}, {name})"


def _meet(one: Bound, other: Bound) -> bool:
    """Whether two bindings are at work on one screen at the same time."""
    if one.place == other.place:
        return True
    places = {one.place, other.place}
    if any(place.startswith("dialog:") for place in places) or places == {"frame", "screens.diagnosis"}:
        return False
    return one.place in _SAME_PLACE or other.place in _SAME_PLACE


def is_key(name: str) -> bool:
    """Whether a key of this name can come: one character, a name of Textual's, or Unicode's name of a character."""
    import unicodedata

    from textual.keys import Keys

    plain_name = name.strip()
    while plain_name.startswith(("ctrl+", "shift+", "alt+", "super+")):
        plain_name = plain_name.partition("+")[2]
    if len(plain_name) == 1 or plain_name in {key.value for key in Keys}:
        return True
    try:
        unicodedata.lookup(plain_name.replace("_", " "))
    except KeyError:
        return False
    return True
