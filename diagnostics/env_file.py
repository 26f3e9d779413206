"""An env file as Docker Compose's `env_file:` reads it, and as a writer has to keep it: every byte in its place.

Source: the `dotenv` and `template` packages of compose-go (read at 2.13, tried against Docker Compose 2.26). What
Compose does with a line, not what other readers of such files do, decides here. Every value is a Secret: nobody knows
what else a file holds.
"""

import bisect
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from diagnostics.secret import Secret
from diagnostics.template import InvalidTemplate, RequiredMissing, fill_in
from diagnostics.text import plain

LARGEST_FILE = 1_048_576

_BOM = "\ufeff"
# What Go's unicode.IsSpace calls a blank; Python's str.isspace has four more.
_BLANKS = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
# Compose's own, shorter list, used around names and before values.
_NEAR_BLANKS = "\t\v\f\r \x85\xa0"
_EXPORT = re.compile(r"export[\t\n\f\r ]+")
_ESCAPE = re.compile(r'\\(?:[abcfnrtv$"\\]|0\d{0,3})', re.ASCII)
_ESCAPED = {
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    "\\": "\\",
    '"': '"',
    "$": "$$",
}


class BadEnvFile(Exception):
    """An env file that Compose cannot read, or that cannot be opened. `str()` is a sentence for the admin.

    Attributes:
        line: the line concerned, from 1, where there is one.
    """

    def __init__(self, sentence: str, line: int | None = None) -> None:
        super().__init__(sentence)
        self.line = line


@dataclass(frozen=True, slots=True)
class Entry:
    """One variable's statement.

    Attributes:
        key: its name.
        line, last_line: the lines it stands on, from 1; they differ where a quoted value holds a line break.
        start, end: where it stands in the file's text, in characters; `end` is behind the value.
        template: its value before `${…}` is filled in.
        fills_in: True where Compose fills in `${…}`: everywhere but in single quotes.
        inherited: True for a bare name without `=`, whose value comes from Compose's own environment.
    """

    key: str
    line: int
    last_line: int
    start: int
    end: int
    template: Secret
    fills_in: bool
    inherited: bool = False


class Gap(StrEnum):
    """Why a value could not be filled in. UNSET gives an empty text and a warning, the others stop Compose."""

    UNSET = "unset"
    REQUIRED = "required"
    TEMPLATE = "template"


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A `${…}` that was not filled in: in whose value, on which line, and which variable was not set."""

    key: str
    line: int
    gap: Gap
    variable: str | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What the container is given: the last value of each name, and what was missing on the way."""

    values: Mapping[str, Secret]
    unfilled: tuple[Unfilled, ...]

    @property
    def stops_compose(self) -> bool:
        """True where Compose does not start the container with this file."""
        return any(missing.gap is not Gap.UNSET for missing in self.unfilled)


@dataclass(frozen=True, slots=True)
class EnvFile:
    """A parsed env file. `text` holds every byte of it: undecodable ones stand as surrogates."""

    text: str = field(repr=False)
    entries: tuple[Entry, ...]

    @property
    def has_crlf(self) -> bool:
        """True where a line ends in CR LF, which shells and systemd take for part of the value."""
        return "\r\n" in self.text

    @property
    def has_bom(self) -> bool:
        """True where the file begins with a byte order mark, which costs shells and systemd the first name."""
        return self.text.startswith(_BOM)

    def lines_of(self, key: str) -> tuple[int, ...]:
        """The lines that set `key`, in order. Compose takes the last."""
        return tuple(entry.line for entry in self.entries if entry.key == key)

    def duplicates(self) -> Mapping[str, tuple[int, ...]]:
        """The names that are set more than once, with their lines."""
        keys = dict.fromkeys(entry.key for entry in self.entries)
        return {key: lines for key in keys if len(lines := self.lines_of(key)) > 1}

    def given(self, environment: Mapping[str, str]) -> Given:
        """What a container is given by this file.

        Args:
            environment: Compose's own environment. For `${NAME}` it comes before the lines above, as Compose has it.
        """
        values: dict[str, str] = {}
        unfilled: list[Unfilled] = []
        for entry in self.entries:
            if entry.inherited:
                if entry.key in environment:
                    values[entry.key] = environment[entry.key]
            elif not entry.fills_in:
                values[entry.key] = entry.template.reveal()
            else:
                _fill(entry, environment, values, unfilled)
        return Given({key: Secret(value) for key, value in values.items()}, tuple(unfilled))


def _fill(entry: Entry, environment: Mapping[str, str], values: dict[str, str], unfilled: list[Unfilled]) -> None:
    def look_up(name: str) -> str | None:
        return environment.get(name, values.get(name))

    try:
        filled = fill_in(entry.template.reveal(), look_up)
    except RequiredMissing as missing:
        unfilled.append(Unfilled(entry.key, entry.line, Gap.REQUIRED, missing.variable))
    except InvalidTemplate:
        unfilled.append(Unfilled(entry.key, entry.line, Gap.TEMPLATE))
    else:
        values[entry.key] = filled.text
        unfilled.extend(Unfilled(entry.key, entry.line, Gap.UNSET, name) for name in filled.unset)


def read_env_file(path: Path) -> EnvFile | None:
    """The env file at `path`, or None where there is none.

    Raises:
        BadEnvFile: it cannot be opened, is larger than 1 MiB, or Compose could not read it.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BadEnvFile(f"{plain(path)} cannot be read: {plain(error.strerror or type(error).__name__)}.") from None
    try:
        return parse_env_file(content)
    except BadEnvFile as bad:
        raise BadEnvFile(f"{plain(path)}: {bad}", bad.line) from None


def parse_env_file(content: bytes) -> EnvFile:
    """Parse an env file's bytes.

    Raises:
        BadEnvFile: Compose would refuse the file. The sentence names the line and shows nothing of it.
    """
    if len(content) > LARGEST_FILE:
        raise BadEnvFile("the file is larger than 1 MiB; an env file is a few lines long.")
    return _Reader(content.decode("utf-8", "surrogateescape")).read()


class _Reader:
    """One pass over an env file's text. `at` is the place reached, in characters."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = len(_BOM) if text.startswith(_BOM) else 0
        self.breaks = [place for place, character in enumerate(text) if character == "\n"]
        self.entries: list[Entry] = []

    def read(self) -> EnvFile:
        while self._to_next_statement():
            self._statement()
        return EnvFile(self.text, tuple(self.entries))

    def line(self, place: int) -> int:
        return bisect.bisect_left(self.breaks, place) + 1

    def _skip(self, blanks: str) -> None:
        while self.at < len(self.text) and self.text[self.at] in blanks:
            self.at += 1

    def _to_next_statement(self) -> bool:
        self._skip(_BLANKS)
        while self.at < len(self.text) and self.text[self.at] == "#":
            self.at = self._line_end(self.at)
            self._skip(_BLANKS)
        return self.at < len(self.text)

    def _line_end(self, place: int) -> int:
        found = self.text.find("\n", place)
        return len(self.text) if found < 0 else found

    def _statement(self) -> None:
        start = self.at
        if _EXPORT.match(self.text, start):
            self.at += len("export")
            self._skip(_NEAR_BLANKS)
        named = self.at
        key, separator = self._name()
        if separator == "":
            # A last line without = and without a line break: Compose takes it for the value of a nameless variable.
            key, self.at = "", named
            self._skip(_NEAR_BLANKS)
        elif separator == "\n":
            if key:
                line = self.line(start)
                self.entries.append(Entry(key, line, line, start, self.at, Secret(""), False, inherited=True))
            return
        else:
            self.at += 1
            self._skip(_NEAR_BLANKS)
        quote = self.text[self.at : self.at + 1]
        if quote in ("'", '"'):
            template = self._quoted(quote)
        else:
            template, quote = self._bare(), ""
        lines = self.line(start), self.line(max(start, self.at - 1))
        self.entries.append(Entry(key, *lines, start, self.at, Secret(template), quote != "'"))

    def _name(self) -> tuple[str, str]:
        start = self.at
        while self.at < len(self.text):
            character = self.text[self.at]
            if character in "=:\n":
                break
            if character not in _NEAR_BLANKS + "_.-[]" and unicodedata.category(character)[0] not in "LN":
                line = self.line(self.at)
                raise BadEnvFile(
                    f"line {line} has a character that no variable's name may have before its =; "
                    "Compose refuses the whole file.",
                    line,
                )
            self.at += 1
        key = self.text[start : self.at].rstrip(_BLANKS)
        if " " in key and self.at < len(self.text):
            line = self.line(start)
            raise BadEnvFile(f"line {line} has a blank in the variable's name; Compose refuses the whole file.", line)
        return key, self.text[self.at : self.at + 1]

    def _bare(self) -> str:
        start, self.at = self.at, self._line_end(self.at)
        return self.text[start : self.at].partition(" #")[0].rstrip(_BLANKS)

    def _quoted(self, quote: str) -> str:
        kept: list[str] = []
        opened = self.at
        self.at += 1
        while self.at < len(self.text):
            character = self.text[self.at]
            following = self.text[self.at + 1 : self.at + 2]
            if character == quote:
                self.at += 1
                value = "".join(kept)
                return _ESCAPE.sub(_unescaped, value) if quote == '"' else value
            if character == "\\" and following:
                kept.append(following if following == quote else character + following)
                self.at += 1
            else:
                kept.append(character)
            self.at += 1
        line = self.line(opened)
        raise BadEnvFile(f"line {line} opens a quote that is never closed; Compose refuses the whole file.", line)


def _unescaped(found: re.Match[str]) -> str:
    after = found.group()[1:]
    if not after.startswith("0"):
        return _ESCAPED.get(after, found.group())
    digits = after[1:]
    if len(digits) == 3 and max(digits) < "8" and int(digits, 8) < 256:
        return chr(int(digits, 8))
    return "\\" + digits
