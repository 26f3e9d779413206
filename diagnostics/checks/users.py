"""Checks of a sample of the user pool's users, looked at only when asked for: counts, and nothing of a person."""

from __future__ import annotations

from diagnostics.checks.verdicts import ok, skipped, warned
from diagnostics.facts import Known
from diagnostics.findings import Evidence, Remedy, Severity, Verdict
from diagnostics.judge import Check
from diagnostics.keys import PROVIDERS_SEEN, USER_SAMPLE
from diagnostics.look import Facts
from diagnostics.users import UserSample

AREA = "User pool"
_GUIDE = 'Make sure the pool includes the required user attributes "email" and "preferred_username"'


def _size(sample: UserSample) -> str:
    return f"{'the first ' if sample.more else 'all '}{sample.users} users"


def _somebody(facts: Facts) -> Verdict:
    sample = facts[USER_SAMPLE]
    if sample.may_sign_in:
        return ok(f"{sample.may_sign_in} of {_size(sample)} can.")
    seen = facts.fact(PROVIDERS_SEEN)
    if isinstance(seen, Known) and any(one.provider for one in seen.value):
        return ok("Nobody can yet, but an external identity provider brings people in at their first sign-in.")
    facts[PROVIDERS_SEEN]
    nobody = f"None of {_size(sample)} is enabled and confirmed." if sample.users else "The user pool has no users."
    return warned(
        f"{nobody} Nobody can sign in to ClearML through it, although everything else may be right.",
        Evidence("ListUsers", f"{sample.users} users, {sample.may_sign_in} enabled and confirmed"),
        expected="at least one user who is enabled and confirmed, or an external identity provider",
        actual="none" if not sample.more else f"none of the first {sample.users}",
        remedy=Remedy("Create a user in the AWS console, with email and preferred_username, or confirm one there."),
    )


def _filled(facts: Facts) -> Verdict:
    sample = facts[USER_SAMPLE]
    if not sample.users:
        return skipped("The user pool has no users to look at (POL013).")
    counts = {"email": sample.without_email, "preferred_username": sample.without_name}
    empty = [f"{count} without {name}" for name, count in counts.items() if count]
    unverified = f", {sample.unverified_email} with an email that is not verified" if sample.unverified_email else ""
    evidence = Evidence("ListUsers", f"{_size(sample)}: {', '.join(empty) or 'none without either'}{unverified}")
    if not empty:
        return ok(f"Each enabled one of {_size(sample)} has both.", evidence)
    return warned(
        f"Of {_size(sample)}, {' and '.join(empty)}. ClearML knows people by their email, and takes the name it "
        "shows from preferred_username.",
        evidence,
        expected="both, for every user",
        actual=", ".join(empty),
        remedy=Remedy(
            "Fill the attribute in for these users in the AWS console. For people who come from an external identity "
            "provider, map it from the provider instead: Cognito then fills it in at their next sign-in."
        ),
    )


CHECKS: tuple[Check, ...] = (
    Check(
        "POL013",
        "Somebody can sign in: a user is enabled and confirmed, or a provider is there",
        AREA,
        Severity.WARNING,
        (USER_SAMPLE, PROVIDERS_SEEN),
        ("POL010", "AWS013"),
        _somebody,
        "A new user pool is empty, and a user who was created but never confirmed, or was disabled, cannot sign in. "
        "It is looked at only with --sample-users, which asks AWS for at most 60 users and keeps nothing but counts.",
    ),
    Check(
        "POL014",
        "The users that were sampled have an email and a preferred_username",
        AREA,
        Severity.WARNING,
        (USER_SAMPLE,),
        ("POL010", "AWS013"),
        _filled,
        "That an attribute is required stops only people who sign up by themselves: an administrator can create a "
        "user without it. So what counts is whether the users there are have a value. It is looked at only with "
        "--sample-users, which asks AWS for at most 60 users and keeps nothing but counts.",
        _GUIDE,
    ),
)
