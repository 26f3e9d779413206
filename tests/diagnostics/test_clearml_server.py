"""What answers where ClearML is looked for: the server itself, one that is ill, and what is no ClearML at all."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TypeVar

import pytest

from diagnostics.addresses import api_addresses
from diagnostics.clearml_server import PingOutcome, configuration, ping, supported_modes, web_page
from diagnostics.facts import NotSeen, Why
from diagnostics.http import Web, web

T = TypeVar("T")
Answers = dict[str, tuple[int, str]]

INDEX = (200, "<!doctype html><title>ClearML</title>")


def envelope(data: object, code: int = 200) -> tuple[int, str]:
    return code, json.dumps({"meta": {"result_code": code, "result_msg": "said"}, "data": data})


PING = envelope({"msg": "ClearML server"})
WRONG_PATH = envelope({}, 400)


@contextmanager
def serving(answers: Answers) -> Iterator[str]:
    """A web server that answers these paths, and any other with ClearML's index page, as its nginx does."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = answers.get(self.path, INDEX)
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", body)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def ask(question: Callable[[Web], Awaitable[T]]) -> T:
    async def asked() -> T:
        async with web() as pool:
            return await question(pool)

    return asyncio.run(asked())


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (PING, PingOutcome.ALIVE),
        (WRONG_PATH, PingOutcome.ALIVE),
        ((502, "<h1>Bad Gateway</h1>"), PingOutcome.DOWN),
        (INDEX, PingOutcome.NOT_CLEARML),
        ((200, '{"msg": "ClearML server"}'), PingOutcome.NOT_CLEARML),
    ],
)
def test_the_apiserver_lives_is_down_or_is_something_else(answer: tuple[int, str], outcome: PingOutcome) -> None:
    with serving({"/api/debug.ping": answer}) as address:
        assert ask(lambda pool: ping(pool, (f"{address}/api",))).outcome is outcome


def test_the_api_is_found_at_its_own_address_below_a_path_or_not() -> None:
    with serving({}) as app, serving({"/api/debug.ping": PING, "/debug.ping": WRONG_PATH}) as api:
        assert ask(lambda pool: ping(pool, api_addresses((app,), api))).api == api
    with serving({}) as app, serving({"/api/login.supported_modes": envelope({"sso": {"cognito": ""}})}) as api:
        assert ask(lambda pool: supported_modes(pool, api_addresses((app,), api))).api == f"{api}/api"


def test_providers_are_read_in_each_form_and_the_guest_s_password_is_not() -> None:
    data = {
        "basic": {"enabled": True, "guest": {"enabled": True, "name": "g", "password": "canary"}},
        "sso": {"okta": "https://okta.example/"},
        "sso_providers": [
            {"name": "x1", "displayName": "AWS Cognito", "url": "https://d/oauth2/authorize?client_id=c"}
        ],
        "server_errors": {"es_connection_error": True, "missed_es_upgrade": False},
    }
    with serving({"/api/login.supported_modes": envelope(data)}) as address:
        modes = ask(lambda pool: supported_modes(pool, (f"{address}/api",)))
    assert modes.cognito and modes.cognito.display_name == "AWS Cognito"
    assert [provider.name for provider in modes.providers] == ["x1", "okta"]
    assert modes.server_errors == ("es_connection_error",)
    assert "canary" not in repr(modes)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (INDEX, Why.MALFORMED),
        (WRONG_PATH, Why.MALFORMED),
        ((502, ""), Why.ERROR),
        ((429, ""), Why.THROTTLED),
        ((302, "https://sso.example/"), Why.MALFORMED),
        (envelope({"sso_providers": "none"}), Why.MALFORMED),
        (envelope([]), Why.MALFORMED),
    ],
)
def test_what_is_no_answer_to_the_question_is_not_seen(answer: tuple[int, str], why: Why) -> None:
    with serving({"/api/login.supported_modes": answer}) as address, pytest.raises(NotSeen) as reason:
        ask(lambda pool: supported_modes(pool, (f"{address}/api",)))
    assert reason.value.unknown.why is why


@pytest.mark.parametrize(("body", "edition"), [('{"enterpriseServer": true}', True), ("{}", None)])
def test_the_edition_is_what_the_configuration_says_or_nothing(body: str, edition: bool | None) -> None:
    with serving({"/configuration.json": (200, body)}) as address:
        assert ask(lambda pool: configuration(pool, address)).enterprise is edition


@pytest.mark.parametrize(
    ("target", "away"), [("/login", False), ("https://other.example/x?a=canary", True), ("http://[broken", False)]
)
def test_a_redirect_leads_away_only_where_the_host_changes(target: str, away: bool) -> None:
    with serving({"/": (302, target)}) as address:
        page = ask(lambda pool: web_page(pool, address))
    assert page.leads_away is away and "canary" not in page.leads_to
