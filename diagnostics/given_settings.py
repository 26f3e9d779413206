"""What ClearML is given today: an env file, read as Docker Compose reads it and then as ClearML's API server does.

Nothing here raises for what is wrong inside the file: that is what it is read for.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from pathlib import Path

from diagnostics.env_file import BadEnvFile, EnvFile, Gap, Given, read_env_file
from diagnostics.hocon import PREFIXES, ClearMLConfig, Kind, load
from diagnostics.secret import Secret
from diagnostics.settings import (
    CLIENT_ID,
    CLIENT_ID_VARIABLE,
    CLIENT_SECRET,
    CLIENT_SECRET_VARIABLE,
    SETTINGS,
    Setting,
)
from diagnostics.text import plain

_PATHS = {setting.path: setting for setting in SETTINGS}
_VARIABLES = {setting.variable: setting for setting in SETTINGS}
_TABLES = {path.rpartition(".")[0] for path in _PATHS}
_ALIKE = 0.75
# App client ids are 26 letters and digits, secrets about 51; nothing longer than this is shown as an id.
_LONGEST_ID = 32
_REFERENCE = re.compile(r"\$\{[^}]*\}")


@dataclass(frozen=True, slots=True)
class GivenValue:
    """One of ClearML's Cognito settings as the server would load it.

    Attributes:
        key: the setting's key, `client_id`.
        variable, line: the variable that sets it and where; line 0 where it is not in the file.
        kind: what HOCON takes the value for.
        text: the value; None for the secret, for what is not a text, and for an id that may be the secret.
        literal: whether an unfilled `${…}` stands in it.
        quoted: whether it stands in single quotes, which HOCON keeps.
        changed: whether ClearML reads another text than the one that was written.
        empty: whether it is an empty text.
        commented: whether Compose takes an end of the line for a comment.
        like_a_secret: whether the client id is no id that was expected and as long as a secret.
    """

    key: str
    variable: str
    line: int
    kind: Kind
    text: str | None
    literal: bool
    quoted: bool
    changed: bool
    empty: bool
    commented: bool = False
    like_a_secret: bool = False


@dataclass(frozen=True, slots=True)
class GivenTrouble:
    """A variable with something wrong about it: its name, its line, a sentence without its value."""

    variable: str
    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class GivenSettings:
    """What an env file gives ClearML.

    Attributes:
        missing: whether there is no such file.
        problem: why the file cannot be read at all, None where it can.
        values: the Cognito settings that are set.
        stops_compose: what keeps Compose from starting the container.
        stops_clearml: what keeps ClearML's API server from starting.
        unfilled: what Compose fills in with nothing, and only warns of.
        strange: names that mean a Cognito setting and are none; the sentence says which was meant.
        twice: settings that are set more than once.
        by_reference: whether the file takes the secret from Compose's own environment.
        secret_at_hand: whether there was a secret to fill in there.
        readable_by_others: whether other users of this machine may read a file that holds the secret.
    """

    path: str
    missing: bool = False
    problem: str | None = None
    values: tuple[GivenValue, ...] = ()
    stops_compose: tuple[GivenTrouble, ...] = ()
    stops_clearml: tuple[GivenTrouble, ...] = ()
    unfilled: tuple[GivenTrouble, ...] = ()
    strange: tuple[GivenTrouble, ...] = ()
    twice: tuple[GivenTrouble, ...] = ()
    by_reference: bool = False
    secret_at_hand: bool = True
    readable_by_others: bool = False

    def value(self, setting: Setting) -> GivenValue | None:
        """A setting's value, None where it is not set."""
        return next((value for value in self.values if value.key == setting.key), None)


def read_given(
    path: Path, environment: Mapping[str, str], client_id: str | None, secret: Secret | None
) -> tuple[GivenSettings, Secret | None]:
    """Read the file that ClearML is given, and the secret that it would get from it.

    It reads the disk and takes some 10 ms for each variable: run it with `in_thread`.

    Args:
        path: the env file.
        environment: Compose's own environment.
        client_id, secret: what `--run` would put into that environment; None where they are not at hand.

    Returns:
        What it gives; and the secret, None where it gives none.
    """
    try:
        file = read_env_file(path)
    except BadEnvFile as bad:
        return GivenSettings(plain(path), problem=str(bad)), None
    if file is None:
        return GivenSettings(plain(path), missing=True), None
    by_reference = _by_reference(file)
    waits = by_reference and not secret and not environment.get(CLIENT_SECRET_VARIABLE)
    # What stands in for a secret that is not at hand keeps the rest of the file readable; it is told to nobody.
    given = file.given(_around(environment, client_id, Secret("waits") if waits else secret))
    variables = {name: value.reveal() for name, value in given.values.items()}
    config = load(variables)
    found = None if waits else config.text(CLIENT_SECRET)
    settings = GivenSettings(
        path=plain(path),
        values=tuple(_values(file, config, variables, client_id)),
        stops_compose=_gaps(given, (Gap.REQUIRED, Gap.TEMPLATE)),
        stops_clearml=tuple(
            GivenTrouble(bad.name, _line(file, bad.name), bad.reason)
            for bad in config.bad
            if bad.trouble.stops_clearml
        ),
        unfilled=_gaps(given, (Gap.UNSET,)),
        strange=tuple(_strange(file)),
        twice=tuple(_twice(file)),
        by_reference=by_reference,
        secret_at_hand=not waits,
        readable_by_others=not by_reference and found is not None and _readable_by_others(path),
    )
    return settings, found or None


def _by_reference(file: EnvFile) -> bool:
    """Whether the secret comes from Compose's own environment: by a line of its own, or by the setting's line."""
    own = [entry for entry in file.entries if entry.key == CLIENT_SECRET_VARIABLE]
    if own:
        return any(entry.inherited or "${" in entry.template.reveal() for entry in own)
    return any(
        entry.key == CLIENT_SECRET.variable and entry.fills_in and f"${{{CLIENT_SECRET_VARIABLE}" in text
        for entry in file.entries
        for text in (entry.template.reveal(),)
    )


def _around(environment: Mapping[str, str], client_id: str | None, secret: Secret | None) -> dict[str, str]:
    """Compose's environment as `--run` makes it."""
    around = dict(environment)
    if client_id:
        around.setdefault(CLIENT_ID_VARIABLE, client_id)
    if secret:
        around.setdefault(CLIENT_SECRET_VARIABLE, secret.reveal())
    return around


def _values(
    file: EnvFile, config: ClearMLConfig, variables: Mapping[str, str], client_id: str | None
) -> Iterator[GivenValue]:
    for setting in SETTINGS:
        leaf = config.leaf(setting)
        if leaf is None:
            continue
        written, read = variables.get(leaf.variable, "").strip(), leaf.value.reveal()
        hidden = setting is CLIENT_ID and read != client_id and len(read) > _LONGEST_ID
        unseen = setting is CLIENT_SECRET or leaf.kind is not Kind.TEXT or hidden
        bare = not written.startswith(('"', "{")) and not _REFERENCE.search(written)
        yield GivenValue(
            key=setting.key,
            variable=plain(leaf.variable),
            line=_line(file, leaf.variable),
            kind=leaf.kind,
            text=None if unseen else plain(read, 500),
            literal=bool(_REFERENCE.search(read)),
            quoted=len(read) > 1 and read[0] == read[-1] == "'",
            changed=bare and leaf.kind is Kind.TEXT and read != written,
            empty=leaf.kind is Kind.TEXT and not read,
            commented=_commented(file, leaf.variable),
            like_a_secret=hidden,
        )


def _commented(file: EnvFile, variable: str) -> bool:
    """Whether a bare value is followed by a blank and #: what stands behind may have been meant as its end."""
    entry = next((one for one in reversed(file.entries) if one.key == variable), None)
    if entry is None:
        return False
    written = file.text[entry.start : entry.end].partition("=")[2].strip()
    return not written.startswith(("'", '"')) and written != entry.template.reveal() and " #" in written


def _line(file: EnvFile, variable: str) -> int:
    return (file.lines_of(variable) or (0,))[-1]


def _gaps(given: Given, gaps: tuple[Gap, ...]) -> tuple[GivenTrouble, ...]:
    sentences = {
        Gap.REQUIRED: "needs {}, which is not set",
        Gap.TEMPLATE: "has a ${{…}} that Compose cannot read{}",
        Gap.UNSET: "refers to {}, which is not set, and becomes empty",
    }
    return tuple(
        GivenTrouble(plain(one.key), one.line, sentences[one.gap].format(plain(one.variable or "")))
        for one in given.unfilled
        if one.gap in gaps
    )


def _path_of(variable: str) -> str | None:
    """Where a variable's value lands in ClearML's configuration; None for one that ClearML does not read."""
    prefix = next((prefix for prefix in PREFIXES if variable.startswith(prefix)), None)
    return variable[len(prefix) :].replace("__", ".").lower() if prefix else None


def _strange(file: EnvFile) -> Iterator[GivenTrouble]:
    for entry in file.entries:
        name = entry.key
        path = _path_of(name)
        if path in _PATHS or path in _TABLES or name in (CLIENT_ID_VARIABLE, CLIENT_SECRET_VARIABLE):
            continue
        meant = _meant(name)
        if meant and any(entry.key == meant for entry in file.entries):
            yield GivenTrouble(plain(name), entry.line, f"ClearML does not know it, and {meant} is set as well")
        elif meant:
            yield GivenTrouble(plain(name), entry.line, f"ClearML does not know it; meant was {meant}")
        elif "oauth_client__cognito" in name.lower():
            yield GivenTrouble(plain(name), entry.line, "ClearML's guide names no such setting")


def _meant(name: str) -> str | None:
    if name.upper().startswith("COGNITO_AUTH"):
        near = get_close_matches(name.upper(), (CLIENT_ID_VARIABLE, CLIENT_SECRET_VARIABLE), 1, _ALIKE)
        return near[0] if near else None
    if not re.match(r"(?i)(clearml|trains)_", name):
        return None
    # All names have most of their letters in common: only the provider's and the key's own tell what was meant.
    words = name.lower().split("_")
    provider = next((at for at in reversed(range(len(words))) if _like_cognito(words[at])), None)
    if provider is None:
        return None
    keys = {setting.key: variable for variable, setting in _VARIABLES.items()}
    key = "_".join(words[provider + 1 :]).strip("_")
    near = get_close_matches(key, keys, 1, _ALIKE)
    return keys[near[0]] if near else None


def _like_cognito(word: str) -> bool:
    return SequenceMatcher(None, word, "cognito").ratio() >= _ALIKE


def _twice(file: EnvFile) -> Iterator[GivenTrouble]:
    lines: dict[str, list[tuple[str, int]]] = {}
    for entry in file.entries:
        path = _path_of(entry.key)
        if path in _PATHS or entry.key in (CLIENT_ID_VARIABLE, CLIENT_SECRET_VARIABLE):
            lines.setdefault(path or entry.key, []).append((entry.key, entry.line))
    for found in lines.values():
        if len(found) > 1:
            where = ", ".join(str(line) for _, line in found)
            yield GivenTrouble(plain(found[-1][0]), found[-1][1], f"is set on the lines {where}; one of them wins")


def _readable_by_others(path: Path) -> bool:
    import sys

    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return sys.platform != "win32" and bool(mode & (stat.S_IRWXG | stat.S_IRWXO))
