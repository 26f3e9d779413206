"""The operations on user pool domains (guesses.DOMAIN_MESSAGES, guesses.DOMAIN_TIMES)."""

from __future__ import annotations

import re
import time

from wizard.sandbox.call import Call
from wizard.sandbox.errors import ApiError, invalid, missing
from wizard.sandbox.jsontypes import JsonObject, members, text, whole
from wizard.sandbox.state import ACCOUNT_ID, DOMAIN_CREATING_SECONDS, Domain, Pool

RESERVED_WORDS = ("aws", "amazon", "cognito")
"""Refused as words between hyphens (guesses.RESERVED_WORD)."""
TAKEN_ELSEWHERE = frozenset({"clearml", "login", "sso"})
"""Prefixes of strangers' pools (guesses.DOMAIN_TAKEN_ELSEWHERE)."""


def describe_user_pool_domain(call: Call) -> JsonObject:
    """DescribeUserPoolDomain: an unknown domain is an empty description, not an error."""
    domain = call.account.domains.get(call.text("Domain"))
    if domain is None or domain.pool_id.partition("_")[0] != call.region:
        return {"DomainDescription": {}}
    answer: JsonObject = {
        "UserPoolId": domain.pool_id,
        "AWSAccountId": ACCOUNT_ID,
        "Domain": domain.name,
        "S3Bucket": f"aws-cognito-prod-{call.region}-assets",
        "CloudFrontDistribution": _distribution(domain.name),
        "Version": "20260101120000",
        "Status": "ACTIVE" if domain.active() else "CREATING",
        "CustomDomainConfig": {"CertificateArn": domain.certificate} if domain.certificate else {},
        "ManagedLoginVersion": domain.version,
    }
    return {"DomainDescription": answer}


def create_user_pool_domain(call: Call) -> JsonObject:
    """CreateUserPoolDomain."""
    pool, name = call.pool(), call.text("Domain")
    certificate = text(members(call.body, "CustomDomainConfig"), "CertificateArn")
    if not certificate:
        _check_prefix(name)
    elif "." not in name:
        raise invalid("Custom domain is not a valid subdomain.")
    if name in call.account.domains or name in TAKEN_ELSEWHERE:
        raise invalid("Domain already associated with another user pool.")
    if any(bool(other.certificate) == bool(certificate) for other in call.account.domains_of(pool.id)):
        raise invalid("User pool already has a domain configured.")
    version = whole(call.body, "ManagedLoginVersion") or 1
    _check_tier(pool, version)
    active_at = time.time() + DOMAIN_CREATING_SECONDS
    call.account.domains[name] = Domain(name, pool.id, version, active_at, certificate)
    cloud_front = {"CloudFrontDomain": _distribution(name)} if certificate else {}
    return {"ManagedLoginVersion": version, **cloud_front}


def update_user_pool_domain(call: Call) -> JsonObject:
    """UpdateUserPoolDomain: the managed login version, and a custom domain's certificate (guesses.DOMAIN_UPDATE)."""
    domain = _own(call)
    version = whole(call.body, "ManagedLoginVersion") or 1
    _check_tier(call.pool(), version)
    certificate = text(members(call.body, "CustomDomainConfig"), "CertificateArn")
    if bool(certificate) != bool(domain.certificate):
        raise invalid("CustomDomainConfig is required for a custom domain, and not allowed for a prefix domain.")
    domain.version, domain.certificate = version, certificate
    cloud_front = {"CloudFrontDomain": _distribution(domain.name)} if certificate else {}
    return {"ManagedLoginVersion": version, **cloud_front}


def delete_user_pool_domain(call: Call) -> JsonObject:
    """DeleteUserPoolDomain."""
    del call.account.domains[_own(call).name]
    return {}


def _own(call: Call) -> Domain:
    pool = call.pool()
    domain = call.account.domains.get(call.text("Domain"))
    if domain is None or domain.pool_id != pool.id:
        raise missing("No such domain or user pool exists.")
    return domain


def _check_prefix(name: str) -> None:
    if not re.fullmatch(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", name):
        raise invalid("Domain contains an invalid character.")
    for word in RESERVED_WORDS:
        if word in name.split("-"):
            raise invalid(f"Domain cannot contain reserved word: {word}")


def _check_tier(pool: Pool, version: int) -> None:
    if version == 2 and pool.description.get("UserPoolTier") == "LITE":
        raise ApiError(
            "FeatureUnavailableInTierException",
            "The following feature is not available for the LITE pricing tier configured: Managed Login Version 2",
        )


def _distribution(name: str) -> str:
    return f"d{abs(hash_of(name)):013x}"[:14] + ".cloudfront.net"


def hash_of(name: str) -> int:
    """A number that is the same for a name in every run (Python's own hash is not)."""
    return int.from_bytes(name.encode()[:6].ljust(6, b"\0"), "big")
