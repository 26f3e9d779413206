"""What the step AWS account says of profiles, of another account, and of going on without AWS access."""

from __future__ import annotations

from textual.content import Content

from diagnostics.account import Profile
from diagnostics.text import plain
from screens import words
from screens.signs import BAD, CAREFUL, OF_STATUS, Sign
from screens.widgets.choice_list import Choice
from wizard.account_look import AccountLook
from wizard.judging import worst

DEFAULT = Profile("", None, "variables, or this machine's role")
DEFAULT_NAME = "Default credentials"
BY_HAND = "by hand"
"""The id of the row for who has no credentials; those of profiles begin with `profile:`."""
BY_HAND_ROW = Choice(BY_HAND, "No AWS access", verdict="type the values in")
WITHOUT_AWS = (
    "You type the pool's id, the client id and the secret, as somebody with AWS access gives them to you. Cognito's "
    "public endpoints are still asked and judged. Nothing is asked of AWS, and nothing is written there."
)


def other_account(kept: str | None) -> Content:
    """What it means that credentials are of another account than the connection's."""
    return words.lines(
        Content.styled(f"▲ This connection was made with account {plain(kept or '', 20)}.", "$text-warning"),
        Content("  With these credentials you can look, but nothing can be written."),
        Content("  a makes this the connection's account and drops the user pool chosen before."),
    )


def row_id(profile: str) -> str:
    """The id of a profile's row."""
    return f"profile:{profile}"


def profile_of(id: str) -> str:
    """The profile of a row's id."""
    return id.removeprefix("profile:")


def shown_name(profile: str) -> str:
    """A profile's name as it is shown."""
    return plain(profile, 60) or DEFAULT_NAME


def row(profile: Profile) -> Choice:
    """A profile's row, before it was looked with."""
    about = f"{profile.kind}, {plain(profile.region, 20)}" if profile.region else profile.kind
    return Choice(row_id(profile.name), shown_name(profile.name), verdict=about)


def sign(look: AccountLook) -> Sign | None:
    """How a look went."""
    found = worst(look.findings)
    if look.asks_mfa:
        return CAREFUL
    if look.identity is None:
        return BAD
    return OF_STATUS[found.status] if found else None
