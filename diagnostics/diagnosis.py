"""One diagnosis: look at all that is needed, and judge it. `--diagnose` and the wizard's steps both use it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.checks import CHECKS, checks_named
from diagnostics.findings import Finding
from diagnostics.judge import Check, judge
from diagnostics.look import Progress, Snapshot, look
from diagnostics.sources import HeldSecrets, Sources

if TYPE_CHECKING:
    from diagnostics.aws import Aws, AwsAccess
    from diagnostics.connection import Connection
    from diagnostics.http import Web
    from diagnostics.secret import Secret

SECONDS = 60.0
"""What a whole diagnosis may take, if nobody says otherwise."""

SourcesMaker = Callable[["Web"], Sources]
"""Makes the sources of one look around the connection pool that was opened for it."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was seen, what it means, when that was, and how many seconds it took."""

    snapshot: Snapshot
    findings: tuple[Finding, ...]
    started_at: datetime
    seconds: float


def sources_maker(
    connection: Connection,
    *,
    access: AwsAccess | None = None,
    aws: Aws | None = None,
    vault_service: str = "clearml-cognito",
    env_file: Path | None = None,
    environment: Mapping[str, str] | None = None,
    given_secret: Secret | None = None,
    active_probes: bool = True,
    sample_users: bool = False,
) -> SourcesMaker:
    """What makes the sources of a look.

    Args:
        connection: what the admin wants.
        access: the credentials and region for a session of the look's own; not used where `aws` is given.
        aws: a session to go on with.
        vault_service: the keyring's service name.
        env_file: the file that ClearML is given today; None for the connection's first export, if it has one.
        environment: this process's environment.
        given_secret: a client secret that was handed over, to be tried before any other.
        active_probes: whether the token and authorize endpoints may be asked with made-up codes.
        sample_users: whether a sample of the pool's users may be counted.
    """

    def make(web: Web) -> Sources:
        from diagnostics.aws import Aws, AwsAccess

        held = HeldSecrets()
        if given_secret:
            held.hold("given", given_secret)
        return Sources(
            connection=connection,
            aws=aws or Aws(access or AwsAccess(connection.profile, connection.region, by_hand=connection.by_hand)),
            web=web,
            vault_service=vault_service,
            env_file=env_file,
            environment=environment or {},
            held=held,
            active_probes=active_probes,
            sample_users=sample_users,
        )

    return make


async def diagnose(
    make_sources: SourcesMaker,
    *,
    seconds: float = SECONDS,
    only: Sequence[str] | None = None,
    skip: Sequence[str] = (),
    progress: Progress | None = None,
) -> Diagnosis:
    """Look and judge.

    Args:
        make_sources: from `sources_maker`.
        seconds: what the whole may take; what is not seen by then is reported as not seen.
        only, skip: ids of checks, or areas such as `APP`. Only what the chosen checks need is looked at.
        progress: told of each fact as its probe starts and ends.

    Raises:
        NoSuchCheck: a name that no check has.
    """
    from diagnostics.background import in_thread
    from diagnostics.http import web
    from diagnostics.probes import probes_for

    checks = chosen(only, skip)
    started_at, started = datetime.now(UTC), time.monotonic()
    wanted = tuple(dict.fromkeys(key for check in checks for key in check.needs))
    async with web() as pool:
        sources = make_sources(pool)
        sources = replace(sources, aws_seconds=min(sources.aws_seconds, seconds / 2))
        # Imports compete with the answers for the interpreter; before the first request they delay none of them.
        with contextlib.suppress(TimeoutError):
            await in_thread(sources.aws.prepare, seconds)
        snapshot = await look(probes_for(sources), sources, seconds=seconds, wanted=wanted, progress=progress)
    findings = judge(snapshot, checks)
    return Diagnosis(snapshot, findings, started_at, time.monotonic() - started)


async def judge_step(
    make_sources: SourcesMaker,
    check_ids: Sequence[str],
    *,
    seconds: float = SECONDS,
    progress: Progress | None = None,
) -> Diagnosis:
    """The findings of a wizard's step: only what its checks need is looked at. Raises NoSuchCheck."""
    return await diagnose(make_sources, seconds=seconds, only=check_ids, progress=progress)


def chosen(only: Sequence[str] | None = None, skip: Sequence[str] = ()) -> tuple[Check, ...]:
    """The checks that `only` names, or all, without those that `skip` names. Raises NoSuchCheck."""
    left_out = checks_named(skip) if skip else ()
    return tuple(check for check in (CHECKS if only is None else checks_named(only)) if check not in left_out)
