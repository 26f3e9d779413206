"""Hardening: what works, and could be safer. Warnings, all of them."""

from __future__ import annotations

from urllib.parse import urlsplit

from diagnostics.addresses import is_loopback
from diagnostics.checks.app_client import the_client
from diagnostics.checks.pool import the_pool
from diagnostics.checks.verdicts import console, listed, ok, skipped, warned
from diagnostics.facts import Known, NotSeen, Unknown
from diagnostics.findings import Evidence, Remedy, Severity, Verdict
from diagnostics.identity_provider import COGNITO
from diagnostics.judge import Check
from diagnostics.keys import APP_CLIENT, CONNECTION, GIVEN_SETTINGS, USER_POOL, WEB_ADDRESSES
from diagnostics.look import Facts
from diagnostics.settings import DEFAULT_COMPANY
from diagnostics.text import plain

AREA = "Hardening"
_DESCRIBED = "DescribeUserPoolClient"
_EDIT = "App clients > your app client > Edit"


def _revocation(facts: Facts) -> Verdict:
    if the_client(facts).revocation:
        return ok("It is on.")
    return warned(
        "Tokens of somebody who has left stay good until they end by themselves.",
        Evidence(_DESCRIBED, "EnableTokenRevocation is false"),
        expected="on",
        actual="off",
        remedy=Remedy(console(_EDIT, "enable token revocation.")),
    )


def _existence(facts: Facts) -> Verdict:
    if the_client(facts).hides_user_existence:
        return ok("It does.")
    return warned(
        "The login page tells anybody whether a user exists.",
        Evidence(_DESCRIBED, "PreventUserExistenceErrors is not ENABLED"),
        expected="ENABLED",
        actual="LEGACY",
        remedy=Remedy(console(_EDIT, "prevent user existence errors.")),
    )


def _implicit(facts: Facts) -> Verdict:
    flows = the_client(facts).flows
    if "implicit" not in flows:
        return ok("It may not.")
    return warned(
        "The implicit grant puts tokens into the browser's address line, and ClearML has no use for it.",
        Evidence(_DESCRIBED, f"AllowedOAuthFlows: {listed(flows)}"),
        expected="code",
        actual=listed(flows),
        remedy=Remedy(console("App clients > your app client > Login pages > Edit", "remove the implicit grant.")),
    )


def _foreign(facts: Facts) -> Verdict:
    own = {urlsplit(web.callback).hostname for web in facts[WEB_ADDRESSES] if web.callback}
    strange = [
        plain(url, 200)
        for url in the_client(facts).callback_urls
        if _host(url) not in own and (is_loopback(_host(url)) or not url.startswith("https://"))
    ]
    if not strange:
        return ok("There are none.")
    return warned(
        f"Sign-in codes can also be sent to {listed(strange)}.",
        Evidence(_DESCRIBED, f"CallbackURLs: {listed(strange)}"),
        expected="the callback URLs of ClearML",
        actual=listed(strange),
        remedy=Remedy(
            "Remove them if nobody develops against this app client any more; better, give it one of its own."
        ),
    )


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _sign_up(facts: Facts) -> Verdict:
    given = facts.fact(GIVEN_SETTINGS)
    value = given.value.value(DEFAULT_COMPANY) if isinstance(given, Known) else None
    if not facts[CONNECTION].company and (value is None or value.empty):
        if isinstance(given, Unknown) and not given.why.never_asked:
            raise NotSeen(given)
        return skipped("No default company is set: ClearML lets in only people who were invited or whitelisted.")
    if not the_pool(facts).self_sign_up:
        return ok("People cannot add themselves to the user pool.")
    return warned(
        "Anybody may create a user for themselves in this user pool, and ClearML makes everybody who signs in a "
        "member "
        "of the default company: so anybody can get in.",
        Evidence("DescribeUserPool", "AllowAdminCreateUserOnly is false"),
        expected="self-registration off",
        actual="self-registration on",
        remedy=Remedy(console("Sign-up", "switch self-registration off, or leave the default company out.")),
    )


def _mfa(facts: Facts) -> Verdict:
    provider, mfa = facts[CONNECTION].identity_provider, the_pool(facts).mfa
    if provider and provider != COGNITO:
        return skipped(f"People go straight to {plain(provider, 60)}, which may ask for a second factor itself.")
    if mfa != "OFF":
        return ok("Everybody is asked for one." if mfa == "ON" else "Whoever has set one up is asked for it.")
    return warned(
        "A password alone opens ClearML: the user pool asks nobody for a second factor (MFA).",
        Evidence("DescribeUserPool", "MfaConfiguration is OFF"),
        expected="ON or OPTIONAL",
        actual="OFF",
        remedy=Remedy(console("Sign-in", "under Multi-factor authentication choose optional, or required.")),
    )


def _kept(facts: Facts) -> Verdict:
    if the_pool(facts).deletion_protection:
        return ok("It is protected.")
    return warned(
        "One call can delete the user pool, and with it every user and the way into ClearML for all of them.",
        Evidence("DescribeUserPool", "DeletionProtection is not ACTIVE"),
        expected="ACTIVE",
        actual="INACTIVE",
        remedy=Remedy(console("Settings", "activate deletion protection. Nothing else changes by it.")),
    )


CHECKS: tuple[Check, ...] = (
    Check(
        "SEC010",
        "Tokens can be revoked",
        AREA,
        Severity.WARNING,
        (APP_CLIENT,),
        ("APP010",),
        _revocation,
        "A refresh token keeps a person signed in for days. With token revocation, signing somebody out "
        "everywhere makes it worthless at once; without, it stays good until it ends by itself.",
    ),
    Check(
        "SEC011",
        "The login page does not tell whether a user exists",
        AREA,
        Severity.WARNING,
        (APP_CLIENT,),
        ("APP010",),
        _existence,
        "With PreventUserExistenceErrors, a wrong user name and a wrong password look the same. Without it, "
        "whoever tries names on the login page learns which of them exist.",
    ),
    Check(
        "SEC012",
        "The app client may not use the implicit grant",
        AREA,
        Severity.WARNING,
        (APP_CLIENT,),
        ("APP010",),
        _implicit,
        "The implicit grant hands tokens to the browser in its address line. It is outdated (OAuth 2.0 Security "
        "Best Current Practice, RFC 9700), and ClearML uses the authorization code grant.",
    ),
    Check(
        "SEC013",
        "No callback URL leads to a developer's machine",
        AREA,
        Severity.WARNING,
        (APP_CLIENT, WEB_ADDRESSES),
        ("APP010", "NET013"),
        _foreign,
        "Cognito sends sign-in codes to every callback URL that is registered. One on localhost or on a custom "
        "scheme hands them to whatever listens there, on anybody's machine.",
    ),
    Check(
        "SEC014",
        "Where everybody in the user pool is let in, people cannot add themselves to it",
        AREA,
        Severity.WARNING,
        (CONNECTION, USER_POOL, GIVEN_SETTINGS),
        ("POL015",),
        _sign_up,
        "default_company makes ClearML create a user for everybody who signs in, without a whitelist. That suits a "
        "user "
        "pool whose people somebody chooses, and none that is open to the world.",
        "For automatic user creation in trusted environment (without consulting whitelists)",
    ),
    Check(
        "SEC015",
        "The user pool can ask people for a second factor",
        AREA,
        Severity.WARNING,
        (CONNECTION, USER_POOL),
        ("POL015",),
        _mfa,
        "With a second factor (MFA) a password that was guessed or given away is not enough. Cognito calls it "
        "optional, where whoever has set one up is asked for it, or required. People who go straight to an external "
        "identity provider are asked by that provider, or not.",
    ),
    Check(
        "SEC016",
        "The user pool cannot be deleted by mistake",
        AREA,
        Severity.WARNING,
        (USER_POOL,),
        ("POL015",),
        _kept,
        "A deleted user pool cannot be brought back, nor can its users or their passwords. With deletion protection, "
        "AWS refuses to delete it until the protection is taken off.",
    ),
)
