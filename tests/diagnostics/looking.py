"""A simulated world, a connection that fits it, and one diagnosis of it over real HTTP."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from diagnostics.aws import Aws, AwsAccess
from diagnostics.connection import Connection
from diagnostics.diagnosis import Diagnosis, diagnose, sources_maker
from diagnostics.findings import Finding, Status
from wizard.sandbox.control import describe
from wizard.sandbox.faults import Fault, Kind
from wizard.sandbox.scenarios import build
from wizard.sandbox.server import Sandbox, start
from wizard.sandbox.state import Client, Pool

KEYS = {"AWS_ACCESS_KEY_ID": "AKIASANDBOX", "AWS_SECRET_ACCESS_KEY": "made-up", "AWS_EC2_METADATA_DISABLED": "true"}


@dataclass
class Scene:
    """A running sandbox and the connection of an admin who set everything up in it."""

    sandbox: Sandbox
    connection: Connection
    ready: Mapping[str, Any]
    options: dict[str, Any] = field(default_factory=dict)
    sessions: dict[str, Aws] = field(default_factory=dict)

    @property
    def pool(self) -> Pool:
        return self.sandbox.account.pools[self.ready["user_pool"]]

    @property
    def client(self) -> Client:
        return self.pool.clients[self.ready["app_client"]]

    def change(self, **answers: Any) -> None:
        """Change answers of the connection."""
        self.connection = replace(self.connection, **answers)

    def fault(self, operation: str, kind: str, seconds: float = 1.0) -> None:
        self.sandbox.world.faults.arm(Fault(operation, Kind(kind), seconds=seconds))

    def diagnose(self, **options: Any) -> Diagnosis:
        aws = self.sessions.setdefault(self.connection.region or "", Aws(AwsAccess(None, self.connection.region)))
        make = sources_maker(self.connection, environment=dict(os.environ), **{"aws": aws, **self.options})
        diagnosis = asyncio.run(diagnose(make, **options))
        assert not self.sandbox.crashes
        return diagnosis

    def findings(self, **options: Any) -> dict[str, Finding]:
        return {found.check: found for found in self.diagnose(**options).findings}


@contextmanager
def scene(name: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    """Start a scenario; this process's AWS variables lead to it and nowhere else."""
    for variable in list(os.environ):
        if variable.startswith(("AWS_", "DBUS_")) or variable.lower().endswith("_proxy"):
            monkeypatch.delenv(variable)
    with start(name) as sandbox:
        ready = describe(sandbox.world)
        for variable, value in {**KEYS, "AWS_ENDPOINT_URL": sandbox.address}.items():
            monkeypatch.setenv(variable, value)
        yield Scene(sandbox, _connection(ready), ready)


def fresh(opened: Scene) -> Scene:
    """The same sandbox and AWS session with everything as it was at the start."""
    opened.sandbox.world.account = build(opened.sandbox.account.scenario, opened.sandbox.address)
    opened.sandbox.world.faults.clear()
    opened.sandbox.world.requests.clear()
    return Scene(opened.sandbox, _connection(opened.ready), opened.ready, sessions=opened.sessions)


def _connection(ready: Mapping[str, Any]) -> Connection:
    return Connection(
        account=ready["account"],
        region=ready["region"],
        user_pool=ready["user_pool"],
        app_client=ready["app_client"],
        domain=ready["domain_base"],
        web_addresses=(ready["web_address"],),
    )


def having(findings: Mapping[str, Finding], *statuses: Status) -> set[str]:
    """The ids of the findings with one of these statuses."""
    return {id for id, found in findings.items() if found.status in statuses}


def trouble(findings: Mapping[str, Finding]) -> set[str]:
    """The ids of what an admin would act on: failed, warning, unknown, crashed. Blocked ones only repeat them."""
    return having(findings, Status.FAILED, Status.WARNING, Status.UNKNOWN, Status.CRASH)
