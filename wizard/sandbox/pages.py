"""The public pages and endpoints of a user pool domain, below `<address>/pages/<domain>`.

Outcomes: the Developer Guide's endpoint pages and the probes that people have published. Where their order or form is
not known, the function names its guess.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from urllib.parse import quote, urlencode

from wizard.sandbox import tokens
from wizard.sandbox.answers import Answer, Request, html_answer, redirect, request_id
from wizard.sandbox.jsontypes import members, text, texts
from wizard.sandbox.state import Account, Client, Domain, Pool

PREFIX = "/pages/"

UNAVAILABLE = "Login pages unavailable. Please contact an administrator."
NO_OPTION = "Login option is not available. Please try another one"
ERROR_PAGE = "An error was encountered with the requested page."


@dataclass(frozen=True, slots=True)
class Site:
    """One domain's pages: where they are, and whose.

    Attributes:
        base: `<address>/pages/<domain>`.
        domain: the domain.
        pool: its pool.
    """

    base: str
    domain: Domain
    pool: Pool

    def client(self, client_id: str) -> Client | None:
        """The pool's app client with this id."""
        return self.pool.clients.get(client_id)


def split(path: str) -> tuple[str, str]:
    """The domain and the page that a path names: `/pages/acme/oauth2/token` gives `acme` and `/oauth2/token`."""
    name, _, page = path.removeprefix(PREFIX).partition("/")
    return name, "/" + page


def operation_of(path: str) -> str:
    """The short name by which faults and records know a page."""
    return _NAMES.get(split(path)[1], "page")


def answer(account: Account, address: str, request: Request) -> Answer:
    """Answer one request to a domain; a domain that is not ACTIVE has no host (guesses.DOMAIN_HOST_MISSING)."""
    name, page = split(request.path)
    domain = account.domains.get(name)
    pool = account.pool(domain.pool_id, domain.pool_id.partition("_")[0]) if domain else None
    if domain is None or pool is None or not domain.active():
        return html_answer(
            404, "<html><body>The sandbox has no such host: no domain with this name is ACTIVE.</body></html>"
        )
    site = Site(f"{address}{PREFIX}{name}", domain, pool)
    return genuine(_page(site, page, request))


def genuine(one: Answer) -> Answer:
    """An answer with the headers by which Cognito's own answers are known."""
    return one.with_headers(("x-amz-cognito-request-id", request_id()), ("Server", "Server"))


def _page(site: Site, page: str, request: Request) -> Answer:
    gets: dict[str, Callable[[Site, Request], Answer]] = {
        "/oauth2/authorize": _authorize,
        "/login": _login,
        "/logout": _logout,
        "/oauth2/userInfo": lambda _, asked: tokens.user_info(asked),
    }
    posts: dict[str, Callable[[Site, Request], Answer]] = {
        "/oauth2/token": lambda own, asked: tokens.token(own.pool, asked),
        "/oauth2/revoke": lambda own, asked: tokens.revoke(own.pool, asked),
        "/oauth2/userInfo": lambda _, asked: tokens.user_info(asked),
    }
    if request.method == "POST":
        # A POST to a path that is none, such as /oauth/token, is answered like one with the wrong verb.
        return posts[page](site, request) if page in posts else _wrong_verb("GET")
    if page in gets:
        return gets[page](site, request)
    return _wrong_verb("POST") if page in posts else html_answer(400, _html("Error", ERROR_PAGE))


def _wrong_verb(allowed: str) -> Answer:
    return html_answer(405, _html("405", "Method Not Allowed")).with_headers(("Allow", allowed))


def _authorize(site: Site, request: Request) -> Answer:
    """GET /oauth2/authorize, judged in the order of guesses.AUTHORIZE_ORDER."""
    asked = request.query
    refused = _refused(site, request)
    client = site.client(asked.get("client_id", ""))
    if refused or client is None:
        return refused or _error_redirect(site, "Client does not exist")
    if not client.settings.get("AllowedOAuthFlowsUserPoolClient"):
        # guesses.AUTHORIZE_FLAG_OFF
        return _to_callback(client, request, "unauthorized_client", "Client is not enabled for OAuth2.0 flows.")
    flow = {"code": "code", "token": "implicit"}.get(asked.get("response_type", ""))
    if flow is None:
        # guesses.AUTHORIZE_RESPONSE_TYPE
        return _to_callback(client, request, "invalid_request", "invalid_response_type")
    if flow not in texts(client.settings, "AllowedOAuthFlows"):
        return _to_callback(client, request, "unauthorized_client")
    if not set(asked.get("scope", "").split()) <= set(texts(client.settings, "AllowedOAuthScopes")):
        return _to_callback(client, request, "invalid_request", "invalid_scope")
    return _to_sign_in(site, client, request)


def _refused(site: Site, request: Request) -> Answer | None:
    """What authorize and login judge alike: the client and its callback."""
    asked = request.query
    client_id, target = asked.get("client_id", ""), asked.get("redirect_uri", "")
    if not client_id:
        return html_answer(400, _html("Error", "Required String parameter 'client_id' is not present"))
    client = site.client(client_id)
    if client is None:
        return _error_redirect(site, "Client does not exist")
    if not target and not text(client.settings, "DefaultRedirectURI"):
        return html_answer(400, _html("Error", "Required String parameter 'redirect_uri' is not present"))
    if target and target not in texts(client.settings, "CallbackURLs"):
        return _error_redirect(site, "redirect_mismatch", client_id)
    return None


def _to_sign_in(site: Site, client: Client, request: Request) -> Answer:
    enabled = texts(client.settings, "SupportedIdentityProviders")
    wanted = request.query.get("identity_provider", "")
    if not wanted and len(enabled) == 1 and enabled[0] != "COGNITO":
        wanted = enabled[0]  # guesses.ONLY_PROVIDER
    if wanted in enabled and wanted in site.pool.providers:
        return redirect(_provider_url(site, wanted))
    return redirect(f"{site.base}/login?{urlencode(request.query)}")  # guesses.PROVIDER_NOT_ENABLED


def _provider_url(site: Site, name: str) -> str:
    """Where a provider's own sign-in begins. It lies outside the sandbox, under a reserved name."""
    provider = site.pool.providers[name]
    details = members(provider, "ProviderDetails")
    if text(provider, "ProviderType") == "SAML":
        asked = {
            "SAMLRequest": "fZJNT8MwDIbv/IqoB25t2o19qOqKJhCiEh/TVjhwQVnqbpHyUZx07f49",
            "RelayState": "c2FuZGJveA",
        }
        return f"{text(details, 'SSORedirectBindingURI')}?{urlencode(asked)}"
    asked = {
        "client_id": text(details, "client_id"),
        "redirect_uri": f"{site.base}/oauth2/idpresponse",
        "scope": text(details, "authorize_scopes"),
        "response_type": "code",
        "state": "c2FuZGJveA",
    }
    return f"{text(details, 'authorize_url')}?{urlencode(asked)}"


def _to_callback(client: Client, request: Request, error: str, description: str = "") -> Answer:
    answer: dict[str, str] = {"error_description": description} if description else {}
    if "state" in request.query:
        answer["state"] = request.query["state"]
    answer["error"] = error
    target = request.query.get("redirect_uri", "") or text(client.settings, "DefaultRedirectURI")
    return redirect(f"{target}{'&' if '?' in target else '?'}{urlencode(answer)}")


def _error_redirect(site: Site, error: str, client_id: str = "") -> Answer:
    asked = {"error": error, **({"client_id": client_id} if client_id else {})}
    return redirect(f"{site.base}/error?{urlencode(asked)}")


def _login(site: Site, request: Request) -> Answer:
    """GET /login: the form, or why there is none (guesses.NO_PROVIDER)."""
    refused = _refused(site, request)
    client = site.client(request.query.get("client_id", ""))
    if refused or client is None:
        return refused or _error_redirect(site, "Client does not exist")
    if site.domain.version == 2 and client.id not in site.pool.branding:
        return html_answer(403, _html("Login pages unavailable", UNAVAILABLE))
    enabled = texts(client.settings, "SupportedIdentityProviders")
    wanted = request.query.get("identity_provider", "")
    if not enabled or (wanted and wanted not in enabled):
        return html_answer(401, _html("Error", NO_OPTION))
    buttons = "".join(f"<li>{escape(name)}</li>" for name in enabled if name != "COGNITO")
    form = '<form method="post"><input name="username"><input name="password" type="password"></form>'
    body = (form if "COGNITO" in enabled else "") + (f"<ul>{buttons}</ul>" if buttons else "")
    page = f"<!DOCTYPE html><html><head><title>Sign-in</title></head><body>{body}</body></html>"
    return html_answer(200, page).with_headers(("Set-Cookie", f"XSRF-TOKEN={request_id()}; Path=/; HttpOnly"))


def _logout(site: Site, request: Request) -> Answer:
    """GET /logout (guesses.MINOR_PAGES)."""
    client = site.client(request.query.get("client_id", ""))
    target = request.query.get("logout_uri", "")
    if "client_id" not in request.query:
        return html_answer(400, _html("Error", "Required String parameter 'client_id' is not present"))
    if client is None:
        return _error_redirect(site, "Client does not exist")
    if target and target in texts(client.settings, "LogoutURLs"):
        return redirect(target)
    if "redirect_uri" in request.query:
        return redirect(f"{site.base}/login?{urlencode(request.query, quote_via=quote)}")
    if target:
        return _error_redirect(site, "redirect_mismatch", client.id)
    return html_answer(400, _html("Error", "Required String parameter 'redirect_uri' is not present"))


def _html(title: str, sentence: str) -> str:
    body = escape(sentence, quote=False)
    return f"<!DOCTYPE html><html><head><title>{escape(title)}</title></head><body><p>{body}</p></body></html>"


_NAMES = {
    "/oauth2/authorize": "authorize",
    "/oauth2/token": "token",
    "/oauth2/userInfo": "userInfo",
    "/oauth2/revoke": "revoke",
    "/login": "login",
    "/logout": "logout",
    "/error": "error",
}
