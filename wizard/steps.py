"""The twelve steps as data: what each asks, which checks hold it, and what an answer makes void."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from diagnostics.connection import Connection
from diagnostics.findings import Finding, Status


class StepId(StrEnum):
    WELCOME = "welcome"
    ACCOUNT = "aws-account"
    POOL = "user-pool"
    ATTRIBUTES = "attributes"
    SERVER = "clearml-server"
    PAGES = "sign-in-pages"
    PROVIDER = "identity-provider"
    CLIENT = "app-client"
    SECRET = "secret"  # noqa: S105 - a step's name
    ENDPOINTS = "live-endpoints"
    EXPORT = "export"
    FINISH = "finish"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the wizard.

    Attributes:
        title: its name in the rail and at the head of its screen.
        checks: the ids of the checks that hold it, the same that `--diagnose` uses.
    """

    id: StepId
    title: str
    checks: tuple[str, ...] = ()


STEPS = (
    Step(StepId.WELCOME, "Welcome"),
    Step(StepId.ACCOUNT, "AWS account", ("AWS010", "AWS011", "AWS012", "AWS013", "AWS015")),
    Step(StepId.POOL, "User pool", ("POL010",)),
    Step(StepId.ATTRIBUTES, "Attributes", ("POL010", "POL011", "POL012")),
    Step(StepId.SERVER, "ClearML server", ("NET012", "NET013", "SRV010", "SRV011")),
    Step(StepId.PAGES, "Sign-in pages", ("DOM010", "DOM011", "OID013")),
    Step(StepId.PROVIDER, "Identity provider", ("IDP010", "IDP012", "IDP013", "IDP014", "IDP016")),
    Step(
        StepId.CLIENT,
        "App client",
        (
            "APP010",
            "APP011",
            "APP012",
            "APP013",
            "APP016",
            "APP017",
            "APP018",
            "APP019",
            "IDP011",
            "IDP015",
            "DOM014",
        ),
    ),
    Step(StepId.SECRET, "Secret", ("KEY010", "KEY011")),
    Step(
        StepId.ENDPOINTS,
        "Live endpoints",
        (
            "NET010",
            "OID010",
            "OID011",
            "OID012",
            "OID013",
            "OID014",
            "DOM012",
            "DOM013",
            "LGN010",
            "LGN011",
            "LGN012",
            "LGN015",
            "LGN016",
        ),
    ),
    Step(StepId.EXPORT, "Export", ("ENV010", "ENV011", "ENV012", "ENV015", "ENV018", "ENV022")),
    Step(StepId.FINISH, "Finish"),
)

PASSED_ON = ("IDP012", "IDP013", "IDP014", "IDP016")
"""The checks of what an identity provider passes on to Cognito."""

_INDEX = {step.id: index for index, step in enumerate(STEPS)}


class Mark(StrEnum):
    """How a step stands."""

    DONE = "done"
    HERE = "here"
    OPEN = "open"
    TROUBLE = "trouble"
    NOT_SEEN = "not seen"


def step_named(name: str | None) -> StepId:
    """The step called `name`; the first one where there is none of that name."""
    try:
        return StepId(name or "")
    except ValueError:
        return StepId.WELCOME


def number_of(step: StepId) -> int:
    """The step's number, from 1."""
    return _INDEX[step] + 1


def step(id: StepId) -> Step:
    """The step with this id."""
    return STEPS[_INDEX[id]]


def checks_of(id: StepId, connection: Connection) -> tuple[str, ...]:
    """The ids of the checks that hold a step with these answers.

    What an identity provider passes on is judged where it is chosen. Where none is, people may choose any that the
    app client offers, so it is judged with the app client.
    """
    checks = step(id).checks
    if connection.identity_provider:
        return checks
    if id is StepId.PROVIDER:
        return tuple(check for check in checks if check not in PASSED_ON)
    return (*checks, *PASSED_ON) if id is StepId.CLIENT else checks


def next_of(step: StepId) -> StepId | None:
    """The step after this one, None after the last."""
    index = _INDEX[step] + 1
    return STEPS[index].id if index < len(STEPS) else None


def before(step: StepId) -> StepId | None:
    """The step before this one, None before the first."""
    index = _INDEX[step] - 1
    return STEPS[index].id if index >= 0 else None


# An answer on the left is about things that only exist within the answer on the right.
_LIVES_IN = {
    "account": (),
    "user_pool": ("account", "region"),
    "app_client": ("account", "region", "user_pool"),
    "domain": ("account", "region", "user_pool"),
    "identity_provider": ("account", "region", "user_pool"),
}


def with_answers(connection: Connection, **answers: object) -> Connection:
    """The connection with some answers changed, and without the earlier answers that they make void.

    Another account or region voids the pool and all that is in it; another pool voids its app client, domain
    and identity provider. Answers that are given again with the same value void nothing.
    """
    changed = {name for name, value in answers.items() if getattr(connection, name) not in (value, None)}
    void = {name: None for name, homes in _LIVES_IN.items() if name not in answers and changed.intersection(homes)}
    return replace(connection, **void, **answers)  # type: ignore[arg-type]


# A changed answer on the left leaves what was seen in these steps out of date.
_RESTS_ON = {
    "user_pool": (StepId.ATTRIBUTES, StepId.PAGES, StepId.PROVIDER, StepId.CLIENT, StepId.ENDPOINTS, StepId.EXPORT),
    "web_addresses": (StepId.CLIENT, StepId.ENDPOINTS),
    "domain": (StepId.CLIENT, StepId.ENDPOINTS, StepId.EXPORT),
    "identity_provider": (StepId.CLIENT, StepId.ENDPOINTS, StepId.EXPORT),
    "app_client": (StepId.SECRET, StepId.ENDPOINTS, StepId.EXPORT),
    "company": (StepId.EXPORT,),
    "display_name": (StepId.EXPORT,),
}


def outdated(before: Connection, after: Connection) -> frozenset[StepId]:
    """The steps whose marks do not hold any more, because an answer that they rest on has changed."""
    changed = (name for name in _RESTS_ON if getattr(before, name) != getattr(after, name))
    return frozenset(step for name in changed for step in _RESTS_ON[name])


def furthest(connection: Connection) -> StepId:
    """The last step that the answers so far allow to be entered."""
    needs = (
        (StepId.POOL, connection.region or connection.by_hand),
        (StepId.ATTRIBUTES, connection.user_pool),
        (StepId.PAGES, connection.web_addresses),
        (StepId.PROVIDER, connection.domain),
        (StepId.SECRET, connection.app_client),
    )
    missing = next((_INDEX[step] for step, answer in needs if not answer), len(STEPS))
    return STEPS[max(0, missing - 1)].id


def can_enter(step: StepId, connection: Connection) -> bool:
    """Whether the answers that the step builds on are there."""
    return _INDEX[step] <= _INDEX[furthest(connection)]


def resume_at(connection: Connection) -> StepId:
    """The step where the admin was last, as far as the answers still reach."""
    wanted = step_named(connection.step)
    return wanted if can_enter(wanted, connection) else furthest(connection)


def warnings_of(findings: Sequence[Finding]) -> tuple[str, ...]:
    """What the findings warn of, each sentence once."""
    return tuple(dict.fromkeys(finding.message for finding in findings if finding.status is Status.WARNING))


def mark_of(findings: Sequence[Finding]) -> Mark:
    """How a step stands by the findings of its checks: a warning never blocks, the unseen is never fine."""
    statuses = {finding.status for finding in findings}
    if Status.FAILED in statuses:
        return Mark.TROUBLE
    if statuses & {Status.UNKNOWN, Status.CRASH, Status.BLOCKED}:
        return Mark.NOT_SEEN
    return Mark.DONE
