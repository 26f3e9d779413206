"""Checks of the running ClearML server: that it lives, can do SSO, and has loaded the Cognito settings."""

from __future__ import annotations

from urllib.parse import parse_qs

from diagnostics.addresses import CALLBACK_PATH
from diagnostics.authorize_endpoint import SCOPES
from diagnostics.callbacks import difference
from diagnostics.checks.verdicts import failed, listed, ok, skipped, unseen, warned
from diagnostics.clearml_server import PingOutcome, SsoProvider
from diagnostics.facts import Known
from diagnostics.findings import WIZARD, Evidence, Remedy, Severity, Verdict
from diagnostics.identity_provider import COGNITO
from diagnostics.judge import Check
from diagnostics.keys import (
    CONNECTION,
    PAGES,
    PING,
    SERVER_CONFIGURATION,
    SERVER_MODES,
    WEB_ADDRESSES,
    WEB_PAGES,
)
from diagnostics.look import Facts

AREA = "ClearML server"
_MODES = "login.supported_modes"
_BARRED = (401, 403, 407, 429)
_RECREATE = (
    "Recreate the apiserver container so that it gets the settings: docker compose up -d does, docker compose "
    "restart "
    "does not."
)


def _usable(facts: Facts) -> Verdict:
    addresses = facts[WEB_ADDRESSES]
    for web in addresses:
        if web.problem:
            return failed(
                web.problem,
                expected="the https address at which people open ClearML",
                actual=web.typed,
                remedy=Remedy("Correct the address in the step ClearML server.", WIZARD),
            )
    return ok(listed(web.address or "" for web in addresses))


def _web(facts: Facts) -> Verdict:
    for page in facts[WEB_PAGES]:
        evidence = Evidence(f"GET {page.address}/", f"{page.status} in {page.seconds:.1f} s")
        if page.leads_away:
            return warned(
                f"{page.address} sends the browser on to {page.leads_to}. The callback URL has to be made from the "
                "address that people end up at.",
                evidence,
                expected=page.address,
                actual=page.leads_to,
                remedy=Remedy("Set the address at which ClearML opens in the end.", WIZARD),
            )
        if page.status in _BARRED:
            return unseen(
                f"{page.address} answers {page.status}: something in front of ClearML does not let this machine in.",
                evidence,
                remedy=Remedy("Look from where people open ClearML, or let this machine through that proxy."),
            )
        if 400 <= page.status < 500:
            return warned(
                f"{page.address} answers {page.status}, and not with a page: people find no ClearML there.",
                evidence,
                expected="200",
                actual=str(page.status),
                remedy=Remedy("Correct the address in the step ClearML server, or the proxy in front of it.", WIZARD),
            )
        if page.status >= 500:
            return failed(
                f"{page.address} answers {page.status}: ClearML's web server is not working.",
                evidence,
                remedy=Remedy("Look at the containers of the ClearML server and at the proxy in front of it."),
            )
    return ok(f"{listed(page.address for page in facts[WEB_PAGES])} answers.")


def _alive(facts: Facts) -> Verdict:
    modes, answer = facts.fact(SERVER_MODES), facts.fact(PING)
    alive = isinstance(answer, Known) and answer.value.outcome is PingOutcome.ALIVE
    if not alive and isinstance(modes, Known):
        return ok(f"It answers at {modes.value.api}.", Evidence(_MODES, "answered"))
    seen = facts[PING]
    evidence = Evidence(f"GET {seen.api}/debug.ping", f"{seen.status} in {seen.seconds:.1f} s")
    if seen.outcome is PingOutcome.ALIVE:
        return ok(f"It answers at {seen.api}.", evidence)
    if seen.outcome is PingOutcome.DOWN:
        return failed(
            "ClearML's web server answers, but the apiserver behind it does not.",
            evidence,
            expected="200 from debug.ping",
            actual=str(seen.status),
            remedy=Remedy(
                "Look at the apiserver's log. One CLEARML__ variable that is not valid HOCON stops it at every "
                "start, "
                "with a ParseException that does not name the variable.",
                ("docker logs --tail 50 clearml-apiserver",),
            ),
        )
    return failed(
        "Something answers there, but it is not ClearML's API.",
        evidence,
        expected="ClearML's API below the web address at /api",
        actual=seen.api,
        remedy=Remedy("Check the web address, or set the API's own address in the connection (clearml.api_address)."),
    )


def _supports_sso(facts: Facts) -> Verdict:
    modes, configuration = facts[SERVER_MODES], facts.fact(SERVER_CONFIGURATION)
    if modes.providers:
        return ok(f"It offers {listed(_shown(provider) for provider in modes.providers)}.")
    if isinstance(configuration, Known) and configuration.value.enterprise:
        return ok(
            "It says that it is ClearML Enterprise.", Evidence(configuration.value.url, "enterpriseServer: true")
        )
    return warned(
        "It offers no sign-in provider. Either it is the open-source server, which has no SSO and silently ignores "
        "these settings, or an Enterprise server that has loaded none yet: from outside they look the same.",
        Evidence(_MODES, "sso and sso_providers are empty"),
        expected="ClearML Enterprise",
        actual="cannot be told",
        remedy=Remedy("Ask whoever runs the server, or ClearML, which edition it is."),
    )


def _shown(provider: SsoProvider) -> str:
    return provider.display_name or provider.name or "a provider without a name"


def _listed(facts: Facts) -> Verdict:
    modes, configuration = facts[SERVER_MODES], facts.fact(SERVER_CONFIGURATION)
    wanted = facts[CONNECTION].display_name
    if modes.cognito:
        shown = _shown(modes.cognito)
        if wanted and modes.cognito.display_name and wanted != modes.cognito.display_name:
            return warned(
                "The server shows another name for it than the connection has.",
                Evidence(_MODES, shown),
                expected=wanted,
                actual=modes.cognito.display_name,
                remedy=Remedy(f"Export the settings again. {_RECREATE}", WIZARD),
            )
        return ok(f"It is listed as {shown}.")
    if modes.providers:
        return failed(
            "The server has sign-in providers, but not Cognito: its Cognito settings are missing or misnamed.",
            Evidence(_MODES, listed(_shown(provider) for provider in modes.providers)),
            expected="a provider named cognito",
            actual=listed(_shown(provider) for provider in modes.providers),
            remedy=Remedy(f"Compare the names of the variables with an export. {_RECREATE}", WIZARD),
        )
    if isinstance(configuration, Known) and configuration.value.enterprise:
        return warned(
            "The server lists no provider at all. Its Cognito settings are not loaded, or it hides the providers of "
            "the "
            "whole server, as a multi-tenant one can.",
            Evidence(_MODES, "sso and sso_providers are empty"),
            expected="a provider named cognito",
            actual="none",
            remedy=Remedy(f"Give the apiserver the exported settings. {_RECREATE}", WIZARD),
        )
    return skipped("Whether this server can do SSO at all could not be told (SRV011).")


def _url(facts: Facts) -> Verdict:
    provider = facts[SERVER_MODES].cognito
    if provider is None or not provider.url:
        return skipped("The server does not say where it sends the browser.")
    connection, asked = facts[CONNECTION], parse_qs(provider.url.partition("?")[2])
    pages = facts.fact(PAGES)
    callbacks = tuple(web.callback for web in facts[WEB_ADDRESSES] if web.callback)
    wrong: list[tuple[str, str, str]] = []
    if isinstance(pages, Known) and not provider.url.startswith(f"{pages.value.url}/oauth2/authorize"):
        wrong.append(("authorize_url", f"{pages.value.url}/oauth2/authorize", provider.url.partition("?")[0]))
    for name, expected in (
        ("client_id", (connection.app_client,)),
        ("redirect_uri", callbacks),
        ("identity_provider", (connection.identity_provider,)),
    ):
        found = asked.get(name, [""])[0]
        # Without a provider in the connection none may be in the address: people would not come to the login page.
        known = any(expected) or name == "identity_provider"
        if found and known and found not in (*expected, COGNITO if not any(expected) else None):
            wrong.append((name, listed((text for text in expected if text), "none"), found))
    scopes = asked.get("scope", [""])[0].replace("+", " ").split()
    if scopes and not set(SCOPES) <= set(scopes):
        wrong.append(("scope", listed(SCOPES), listed(scopes)))
    if not wrong:
        facts[PAGES]
        return ok("It sends the browser to the right place, with the right values.")
    name, expected_value, actual = wrong[0]
    why = difference(expected_value, actual) if name == "redirect_uri" else None
    return failed(
        f"The server sends the browser on with another {listed(one[0] for one in wrong)} than the connection has"
        f"{f': {why}' if why else ''}.",
        Evidence(_MODES, f"{name}: {actual}"),
        expected=expected_value,
        actual=actual,
        remedy=Remedy(f"Export the settings again. {_RECREATE}", WIZARD),
    )


def _errors(facts: Facts) -> Verdict:
    errors = facts[SERVER_MODES].server_errors
    if errors:
        return warned(
            f"The server reports: {listed(errors)}.",
            Evidence(_MODES, f"server_errors: {listed(errors)}"),
            remedy=Remedy("Look at the ClearML server's Elasticsearch and at its logs."),
        )
    return ok("It reports none.")


CHECKS: tuple[Check, ...] = (
    Check(
        "NET013",
        "Each ClearML address can be one that Cognito sends people back to",
        "Network",
        Severity.ERROR,
        (WEB_ADDRESSES,),
        (),
        _usable,
        "The callback URL is made from the address at which people open ClearML. Cognito accepts https only, except "
        "on "
        "this very machine, and neither a user name nor a fragment in it.",
        f"add the URL `<clearml_webapp_address>{CALLBACK_PATH}`",
    ),
    Check(
        "NET012",
        "Each ClearML web address answers, and does not lead elsewhere",
        "Network",
        Severity.ERROR,
        (WEB_PAGES,),
        ("NET013",),
        _web,
        "The callback URL is made from the address at which people open ClearML. If that address only redirects "
        "to another one, the sign-in begins there, and people return to a place that is not registered. This is "
        "seen from this machine; your people may be in another network.",
    ),
    Check(
        "SRV010",
        "The ClearML API answers",
        AREA,
        Severity.ERROR,
        (PING, SERVER_MODES),
        ("NET012",),
        _alive,
        "debug.ping needs no sign-in. If the web server answers and the apiserver does not, the apiserver is often "
        "in a "
        "loop of starting and stopping over one bad variable.",
    ),
    Check(
        "SRV011",
        "The ClearML server can do single sign-on",
        AREA,
        Severity.ERROR,
        (SERVER_MODES, SERVER_CONFIGURATION),
        ("SRV010",),
        _supports_sso,
        "Single sign-on is part of ClearML Enterprise. The open-source server loads the same variables without an "
        "error "
        "and does nothing with them. The server tells anybody which providers it has loaded.",
    ),
    Check(
        "SRV012",
        "The ClearML server has loaded the Cognito settings",
        AREA,
        Severity.ERROR,
        (SERVER_MODES, SERVER_CONFIGURATION, CONNECTION),
        ("SRV010", "SRV011", "ENV011", "ENV012", "ENV013", "ENV014", "ENV023"),
        _listed,
        "The server reads its settings once, when it starts. If Cognito is not among its providers, the variables "
        "did "
        "not reach the apiserver, are misspelt, or the container was not made anew.",
        "Define the following environment variables for the `apiserver` container",
    ),
    Check(
        "SRV013",
        "The ClearML server sends people to this user pool with these values",
        AREA,
        Severity.ERROR,
        (SERVER_MODES, CONNECTION, WEB_ADDRESSES, PAGES),
        ("SRV012", "OID013"),
        _url,
        "Some ClearML versions say where a provider's button leads. Client id, redirect URI, scopes and identity "
        "provider in it are what the running server really uses.",
    ),
    Check(
        "SRV014",
        "The ClearML server reports no trouble of its own",
        AREA,
        Severity.WARNING,
        (SERVER_MODES,),
        ("SRV010", "SRV011"),
        _errors,
        "Together with the ways to sign in, the server tells anybody whether it has trouble of its own, such as "
        "with its database. Such trouble stops people after a good sign-in, and looks as if the sign-in had "
        "failed.",
    ),
)
