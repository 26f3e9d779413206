"""The target `compose-env`: a file for Docker Compose's `env_file:`, sound as well for POSIX shells and systemd.

Our lines stand in one marked block. Everything else in the file is somebody else's and stays as it is, byte for byte.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from diagnostics.connection import SecretPlace
from diagnostics.env_file import BadEnvFile, Entry, EnvFile, parse_env_file
from diagnostics.hocon import PREFIXES, Unquotable, quote
from diagnostics.secret import Secret
from diagnostics.settings import (
    CLIENT_ID,
    CLIENT_ID_VARIABLE,
    CLIENT_SECRET,
    CLIENT_SECRET_VARIABLE,
    SETTINGS,
    ClearMLSettings,
)
from wizard.exports.quoted_family import Unwritable, env_line
from wizard.exports.refusal import ExportRefused
from wizard.exports.second_opinion import misread

TARGET = "compose-env"
BEGIN = "# >>> clearml-cognito >>>"
END = "# <<< clearml-cognito <<<"
HEAD = "# ClearML's sign-in through Amazon Cognito. The lines between the two marks are rewritten as a whole."
BY_REFERENCE = (
    "# The client secret is not in this file. Docker Compose and shells take it from the environment that",
    "# clearml-cognito --run gives them. systemd cannot fill it in: export with the secret inside for that.",
)
# Compose and POSIX shells both stop with the text when the variable is missing or empty. systemd fills in nothing.
REFERENCE_LINE = f'{CLIENT_SECRET_VARIABLE}="${{{CLIENT_SECRET_VARIABLE}:?start with clearml-cognito --run}}"'
# Neither Compose nor a shell looks into single quotes: ClearML's own parser fills these two in, and types nothing.
ID_VALUE = f"'${{{CLIENT_ID_VARIABLE}}}'"
SECRET_VALUE = f"'${{{CLIENT_SECRET_VARIABLE}}}'"

OWN_KEYS = frozenset({CLIENT_ID_VARIABLE, CLIENT_SECRET_VARIABLE, *(setting.variable for setting in SETTINGS)})


@dataclass(frozen=True, slots=True)
class Rendered:
    """A file's whole new content, and what the admin should know of it."""

    content: bytes = field(repr=False)
    warnings: tuple[str, ...]


def render(existing: bytes | None, settings: ClearMLSettings, place: SecretPlace) -> Rendered:
    """Put the settings into an env file.

    The block stays where it is, or goes to the end: always behind foreign lines that set the same names, because the
    last one wins. Foreign lines found inside the block are put below it.

    Args:
        existing: the file's bytes, None where there is no file.
        settings: what ClearML is to be given.
        place: `inside` writes the secret, `reference` a line that takes it from the environment of `--run`.

    Raises:
        ExportRefused: a value cannot be written, or the existing file stands in the way.
    """
    block = "".join(f"{line}\n" for line in block_lines(settings, place))
    _refuse_misread(block, settings, place)
    keys = frozenset(line.partition("=")[0] for line in block.splitlines() if not line.startswith("#"))
    file = _parsed(existing or b"")
    found = _find_block(file)
    outside = [entry for entry in file.entries if not found.holds(entry)]
    if place == "reference":
        _refuse_other_secret(outside)
    rescued = [entry for entry in file.entries if found.holds(entry) and entry.key not in OWN_KEYS]
    kept = "".join(dict.fromkeys(_lines_of(file, entry) for entry in rescued))
    head, tail = file.text[: found.start], kept + file.text[found.end :]
    must_move = any(entry.start >= found.end and entry.key in OWN_KEYS for entry in outside)
    in_place = found.exists and not must_move
    text = head + block + tail if in_place else _ended(head + tail) + block
    warnings = (*_about_rescued(rescued), *_about_others(outside, keys), *_about_form(file))
    return Rendered(text.encode("utf-8", "surrogateescape"), warnings)


def secret_inside(content: bytes | None) -> Secret | None:
    """The client secret that a file holds, the last one as Compose reads it; None where it holds none."""
    return _held(content, CLIENT_SECRET_VARIABLE)


def client_id_inside(content: bytes | None) -> str | None:
    """The client id that a file gives ClearML by our own variable; None where it gives none."""
    held = _held(content, CLIENT_ID_VARIABLE)
    return held.reveal() if held else None


def _held(content: bytes | None, variable: str) -> Secret | None:
    for entry in reversed(_parsed(content or b"").entries):
        if entry.key == variable and not entry.inherited:
            held = entry.template
            return held if held and "${" not in held.reveal() else None
    return None


def block_lines(settings: ClearMLSettings, place: SecretPlace) -> tuple[str, ...]:
    """The block, line by line, its two marks included.

    Raises:
        ExportRefused: a value cannot be written, or the secret is to be inside and is not at hand.
    """
    try:
        lines = [BEGIN, HEAD]
        if place == "reference":
            lines += [*BY_REFERENCE, env_line(CLIENT_ID_VARIABLE, settings.client_id), REFERENCE_LINE]
        else:
            if not settings.client_secret:
                raise ExportRefused(
                    "The client secret is not at hand. Obtain or paste it first, or export by reference."
                )
            lines.append(env_line(CLIENT_ID_VARIABLE, settings.client_id))
            lines.append(env_line(CLIENT_SECRET_VARIABLE, settings.client_secret.reveal()))
        texts = dict(settings.texts())
        for setting in SETTINGS:
            if setting == CLIENT_ID:
                lines.append(f"{setting.variable}={ID_VALUE}")
            elif setting == CLIENT_SECRET:
                lines.append(f"{setting.variable}={SECRET_VALUE}")
            elif setting in texts:
                lines.append(_hocon_line(setting.variable, texts[setting]))
        return (*lines, END)
    except Unwritable as reason:
        raise ExportRefused(str(reason)) from None


def _refuse_misread(block: str, settings: ClearMLSettings, place: SecretPlace) -> None:
    meant = {
        CLIENT_ID_VARIABLE: Secret(settings.client_id),
        CLIENT_ID.variable: Secret(ID_VALUE.strip("'")),
        CLIENT_SECRET.variable: Secret(SECRET_VALUE.strip("'")),
        **{setting.variable: Secret(quote(text)) for setting, text in settings.texts()},
    }
    if place == "inside" and settings.client_secret:
        meant[CLIENT_SECRET_VARIABLE] = settings.client_secret
    if wrong := misread(block, meant):
        raise ExportRefused(
            f"Another reader of env files would not find what is meant in {', '.join(wrong)}. Nothing was written: "
            "this is a bug of ours, please report it."
        )


def _hocon_line(variable: str, value: str) -> str:
    try:
        return env_line(variable, quote(value))
    except Unquotable as reason:
        raise ExportRefused(f"The value of {variable} cannot be written. {reason}") from None


@dataclass(frozen=True, slots=True)
class _Block:
    """Where our block stands in the text: from `start` to `end`, both at a line's beginning."""

    start: int
    end: int
    exists: bool

    def holds(self, entry: Entry) -> bool:
        return self.exists and self.start <= entry.start < self.end


def _parsed(existing: bytes) -> EnvFile:
    try:
        return parse_env_file(existing)
    except BadEnvFile as bad:
        raise ExportRefused(f"The file cannot be added to: {bad} Repair it, then export again.") from None


def _find_block(file: EnvFile) -> _Block:
    begins: list[tuple[int, int]] = []
    ends: list[tuple[int, int]] = []
    for number, start, line in _marked_lines(file):
        (begins if line == BEGIN else ends).append((number, start))
    if not begins and not ends:
        return _Block(len(file.text), len(file.text), exists=False)
    if len(begins) != 1 or len(ends) != 1 or begins[0] > ends[0]:
        numbers = ", ".join(str(number) for number, _ in sorted(begins + ends))
        raise ExportRefused(
            f"The marks of clearml-cognito's block are not one pair any more (lines {numbers}). "
            f'Leave one "{BEGIN}" and below it one "{END}", or delete the lines between them with both marks.'
        )
    newline = file.text.find("\n", ends[0][1])
    return _Block(begins[0][1], len(file.text) if newline < 0 else newline + 1, exists=True)


def _marked_lines(file: EnvFile) -> Iterator[tuple[int, int, str]]:
    """The lines that are marks: number, place, text. Not those within a quoted value."""
    values = iter(file.entries)
    value = next(values, None)
    start = int(file.has_bom)
    for number, line in enumerate(file.text[start:].split("\n"), start=1):
        while value is not None and value.end <= start:
            value = next(values, None)
        stripped = line.strip()
        within = value is not None and value.start < start
        if stripped in (BEGIN, END) and not within:
            yield number, start, stripped
        start += len(line) + 1


def _lines_of(file: EnvFile, entry: Entry) -> str:
    start = file.text.rfind("\n", 0, entry.start) + 1
    return file.text[start : file.text.index("\n", entry.end - 1) + 1]


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else text + "\n"


def _refuse_other_secret(outside: list[Entry]) -> None:
    for entry in outside:
        if entry.key == CLIENT_SECRET_VARIABLE and not entry.inherited:
            raise ExportRefused(
                f"Line {entry.line} sets {CLIENT_SECRET_VARIABLE} itself, so the file would still hold a secret, and "
                "Docker Compose would use it. Delete that line, or export with the secret inside."
            )


def _about_rescued(rescued: list[Entry]) -> Iterator[str]:
    for entry in rescued:
        yield f"Line {entry.line} stood between the marks and sets {entry.key}: it is kept, below the block."


def _about_others(outside: list[Entry], keys: frozenset[str]) -> Iterator[str]:
    variables = {setting.path: setting.variable for setting in SETTINGS}
    for entry in outside:
        variable = variables.get(_path(entry.key), entry.key)
        if variable in keys:
            yield f"Line {entry.line} sets {entry.key} as well. The block's line wins; delete line {entry.line}."
        elif variable in OWN_KEYS:
            yield (
                f"Line {entry.line} sets {entry.key}, which this connection leaves out. ClearML will still use it; "
                f"delete line {entry.line} if that is not meant."
            )


def _path(key: str) -> str:
    prefix = next((prefix for prefix in PREFIXES if key.startswith(prefix)), None)
    return key[len(prefix) :].replace("__", ".").lower() if prefix else ""


def _about_form(file: EnvFile) -> Iterator[str]:
    if file.has_crlf:
        yield (
            "Other lines of the file end in CR LF. Docker Compose copes; shells and systemd take the CR for a part "
            "of those lines' values."
        )
    if file.has_bom:
        yield "The file begins with a byte order mark. Docker Compose copes; shells and systemd lose its first line."
