"""Renewing an SSO login with the AWS CLI, which opens a browser and writes the token where boto3 reads it."""

from __future__ import annotations

import signal
from types import FrameType

LOGIN_SECONDS = 600.0
"""How long somebody may take in the browser; the AWS CLI's own code is good for ten minutes."""


def login_words(profile: str | None) -> tuple[str, ...]:
    """The command line that renews the login of a profile, or of the default one."""
    return ("aws", "sso", "login", *(("--profile", profile) if profile else ()))


def aws_command() -> str | None:
    """Where the AWS CLI is on this machine, None where it is not."""
    import shutil

    return shutil.which("aws")


def log_in(command: str, profile: str | None) -> str:
    """Run the AWS CLI's login in this terminal and wait for its end. Ctrl-C ends it, and only it.

    Args:
        command: where the AWS CLI is.
        profile: the profile; None for the default one.

    Returns:
        Why there is no new login, as a sentence; empty where there is one.
    """
    import subprocess

    before = signal.signal(signal.SIGINT, _left_to_the_child)
    try:
        done = subprocess.run([command, *login_words(profile)[1:]], timeout=LOGIN_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return "The login took longer than ten minutes and was ended."
    except OSError as error:
        return f"The AWS CLI could not be started ({error.strerror})."
    finally:
        signal.signal(signal.SIGINT, before)
    return "" if done.returncode == 0 else f"aws sso login ended with status {done.returncode}."


def _left_to_the_child(number: int, frame: FrameType | None) -> None:
    """A handler, where ignoring would be inherited by the child."""
