"""The difference an export makes, line by line, in a form that shows no secret."""

from collections.abc import Callable, Iterator, Sequence

from diagnostics.env_file import BadEnvFile, Entry, parse_env_file
from diagnostics.settings import CLIENT_SECRET, CLIENT_SECRET_VARIABLE
from diagnostics.text import plain
from wizard.exports import compose_env

MASK = "••••••"
_LONGEST_LINE = 500
_OWN_COMMENTS = frozenset({compose_env.BEGIN, compose_env.END, compose_env.HEAD, *compose_env.BY_REFERENCE})
_HARMLESS = frozenset({compose_env.REFERENCE_LINE, f"{CLIENT_SECRET.variable}={compose_env.SECRET_VALUE}"})
_SECRET_KEYS = frozenset({CLIENT_SECRET_VARIABLE, CLIENT_SECRET.variable})


def difference(before: bytes | None, after: bytes, shown: Callable[[bytes], Sequence[str]]) -> tuple[str, ...]:
    """The lines that go and come, as `- line` and `+ line`, in the file's order.

    Args:
        before, after: the two contents. They are compared as they are, so a changed secret is a changed line.
        shown: gives each line of a content in the form in which it may be seen.
    """
    from difflib import SequenceMatcher

    old, new = _lines(before or b""), _lines(after)
    same = _common(old, new)
    ending = _common(old[same:][::-1], new[same:][::-1])
    old_shown, new_shown = shown(before or b""), shown(after)
    middle = old[same : len(old) - ending], new[same : len(new) - ending]
    lines: list[str] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, *middle, autojunk=False).get_opcodes():
        if tag != "equal":
            lines += [f"- {line}" for line in old_shown[same + i1 : same + i2]]
            lines += [f"+ {line}" for line in new_shown[same + j1 : same + j2]]
    return tuple(lines)


def _lines(content: bytes) -> list[bytes]:
    """A last line that only gains its line break has not changed."""
    return [line.removesuffix(b"\n") for line in content.splitlines(keepends=True)]


def _common(one: Sequence[bytes], other: Sequence[bytes]) -> int:
    count = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        count += 1
    return count


def plain_lines(content: bytes) -> Sequence[str]:
    """Every line as it is, made plain, its indentation kept: for files without secrets."""
    lines = [line.decode("utf-8", "replace").expandtabs() for line in content.splitlines()]
    return [" " * (len(line) - len(line.lstrip(" "))) + plain(line, _LONGEST_LINE) for line in lines]


def masked_lines(content: bytes) -> Sequence[str]:
    """The lines of an env file, with every value masked that is a secret or not ours to know."""
    lines = [line.decode("utf-8", "surrogateescape") for line in content.splitlines()]
    try:
        entries = parse_env_file(content).entries
    except BadEnvFile:
        return [MASK] * len(lines)
    # bytes.splitlines and the parser agree on what a line is, except for a lone CR.
    if len(lines) != content.count(b"\n") + (not content.endswith(b"\n") and bool(content)):
        return [MASK] * len(lines)
    shown = [_comment(line) for line in lines]
    for entry in entries:
        for number, text in _shown_entry(entry, lines):
            shown[number - 1] = text
    return shown


def _comment(line: str) -> str:
    stripped = line.strip()
    if not stripped or stripped in _OWN_COMMENTS:
        return stripped
    return f"# {MASK}"


def _shown_entry(entry: Entry, lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    line = lines[entry.line - 1].strip()
    ours = entry.key in compose_env.OWN_KEYS and line.startswith(f"{entry.key}=") and entry.line == entry.last_line
    if ours and (entry.key not in _SECRET_KEYS or line in _HARMLESS):
        yield entry.line, plain(line, _LONGEST_LINE)
        return
    yield entry.line, f"{plain(entry.key)}={MASK}"
    for number in range(entry.line + 1, entry.last_line + 1):
        yield number, MASK
