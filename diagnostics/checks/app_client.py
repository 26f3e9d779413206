"""Checks of the app client: whether it is what ClearML's guide asks for."""

from __future__ import annotations

from collections.abc import Callable

from diagnostics.app_client import AppClient
from diagnostics.authorize_endpoint import SCOPES
from diagnostics.callbacks import difference, nearest
from diagnostics.checks.verdicts import console, failed, listed, ok, skipped, warned
from diagnostics.facts import NotSeen, Unknown, Why
from diagnostics.findings import WIZARD, Evidence, Remedy, Severity, Verdict
from diagnostics.judge import Check
from diagnostics.keys import APP_CLIENT, APP_CLIENT_SECRETS, CONNECTION, WEB_ADDRESSES
from diagnostics.look import Facts
from diagnostics.text import plain

AREA = "App client"
_DESCRIBED = "DescribeUserPoolClient"
_LOGIN_PAGES = "App clients > your app client > Login pages > Edit"
_ATTRIBUTES = ("email", "preferred_username")
_OLD_DAYS = 365


def the_client(facts: Facts) -> AppClient:
    """The app client. Raises NotSeen where it is not there to be judged."""
    client = facts[APP_CLIENT]
    if client is None:
        raise NotSeen(Unknown(Why.NEEDS, "The app client was not found.", needs=APP_CLIENT.name))
    return client


def _exists(facts: Facts) -> Verdict:
    client = facts[APP_CLIENT]
    if client is not None:
        return ok(f"{client.name} ({client.id})")
    return failed(
        "The user pool has no app client with this id.",
        Evidence(_DESCRIBED, "ResourceNotFoundException"),
        actual=facts[CONNECTION].app_client,
        remedy=Remedy("Choose the app client again, or create one for ClearML.", WIZARD),
    )


def _confidential(facts: Facts) -> Verdict:
    if the_client(facts).shows_secret:
        return ok("It has a client secret.")
    if facts[APP_CLIENT_SECRETS]:
        return ok(
            "It has a client secret, but AWS no longer shows it: the original one was deleted.",
            Evidence("ListUserPoolClientSecrets", f"{len(facts[APP_CLIENT_SECRETS])} without values"),
        )
    return failed(
        "It is a public client: it has no secret for ClearML to prove itself with, and none can be given to it "
        "later.",
        Evidence("ListUserPoolClientSecrets", "none"),
        expected="a confidential client",
        actual="a public client",
        remedy=Remedy("Create a new app client for ClearML, a confidential one with a secret.", WIZARD),
    )


def _oauth(facts: Facts) -> Verdict:
    client = the_client(facts)
    if client.oauth_enabled:
        return ok("They are switched on.")
    changed = f", last changed {client.last_modified:%Y-%m-%d %H:%M} UTC" if client.last_modified else ""
    return failed(
        'Cognito answers every sign-in with "Client is not enabled for OAuth2.0 flows": the switch for signing in '
        "through its login pages (OAuth) is off for this app client.",
        Evidence(_DESCRIBED, f"AllowedOAuthFlowsUserPoolClient is false{changed}"),
        expected="true",
        actual="false",
        remedy=Remedy(
            "Often another tool has updated this app client and reset what it did not name: look at callback URLs, "
            "grant types and scopes as well. "
            + console(_LOGIN_PAGES, "set the callback URL, the grant type and the scopes, and save."),
            WIZARD,
        ),
    )


def _callback(facts: Facts) -> Verdict:
    registered = the_client(facts).callback_urls
    wanted = tuple(web.callback for web in facts[WEB_ADDRESSES] if web.callback)
    missing = tuple(url for url in wanted if url not in registered)
    if not missing:
        return ok(f"{listed(wanted)} {'is' if len(wanted) == 1 else 'are'} registered, letter for letter.")
    shown = tuple(plain(url, 300) for url in registered)
    near = nearest(missing[0], shown)
    why = difference(missing[0], near) if near else None
    if near and why:
        message = f"The registered callback URL differs in one thing: {why}."
    elif near:
        message = "No registered callback URL is exactly this one; the nearest differs in more than one thing."
    else:
        message = f"{listed(missing)} is not registered. Registered so far: {len(shown) or 'none'}."
    return failed(
        message,
        Evidence(_DESCRIBED, f"CallbackURLs: {listed(shown[:5])}"),
        expected=listed(missing),
        actual=near or listed(shown[:5]),
        remedy=Remedy(
            console(
                _LOGIN_PAGES,
                f"add {listed(missing)} to the allowed callback URLs. Cognito compares letter by letter.",
            ),
            WIZARD,
        ),
    )


def _flow(facts: Facts) -> Verdict:
    flows = the_client(facts).flows
    if "code" in flows:
        return ok("It is allowed.")
    return failed(
        "ClearML signs in with the authorization code grant, and this app client may not use it.",
        Evidence(_DESCRIBED, f"AllowedOAuthFlows: {listed(flows)}"),
        expected="code",
        actual=listed(flows),
        remedy=Remedy(console(_LOGIN_PAGES, "choose the grant type Authorization code grant."), WIZARD),
    )


def _scopes(facts: Facts) -> Verdict:
    scopes = the_client(facts).scopes
    missing = tuple(scope for scope in SCOPES if scope not in scopes)
    if not missing:
        return ok(f"{listed(SCOPES)} are allowed.")
    return failed(
        f"Missing: {listed(missing)}. Cognito refuses a request for a scope that is not allowed.",
        Evidence(_DESCRIBED, f"AllowedOAuthScopes: {listed(scopes)}"),
        expected=listed(SCOPES),
        actual=listed(scopes),
        remedy=Remedy(console(_LOGIN_PAGES, f"under OpenID Connect scopes add {listed(missing)}."), WIZARD),
    )


def _providers(facts: Facts) -> Verdict:
    providers = the_client(facts).identity_providers
    if providers:
        return ok(listed(plain(name, 60) for name in providers))
    return failed(
        "The app client offers no way to sign in, so its login page cannot be shown.",
        Evidence(_DESCRIBED, "SupportedIdentityProviders is empty"),
        expected="COGNITO, or an external identity provider",
        actual="none",
        remedy=Remedy(console(_LOGIN_PAGES, "add Cognito user pool, or your identity provider."), WIZARD),
    )


def _readable(facts: Facts) -> Verdict:
    readable = the_client(facts).read_attributes
    if readable is None:
        return ok("It may read every standard attribute, as Cognito has it by default.")
    missing = tuple(name for name in (*_ATTRIBUTES, "email_verified") if name not in readable)
    if not missing:
        return ok("It may read email, email_verified and preferred_username.")
    return failed(
        f"It may not read {listed(missing)}. Where a scope covers an attribute that cannot be read, the login page "
        "works and the token exchange then fails with invalid_grant.",
        Evidence(_DESCRIBED, f"ReadAttributes: {listed(readable)}"),
        expected="email, preferred_username, email_verified",
        actual=listed(readable),
        remedy=Remedy(
            console("App clients > your app client > Attribute permissions", f"allow reading {listed(missing)}."),
            WIZARD,
        ),
    )


def _secrets(facts: Facts) -> Verdict:
    found = facts[APP_CLIENT_SECRETS]
    if not found:
        return skipped("AWS lists no secrets of this app client.")
    if len(found) > 1:
        return warned(
            "It has two secrets. After a rotation the one that nobody uses any more should be deleted; AWS allows "
            "two.",
            Evidence("ListUserPoolClientSecrets", f"{len(found)} secrets"),
            expected="one",
            actual=str(len(found)),
            remedy=Remedy("Delete the one that is no longer used in the AWS console, once ClearML has the other."),
        )
    created = found[0].created
    days = (facts.taken_at - created).days if created else 0
    if days > _OLD_DAYS:
        return warned(
            f"Its secret is {days} days old.",
            expected=f"at most {_OLD_DAYS} days",
            actual=f"{days} days",
            remedy=_REPLACE,
        )
    return ok("It has one." if not created else f"It has one, made on {created:%Y-%m-%d}.")


_REPLACE = Remedy(
    "Add a second secret to the app client in the AWS console, give that to ClearML, see that people can sign in, "
    "and delete the old one. An app client can have two for just this."
)


def _check(
    number: str,
    title: str,
    judge: Callable[[Facts], Verdict],
    explanation: str,
    guide: str | None = None,
    *,
    after: tuple[str, ...] = (),
) -> Check:
    return Check(
        f"APP{number}",
        title,
        AREA,
        Severity.ERROR,
        (APP_CLIENT,),
        ("APP010", *after),
        judge,
        explanation,
        guide,
    )


CHECKS: tuple[Check, ...] = (
    Check(
        "APP010",
        "The app client exists",
        AREA,
        Severity.ERROR,
        (APP_CLIENT, CONNECTION),
        ("POL010", "AWS010", "AWS013"),
        _exists,
        "An app client is what Cognito calls an application that people sign in to. ClearML needs one of its own in "
        "the "
        "user pool; its id is the first half of what ClearML identifies itself with.",
        "create an app client for ClearML",
    ),
    Check(
        "APP011",
        "The app client is confidential: it has a secret",
        AREA,
        Severity.ERROR,
        (APP_CLIENT, APP_CLIENT_SECRETS),
        ("APP010", "AWS013"),
        _confidential,
        "ClearML proves to Cognito with a secret that it is the app client. Whether an app client has one is decided "
        "when it is created. AWS shows the original secret only: after a rotation the newer one cannot be read "
        "again.",
        "App type - Confidential client. Client secret - Generate a client secret",
    ),
    _check(
        "012",
        "OAuth features are switched on for the app client",
        _oauth,
        "Callback URLs, grant types and scopes take effect only with this switch. An update by a tool that does not "
        "name it switches it off, and with it everybody's sign-in.",
    ),
    Check(
        "APP013",
        "The callback URL of every ClearML address is registered exactly",
        AREA,
        Severity.ERROR,
        (APP_CLIENT, WEB_ADDRESSES),
        ("APP010", "APP012", "NET013"),
        _callback,
        "After signing in, Cognito sends the browser to the address that ClearML named, if and only if the app "
        "client "
        "lists exactly that address: scheme, capital letters, port, path and a slash at the end all count. It is the "
        "address at which people open ClearML, followed by /callback_cognito.",
        "Allowed callback URLs > add the URL `<clearml_webapp_address>/callback_cognito`",
    ),
    _check(
        "016",
        "The app client may use the authorization code grant",
        _flow,
        "A grant type is a way of getting tokens. ClearML uses this one: the browser brings back a short-lived "
        "code, and ClearML's server exchanges it for tokens by itself, with its secret. No other grant type helps "
        "it.",
        "OAuth 2.0 grant types - Authorization code grant",
        after=("APP012",),
    ),
    _check(
        "017",
        "The app client may ask for openid, profile and email",
        _scopes,
        "Scopes say what an application may learn of a person. openid makes Cognito give an ID token at all, "
        "email puts the address into it, and profile the preferred_username. ClearML asks for all three, and "
        "Cognito refuses the whole sign-in over one that is not allowed.",
        "OpenID Connect scopes - OpenID, Profile, Email",
        after=("APP012",),
    ),
    _check(
        "018",
        "The app client offers at least one way to sign in",
        _providers,
        "SupportedIdentityProviders names who may vouch for people: COGNITO for the user pool's own users, or "
        "external "
        "identity providers by their exact names.",
        after=("APP012",),
    ),
    _check(
        "019",
        "The app client may read email and preferred_username",
        _readable,
        "Attribute permissions limit what an app client sees of a user. Without a list it may read every standard "
        "attribute. With one, what ClearML asks for has to be in it: email, preferred_username, and email_verified, "
        "which the scope email covers as well.",
        'the required user attributes "email" and "preferred_username"',
    ),
    Check(
        "APP020",
        "The app client has one secret, and not a very old one",
        AREA,
        Severity.WARNING,
        (APP_CLIENT_SECRETS,),
        ("APP010", "APP011", "AWS013"),
        _secrets,
        "AWS lets an app client have two secrets, so that one can be replaced without an interruption. One that "
        "is left over afterwards still opens the door. The age is that of the only secret; AWS itself lets none "
        "expire.",
    ),
)
