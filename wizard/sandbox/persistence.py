"""The account's state on disk: one JSON file, private, replaced as a whole after each change."""

from __future__ import annotations

import contextlib
import json
import os
import re
import tempfile
from dataclasses import asdict
from pathlib import Path

from wizard.sandbox.jsontypes import JsonObject, as_object, items, members, seconds, text, whole
from wizard.sandbox.state import Account, ClearMLServer, Client, ClientSecret, Domain, Pool

VERSION = 1


class UnusableState(Exception):
    """The state file cannot be taken up. Its text is a sentence that says why and what to do."""


def save(path: Path, account: Account, address: str) -> None:
    """Replace the file with the account as it is now. Raises OSError."""
    content = {"version": VERSION, "address": address, "account": asdict(account)}
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # mode 0600 from the start
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def load(path: Path, scenario: str, address: str) -> Account | None:
    """Take an account up again, None where there is no file.

    The addresses in it follow the sandbox to the port where it listens now.

    Raises:
        UnusableState: the file is damaged, or of another scenario.
    """
    try:
        written = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableState(f"The state file {path} cannot be read ({error}). Remove it to start afresh.") from None
    try:
        content = as_object(json.loads(written))
        before = text(content, "address")
        if whole(content, "version") != VERSION or not before:
            raise ValueError("it has another form")
        moved = re.sub(re.escape(before) + r"(?!\d)", address, written)
        account = _account(members(as_object(json.loads(moved)), "account"))
    except (ValueError, KeyError, TypeError) as error:
        raise UnusableState(f"The state file {path} is damaged ({error}). Remove it to start afresh.") from None
    if account.scenario != scenario:
        raise UnusableState(
            f'The state file {path} belongs to the scenario "{account.scenario}", not to "{scenario}". '
            "Start that one, or remove the file."
        )
    return account


def _account(stored: JsonObject) -> Account:
    clearml = members(stored, "clearml")
    return Account(
        scenario=text(stored, "scenario"),
        pools={name: _pool(as_object(one)) for name, one in members(stored, "pools").items()},
        domains={name: _domain(as_object(one)) for name, one in members(stored, "domains").items()},
        clearml=ClearMLServer(clearml["enterprise"] is True, [as_object(one) for one in items(clearml, "providers")]),
        made=whole(stored, "made") or 0,
        generated_pools=whole(stored, "generated_pools") or 0,
        shown={name: str(one) for name, one in members(stored, "shown").items()},
    )


def _pool(stored: JsonObject) -> Pool:
    return Pool(
        description=members(stored, "description"),
        clients={name: _client(as_object(one)) for name, one in members(stored, "clients").items()},
        providers={name: as_object(one) for name, one in members(stored, "providers").items()},
        branding={name: as_object(one) for name, one in members(stored, "branding").items()},
        users=[as_object(one) for one in items(stored, "users")],
    )


def _client(stored: JsonObject) -> Client:
    secrets = [as_object(one) for one in items(stored, "secrets")]
    return Client(
        settings=members(stored, "settings"),
        secrets=[
            ClientSecret(text(one, "id"), text(one, "value"), seconds(one, "created"), one["original"] is True)
            for one in secrets
        ],
    )


def _domain(stored: JsonObject) -> Domain:
    return Domain(
        name=text(stored, "name"),
        pool_id=text(stored, "pool_id"),
        version=whole(stored, "version") or 1,
        active_at=seconds(stored, "active_at"),
        certificate=text(stored, "certificate"),
    )
