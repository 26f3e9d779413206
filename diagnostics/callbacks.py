"""Callback URLs held against each other: Cognito compares them letter by letter, people do not."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from urllib.parse import SplitResult, urlsplit

_LOOKS_MEANT = 0.6


def nearest(expected: str, registered: Sequence[str]) -> str | None:
    """The registered callback URL that was most likely meant to be `expected`; None where none resembles it."""
    best = max(registered, key=lambda url: _likeness(expected, url), default=None)
    return best if best is not None and _likeness(expected, best) >= _LOOKS_MEANT else None


def _likeness(expected: str, url: str) -> float:
    if difference(expected, url) is not None:
        return 1.0
    return SequenceMatcher(None, expected.lower(), url.lower(), autojunk=False).ratio()


def difference(expected: str, registered: str) -> str | None:
    """The one thing in which two callback URLs differ, as the end of a sentence; None where it is more than one."""
    if expected + "/" == registered:
        return 'it ends with "/"'
    if expected == registered + "/":
        return 'it lacks the "/" at its end'
    try:
        left, right = urlsplit(expected), urlsplit(registered)
        ports = (left.port, right.port)
    except ValueError:
        return None
    differs = [
        sentence
        for different, sentence in (
            (left.scheme != right.scheme, f"it begins with {right.scheme}:// instead of {left.scheme}://"),
            (left.hostname != right.hostname, f"its host is {right.hostname} instead of {left.hostname}"),
            (_only_case(left, right), "its host is written with capital letters, and Cognito compares exactly"),
            (ports[0] != ports[1], f"its port is {ports[1] or 'not given'} instead of {ports[0] or 'none'}"),
            (left.path != right.path, f"its path is {right.path or '/'} instead of {left.path}"),
            (left[3:] != right[3:], "it has a query or a fragment"),
        )
        if different
    ]
    return differs[0] if len(differs) == 1 else None


def _only_case(left: SplitResult, right: SplitResult) -> bool:
    return left.netloc != right.netloc and left.netloc.lower() == right.netloc.lower()
