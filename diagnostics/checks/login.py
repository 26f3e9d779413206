"""Checks of a sign-in as far as it goes without a person: the authorize endpoint, the login page, the secret."""

from __future__ import annotations

from diagnostics.authorize_endpoint import AuthorizeOutcome, AuthorizeSeen, LoginOutcome, LoginSeen
from diagnostics.checks.verdicts import console, failed, ok, skipped, unseen, warned
from diagnostics.facts import Known, Unknown
from diagnostics.findings import WIZARD, Evidence, Remedy, Severity, Verdict
from diagnostics.judge import Check
from diagnostics.keys import (
    AUTHORIZE,
    AUTHORIZE_PROVIDER,
    AUTHORIZE_WRONG,
    CONNECTION,
    LOGIN,
    TOKEN,
    TOKEN_GIVEN,
    TOKEN_VAULT,
    TokenLook,
)
from diagnostics.look import Facts
from diagnostics.text import plain
from diagnostics.token_endpoint import TokenAnswer, TokenSeen

AREA = "Sign-in"
_PAGES = ("DOM010", "DOM011", "DOM012", "DOM013", "OID013")
_CLIENT = ("APP010", "APP012", "APP013", "APP016", "APP017", "APP018")
_SOURCES = {
    "given": "the secret given",
    "vault": "the keyring's secret",
    "described": "the secret Cognito shows",
    "env": "the env file's secret",
}

_REPAIR = Remedy(
    "Compare domain, branding style and app client with the guide. With access to AWS, the wizard shows what "
    "differs.",
    WIZARD,
)

_OTHER_CLIENT = Remedy(
    "Compare the app client's id with the one that the AWS console shows, and the domain with that user pool's.",
    WIZARD,
)
_OUTCOMES = {
    AuthorizeOutcome.REDIRECT_MISMATCH: "Cognito refuses the callback URL: the app client does not list exactly it.",
    AuthorizeOutcome.NO_SUCH_CLIENT: "The domain's user pool has no such app client.",
    AuthorizeOutcome.ERROR_PAGE: "Cognito shows its error page instead of a way to sign in.",
    AuthorizeOutcome.SENT_BACK: "Cognito sends the browser straight back with an error.",
}


def _remedy(seen: AuthorizeSeen) -> Remedy:
    if seen.outcome is AuthorizeOutcome.NO_SUCH_CLIENT:
        return _OTHER_CLIENT
    if seen.outcome is AuthorizeOutcome.REDIRECT_MISMATCH:
        what = f"add the callback URL {seen.redirect_uri}, or correct the web address in the step ClearML server."
        return Remedy(console("App clients > your app client > Login pages", what), WIZARD)
    return _REPAIR


def _evidence(seen: AuthorizeSeen) -> Evidence:
    error = f", error {seen.error}" if seen.error else ""
    words = f" ({seen.description})" if seen.description else ""
    return Evidence(f"GET {seen.url}", f"{seen.status} to {seen.leads_to}{error}{words} in {seen.seconds:.1f} s")


def _authorize(facts: Facts) -> Verdict:
    asked = facts[AUTHORIZE]
    for seen in asked:
        if seen.outcome in _OUTCOMES:
            return failed(
                _OUTCOMES[seen.outcome],
                _evidence(seen),
                expected="a login page",
                actual=f"{seen.leads_to}{f': {seen.error}' if seen.error else ''}",
                remedy=_remedy(seen),
            )
    strange = next((seen for seen in asked if seen.somebody_else), None)
    if strange:
        return _somebody_else(strange)
    login = facts.fact(LOGIN)
    if isinstance(login, Known):
        return _login(login.value, asked[0], bool(facts[CONNECTION].identity_provider))
    if any(seen.outcome is AuthorizeOutcome.LOGIN_PAGE for seen in asked):
        facts[LOGIN]
    return ok(f"It leads to the identity provider at {asked[0].leads_to}.", _evidence(asked[0]))


def _somebody_else(seen: AuthorizeSeen) -> Verdict:
    return unseen(
        f"The answer leads to {seen.leads_to} and lacks the header that Cognito's own answers have: a proxy or the "
        "sign-in portal of a network may be answering in its place.",
        _evidence(seen),
    )


def _login(page: LoginSeen, authorize: AuthorizeSeen, goes_past: bool) -> Verdict:
    header = "" if page.from_cognito else ", without Cognito's own header"
    evidence = (
        _evidence(authorize),
        Evidence(f"GET {page.url}", f"{page.status} in {page.seconds:.1f} s{header}"),
    )
    if page.outcome is LoginOutcome.FORM and authorize.from_cognito and not page.from_cognito:
        return unseen(
            "The authorize endpoint answers as Cognito does, and the login page does not: something in between may "
            "have put a page of its own in its place.",
            *evidence,
        )
    if page.outcome is LoginOutcome.FORM:
        return ok("It leads to a login page, which can be shown.", *evidence)
    if goes_past:
        return ok("It is accepted; people go past the login page, straight to the identity provider.", *evidence)
    message, what = {
        LoginOutcome.UNAVAILABLE: (
            "The login page says that it is unavailable. Managed login says so where the app client has no branding "
            "style.",
            "a login page",
        ),
        LoginOutcome.NO_LOGIN_OPTION: (
            "The login page says that no login option is available.",
            "an identity provider on the app client",
        ),
    }.get(page.outcome, ("Cognito shows its error page in place of the login page.", "a login page"))
    return failed(message, *evidence, expected=what, actual=f"status {page.status}", remedy=_REPAIR)


def _wrong_refused(facts: Facts) -> Verdict:
    seen = facts[AUTHORIZE_WRONG]
    if seen.outcome is AuthorizeOutcome.REDIRECT_MISMATCH:
        return ok("It is refused.", _evidence(seen))
    if seen.somebody_else:
        return _somebody_else(seen)
    if seen.outcome in (AuthorizeOutcome.LOGIN_PAGE, AuthorizeOutcome.PROVIDER, AuthorizeOutcome.SENT_BACK):
        return warned(
            "A sign-in with a callback URL that nobody registered was not refused; codes could be sent elsewhere.",
            _evidence(seen),
            expected="redirect_mismatch",
            actual=seen.outcome.value,
            remedy=Remedy("See that it is really Cognito that answers at this address."),
        )
    return skipped("It was refused for another reason, so this says nothing of the callback URL.")


def _provider(facts: Facts) -> Verdict:
    name, seen = facts[CONNECTION].identity_provider, facts[AUTHORIZE_PROVIDER]
    shown = plain(name or "", 60)
    if seen.somebody_else:
        return _somebody_else(seen)
    if seen.outcome is AuthorizeOutcome.PROVIDER:
        return ok(f"It leads to {seen.leads_to}.", _evidence(seen))
    if name == "COGNITO" and seen.outcome is AuthorizeOutcome.LOGIN_PAGE:
        return ok("It leads to Cognito's own login page.", _evidence(seen))
    return failed(
        f"A sign-in that names {shown} does not lead to it.",
        _evidence(seen),
        expected="the identity provider's own address",
        actual=seen.leads_to,
        remedy=Remedy(
            console(
                "App clients > your app client > Login pages", f"see that {shown} is enabled, in exactly this form."
            ),
            WIZARD,
        ),
    )


def _said(seen: TokenSeen) -> Evidence:
    return Evidence(
        f"POST {seen.url}",
        f"{seen.grant}, secret by {seen.form}: {seen.status} {seen.answer.value} in {seen.seconds:.1f} s",
    )


def _token(facts: Facts) -> TokenLook:
    """What the token endpoint said of the secret that Cognito shows or that was given, else of the keyring's, else of
    the env file's where it is proved: one that is not proved is ENV016's to judge.
    """
    first, kept, written = facts.fact(TOKEN), facts.fact(TOKEN_VAULT), facts.fact(TOKEN_GIVEN)
    tried = isinstance(first, Known) or isinstance(kept, Known)
    if not tried and isinstance(written, Known) and all(seen.client_proved for seen in written.value.answers):
        return written.value
    if (
        isinstance(first, Unknown)
        and first.why.never_asked
        and isinstance(kept, Unknown)
        and not kept.why.never_asked
    ):
        return facts[TOKEN_VAULT]
    return kept.value if isinstance(kept, Known) and not isinstance(first, Known) else facts[TOKEN]


def _secret(facts: Facts) -> Verdict:
    look = _token(facts)
    evidence = (*(_said(seen) for seen in look.answers), _said(look.wrong))
    refused = [seen for seen in look.answers if seen.answer is TokenAnswer.CLIENT_REFUSED]
    whose = _SOURCES.get(look.source, look.source)
    if len(refused) == len(look.answers):
        return failed(
            f"Cognito refuses the app client's id together with {whose}.",
            *evidence,
            expected="invalid_grant: the app client is right, and only the made-up token is not",
            actual="invalid_client: the id or the secret of the app client is not right",
            remedy=Remedy(
                "Take the secret again from the app client, without blanks or quotes around it, store it and export "
                "it. "
                "If it was rotated, use the newer one.",
                WIZARD,
            ),
        )
    if look.wrong.client_proved:
        return unseen(
            "The endpoint takes a made-up secret as well, so nothing is proved: the app client has no secret, or it "
            "is "
            "not Cognito that answers.",
            *evidence,
        )
    if refused:
        return warned(
            f"Cognito accepts {whose} sent one way and refuses it the other ({refused[0].form}).",
            *evidence,
            expected="accepted by HTTP Basic and in the body",
            actual=f"refused by {refused[0].form}",
            remedy=Remedy(
                "A secret with special characters may be encoded twice on the way. Let Cognito make a new one."
            ),
        )
    if all(seen.client_proved for seen in look.answers):
        return ok(f"It accepts {whose}, and refuses a made-up one.", *evidence)
    return unseen(f"The endpoint's answer does not say whether it accepts {whose}.", *evidence)


def _code(facts: Facts) -> Verdict:
    seen = _token(facts).code
    if seen is None:
        return skipped("No ClearML web address is set, so there is no redirect URI to ask with.")
    if seen.answer is TokenAnswer.CLIENT_ACCEPTED:
        return ok("A made-up code is refused for being made up, and for nothing else.", _said(seen))
    if seen.answer is TokenAnswer.FLOW_OR_REDIRECT_REFUSED:
        return failed(
            "The token endpoint refuses to exchange codes (the authorization code grant) for this app client, or for "
            "this callback URL.",
            _said(seen),
            expected="invalid_grant: only the made-up code is not right",
            actual=seen.answer.value,
            remedy=Remedy("Compare callback URLs and grant types of the app client with the guide.", WIZARD),
        )
    return unseen("The token endpoint's answer says nothing of the grant.", _said(seen))


CHECKS: tuple[Check, ...] = (
    Check(
        "LGN010",
        "A sign-in as ClearML begins it leads to a login page",
        AREA,
        Severity.ERROR,
        (AUTHORIZE, LOGIN, CONNECTION),
        (*_PAGES, *_CLIENT, "DOM014"),
        _authorize,
        "This program asks the authorize endpoint exactly as ClearML's button would, and follows to the login page, "
        "as "
        "far as it goes without a person. It proves app client, callback URL, grant type and scopes together.",
    ),
    Check(
        "LGN011",
        "A sign-in with a callback URL that is not registered is refused",
        AREA,
        Severity.WARNING,
        (AUTHORIZE_WRONG,),
        (*_PAGES, "APP010"),
        _wrong_refused,
        "This is the counter-proof: whoever accepts any callback URL would send sign-in codes anywhere. It also "
        "shows that the answer to the right callback URL means something. The address that is tried belongs to "
        "nobody.",
    ),
    Check(
        "LGN012",
        "The token endpoint accepts the app client's id and secret",
        AREA,
        Severity.ERROR,
        (TOKEN, TOKEN_VAULT, TOKEN_GIVEN),
        (*_PAGES, "APP010", "APP011", "KEY011"),
        _secret,
        "Cognito judges the client before the token it sends. Asked with a made-up token, it answers invalid_grant "
        "where "
        "id and secret are right, and invalid_client where they are not; a made-up secret is tried for comparison. "
        "Nobody is signed in by this and nothing is used up; the secret is shown nowhere.",
        "COGNITO_AUTH_CLIENT_ID, COGNITO_AUTH_CLIENT_SECRET",
    ),
    Check(
        "LGN015",
        "The token endpoint takes authorization codes for the callback URL",
        AREA,
        Severity.ERROR,
        (TOKEN, TOKEN_VAULT, TOKEN_GIVEN),
        (*_PAGES, *_CLIENT, "LGN012"),
        _code,
        "This is the second half of a sign-in: ClearML's server exchanges the code for tokens, naming the "
        "callback URL again. A made-up code is sent, which Cognito has to refuse as a code, and not for the app "
        "client or the callback URL.",
    ),
    Check(
        "LGN016",
        "A sign-in that names the identity provider leads straight to it",
        AREA,
        Severity.ERROR,
        (AUTHORIZE_PROVIDER, CONNECTION),
        (*_PAGES, *_CLIENT, "IDP010", "IDP011", "LGN010"),
        _provider,
        "With identity_provider set, ClearML's button skips Cognito's login page. This proves name, app client and "
        "provider together, up to the provider's own door.",
        "identity_provider=<external_idp_name_as_defined_in_the_user_pool>",
    ),
)
