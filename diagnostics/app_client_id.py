"""The id of an app client as it is typed.

Source: the pattern of `ClientIdType` in the Cognito API reference, `[\\w+]+`, 1 to 128 characters.
"""

import re

LONGEST = 128
_FORM = re.compile(r"[\w+]+", re.ASCII)


def app_client_id(typed: str) -> str:
    """An app client's id, without the blanks around it.

    Raises:
        ValueError: AWS gives no such ids; the sentence says why.
    """
    text = typed.strip()
    if not text:
        raise ValueError("Type the client id, as the AWS console shows it for the app client.")
    if len(text) > LONGEST or not _FORM.fullmatch(text):
        raise ValueError("A client id has letters, digits, _ and + only.")
    return text
