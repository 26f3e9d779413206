"""What goes between this program and its keyring child: one JSON line there, one or more JSON lines back."""

import json
from dataclasses import dataclass, field
from typing import Literal

from diagnostics.secret import Secret
from diagnostics.text import plain
from diagnostics.vault.states import VaultItem, VaultState

Operation = Literal["probe", "read", "store", "delete"]

UNLOCKING = "unlocking"
"""The stage at which somebody may be looking at an unlock prompt."""
UNLOCKED = "unlocked"

NO_BUS = "no bus"
BUS_GONE = "bus gone"
NOT_LOADED = "not loaded"
WOULD_ASK = "would ask"
UNANSWERED_PROMPT = "unanswered prompt"
NOT_KEPT = "not kept"
STILL_THERE = "still there"


@dataclass(frozen=True, slots=True)
class Request:
    """What the child is asked to do. `may_ask`: an unlock prompt may be opened."""

    operation: Operation
    item: VaultItem | None = None
    secret: Secret | None = None
    may_ask: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What the child found.

    Attributes:
        state: what the keyring is like.
        backend: the class that was asked, or the one that decided against the keyring.
        chosen_by: `PYTHON_KEYRING_BACKEND` or the path of keyring's configuration file, where one of them chose.
        chosen: the class that it names.
        detail: which of several causes of one state (the constants of this module).
        error: the type name of an exception; never its text, which may quote a secret.
        secret: what was read.
        done: something was deleted.
    """

    state: VaultState
    backend: str | None = None
    chosen_by: str | None = None
    chosen: str | None = None
    detail: str | None = None
    error: str | None = None
    secret: Secret | None = field(default=None)
    done: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """The child says what it is waiting for, UNLOCKING or UNLOCKED, and in which backend."""

    name: str
    backend: str


def request_line(request: Request, import_path: list[str]) -> bytes:
    """The line for the child's standard input. It holds the secret: write it there and keep it nowhere."""
    item = request.item or VaultItem("", "")
    content = {
        "path": import_path,
        "operation": request.operation,
        "service": item.service,
        "username": item.username,
        "secret": None if request.secret is None else request.secret.reveal(),
        "may_ask": request.may_ask,
    }
    return json.dumps(content).encode("ascii") + b"\n"


def answer_line(answer: Answer | Stage) -> bytes:
    """The line for the child's standard output. It holds the secret that was read, if one was."""
    if isinstance(answer, Stage):
        return json.dumps({"stage": answer.name, "backend": answer.backend}).encode("ascii") + b"\n"
    content = {
        "state": answer.state.value,
        "backend": answer.backend,
        "chosen_by": answer.chosen_by,
        "chosen": answer.chosen,
        "detail": answer.detail,
        "error": answer.error,
        "secret": None if answer.secret is None else answer.secret.reveal(),
        "done": answer.done,
    }
    return json.dumps(content).encode("ascii") + b"\n"


def parse_answer(line: bytes) -> Answer | Stage | None:
    """What one line of the child says; None where it is not such a line, or is cut off."""
    try:
        content: object = json.loads(line)
    except ValueError:
        return None
    if not isinstance(content, dict):
        return None
    if isinstance(content.get("stage"), str):
        return Stage(content["stage"], plain(content.get("backend")))
    state, secret = content.get("state"), content.get("secret")
    if not isinstance(state, str) or state not in VaultState.__members__.values():
        return None

    def text(key: str) -> str | None:
        return plain(content[key]) if isinstance(content.get(key), str) else None

    return Answer(
        state=VaultState(state),
        backend=text("backend"),
        chosen_by=text("chosen_by"),
        chosen=text("chosen"),
        detail=text("detail"),
        error=text("error"),
        secret=Secret(secret) if isinstance(secret, str) else None,
        done=content.get("done") is True,
    )
