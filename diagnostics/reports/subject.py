"""What a report is about: the head of every format."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """What was looked at. None or empty where there was nothing of the kind. No secret is in it.

    Attributes:
        command: how the program is started on this connection, to print commands that work as they stand.
        connection: the connection's name.
        account: the AWS account id.
        env_file: the env file that ClearML is given, as it was named.
        simulated: the scenario's name where the account is the simulated one.
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


def masked_account(account: str) -> str:
    """An account id as a report shows it: its last four digits."""
    return f"…{account[-4:]}"
