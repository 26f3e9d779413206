"""Checks of the user pool and of the two attributes that ClearML needs."""

from __future__ import annotations

import re
from collections.abc import Callable

from diagnostics.addresses import region_of_pool
from diagnostics.checks.verdicts import PROFILE_BY, failed, listed, ok, warned
from diagnostics.facts import Known, NotSeen, Unknown, Why
from diagnostics.findings import Evidence, Remedy, Severity, Verdict
from diagnostics.judge import Check
from diagnostics.keys import CONNECTION, DISCOVERY, IDENTITY, REGION, USER_POOL, USER_POOLS
from diagnostics.look import Facts
from diagnostics.text import plain
from diagnostics.user_pool import UserPool

AREA = "User pool"
_GUIDE = 'Make sure the pool includes the required user attributes "email" and "preferred_username"'


# Cognito API reference, UserPoolIdType.
_POOL_ID = re.compile(r"[\w-]{1,40}_[0-9a-zA-Z]{1,50}", re.ASCII)


def the_pool(facts: Facts) -> UserPool:
    """The user pool. Raises NotSeen where it is not there to be judged."""
    pool = facts[USER_POOL]
    if pool is None:
        raise NotSeen(Unknown(Why.NEEDS, "The user pool was not found.", needs=USER_POOL.name))
    return pool


def _exists(facts: Facts) -> Verdict:
    pool, discovery = facts.fact(USER_POOL), facts.fact(DISCOVERY)
    if isinstance(pool, Known) and pool.value is not None:
        return ok(f"{pool.value.name} ({pool.value.id})")
    served = isinstance(discovery, Known) and discovery.value.document is not None
    if isinstance(pool, Known):
        return _not_found(facts, served)
    if served:
        return ok("Its issuer answers for it; its settings were not read.")
    if isinstance(discovery, Known):
        return failed(
            "Its issuer knows no user pool with this id.",
            Evidence(discovery.value.url, f"{discovery.value.status} {discovery.value.said}"),
            actual=facts[CONNECTION].user_pool,
            remedy=_CHOOSE,
        )
    wanted = facts[CONNECTION].user_pool or ""
    if wanted and not _POOL_ID.fullmatch(wanted):
        return failed(
            "This is no user pool's id: those are a region, an underscore, and letters and digits.",
            expected="an id such as eu-west-1_AbC123xyz",
            actual=plain(wanted),
            remedy=_CHOOSE,
        )
    if pool.why.never_asked:
        raise NotSeen(discovery)
    facts[USER_POOL]
    raise NotSeen(pool)


_CHOOSE = Remedy(
    "Compare the id with the one that the AWS console shows, and choose the user pool again.",
    ("clearml-cognito",),
)


def _not_found(facts: Facts, served: bool) -> Verdict:
    """What AWS does not know: explained by the region, the account, or the pools that there are."""
    wanted = facts[CONNECTION].user_pool or ""
    region, caller, pools = facts.fact(REGION), facts.fact(IDENTITY), facts.fact(USER_POOLS)
    where = region.value.name if isinstance(region, Known) else "this region"
    account = f"account {caller.value.account}" if isinstance(caller, Known) else "this account"
    evidence = [Evidence("DescribeUserPool", f"ResourceNotFoundException in {where}, {account}")]
    if isinstance(pools, Known):
        there = listed((f"{pool.name} ({pool.id})" for pool in pools.value[:5]), "no user pools")
        evidence.append(Evidence("ListUserPools", there))
    own = region_of_pool(wanted)
    if own and own != where:
        message = f"Its id begins with {own}, but {where} was asked."
        return failed(
            message, *evidence, expected=own, actual=where, remedy=Remedy(f"Look again with --region {own}.")
        )
    if served:
        message = f"It exists, but not in {account}: its issuer answers for it."
        remedy = Remedy(f"Choose the profile that leads to the pool's own account {PROFILE_BY}.")
        return failed(message, *evidence, actual=wanted, remedy=remedy)
    return failed(f"There is no such user pool in {where}, {account}.", *evidence, actual=wanted, remedy=_CHOOSE)


def _read(facts: Facts) -> Verdict:
    pool = the_pool(facts)
    return ok(f"{len(pool.attributes)} attributes, tier {pool.tier or 'not named'}, MFA {pool.mfa}.")


def _attribute(name: str) -> Callable[[Facts], Verdict]:
    def judge(facts: Facts) -> Verdict:
        pool = the_pool(facts)
        attribute = pool.attribute(name)
        if attribute is None:
            return failed(
                f"The user pool's schema has no {name}.",
                expected=name,
                actual=listed(found.name for found in pool.attributes),
                remedy=_NEW_POOL,
            )
        if name in pool.alias_attributes and name == "preferred_username":
            return warned(
                "It is an alias for signing in, so it cannot be required: a user may be without it, and then ClearML "
                "shows a name of Cognito's making.",
                expected="required",
                actual="alias, not required",
                remedy=_FILL[name],
            )
        return _judge_attribute(name, attribute.required, attribute.mutable)

    return judge


def _judge_attribute(name: str, required: bool, mutable: bool) -> Verdict:
    actual = f"{'required' if required else 'not required'}, {'mutable' if mutable else 'cannot be changed'}"
    if not required:
        return warned(
            f"Users without {name} can exist, and what ClearML makes of them is not sure. Whether an attribute is "
            "required is fixed when the user pool is created.",
            expected="required",
            actual=actual,
            remedy=_FILL[name],
        )
    if not mutable:
        return warned(
            f"A user's {name} can never be changed. An external identity provider that maps it lets each user in "
            "only "
            "once. This is fixed when the user pool is created.",
            expected="required, mutable",
            actual=actual,
            remedy=_NEW_POOL,
        )
    return ok(
        "Whoever signs up has to give one, and it can be changed later. An administrator can still create a user "
        "without it; --sample-users counts those there are."
    )


_NEW_POOL = Remedy(
    "It cannot be changed in this user pool. The way out is a new user pool that has email and preferred_username as "
    "required and mutable, to which the users are migrated; or go on with Cognito's own users only."
)
_FILL = {
    name: Remedy(
        f"It can only be required in a new user pool. In this one, see to it that every user has {name}: fill it in "
        "for the users there are, and map it from the identity provider if there is one."
    )
    for name in ("email", "preferred_username")
}


CHECKS: tuple[Check, ...] = (
    Check(
        "POL010",
        "The user pool exists",
        AREA,
        Severity.ERROR,
        (USER_POOL, DISCOVERY, CONNECTION, REGION, IDENTITY, USER_POOLS),
        ("AWS010", "AWS012", "AWS013", "AWS015"),
        _exists,
        "The user pool is Cognito's directory of the people who sign in. AWS finds it only with the right account "
        "and "
        "the right region; its public issuer answers for it to anybody, so the two together tell a mistyped id from "
        "the wrong profile.",
        "Select a user pool in the Amazon Cognito",
    ),
    Check(
        "POL015",
        "The user pool's settings can be read",
        AREA,
        Severity.ERROR,
        (USER_POOL,),
        ("POL010", "AWS010", "AWS013"),
        _read,
        "DescribeUserPool tells which attributes, which domains and which rules for new users a user pool has. Where "
        "it "
        "cannot be read, all of that is not seen.",
    ),
    Check(
        "POL011",
        "Whoever signs up has to give an email, and it can be changed later",
        AREA,
        Severity.ERROR,
        (USER_POOL,),
        ("POL015",),
        _attribute("email"),
        "ClearML knows people by their email address. Every user pool has the attribute; the question is whether "
        "people can sign up without a value (required) and whether an identity provider may refresh it at each "
        "sign-in (mutable). Both are decided when the user pool is created and never again. Required does not bind "
        "administrators, who can create a user without it: --sample-users counts who lacks one.",
        _GUIDE,
    ),
    Check(
        "POL012",
        "Whoever signs up has to give a preferred_username, and it can be changed later",
        AREA,
        Severity.ERROR,
        (USER_POOL,),
        ("POL015",),
        _attribute("preferred_username"),
        "ClearML takes the name it shows for a person from preferred_username. Where people sign in with their email "
        "address, Cognito's own user name is a long random id, so a missing value shows. Required and mutable are "
        "decided when the user pool is created. An attribute that is an alias for signing in cannot be required. "
        "Required does not bind administrators, who can create a user without it: --sample-users counts who lacks "
        "one.",
        _GUIDE,
    ),
)
