"""ClearML's company id and the name on its sign-in button, as they are typed.

Source: clearml-server `apiserver/config/default/apiserver.conf` (the default company's id: 32 hexadecimal digits) and
`diagnostics.hocon` (what ClearML's configuration can carry).
"""

import re

_COMPANY = re.compile(r"[0-9a-f]{32}")


def is_usual_company_id(typed: str) -> bool:
    """Whether a company id has the form of those that ClearML makes itself: 32 hexadecimal digits."""
    return _COMPANY.fullmatch(typed) is not None


def company_id(typed: str) -> str:
    """A company id, without the blanks around it. An unusual one passes; ask `is_usual_company_id`.

    Raises:
        ValueError: ClearML cannot be given it; the sentence says why.
    """
    text = typed.strip()
    if any(character.isspace() for character in text):
        raise ValueError("A company id has no blanks in it. Copy it again, without what stands around it.")
    return carried(text)


def display_name(typed: str) -> str:
    """The name for ClearML's sign-in button, without the blanks around it.

    Raises:
        ValueError: ClearML cannot be given it; the sentence says why.
    """
    return carried(typed.strip())


def carried(text: str) -> str:
    """`text`, where ClearML's configuration can carry it unchanged. Raises ValueError with a sentence."""
    from diagnostics.hocon import quote

    quote(text)
    return text
