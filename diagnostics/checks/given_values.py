"""Checks of the values that ClearML is given: that they arrive as meant, and are the right ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches

from diagnostics.callbacks import difference
from diagnostics.checks.app_client import the_client
from diagnostics.checks.given import EXPORT, as_hocon, env_check, evidence_of, the_given, where
from diagnostics.checks.verdicts import console, failed, listed, ok, skipped, unseen, warned
from diagnostics.facts import Known, NotSeen
from diagnostics.findings import WIZARD, Evidence, Remedy, Severity, Verdict
from diagnostics.given_settings import GivenValue
from diagnostics.hocon import Kind
from diagnostics.identity_provider import COGNITO
from diagnostics.judge import Check
from diagnostics.keys import (
    APP_CLIENT,
    APP_CLIENT_SECRET,
    APP_CLIENT_SECRETS,
    CONNECTION,
    GIVEN_SECRET,
    PAGES,
    PROVIDERS,
    TOKEN_GIVEN,
    TOKEN_VAULT,
    VAULT_SECRET,
)
from diagnostics.look import Facts
from diagnostics.settings import (
    ACCESS_TOKEN_URL,
    AUTHORIZE_URL,
    CLIENT_ID,
    CLIENT_SECRET,
    DEFAULT_COMPANY,
    DISPLAY_NAME,
    IDENTITY_PROVIDER,
    Setting,
)
from diagnostics.text import plain

_COMPANY = re.compile(r"[0-9a-f]{32}")


def _set(*settings: Setting) -> Callable[[Facts], Verdict]:
    def judge(facts: Facts) -> Verdict:
        given = the_given(facts)
        missing = [setting.variable for setting in settings if (value := given.value(setting)) is None or value.empty]
        if not missing:
            return ok("Both are set.")
        return failed(
            f"Not set, or empty: {listed(missing)}.",
            Evidence(given.path, f"no value for {listed(missing)}"),
            expected=listed(missing),
            actual="not set",
            remedy=EXPORT,
        )

    return judge


def _as_written(facts: Facts) -> Verdict:
    given, connection = the_given(facts), facts[CONNECTION]
    meant = {IDENTITY_PROVIDER.key: connection.identity_provider, DISPLAY_NAME.key: connection.display_name}
    for value in given.values:
        said = _distorted(value) if value.text is None or value.text != meant.get(value.key) else None
        if said:
            return failed(
                f"{value.variable} {said}.",
                Evidence(where(given, value.line), said),
                expected="a text in double quotes of its own",
                actual=value.text if value.text and value.key != CLIENT_SECRET.key else said,
                remedy=as_hocon(value.variable),
            )
    commented = next((value for value in given.values if value.commented), None)
    if commented is not None:
        return warned(
            f"{commented.variable} ends before the # in its line: Docker Compose takes the rest for a comment.",
            Evidence(where(given, commented.line), "a blank and # behind a value without quotes"),
            remedy=as_hocon(commented.variable),
        )
    if given.unfilled:
        first = given.unfilled[0]
        return warned(f"{first.variable} {first.sentence}.", *evidence_of(given, given.unfilled), remedy=EXPORT)
    return ok("Each value reaches ClearML as the text that was meant.")


def _distorted(value: GivenValue) -> str | None:
    if value.literal:
        return "reaches ClearML with the words ${…} in it: nothing fills them in there"
    if value.kind is not Kind.TEXT:
        return f"is read as {value.kind.value} and not as a text: it lacks its own double quotes"
    if value.quoted:
        return "reaches ClearML with single quotes around it"
    if value.changed:
        return "is read as another text than the one written: # and // begin a comment, and bare quotes are dropped"
    return None


def _client_id(facts: Facts) -> Verdict:
    value, wanted = the_given(facts).value(CLIENT_ID), facts[CONNECTION].app_client
    if value is not None and value.like_a_secret:
        return failed(
            "What ClearML is given as the client id is too long for one and may be the client secret: are the two "
            "exchanged? It is not shown here.",
            Evidence(where(the_given(facts), value.line), f"more than an id's 26 characters, in {value.variable}"),
            expected=wanted or "the app client's id",
            actual="a text that is not shown",
            remedy=EXPORT,
        )
    if not wanted or value is None or value.text is None:
        return skipped("There is no client id to compare.")
    if value.text == wanted:
        return ok("It is the app client's.")
    return failed(
        "ClearML is given another client id than that of the app client in this connection.",
        Evidence(where(the_given(facts), value.line), value.text),
        expected=wanted,
        actual=value.text,
        remedy=EXPORT,
    )


def _secret(facts: Facts) -> Verdict:
    seen = facts[GIVEN_SECRET]
    if seen is None and the_given(facts).by_reference:
        return unseen(
            "The file takes the secret from its environment, and this machine has none to fill in: nobody knows "
            "whether ClearML gets the right one.",
            remedy=Remedy("Store it with the step Secret, or give it to be proved: --client-secret-stdin.", WIZARD),
        )
    if seen is None:
        return skipped("The file holds no secret.")
    described, kept, tried = facts.fact(APP_CLIENT_SECRET), facts.fact(VAULT_SECRET), facts.fact(TOKEN_GIVEN)
    shown = described.value if isinstance(described, Known) else None
    if isinstance(kept, Known) and kept.value and kept.value.fingerprint == seen.fingerprint:
        tried = tried if isinstance(tried, Known) else facts.fact(TOKEN_VAULT)
    if shown and shown.fingerprint == seen.fingerprint:
        return ok(f"It is the one that Cognito shows (fingerprint {seen.fingerprint}).")
    if isinstance(tried, Known) and any(answer.client_proved for answer in tried.value.answers):
        return ok(f"Cognito accepts it (fingerprint {seen.fingerprint}).")
    secrets = facts.fact(APP_CLIENT_SECRETS)
    only_one = shown and isinstance(secrets, Known) and len(secrets.value) == 1
    if isinstance(tried, Known) or only_one:
        return failed(
            "The secret that ClearML is given is not one of this app client's"
            + (": blanks or quotes stand around it, which do not belong to it." if seen.padded else "."),
            Evidence(the_given(facts).path, f"fingerprint {seen.fingerprint}, {seen.length} characters"),
            expected=f"fingerprint {shown.fingerprint}" if shown else "a secret that Cognito accepts",
            actual=f"fingerprint {seen.fingerprint}",
            remedy=EXPORT,
        )
    if not tried.why.never_asked:
        raise NotSeen(tried)
    facts[APP_CLIENT_SECRET]
    return skipped(tried.detail)


def _urls(facts: Facts) -> Verdict:
    given, pages = the_given(facts), facts.fact(PAGES)
    for setting, path in ((AUTHORIZE_URL, "/oauth2/authorize"), (ACCESS_TOKEN_URL, "/oauth2/token")):
        value = given.value(setting)
        if value is None or value.text is None:
            return skipped("There are no addresses to compare.")
        expected = f"{pages.value.url}{path}" if isinstance(pages, Known) else None
        if (expected and value.text != expected) or not value.text.endswith(path):
            return failed(
                f"{setting.key} is not the one of this user pool's domain{_why_not(expected, value.text, path)}.",
                Evidence(where(given, value.line), value.text),
                expected=expected or f"an address that ends with {path}",
                actual=value.text,
                remedy=EXPORT,
            )
    facts[PAGES]
    return ok("Both are this user pool's.")


def _why_not(expected: str | None, found: str, path: str) -> str:
    """What is wrong with an address, as the end of a sentence."""
    if re.match(r"https?://(issuer-)?cognito-idp\.", found):
        return ": it is the issuer's, which has no sign-in pages; the domain's is meant"
    why = difference(expected, found) if expected else None
    if why:
        return f": {why}"
    return "" if found.endswith(path) else f": it does not end with {path}"


def _company(facts: Facts) -> Verdict:
    value = the_given(facts).value(DEFAULT_COMPANY)
    if value is None or value.text is None:
        return skipped("No default company is set: people have to be invited or whitelisted.")
    if _COMPANY.fullmatch(value.text):
        return ok("It has the form of a company id. Everybody in the user pool is let in.")
    return warned(
        "It does not look like a company id, which has 32 characters of 0-9 and a-f.",
        expected="32 characters of 0-9 and a-f",
        actual=value.text,
        remedy=Remedy("Take the id from the ClearML server: system.get_companies lists them."),
    )


def _provider(facts: Facts) -> Verdict:
    given = the_given(facts)
    value = given.value(IDENTITY_PROVIDER)
    if value is None or not value.text:
        return skipped("The file names no identity provider: people choose on the login page.")
    names = (COGNITO, *(plain(provider.name, 500) for provider in facts[PROVIDERS]))
    if value.text not in names:
        near = get_close_matches(value.text.lower(), [name.lower() for name in names], 1, 0.6)
        meant = next((name for name in names if near and name.lower() == near[0]), None)
        return failed(
            "ClearML sends people to an identity provider that the user pool does not have. Capital letters count.",
            Evidence(where(given, value.line), value.text),
            Evidence("ListIdentityProviders", listed(names)),
            expected=meant or listed(names),
            actual=value.text,
            remedy=EXPORT,
        )
    offered = the_client(facts).identity_providers
    if value.text not in offered:
        return failed(
            "The app client does not offer the identity provider that ClearML sends people to.",
            Evidence(where(given, value.line), value.text),
            Evidence("DescribeUserPoolClient", f"SupportedIdentityProviders: {listed(offered)}"),
            expected=value.text,
            actual=listed(plain(name, 60) for name in offered),
            remedy=Remedy(console("App clients > your app client > Login pages > Edit", f"add {value.text}.")),
        )
    return ok("The user pool has it, and the app client offers it.")


def _same(facts: Facts) -> Verdict:
    given, connection = the_given(facts), facts[CONNECTION]
    for setting, wanted in (
        (IDENTITY_PROVIDER, connection.identity_provider),
        (DISPLAY_NAME, connection.display_name),
        (DEFAULT_COMPANY, connection.company),
    ):
        value = given.value(setting)
        found = value.text if value else None
        if found != (plain(wanted, 500) if wanted else None):
            return warned(
                f"{setting.key} in the file is not what the connection has.",
                expected=wanted or "not set",
                actual=found or "not set",
                remedy=EXPORT,
            )
    return ok("They are the same.")


CHECKS: tuple[Check, ...] = (
    env_check(
        "011",
        "The addresses authorize_url and access_token_url are set",
        _set(AUTHORIZE_URL, ACCESS_TOKEN_URL),
        "ClearML does not look Cognito's addresses up by itself. It is given both, as plain texts under services: "
        "to the first it sends the browser, at the second its own server exchanges the code for tokens.",
        "Should be `<cognito_domain_of_the_pool>/oauth2/authorize`",
    ),
    env_check(
        "012",
        "The values client_id and client_secret are set",
        _set(CLIENT_ID, CLIENT_SECRET),
        "With these two the ClearML server proves to Cognito that it is the app client. In the exported file they "
        "refer "
        "to COGNITO_AUTH_CLIENT_ID and COGNITO_AUTH_CLIENT_SECRET, which ClearML's own parser fills in.",
        "CLEARML__secure__login__sso__oauth_client__cognito__client_id",
    ),
    env_check(
        "014",
        "Every Cognito setting reaches ClearML as the text that was meant",
        _as_written,
        "Between the file and ClearML stand two readers with rules of their own. A value can arrive cut at a #, as a "
        "number, with quotes around it, or as the literal words ${COGNITO_AUTH_CLIENT_ID}. Double quotes inside the "
        "value itself prevent all of that.",
        needs=(CONNECTION,),
        after=("ENV013", "ENV023", "ENV011", "ENV012"),
    ),
    env_check(
        "015",
        "The client id that ClearML is given is the app client's",
        _client_id,
        "The client id tells Cognito which application is asking. With the id of another app client, people see "
        "Cognito's error page or get that one's rules, however well this app client is set up.",
        "CLEARML__secure__login__sso__oauth_client__cognito__client_id",
        needs=(CONNECTION,),
        after=("ENV012", "ENV014"),
    ),
    env_check(
        "016",
        "The secret that ClearML is given is one of the app client's",
        _secret,
        "With a wrong secret the login page works, and the sign-in fails right after it. Secrets are compared in "
        "memory "
        "and shown as a fingerprint; one that Cognito does not show is proved at the token endpoint.",
        "CLEARML__secure__login__sso__oauth_client__cognito__client_secret",
        needs=(GIVEN_SECRET, APP_CLIENT_SECRET, APP_CLIENT_SECRETS, VAULT_SECRET, TOKEN_VAULT, TOKEN_GIVEN),
        after=("ENV012", "ENV014", "ENV015", "APP010", "APP011", "KEY011"),
    ),
    env_check(
        "018",
        "Both addresses are this user pool's",
        _urls,
        "The authorize and the token endpoint are two pages of one domain: this user pool's. When the domain "
        "changes, or another user pool is chosen, ClearML has to be given both again.",
        "Should be` <cognito_domain_of_the_pool>/oauth2/token`",
        needs=(PAGES,),
        after=("ENV011", "ENV014", "OID013"),
    ),
    env_check(
        "020",
        "The default company is a company id",
        _company,
        "default_company makes ClearML create a user in that company for everybody who signs in. It takes the "
        "company's id, not its name. Without the setting people have to be invited or whitelisted first.",
        "For automatic user creation in trusted environment (without consulting whitelists)",
        after=("ENV014",),
        severity=Severity.WARNING,
    ),
    env_check(
        "024",
        "The identity provider that ClearML is given exists in the user pool and on the app client",
        _provider,
        "With identity_provider ClearML sends people past Cognito's login page, straight to that provider. Cognito "
        "knows it by the exact name that the user pool has for it; with any other name nobody gets further.",
        "`identity_provider=<external_idp_name_as_defined_in_the_user_pool>`",
        needs=(PROVIDERS, APP_CLIENT),
        after=("ENV014", "APP010", "APP018", "IDP010", "IDP011"),
    ),
    env_check(
        "022",
        "Identity provider, display name and company in the file are those of the connection",
        _same,
        "The connection of this program says what is wanted; the env file is what the ClearML server gets. They "
        "drift apart when only one of them is changed, and the server follows the file.",
        needs=(CONNECTION,),
        after=("ENV014",),
        severity=Severity.WARNING,
    ),
)
