"""Checks of the access to AWS, without which the user pool cannot be read."""

from __future__ import annotations

from diagnostics.account import no_cognito
from diagnostics.addresses import region_of_pool
from diagnostics.checks.verdicts import PROFILE_BY, failed, listed, ok, skipped, unseen
from diagnostics.facts import Fact, Known, NotSeen, Unknown, Why
from diagnostics.findings import Evidence, Remedy, Severity, Verdict
from diagnostics.judge import Check
from diagnostics.keys import (
    AWS_KEYS,
    CONNECTION,
    CREDENTIALS,
    DISCOVERY,
    DOMAINS,
    IDENTITY,
    PROVIDERS_SEEN,
    REGION,
)
from diagnostics.look import Facts

AREA = "AWS access"
CLOCK_SECONDS = 300
"""By how much a clock may be off before AWS refuses signatures (AWS General Reference, Signature Version 4)."""
_ANSWERS = tuple(key for key in AWS_KEYS if key not in (DOMAINS, PROVIDERS_SEEN))
"""Facts that are known only once AWS has answered; the others can be empty without a call."""


def _credentials(facts: Facts) -> Verdict:
    refused = _first(facts, Why.NO_CREDENTIALS, Why.EXPIRED_CREDENTIALS)
    if refused:
        command = refused.detail.partition("Run: ")[2].partition("   ")[0]
        commands = (command,) if command.startswith("aws sso login") else ()
        renew = "Log in to AWS" if refused.why is Why.NO_CREDENTIALS else "Renew the credentials"
        remedy = Remedy(f"{renew}, or choose another profile {PROFILE_BY}, then look again.", commands)
        return unseen(refused.detail, remedy=remedy)
    source = facts[CREDENTIALS]
    if not any(_accepted(facts.fact(key)) for key in _ANSWERS):
        silent = _first_unanswered(facts)
        if all(fact.why.never_asked for fact in map(facts.fact, _ANSWERS) if isinstance(fact, Unknown)):
            return skipped(
                f"They come from {source}. AWS was not asked anything: no user pool or region is chosen yet."
            )
        return unseen(
            f"They come from {source}. AWS did not answer, so whether it accepts them is not seen. {silent.detail}"
        )
    return ok(f"They come from {source}.")


def _accepted(fact: Fact[object]) -> bool:
    """Whether AWS has accepted the credentials: it answered, or refused the call and not the caller."""
    return isinstance(fact, Known) or fact.why is Why.NO_PERMISSION


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
            "The installed AWS library (botocore) knows no Amazon Cognito in this region.",
            expected=pool_region or "a region such as eu-west-1",
            actual=region.name,
            remedy=Remedy("Correct the region with --region, AWS_REGION or in the connection file; or update boto3."),
        )
    if pool_region and pool_region != region.name:
        return ok(f"{region.name}; the user pool's id begins with {pool_region}.")
    return ok(region.name)


def _answered(facts: Facts) -> Verdict:
    unseen_facts = [(key.name, fact) for key in AWS_KEYS if isinstance(fact := facts.fact(key), Unknown)]
    denied = tuple(dict.fromkeys(fact.permission for _, fact in unseen_facts if fact.permission))
    silent = [(name, fact) for name, fact in unseen_facts if not fact.permission and _is_root(fact)]
    if not any(isinstance(facts.fact(key), Known) for key in AWS_KEYS) and not denied:
        raise NotSeen(_first_unanswered(facts))
    said = []
    if denied:
        many = f"AWS refused {len(denied)} of the calls of this look: {listed(denied)}."
        said.append(f"{many} What they would show is not seen.")
    if silent:
        names = listed(name for name, _ in silent)
        said.append(f"No usable answer came from AWS about: {names}. {silent[0][1].detail}")
    if not said:
        return ok("Every call of this look was answered, and none was refused.")
    evidence = tuple(Evidence(name, fact.detail) for name, fact in silent[1:5])
    remedy = _allow(denied) if denied else _AGAIN
    return unseen(" ".join(said), *evidence, remedy=remedy, permission=listed(denied) if denied else None)


def _allow(denied: tuple[str, ...]) -> Remedy:
    sample = " --sample-users" if "cognito-idp:ListUsers" in denied else ""
    return Remedy(
        "Ask whoever manages IAM to allow these actions. The least policy for looking can be printed.",
        (f"clearml-cognito --print-policy look{sample}",),
    )


_AGAIN = Remedy(
    "Look again in a moment. If it stays so, something between this machine and AWS holds the answers back: a proxy, "
    "a firewall or a VPC endpoint."
)


def _is_root(fact: Unknown) -> bool:
    """Whether a fact was asked for and itself got no answer, and not one that it needs."""
    return not fact.why.never_asked and fact.why is not Why.NEEDS


def _first_unanswered(facts: Facts) -> Unknown:
    for key in AWS_KEYS:
        fact = facts.fact(key)
        if isinstance(fact, Unknown) and _is_root(fact):
            return fact
    return Unknown(Why.NOT_APPLICABLE, "No call to AWS was part of this look.")


def _account(facts: Facts) -> Verdict:
    wanted = facts[CONNECTION].account
    if not wanted:
        return skipped("The connection does not remember an account yet.")
    caller = facts[IDENTITY]
    if caller.account == wanted:
        return ok(f"Account {wanted}.")
    return failed(
        "These credentials belong to another AWS account than the one this connection was made with.",
        Evidence("GetCallerIdentity", caller.arn),
        expected=wanted,
        actual=caller.account,
        remedy=Remedy(f"Choose the profile that leads to the connection's account {PROFILE_BY}."),
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
        ("AWS010", "AWS013"),
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
        "AWS answers every call of this look, and refuses none of them",
        AREA,
        Severity.ERROR,
        AWS_KEYS,
        ("AWS010",),
        _answered,
        "Each thing this program reads in AWS is a call of its own, and needs a permission (an IAM action) of its "
        "own. One that is refused, or that nobody answers, hides a part of the picture: the checks that need it are "
        "reported as not seen and never as fine. This check names every refused action, so that one request to "
        "whoever manages IAM settles them all. ListUserPools and DescribeUserPoolDomain can only be allowed with "
        '"Resource": "*".',
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
        ("AWS010", "AWS011"),
        _account,
        "A connection remembers the AWS account it was made in. With credentials of another account the user pool "
        "cannot be found, and nothing is written: it would go to the wrong place.",
    ),
)
