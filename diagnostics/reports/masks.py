"""What a bundle shows of ids, e-mail addresses and names: enough to compare, and not the whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from diagnostics.keys import CONNECTION, IDENTITY
from diagnostics.look import Snapshot
from diagnostics.reports.subject import masked_account, shortened

RULES = (
    "AWS account ids: the last four digits",
    "app client ids: the first and last four characters",
    "e-mail addresses: the first letter and the domain",
    "the caller's name in AWS and the AWS profile: left out",
    "the home folder: ~",
)
"""What the masks do, in words."""

# Not the digits of a number in JSON.
_ACCOUNT = re.compile(r"(?<![\w.])\d{12}(?!\w|\.\d)")
_EMAIL = re.compile(r"([^\W_])[\w.+-]*@([\w-]+(?:\.[\w-]+)+)")
_CLIENT_ID = re.compile(r"(?<![\w/-])(?=[a-z]*[0-9])(?=[0-9]*[a-z])[a-z0-9]{26}(?![\w/-])")
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Masks:
    """What is replaced: exact texts, longest first, and then whatever has the form of an id or an address."""

    exact: tuple[tuple[str, str], ...]

    def masked(self, text: str) -> str:
        """A text as a bundle shows it. JSON stays JSON: no replacement holds a quote or a backslash."""
        for found, shown in self.exact:
            text = re.sub(rf"(?<!\w){re.escape(found)}(?!\w)", lambda _, shown=shown: shown, text)  # type: ignore[misc]
        text = _EMAIL.sub(r"\1…@\2", text)
        text = _CLIENT_ID.sub(lambda seen: shortened(seen[0]), text)
        return _ACCOUNT.sub(lambda seen: masked_account(seen[0]), text)


def masks_for(snapshot: Snapshot, clients: Iterable[str | None], profile: str | None) -> Masks:
    """The masks for one look.

    Args:
        clients: app client ids that are known, whatever their form.
        profile: the AWS profile's name, which often is a person's or a company's.
    """
    identity, connection = snapshot.value(IDENTITY), snapshot.value(CONNECTION)
    exact = {client: shortened(client) for client in clients if client and len(client) > _SHORTEST_NAME}
    if identity:
        exact |= {identity.arn: "(caller left out)", identity.who: "(caller left out)"}
    for name in (profile, connection.profile if connection else None):
        if name:
            exact |= {f"profile {quote}{name}{quote}": "profile (left out)" for quote in ("", '"', '\\"')}
    home = str(Path.home())
    exact |= {home: "~"} if len(home) > _SHORTEST_NAME else {}
    return Masks(tuple(sorted(exact.items(), key=lambda pair: -len(pair[0]))))
