"""What an admin needs to know of a check beside what it judges."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Advice:
    """How it shows when a check does not hold, and what to do about it.

    Attributes:
        symptom: what people or the admin see then, a sentence or two.
        action: what to do, and where. It is prose for any set-up; a finding's remedy names the values at hand.
    """

    symptom: str
    action: str
