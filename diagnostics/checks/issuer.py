"""Checks of the pool's issuer: its discovery document, its keys, and the way to it."""

from __future__ import annotations

from urllib.parse import urlsplit

from diagnostics.addresses import domain_bases, domain_name, is_loopback, is_private, region_of_pool
from diagnostics.checks.domain import judged_tls
from diagnostics.checks.verdicts import failed, listed, ok, skipped, unseen, warned
from diagnostics.discovery import DiscoveryDocument
from diagnostics.facts import Known, NotSeen, Unknown, Why
from diagnostics.findings import WIZARD, Evidence, Remedy, Severity, Verdict
from diagnostics.judge import Check
from diagnostics.keys import (
    CONFIGURED_DOMAIN,
    CONNECTION,
    DISCOVERY,
    ISSUER_DNS,
    ISSUER_TLS,
    REGION,
    SIGNING_KEYS,
    USER_POOL,
)
from diagnostics.look import Facts

AREA = "Issuer"
NETWORK = "Network"


def the_document(facts: Facts) -> DiscoveryDocument:
    """The discovery document. Raises NotSeen where there is none."""
    document = facts[DISCOVERY].document
    if document is None:
        raise NotSeen(Unknown(Why.NEEDS, "There is no discovery document.", needs=DISCOVERY.name))
    return document


def _network(facts: Facts) -> Verdict:
    dns = facts.fact(ISSUER_DNS)
    if isinstance(dns, Known) and not dns.value.addresses:
        return failed(
            f"DNS knows no {dns.value.host}.",
            Evidence("DNS", "no such name"),
            actual=dns.value.host,
            remedy=Remedy("Check the region in the user pool's id, and this machine's DNS or VPN."),
        )
    advice = "It is AWS's own host, so something in between is opening the connection."
    return judged_tls(facts[ISSUER_TLS], advice, facts.taken_at)


def _public(facts: Facts) -> Verdict:
    dns, pool = facts[ISSUER_DNS], facts.fact(USER_POOL)
    if not dns.addresses or any(is_loopback(address) for address in dns.addresses):
        return skipped(f"{dns.host} has no address outside this machine.")
    private = tuple(address for address in dns.addresses if is_private(address))
    if not private:
        return ok(f"{dns.host} is reached at public addresses.")
    if isinstance(pool, Known) and pool.value and not pool.value.domains:
        message = "That works until the user pool gets a domain, which ClearML needs: AWS then refuses these calls."
    else:
        message = "A user pool that has a domain, as ClearML needs it, cannot be used on that way: AWS refuses it."
    return warned(
        f"{dns.host} leads to a private address: from here AWS is reached through a VPC endpoint (AWS PrivateLink). "
        f"{message}",
        Evidence("DNS", f"{dns.host} is {listed(private[:3])}"),
        expected="a public address",
        actual=listed(private[:3]),
        remedy=Remedy(
            "Look from a network without that endpoint, or have private DNS names switched off for it in the VPC "
            "console. The same goes for other programs that read this user pool through it."
        ),
    )


def _served(facts: Facts) -> Verdict:
    answer = facts[DISCOVERY]
    if answer.document is None:
        return failed(
            "AWS's public address of this user pool, its issuer, has no discovery document for it.",
            Evidence(answer.url, f"{answer.status} {answer.said}"),
            remedy=Remedy("Check the user pool's id and region.", WIZARD),
        )
    header = "" if answer.from_cognito else ", without Cognito's own header"
    return ok("It answers with a discovery document.", Evidence(answer.url, f"{answer.status}{header}"))


def _issuer(facts: Facts) -> Verdict:
    document, url = the_document(facts), facts[DISCOVERY].url
    location = url.removesuffix("/.well-known/openid-configuration")
    pool = location.rpartition("/")[2]
    same_pool = document.issuer.rpartition("/")[2] == pool
    host, asked = urlsplit(document.issuer).hostname or "", urlsplit(location).hostname or ""
    if document.issuer == location or (same_pool and _twin(host) == _twin(asked)):
        return ok(document.issuer)
    return failed(
        "The discovery document names another issuer than the one it was asked from.",
        Evidence(url, f"issuer: {document.issuer}"),
        expected=location,
        actual=document.issuer,
        remedy=Remedy("Check the user pool's id and region, and that no proxy answers in AWS's place."),
    )


def _twin(host: str) -> str:
    """AWS has two forms of issuer for a pool (IssuerConfigurationType): both mean the same pool."""
    return host.removeprefix("issuer-")


def _complete(facts: Facts) -> Verdict:
    document = the_document(facts)
    endpoints = {
        "authorization_endpoint": document.authorization_endpoint,
        "token_endpoint": document.token_endpoint,
        "jwks_uri": document.jwks_uri,
    }
    insecure = [
        name
        for name, url in endpoints.items()
        if url and urlsplit(url).scheme != "https" and not is_loopback(urlsplit(url).hostname or "")
    ]
    lacks = [name for name, url in endpoints.items() if not url]
    lacks += [] if "code" in document.response_types else ["response type code"]
    lacks += [] if "openid" in document.scopes else ["scope openid"]
    lacks += [] if "RS256" in document.algorithms else ["signing algorithm RS256"]
    if not insecure and not lacks:
        here = any(url and urlsplit(url).scheme != "https" for url in endpoints.values())
        safe = "on this machine, where http will do" if here else "https"
        return ok(f"Its endpoints are {safe}, and it supports code, openid and RS256.")
    said = [*(f"no {what}" for what in lacks), *(f"{name} is not https" for name in insecure)]
    return failed(
        f"The discovery document is not what Cognito serves: {listed(said)}.",
        Evidence(facts[DISCOVERY].url, listed(said)),
        expected="https endpoints, code, openid, RS256",
        actual=listed(said),
        remedy=Remedy("See that nothing between this machine and AWS answers in its place."),
    )


def _same_domain(facts: Facts) -> Verdict:
    connection = facts[CONNECTION]
    if not connection.domain:
        return skipped("The connection names no sign-in pages; those that discovery names are used.")
    discovered = the_document(facts).domain_base
    pool, region = facts.fact(USER_POOL), facts.fact(REGION)
    endpoint = region.value.custom_endpoint if isinstance(region, Known) else None
    names = pool.value.domains if isinstance(pool, Known) and pool.value else ()
    where = region_of_pool(connection.user_pool or "") or connection.region or ""
    bases = domain_bases(names, where, discovered, endpoint)
    base = connection.domain.rstrip("/")
    if base in bases:
        return ok(f"{base} is this user pool's.")
    owner = facts.fact(CONFIGURED_DOMAIN)
    if isinstance(owner, Known) and owner.value and owner.value.pool_id == connection.user_pool:
        return ok(f"{base} is this user pool's.")
    if isinstance(pool, Unknown) and pool.why.never_asked and discovered and not _same_kind(base, discovered):
        return unseen(
            f"Discovery names {discovered}. A user pool can have a second domain, and only AWS could say whether "
            f"{base} is that one."
        )
    if isinstance(pool, Unknown) and not pool.why.never_asked and not isinstance(owner, Known):
        facts[USER_POOL]  # discovery names one domain of two at most; only AWS knows the other
    evidence = [Evidence(facts[DISCOVERY].url, f"sign-in pages at {discovered or 'none'}")]
    message = "The sign-in pages in the connection are not those of this user pool."
    if isinstance(owner, Known) and owner.value and owner.value.pool_id != connection.user_pool:
        message = f"The sign-in pages in the connection belong to another user pool, {owner.value.pool_id}."
        evidence.append(Evidence("DescribeUserPoolDomain", f"{owner.value.name} belongs to {owner.value.pool_id}"))
    return failed(
        message,
        *evidence,
        expected=listed(bases),
        actual=base,
        remedy=Remedy(
            "Choose the user pool's own domain in the step Sign-in pages, then export the settings to ClearML again: "
            "it "
            "does not notice by itself that a domain has changed.",
            WIZARD,
        ),
    )


def _same_kind(one: str, other: str) -> bool:
    """Whether both are prefix domains or both custom ones; a user pool has at most one of each."""
    return ("." in domain_name(one)) == ("." in domain_name(other))


def _keys(facts: Facts) -> Verdict:
    keys = facts[SIGNING_KEYS]
    source = the_document(facts).jwks_uri or ""
    if any(key.private for key in keys):
        return failed(
            "The published signing keys hold private key material.",
            Evidence(source, "a private member"),
            remedy=Remedy("This is not what Cognito publishes: find out who answers at this address."),
        )
    usable = [key for key in keys if key.type == "RSA" and key.id and key.algorithm in ("", "RS256")]
    if usable:
        return ok(f"{len(usable)} RSA keys.")
    return failed(
        "There is no RS256 key to check tokens with.",
        Evidence(source, f"{len(keys)} keys"),
        expected="an RSA key for RS256",
        actual=listed(f"{key.type} {key.algorithm}" for key in keys),
        remedy=Remedy("See that nothing between this machine and AWS answers in its place."),
    )


CHECKS: tuple[Check, ...] = (
    Check(
        "NET010",
        "The issuer's name resolves, and its certificate is accepted",
        NETWORK,
        Severity.ERROR,
        (ISSUER_DNS, ISSUER_TLS),
        ("AWS012",),
        _network,
        "Discovery and the signing keys come from AWS's own host. This proves DNS, the connection and TLS from this "
        "machine, before anything is read over them. Behind a proxy it is left to the requests themselves.",
    ),
    Check(
        "NET014",
        "The issuer is reached over the public network, not through a VPC endpoint",
        NETWORK,
        Severity.WARNING,
        (ISSUER_DNS, USER_POOL),
        ("NET010", "AWS013"),
        _public,
        "Inside a VPC, AWS's names can lead to a private address, a VPC endpoint. Cognito refuses to serve a user "
        "pool that has a domain through one, and ClearML needs the domain. Calls that worked fail from the moment a "
        "domain is made.",
    ),
    Check(
        "OID010",
        "The issuer serves the user pool's discovery document",
        AREA,
        Severity.ERROR,
        (DISCOVERY,),
        ("POL010", "NET010"),
        _served,
        "The discovery document is public and names all of a user pool's addresses. ClearML does not read it; this "
        "program compares with it what ClearML is given. It is served by the issuer, never by the sign-in domain.",
    ),
    Check(
        "OID011",
        "The document names the issuer it was asked from",
        AREA,
        Severity.ERROR,
        (DISCOVERY,),
        ("OID010",),
        _issuer,
        "Every token carries the issuer, and whoever checks a token compares it. AWS has two forms for the same user "
        "pool, cognito-idp and issuer-cognito-idp; both are right.",
    ),
    Check(
        "OID012",
        "The document offers what ClearML uses, over https",
        AREA,
        Severity.ERROR,
        (DISCOVERY,),
        ("OID010", "DOM010"),
        _complete,
        "ClearML needs the code response type, the openid scope and RS256 signatures. Cognito offers them for every "
        "user pool that has a domain, so anything else means that something else has answered.",
    ),
    Check(
        "OID013",
        "The sign-in pages that ClearML is given are this user pool's",
        AREA,
        Severity.ERROR,
        (CONNECTION, DISCOVERY, USER_POOL, REGION, CONFIGURED_DOMAIN),
        ("OID010", "DOM010", "AWS013"),
        _same_domain,
        "ClearML is given two plain addresses below the user pool's domain. When they are another user pool's, "
        "Cognito "
        "answers that the client does not exist, although the app client is right.",
        "Should be `<cognito_domain_of_the_pool>/oauth2/authorize`",
    ),
    Check(
        "OID014",
        "The issuer publishes a usable signing key, and nothing private",
        AREA,
        Severity.ERROR,
        (SIGNING_KEYS, DISCOVERY),
        ("OID010",),
        _keys,
        "Cognito signs every ID token, and whoever receives one checks the signature with the public keys that "
        "the issuer publishes. Cognito publishes two, both RSA. A private key among them would let anybody make "
        "tokens.",
    ),
)
