"""What a report is about: the head of every format."""

from dataclasses import dataclass
from datetime import datetime

PROGRAM = "clearml-cognito"


@dataclass(frozen=True, slots=True)
class Subject:
    """What was looked at. None or empty where there was nothing of the kind. No secret is in it.

    Attributes:
        command: how the program is started on this connection, to print commands that work as they stand.
        connection: the connection's name.
        account: the AWS account id.
        env_file: the env file that ClearML is given, as it was named.
        simulated: the scenario's name where the account is the simulated one.
        saved_at: when a saved look was taken; None for a look of now.
    """

    command: str
    connection: str
    account: str | None = None
    profile: str | None = None
    region: str | None = None
    user_pool: str | None = None
    app_client: str | None = None
    web_addresses: tuple[str, ...] = ()
    env_file: str | None = None
    simulated: str | None = None
    saved_at: datetime | None = None

    def runnable(self, command: str) -> str:
        """A remedy's command as it has to be typed for this connection: our own program with its flags."""
        program, blank, rest = command.partition(" ")
        return f"{self.command}{blank}{rest}" if program == PROGRAM else command


def masked_account(account: str) -> str:
    """An account id as a report shows it: its last four digits."""
    return f"…{account[-4:]}"


def shortened(identifier: str) -> str:
    """An id by which it can be known again: its first and last four characters."""
    return identifier if len(identifier) <= 10 else f"{identifier[:4]}…{identifier[-4:]}"
