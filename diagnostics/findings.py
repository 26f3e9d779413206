"""What a check says of the world."""

from dataclasses import dataclass, field
from enum import StrEnum


class Status(StrEnum):
    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    UNKNOWN = "unknown"
    BLOCKED = "blocked"
    SKIPPED = "skipped"
    CRASH = "crash"


WORST_FIRST = (
    Status.FAILED,
    Status.CRASH,
    Status.UNKNOWN,
    Status.WARNING,
    Status.BLOCKED,
    Status.OK,
    Status.SKIPPED,
)
"""The statuses in the order in which they need attention."""


class Severity(StrEnum):
    """What a check is worth when it does not hold."""

    ERROR = "error"
    WARNING = "warning"


WIZARD = ("clearml-cognito",)
"""The wizard's command: it opens where it was left, and shows every change before it is made."""
IN_CONSOLE = "In the AWS console: "


@dataclass(frozen=True, slots=True)
class Remedy:
    """What to do about a finding: prose for the admin, and commands apart from it, ready to run as printed.

    A command is never a bare `aws cognito-idp update-*`: those reset every field that they do not name.
    """

    prose: str
    commands: tuple[str, ...] = ()
    destructive: bool = False

    @property
    def in_console(self) -> bool:
        """Whether it is done in the AWS console, which the wizard cannot do in the admin's place."""
        return IN_CONSOLE in self.prose


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that was seen: where (`DescribeUserPoolClient`, `POST …/oauth2/token`) and what, in plain text."""

    source: str
    said: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check's own function returns; the judge adds the rest.

    Attributes:
        status: OK, WARNING, FAILED, SKIPPED or UNKNOWN.
        message: one sentence, what was found, without the check's title repeated.
        expected, actual: the two sides held against each other, where there are two.
        permission: the IAM action that would settle it; several with commas between them.
    """

    status: Status
    message: str
    expected: str | None = None
    actual: str | None = None
    evidence: tuple[Evidence, ...] = ()
    remedy: Remedy | None = None
    permission: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A check's verdict in the report: who says it, how much it weighs, and what stands in its way."""

    check: str
    title: str
    area: str
    severity: Severity
    status: Status
    message: str
    expected: str | None = None
    actual: str | None = None
    evidence: tuple[Evidence, ...] = ()
    remedy: Remedy | None = None
    blocked_by: tuple[str, ...] = field(default=())
    permission: str | None = None
