"""What the command line hands to the wizard."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class WizardOptions:
    """How the wizard was started.

    Attributes:
        connection_path: the connection's file; it need not exist yet.
        state_folder: where journal, crash reports and leftovers go.
        profile, region: what the admin gave as flags, None where they gave none. They beat the AWS_* variables, which
            are in the environment still and beat the connection file.
        theme: the theme's name, one that Textual knows; None for the default or TEXTUAL_THEME.
        demo: the scenario of the simulated account, None on a real one.
        vault_service: the keyring's service name.
        command: what the admin types to start this program the same way again, `clearml-cognito --demo first-time`.
    """

    connection_path: Path
    state_folder: Path
    profile: str | None = None
    region: str | None = None
    theme: str | None = None
    demo: str | None = None
    vault_service: str = "clearml-cognito"
    command: str = "clearml-cognito"
