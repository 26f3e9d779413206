"""Checks of the user pool's domain: where its sign-in pages live, and whether they can be shown."""

from __future__ import annotations

from datetime import datetime

from diagnostics.addresses import domain_name
from diagnostics.checks.pool import the_pool
from diagnostics.checks.verdicts import console, failed, listed, ok, skipped, unseen, warned
from diagnostics.domain import Domain
from diagnostics.facts import Known, NotSeen, Unknown, Why
from diagnostics.findings import WIZARD, Evidence, Remedy, Severity, Verdict
from diagnostics.judge import Check
from diagnostics.keys import (
    AUTHORIZE,
    AUTHORIZE_WRONG,
    BRANDING,
    CONNECTION,
    DISCOVERY,
    DOMAINS,
    PAGES,
    PAGES_DNS,
    PAGES_TLS,
    USER_POOL,
)
from diagnostics.look import Facts
from diagnostics.network import Tls

AREA = "Sign-in pages"
_SOON_DAYS = 14


def _has_domain(facts: Facts) -> Verdict:
    pool, discovery = facts.fact(USER_POOL), facts.fact(DISCOVERY)
    if isinstance(pool, Known) and pool.value is not None:
        if pool.value.domains:
            return ok(listed(pool.value.domains))
        return _no_domain("DescribeUserPool", "neither Domain nor CustomDomain")
    if isinstance(discovery, Known) and discovery.value.document:
        base = discovery.value.document.domain_base
        return ok(f"{base}, as discovery says.") if base else _no_domain(discovery.value.url, "no authorize endpoint")
    if isinstance(pool, Unknown) and pool.why.never_asked and facts[DISCOVERY].document is None:
        raise NotSeen(Unknown(Why.NEEDS, "There is no discovery document to name it.", needs=DISCOVERY.name))
    the_pool(facts)
    return skipped("Nothing is known of a domain.")


def _no_domain(source: str, said: str) -> Verdict:
    return failed(
        "The user pool has no domain, so there is no page to sign in on and no token endpoint.",
        Evidence(source, said),
        expected="a prefix domain or a custom domain",
        actual="none",
        remedy=Remedy(
            "Create a prefix domain: the step Sign-in pages of the wizard does it after showing it. Know first that "
            "a user pool with a domain can no longer be used through AWS PrivateLink.",
            WIZARD,
        ),
    )


def _in_use(facts: Facts) -> tuple[Domain, ...]:
    """The domain whose pages ClearML is given; all of the user pool's where that is none of them, or not seen."""
    domains, pages = facts[DOMAINS], facts.fact(PAGES)
    name = domain_name(pages.value.url) if isinstance(pages, Known) else None
    return tuple(domain for domain in domains if domain.name == name) or domains


def _active(facts: Facts) -> Verdict:
    domains = _in_use(facts)
    waiting = [domain for domain in domains if domain.status != "ACTIVE"]
    if not domains:
        return failed(
            "The user pool names a domain, and AWS knows none of that name: it was deleted a moment ago, or is being "
            "made.",
            expected="ACTIVE",
            actual="not described",
            remedy=Remedy("Wait a minute and look again. If it stays so, create a domain again.", WIZARD),
        )
    evidence = tuple(Evidence("DescribeUserPoolDomain", f"{domain.name} is {domain.status}") for domain in domains)
    if waiting and len(waiting) < len(domains):
        facts[PAGES]  # one of several is waiting: which of them is used has to be known
    if len(waiting) < len(domains):
        return ok(listed(f"{domain.name} is ACTIVE" for domain in domains if domain.status == "ACTIVE"), *evidence)
    return failed(
        f"{listed(domain.name for domain in waiting)} is not active, so its sign-in pages do not answer.",
        *evidence,
        expected="ACTIVE",
        actual=listed(domain.status for domain in waiting),
        remedy=Remedy(
            "A prefix domain takes about a minute, a custom one up to an hour. Wait and look again. FAILED: delete "
            "the "
            "domain in the console and create it again; a custom one needs a certificate in us-east-1 and a DNS "
            "record."
        ),
    )


def _reachable(facts: Facts) -> Verdict:
    host = facts[PAGES].url
    dns = facts.fact(PAGES_DNS)
    if isinstance(dns, Known) and not dns.value.addresses:
        return failed(
            f"DNS knows no {dns.value.host}.",
            Evidence("DNS", "no such name"),
            actual=host,
            remedy=Remedy(
                "A prefix domain exists in DNS once it is ACTIVE: compare prefix and region with the console "
                "(GovCloud "
                "uses auth-fips in the name). A custom domain needs an alias record to its CloudFront distribution."
            ),
        )
    seen = facts[PAGES_TLS]
    return judged_tls(
        seen, "A custom domain's certificate has to be issued, in us-east-1, and cover this name.", facts.taken_at
    )


def judged_tls(seen: Tls, advice: str, now: datetime) -> Verdict:
    """The verdict on a TLS connection; `advice` is what to do about a refused certificate."""
    if seen.problem:
        return failed(
            f"{seen.host} was reached, but {seen.problem}.",
            Evidence(f"TLS {seen.host}:{seen.port}", seen.problem),
            remedy=Remedy(
                f"{advice} Where a company proxy opens TLS connections, name its certificate authority in "
                "SSL_CERT_FILE."
            ),
        )
    if seen.expires and (seen.expires - now).days < _SOON_DAYS:
        return warned(
            f"{seen.host} answers, but its certificate ends on {seen.expires:%Y-%m-%d}. From then on browsers and "
            "ClearML refuse to connect.",
            expected=f"a certificate that is good for {_SOON_DAYS} days and more",
            actual=f"good until {seen.expires:%Y-%m-%d}",
            remedy=Remedy(
                "For a custom domain, AWS Certificate Manager renews the certificate by itself as long as its DNS "
                "validation record is in place: see that it is, and that the certificate is in use."
            ),
        )
    return ok(f"{seen.host} answers with {seen.version} and an accepted certificate.")


def _answers(facts: Facts) -> Verdict:
    wrong, asked = facts.fact(AUTHORIZE_WRONG), facts.fact(AUTHORIZE)
    seen = (wrong.value,) if isinstance(wrong, Known) else asked.value if isinstance(asked, Known) else ()
    if not seen:
        facts[AUTHORIZE_WRONG]
        return skipped("The authorize endpoint was not asked.")
    header = "" if seen[0].from_cognito else ", without Cognito's own header"
    evidence = Evidence(f"GET {seen[0].url}", f"{seen[0].status} in {seen[0].seconds:.1f} s{header}")
    if all(one.somebody_else for one in seen):
        return unseen(
            f"What answers there sends people to {seen[0].leads_to}, and not as Cognito does: a proxy or the sign-in "
            "portal of a network may be answering in its place.",
            evidence,
            remedy=Remedy("Open the address in a browser on this machine, sign in to the network, then look again."),
        )
    return ok(f"It answered in {seen[0].seconds:.1f} s.", evidence)


def _branding(facts: Facts) -> Verdict:
    domains = _in_use(facts)
    if not domains:
        return skipped("The user pool has no domain whose pages could be shown (DOM010).")
    if not any(domain.managed_login for domain in domains):
        return skipped("The domain shows the classic hosted pages, which need no branding style.")
    if facts[BRANDING]:
        return ok("The app client has one.")
    message = (
        "The domain uses managed login, and this app client has no branding style, so its pages are unavailable: "
        'people read "Login pages unavailable. Please contact an administrator."'
    )
    evidence = Evidence("DescribeManagedLoginBrandingByClient", "ResourceNotFoundException")
    remedy = Remedy(
        console(
            "Managed login > Styles", "create a style for this app client. The wizard's step App client can as well."
        ),
        WIZARD,
    )
    expected = "a branding style for the app client"
    if facts[CONNECTION].identity_provider:
        message += " People who go straight to the identity provider see them only when something goes wrong."
        return warned(message, evidence, expected=expected, actual="none", remedy=remedy)
    return failed(message, evidence, expected=expected, actual="none", remedy=remedy)


CHECKS: tuple[Check, ...] = (
    Check(
        "DOM010",
        "The user pool has a domain",
        AREA,
        Severity.ERROR,
        (USER_POOL, DISCOVERY),
        ("POL010", "AWS010", "AWS013"),
        _has_domain,
        "The sign-in page, the authorize endpoint and the token endpoint live on the user pool's domain: a prefix of "
        "amazoncognito.com, or a name of your own. The two addresses that ClearML is given begin with it.",
        "Should be `<cognito_domain_of_the_pool>/oauth2/authorize`",
    ),
    Check(
        "DOM011",
        "The domain is active",
        AREA,
        Severity.ERROR,
        (DOMAINS, PAGES),
        ("DOM010", "POL015", "AWS013"),
        _active,
        "A new domain is CREATING for a while before its pages answer. A custom domain that stays that way, or "
        "FAILED, "
        "usually lacks its certificate or its DNS record.",
    ),
    Check(
        "DOM012",
        "The domain's name resolves, and its certificate is accepted",
        AREA,
        Severity.ERROR,
        (PAGES, PAGES_DNS, PAGES_TLS),
        ("DOM010", "DOM011"),
        _reachable,
        "Browsers and the ClearML server both have to reach the domain by https. This is seen from this machine: a "
        "firewall in front of the ClearML server can still stop it there.",
    ),
    Check(
        "DOM013",
        "The authorize endpoint answers",
        AREA,
        Severity.ERROR,
        (AUTHORIZE, AUTHORIZE_WRONG),
        ("DOM010", "DOM011", "DOM012"),
        _answers,
        "The authorize endpoint is where ClearML sends the browser first. Any answer of Cognito's own proves that it "
        "is there; what it says of the app client is judged by other checks.",
    ),
    Check(
        "DOM014",
        "Where managed login is used, the app client has a branding style",
        AREA,
        Severity.ERROR,
        (DOMAINS, BRANDING, CONNECTION, PAGES),
        ("DOM010", "POL015", "APP010", "AWS013"),
        _branding,
        "A domain with managed login (version 2) shows its pages only for app clients that have a branding style. "
        "The "
        "console gives one to each app client it creates, the API does not. Without it people read: Login pages "
        "unavailable. Please contact an administrator.",
    ),
)
