"""`--run`: a command with the client id and the client secret in its environment."""

from diagnostics.reports.exit_status import ExitStatus
from screens.modes.keyring import stored_secret
from screens.modes.start import Start
from screens.streams import say


def run_mode(start: Start) -> int:
    """Run the command and give its status, 125 where it did not start."""
    from wizard.run import run

    connection = start.saved()
    item = start.item(connection)
    secret = stored_secret(start, item, ExitStatus.NOT_STARTED)
    return run(start.typed.run or [], connection.app_client or "", secret, say)
