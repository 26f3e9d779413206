"""The form of a client secret, as far as Cognito documents it."""

import re

from diagnostics.secret import Secret

SHORTEST = 24
LONGEST = 64

_FORM = re.compile(r"[\w+]*", re.ASCII)


def secret_problem(secret: Secret, client_id: str | None = None) -> str | None:
    """Why a text cannot be a client secret, None where it can be one. The sentence shows nothing of it.

    Source: Cognito API reference, ClientSecretType: 24 to 64 letters, digits, underscores and plus signs.

    Args:
        secret: what was typed or pasted.
        client_id: the app client's id, which is easily taken for the secret.
    """
    if not secret:
        return "Nothing is typed yet."
    if client_id and secret == Secret(client_id):
        return "This is the app client's id. The client secret stands below it in the console."
    if not _FORM.fullmatch(secret.reveal()):
        return "This does not look like a client secret: those have letters, digits, _ and + only."
    if not SHORTEST <= len(secret) <= LONGEST:
        return f"This does not look like a client secret: those have {SHORTEST} to {LONGEST} characters."
    return None
