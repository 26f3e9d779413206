"""The real program as a subprocess, in a home of its own: what the tests of the command line drive."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

SCRIPT = Path(sys.executable).with_name("clearml-cognito")
SECONDS = 60.0
_FOREIGN = ("AWS_", "XDG_", "TEXTUAL", "COGNITO_", "CLEARML_", "DBUS_", "PYTHON_KEYRING")
_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    status: int
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        return self.out.decode()

    @property
    def complaint(self) -> str:
        return self.err.decode()


@dataclass
class Program:
    """The console script, and the folders that it may find."""

    home: Path
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(_FOREIGN) and name.lower() not in _PROXIES
        }
        return kept | {
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_STATE_HOME": str(self.home / "state"),
            "AWS_EC2_METADATA_DISABLED": "true",
            **self.extra,
        }

    def run(self, *words: str, given: bytes = b"", environment: Mapping[str, str] | None = None) -> Ended:
        """Run it to its end, with `given` on its standard input."""
        done = subprocess.run(
            [str(SCRIPT), *words],
            cwd=self.home,
            env=self.environment | dict(environment or {}),
            input=given,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    def start(self, *words: str, environment: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start it; standard input, output and error are pipes."""
        return subprocess.Popen(
            [str(SCRIPT), *words],
            cwd=self.home,
            env=self.environment | dict(environment or {}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def python(self, code: str) -> Ended:
        """Run a piece of Python that uses the program's own functions, in the same home."""
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=self.home,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    def connection(self, text: str, name: str = "default") -> Path:
        """Write a connection file as an admin would by hand."""
        path = self.home / "config" / "clearml-cognito" / f"{name}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def demo_folder(self, scenario: str) -> Path:
        return self.home / "state" / "clearml-cognito" / "demo" / scenario


def forms(secret: str) -> tuple[bytes, ...]:
    """A secret in every form in which it could lie about: plain, base64 at each of three offsets, URL and JSON."""
    plain = secret.encode()
    # At another offset the first and last characters mix with their neighbours: what is between is the same always.
    coded = [base64.b64encode(b"x" * offset + plain)[4 if offset else 0 : -4] for offset in range(3)]
    return (plain, plain[::-1], *coded, quote(secret, safe="").encode(), json.dumps(secret)[1:-1].encode())


def holding(secret: str, folder: Path, *, besides: Iterable[Path] = ()) -> list[Path]:
    """The files below a folder in which a secret is found in any form."""
    ignored = set(besides)
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and path not in ignored:
            content = path.read_bytes()
            found += [path] if any(form in content for form in forms(secret)) else []
    return found
