"""What the ClearML server is asked about itself, and how its answer is summed up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from diagnostics.findings import Finding, Status
from diagnostics.judge import judge
from wizard.judging import telling, worst
from wizard.looking import look_for
from wizard.steps import StepId, step

if TYPE_CHECKING:
    from diagnostics.aws import Aws
    from diagnostics.connection import Connection

ASK_SECONDS = 12.0
_SERVER = ("SRV010", "SRV011")


@dataclass(frozen=True, slots=True)
class ServerAnswers:
    """What the admin says of the ClearML server; the attributes are those of `Connection`."""

    web_addresses: tuple[str, ...]
    api_address: str | None
    company: str | None
    display_name: str | None

    @property
    def server(self) -> tuple[tuple[str, ...], str | None]:
        """What of it says which server is asked."""
        return self.web_addresses, self.api_address

    def given(self) -> dict[str, object]:
        """The answers by name, as `Session.answer` takes them."""
        return {
            "web_addresses": self.web_addresses,
            "api_address": self.api_address,
            "company": self.company,
            "display_name": self.display_name,
        }


@dataclass(frozen=True, slots=True)
class ServerLook:
    """What the server said of itself.

    Attributes:
        findings: those of the step's checks.
        edition: what can be said of the server alone, whichever of its addresses answered.
    """

    findings: tuple[Finding, ...]
    edition: Finding

    @property
    def status(self) -> Status:
        """The status that needs the most attention."""
        found = worst(self.findings)
        return found.status if found else Status.UNKNOWN

    @property
    def summary(self) -> str:
        """The sentence of the finding that needs the most attention."""
        found = worst(self.findings)
        return found.message if found else self.edition.message

    @property
    def others(self) -> tuple[Finding, ...]:
        """What else there is to know, beside the edition."""
        return tuple(found for found in telling(self.findings) if found.message != self.edition.message)


async def look_at_server(connection: Connection, answers: ServerAnswers, aws: Aws) -> ServerLook:
    """Ask the server at these addresses what it is; nothing of it needs a sign-in."""
    from diagnostics.checks import checks_named

    wanted = replace(connection, web_addresses=answers.web_addresses, api_address=answers.api_address)
    looked = await look_for(step(StepId.SERVER).checks, wanted, aws, seconds=ASK_SECONDS)
    # Judged apart from the addresses: one of several that does not answer says nothing of the server.
    server = judge(looked.snapshot, checks_named(_SERVER))
    edition = next((found for found in server if found.status is not Status.OK), server[-1])
    return ServerLook(looked.findings, edition)
