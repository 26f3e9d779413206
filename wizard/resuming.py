"""Taking up an earlier sitting: which of its steps still hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from diagnostics.findings import Finding, Status
from wizard.session import Session
from wizard.steps import STEPS, Mark, StepId, checks_of, mark_of, number_of, warnings_of

LOOK_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Resumed:
    """How the steps of an earlier sitting stand now.

    Attributes:
        marks: a mark for each step that was passed.
        troubles: the failed finding that each step in trouble should tell, in the order of the steps.
        unseen: the finding that says why a step could not be looked at, for the steps of which one does.
        warnings: what each step warns of.
    """

    marks: Mapping[StepId, Mark]
    troubles: tuple[tuple[StepId, Finding], ...]
    unseen: tuple[tuple[StepId, Finding], ...] = ()
    warnings: Mapping[StepId, tuple[str, ...]] = field(default_factory=dict)


def passed(until: StepId) -> tuple[StepId, ...]:
    """The steps before `until`, the welcome left out."""
    return tuple(one.id for one in STEPS[1 : number_of(until) - 1])


async def look_again(session: Session, until: StepId) -> Resumed:
    """Judge the steps before `until` by their checks. Nothing is sent but questions; no made-up codes, no prompts.

    A step without checks of its own is done. What cannot be looked at is not seen.
    """
    from wizard.client_secret import take_up_written

    await take_up_written(session)
    return await judge_again(session, passed(until))


async def judge_again(session: Session, steps: Sequence[StepId]) -> Resumed:
    """Judge these steps by their checks, as `look_again` does."""
    from wizard.by_hand import resumed_mark
    from wizard.checking import check

    ids = tuple(dict.fromkeys(one for id in steps for one in checks_of(id, session.connection)))
    looked = await check(session, ids, active_probes=False, seconds=LOOK_SECONDS)
    by_id = {finding.check: finding for finding in looked.findings}
    marks: dict[StepId, Mark] = {}
    troubles: list[tuple[StepId, Finding]] = []
    unseen: list[tuple[StepId, Finding]] = []
    warnings: dict[StepId, tuple[str, ...]] = {}
    for id in steps:
        findings = [by_id[check] for check in checks_of(id, session.connection) if check in by_id]
        mark = resumed_mark(id, session.connection, findings) if session.by_hand else mark_of(findings)
        # Whether the endpoints accept id, secret and callback shows only with made-up codes, which nobody sends here.
        unasked = id is StepId.ENDPOINTS and mark is Mark.DONE
        proved = session.secret or any(finding.status is Status.OK for finding in findings)
        marks[id] = Mark.NOT_SEEN if unasked or (id is StepId.SECRET and not proved) else mark
        warnings[id] = warnings_of(findings)
        failed = [finding for finding in findings if finding.status is Status.FAILED]
        if failed:
            troubles.append((id, failed[0]))
        unseen += [(id, finding) for finding in findings if finding.status in (Status.UNKNOWN, Status.CRASH)][:1]
    return Resumed(marks, tuple(troubles), tuple(unseen), warnings)
