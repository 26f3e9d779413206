"""A diagnosis as a bundle for whoever helps: a zip of texts that holds what is named here and nothing else.

It is never sent anywhere. Where a secret that is known is found in any of its members, in any form, there is none.
"""

from __future__ import annotations

import hashlib
import io
import json
import platform
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from diagnostics.env_file import BadEnvFile, EnvFile, read_env_file
from diagnostics.facts import NotSeen
from diagnostics.leaks import leak
from diagnostics.reports.bundle_fields import FIELDS
from diagnostics.reports.exit_status import ExitStatus
from diagnostics.reports.json import json_report
from diagnostics.reports.layout import Style
from diagnostics.reports.masks import RULES, masks_for
from diagnostics.reports.subject import Subject
from diagnostics.reports.text import text_report
from diagnostics.secret import Secret
from diagnostics.snapshot_file import facts_as_json
from diagnostics.version import VERSION

if TYPE_CHECKING:
    from diagnostics.diagnosis import Diagnosis
    from diagnostics.judge import Check
    from diagnostics.sources import Sources

_PARTS = ("boto3", "botocore", "httpx", "keyring", "pyhocon", "python-dotenv", "textual")
_BUCKETS = (0, 8, 16, 32, 64, 128)
_OURS = ("CLEARML", "TRAINS", "COGNITO", "AWS_")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,119}")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


class Leaky(Exception):
    """A known secret was found in what was to be bundled, so there is no bundle. `str()` says whose and where."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What is to be zipped: the members by name, and in words what was left out of them."""

    members: Mapping[str, bytes]
    withheld: tuple[str, ...]


def bundle(
    diagnosis: Diagnosis,
    subject: Subject,
    status: ExitStatus,
    checks: Sequence[Check],
    *,
    sources: Sources,
    secrets: Mapping[str, Secret],
    note: str | None = None,
) -> Bundle:
    """What a bundle of this diagnosis holds.

    Args:
        diagnosis, subject, status, checks, note: as for a report.
        sources: what was looked at; its env file is read for the names in it.
        secrets: every secret that is known, to be looked for.

    Raises:
        Leaky: one of them was found.
    """
    client_ids = (subject.app_client, sources.connection.app_client)
    masks = masks_for(diagnosis.snapshot, client_ids, subject.profile)
    left_out: dict[str, None] = {}

    def kept(of: type, name: str) -> bool:
        allowed = name in FIELDS.get(of.__name__, ())
        if not allowed:
            left_out[f"{of.__name__}.{name}"] = None
        return allowed

    snapshot = {
        "taken_at": diagnosis.snapshot.taken_at.isoformat(),
        "facts": facts_as_json(diagnosis.snapshot, kept),
    }
    shown = replace(subject, profile=None)
    texts = {
        "report.txt": text_report(diagnosis, shown, status, Style(width=100), note),
        "report.json": json_report(diagnosis, shown, status, checks, note),
        "snapshot.json": _json(snapshot),
        "env.keys.txt": _env_keys(sources),
        "versions.json": _json(_versions()),
    }
    members = {name: masks.masked(text).encode("utf-8", "backslashreplace") for name, text in texts.items()}
    withheld = (
        "every secret, and every value of the env file",
        *RULES,
        *(f"of the facts: {name}" for name in sorted(left_out)),
    )
    members["manifest.json"] = _manifest(diagnosis, members, withheld, len(secrets))
    found = leak(members, secrets)
    if found:
        where = f" in {found.member}" if found.member else ""
        raise Leaky(f"No bundle was made: the {found.whose} is {'in it, ' if where else ''}{found.form}{where}.")
    return Bundle(members, withheld)


def zipped(made: Bundle, diagnosis: Diagnosis) -> bytes:
    """A bundle as a zip file. The same look gives the same bytes."""
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

    moment = diagnosis.started_at
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, content in made.members.items():
            member = ZipInfo(name, (max(moment.year, 1980), *moment.timetuple()[1:6]))
            member.compress_type = ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            archive.writestr(member, content)
    return written.getvalue()


def _json(content: object) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _manifest(diagnosis: Diagnosis, members: Mapping[str, bytes], withheld: Sequence[str], searched: int) -> bytes:
    content = {
        "made_by": f"clearml-cognito {VERSION}",
        "look_taken_at": diagnosis.started_at.isoformat(),
        "members": [
            {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in members.items()
        ],
        "withheld": list(withheld),
        "searched_for": f"{searched} known secrets, plain and in JSON, XML, URL, base64 and hexadecimal form",
        "found": 0,
    }
    return _json(content).encode("utf-8", "backslashreplace")


def _versions() -> dict[str, object]:
    from importlib.metadata import PackageNotFoundError, version

    found: dict[str, str | None] = {}
    for name in _PARTS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return {
        "clearml-cognito": VERSION,
        "python": platform.python_version(),
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "packages": found,
    }


def _env_keys(sources: Sources) -> str:
    """The env file's names, each with its line and what kind of value it has."""
    from diagnostics.probes.given import env_file_of

    try:
        file = read_env_file(env_file_of(sources))
    except (NotSeen, BadEnvFile) as reason:
        return f"{reason}\n"
    if file is None:
        return "There is no such file.\n"
    rows = [("line", "name", "value", "characters"), *_rows(file)]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "".join(
        f"{line:>{widths[0]}}  {name:<{widths[1]}}  {kind:<{widths[2]}}  {size}\n" for line, name, kind, size in rows
    )


def _rows(file: EnvFile) -> Iterator[tuple[str, str, str, str]]:
    for entry in file.entries:
        # A line without = may be a value that was pasted alone; a name that is none is not shown either.
        ours = entry.key.upper().startswith(_OURS)
        name = entry.key if _NAME.fullmatch(entry.key) and (ours or not entry.inherited) else "(not shown)"
        if entry.inherited:
            yield str(entry.line), name, "from the environment", ""
        else:
            text = entry.template.reveal()
            yield str(entry.line), name, _kind(text), _bucket(len(text))


def _kind(text: str) -> str:
    """What a value looks like, without any of it."""
    if not text:
        return "empty"
    if re.fullmatch(r"['\"]?\$\{[^}]*\}['\"]?", text):
        return "a reference"
    if "${" in text:
        return "text with a reference"
    if text[0] == text[-1] == '"' or text[0] == text[-1] == "'":
        return "quoted text"
    if text.startswith(("http://", "https://")):
        return "an address"
    if text.lower() in ("true", "false", "yes", "no", "on", "off", "null"):
        return "a word of HOCON's"
    return "a number" if _NUMBER.fullmatch(text) else "text"


def _bucket(length: int) -> str:
    """A length, roughly."""
    if length == 0:
        return "0"
    above = next((bound for bound in _BUCKETS[1:] if length < bound), None)
    below = max(bound for bound in _BUCKETS if bound <= length)
    return f"{max(below, 1)}-{above - 1}" if above else f"{below} or more"
