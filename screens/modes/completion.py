"""`--completion SHELL`: what a shell needs to complete this program's options."""

from screens.completion import completion
from screens.streams import give


def completion_mode(shell: str) -> int:
    """Print the completion for a shell."""
    give(completion(shell))
    return 0
