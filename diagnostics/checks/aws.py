"""Checks of the access to AWS, without which the user pool cannot be read."""

from __future__ import annotations

from diagnostics.account import no_cognito
from diagnostics.addresses import region_of_pool
from diagnostics.checks.verdicts import failed, listed, ok, skipped, unseen
from diagnostics.facts import Known, NotSeen, Unknown, Why
from diagnostics.findings import Evidence, Remedy, Severity, Verdict
from diagnostics.judge import Check
from diagnostics.keys import AWS_KEYS, CONNECTION, CREDENTIALS, DISCOVERY, IDENTITY, REGION
from diagnostics.look import Facts

AREA = "AWS access"
CLOCK_SECONDS = 300
"""By how much a clock may be off before AWS refuses signatures (AWS General Reference, Signature Version 4)."""


def _credentials(facts: Facts) -> Verdict:
    refused = _first(facts, Why.NO_CREDENTIALS, Why.EXPIRED_CREDENTIALS)
    if refused:
        command = refused.detail.partition("Run: ")[2].partition("   ")[0]
        commands = (command,) if command.startswith("aws sso login") else ()
        remedy = Remedy("Renew the credentials or choose another profile with --profile, then look again.", commands)
        return unseen(refused.detail, remedy=remedy)
    return ok(f"They come from {facts[CREDENTIALS]}.")


def _first(facts: Facts, *reasons: Why) -> Unknown | None:
    for key in (CREDENTIALS, *AWS_KEYS):
        fact = facts.fact(key)
        if isinstance(fact, Unknown) and fact.why in reasons:
            return fact
    return None


def _identity(facts: Facts) -> Verdict:
    caller = facts[IDENTITY]
    return ok(f"Account {caller.account}, partition {caller.partition}.", Evidence("GetCallerIdentity", caller.arn))


def _region(facts: Facts) -> Verdict:
    region = facts[REGION]
    pool_region = region_of_pool(facts[CONNECTION].user_pool or "")
    other = no_cognito(region.name)
    if other:
        return failed(other, expected="a region with Amazon Cognito user pools", actual=region.name)
    if region.custom_endpoint:
        return ok(f"{region.name}, asked at {region.custom_endpoint}.")
    if not region.offered:
        return failed(
            "The installed botocore knows no Amazon Cognito in this region.",
            expected=pool_region or "a region such as eu-west-1",
            actual=region.name,
            remedy=Remedy("Correct the region with --region, AWS_REGION or in the connection file; or update boto3."),
        )
    if pool_region and pool_region != region.name:
        return ok(f"{region.name}; the user pool's id begins with {pool_region}.")
    return ok(region.name)


def _permissions(facts: Facts) -> Verdict:
    denied: dict[str, None] = {}
    seen = 0
    for key in AWS_KEYS:
        fact = facts.fact(key)
        if isinstance(fact, Known):
            seen += 1
        elif fact.why is Why.NO_PERMISSION and fact.permission:
            denied[fact.permission] = None
    if denied:
        names = tuple(denied)
        return unseen(
            f"AWS refused {len(names)} of the calls of this look: {listed(names)}. What they would show is not seen.",
            remedy=Remedy(
                "Ask whoever manages IAM to allow these actions. The least policy for looking can be printed.",
                ("clearml-cognito --print-policy look",),
            ),
            permission=listed(names),
        )
    if not seen:
        raise _nothing_seen(facts)
    return ok("No call of this look was refused for lack of permission.")


def _nothing_seen(facts: Facts) -> NotSeen:
    for key in AWS_KEYS:
        fact = facts.fact(key)
        if isinstance(fact, Unknown) and not fact.why.never_asked and fact.why is not Why.NEEDS:
            return NotSeen(fact)
    return NotSeen(Unknown(Why.NOT_APPLICABLE, "No call to AWS was part of this look."))


def _account(facts: Facts) -> Verdict:
    wanted = facts[CONNECTION].account
    caller = facts.fact(IDENTITY)
    if not wanted:
        return skipped("The connection does not remember an account yet.")
    if not isinstance(caller, Known):
        return skipped("The account was not seen (AWS011).")
    if caller.value.account == wanted:
        return ok(f"Account {wanted}.")
    return failed(
        "These credentials belong to another AWS account than the one this connection was made with.",
        Evidence("GetCallerIdentity", caller.value.arn),
        expected=wanted,
        actual=caller.value.account,
        remedy=Remedy("Choose the profile that leads to the connection's account with --profile."),
    )


def _clock(facts: Facts) -> Verdict:
    ahead = facts[DISCOVERY].clock_ahead
    if ahead is None:
        return skipped("The answer named no date.")
    off = f"{abs(round(ahead))} seconds {'ahead' if ahead > 0 else 'behind'}"
    if abs(ahead) > CLOCK_SECONDS:
        return failed(
            f"This machine's clock is {off}; AWS refuses requests signed by it.",
            expected=f"at most {CLOCK_SECONDS} seconds off",
            actual=off,
            remedy=Remedy("Set the clock, best by a time service such as chrony or systemd-timesyncd."),
        )
    return ok("It agrees with the Date that the issuer answered with.")


CHECKS: tuple[Check, ...] = (
    Check(
        "AWS010",
        "AWS credentials are found and AWS accepts them",
        AREA,
        Severity.ERROR,
        (CREDENTIALS, *AWS_KEYS),
        (),
        _credentials,
        "The user pool's settings can only be read with AWS credentials. This program looks for them as the AWS CLI "
        "does: the profile, the AWS_ variables, then this machine's role. Without them, or when they have expired, "
        "everything that AWS would have to say is reported as not seen; the public sign-in endpoints are still "
        "judged.",
    ),
    Check(
        "AWS011",
        "AWS says whose credentials these are",
        AREA,
        Severity.ERROR,
        (IDENTITY,),
        ("AWS010",),
        _identity,
        "GetCallerIdentity needs no permission, so it answers for every valid credential. It shows the account and "
        "the "
        "role, which is the first thing to compare when a user pool cannot be found.",
    ),
    Check(
        "AWS012",
        "A region is set, and Amazon Cognito is offered there",
        AREA,
        Severity.ERROR,
        (REGION, CONNECTION),
        (),
        _region,
        "A user pool lives in one region and is seen only there. The region comes from --region, AWS_REGION, the "
        "profile or the connection file. A user pool's id normally begins with its region.",
    ),
    Check(
        "AWS013",
        "The credentials may make every call of this look",
        AREA,
        Severity.ERROR,
        AWS_KEYS,
        ("AWS010",),
        _permissions,
        "Each thing this program reads in AWS needs an IAM action. One that is refused hides a part of the picture: "
        "the checks that need it are reported as not seen and never as fine. This check names every refused action, "
        "so "
        "that one request to whoever manages IAM settles them all. ListUserPools and DescribeUserPoolDomain work "
        "only "
        'with "Resource": "*".',
    ),
    Check(
        "AWS014",
        "This machine's clock is right to within five minutes",
        AREA,
        Severity.ERROR,
        (DISCOVERY,),
        ("OID010",),
        _clock,
        "AWS refuses requests whose signature is more than five minutes off, and tokens are judged by their times. "
        "The "
        "clock is compared with the Date header of the issuer's answer. The ClearML server's own clock matters as "
        "much, and is not seen from here.",
    ),
    Check(
        "AWS015",
        "The credentials are of the account that this connection was made with",
        AREA,
        Severity.ERROR,
        (CONNECTION, IDENTITY),
        ("AWS010",),
        _account,
        "A connection remembers the AWS account it was made in. With credentials of another account the user pool "
        "cannot be found, and nothing is written: it would go to the wrong place.",
    ),
)
