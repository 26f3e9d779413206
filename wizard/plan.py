"""What is about to be changed, as a value that can be shown, agreed to and carried out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one resource.

    Attributes:
        operation: AWS's operation that makes the change, `CreateUserPoolClient`.
        resource: what it is made to, in words: `app client clearml in eu-west-1_AbC123xyz`.
        field: AWS's name of the field.
        before: what it holds today, empty where the resource or field is new.
        after: what it is to hold. A secret is never in it, only that there will be one.
        why: the reason, in the guide's or AWS's words.
    """

    operation: str
    resource: str
    field: str
    before: str
    after: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Changes to be agreed to as one.

    Attributes:
        first: what the admin has to read before all else; empty for nothing.
        notes: what the admin has to know before agreeing: what cannot be taken back, what else it affects.
    """

    changes: tuple[Change, ...]
    notes: tuple[str, ...] = ()
    first: str = ""
