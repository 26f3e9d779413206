"""What a running ClearML server says of itself to anybody: that it lives, how people sign in, its edition.

Sources: clearml-server `apiserver/schema/services/{login,debug}.conf` and `apiserver/services/login`, clearml-web
`src/environments/base.ts` and `LoginModeResponse.ts`. What the Enterprise server puts into a provider's `name` is not
public, so a provider is recognised by any of its names. The guest's password, which the answer may hold, is not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from diagnostics.answers import flag, label, malformed, optional_tables, table
from diagnostics.discovery import refuse_other_status
from diagnostics.facts import NotSeen, Unknown, Why
from diagnostics.http import CALL_SECONDS, host_of
from diagnostics.text import plain

if TYPE_CHECKING:
    from diagnostics.http import Answer, Web

_GATEWAY = (500, 502, 503, 504)


class PingOutcome(StrEnum):
    """What answers where ClearML's API is looked for."""

    ALIVE = "alive"
    DOWN = "down"
    """A web server answers, but the apiserver behind it does not (500, 502, 503, 504)."""
    NOT_CLEARML = "not ClearML"


@dataclass(frozen=True, slots=True)
class Ping:
    """The answer to `debug.ping`. `api` is the address below which it was asked."""

    api: str
    outcome: PingOutcome
    status: int
    seconds: float


@dataclass(frozen=True, slots=True)
class SsoProvider:
    """A way to sign in that the server offers, in plain texts. `url`: where it would send the browser, if it says."""

    name: str
    display_name: str
    url: str | None

    @property
    def is_cognito(self) -> bool:
        """Whether any of its names is Cognito's."""
        return any("cognito" in text.lower() for text in (self.name, self.display_name))


@dataclass(frozen=True, slots=True)
class ServerModes:
    """The answer to `login.supported_modes`.

    Attributes:
        api: the address below which it was asked.
        providers: the sign-in providers that the server has loaded.
        server_errors: the names of what the server reports as broken in itself.
    """

    api: str
    providers: tuple[SsoProvider, ...]
    server_errors: tuple[str, ...]

    @property
    def cognito(self) -> SsoProvider | None:
        """The provider that is Cognito's, None where none is."""
        return next((provider for provider in self.providers if provider.is_cognito), None)


@dataclass(frozen=True, slots=True)
class ServerConfiguration:
    """The web application's `configuration.json`: which edition it says it is; None where it does not say."""

    url: str
    enterprise: bool | None


@dataclass(frozen=True, slots=True)
class WebPage:
    """The answer at a ClearML web address.

    Attributes:
        leads_to: where it redirects, plain and without a query; empty where it does not.
        leads_away: whether that is another host.
    """

    address: str
    status: int
    leads_to: str
    leads_away: bool
    seconds: float


async def ping(web: Web, apis: tuple[str, ...], seconds: float = CALL_SECONDS) -> Ping:
    """The first of `apis` at which ClearML lives, else the first that answered anything. Raises NotSeen."""
    answers = await _ask_each(web, apis, "debug.ping", seconds)
    seen: list[Ping] = []
    unclear: NotSeen | None = None
    for api, answer in answers:
        try:
            seen.append(_ping(api, answer))
        except NotSeen as reason:
            unclear = unclear or reason
    for outcome in (PingOutcome.ALIVE, PingOutcome.DOWN):
        for one in seen:
            if one.outcome is outcome:
                return one
    if unclear or not seen:
        raise unclear or NotSeen(Unknown(Why.NOT_CONFIGURED, "There is no ClearML address to ask."))
    return seen[0]


async def supported_modes(web: Web, apis: tuple[str, ...], seconds: float = CALL_SECONDS) -> ServerModes:
    """How people may sign in, by the first of `apis` that answers as ClearML does.

    Raises:
        NotSeen: none does.
    """
    answers = await _ask_each(web, apis, "login.supported_modes", seconds)
    first: NotSeen | None = None
    for api, answer in answers:
        try:
            return _modes(api, answer)
        except NotSeen as reason:
            first = first or reason
    raise first or NotSeen(Unknown(Why.NOT_CONFIGURED, "There is no ClearML address to ask."))


async def configuration(web: Web, address: str, seconds: float = CALL_SECONDS) -> ServerConfiguration:
    """The `configuration.json` of a ClearML web address. Raises NotSeen."""
    url = f"{address}/configuration.json"
    answer = await web.ask("GET", url, seconds=seconds)
    refuse_other_status(answer)
    said = f"{host_of(url)} (configuration.json)"
    content = table(said, answer.json())
    enterprise = flag(said, content, "enterpriseServer") if "enterpriseServer" in content else None
    return ServerConfiguration(url, enterprise)


async def web_page(web: Web, address: str, seconds: float = CALL_SECONDS) -> WebPage:
    """What answers at a ClearML web address. Raises NotSeen where nothing does."""
    answer = await web.ask("GET", f"{address}/", seconds=seconds)
    target = _target(f"{address}/", answer.location) if 300 <= answer.status < 400 else ""
    away = bool(target) and urlsplit(target)[:2] != urlsplit(address)[:2]
    return WebPage(address, answer.status, plain(target.partition("?")[0], 200), away, answer.seconds)


def _target(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        return ""


async def _ask_each(
    web: Web, apis: tuple[str, ...], operation: str, seconds: float
) -> tuple[tuple[str, Answer], ...]:
    """The answers that came, in the order of `apis`; NotSeen of the first where none did."""
    import asyncio

    if not apis:
        raise NotSeen(Unknown(Why.NOT_CONFIGURED, "No ClearML web address is set."))
    asked = (web.ask("GET", f"{api}/{operation}", seconds=seconds) for api in apis)
    results = await asyncio.gather(*asked, return_exceptions=True)
    answers = tuple((api, answer) for api, answer in zip(apis, results, strict=True) if not _failed(answer))
    if not answers:
        raise next(result for result in results if isinstance(result, BaseException))
    return answers  # type: ignore[return-value]  # _failed has taken the exceptions out


def _failed(result: object) -> bool:
    return isinstance(result, BaseException)


def _ping(api: str, answer: Answer) -> Ping:
    if _is_clearml(answer):
        outcome = PingOutcome.ALIVE
    elif answer.status in _GATEWAY:
        outcome = PingOutcome.DOWN
    else:
        outcome = PingOutcome.NOT_CLEARML
        if answer.status not in (200, 400, 404, 405):
            refuse_other_status(answer)
    return Ping(api, outcome, answer.status, answer.seconds)


def _is_clearml(answer: Answer) -> bool:
    """Whether an answer is in the envelope that ClearML's API wraps every answer in, a refusal included."""
    try:
        content = answer.json()
    except NotSeen:
        return False
    meta = content.get("meta") if isinstance(content, Mapping) else None
    return isinstance(meta, Mapping) and "result_code" in meta


def _modes(api: str, answer: Answer) -> ServerModes:
    host = host_of(answer.url)
    if answer.status in _GATEWAY:
        raise NotSeen(Unknown(Why.ERROR, f"{host} answered {answer.status}: the apiserver behind it is down."))
    if answer.status == 400 and _is_clearml(answer):
        raise NotSeen(Unknown(Why.MALFORMED, f"{host} is a ClearML server, but does not know this path below {api}."))
    refuse_other_status(answer)
    said = f"{host} (login.supported_modes)"
    if not _is_clearml(answer):
        raise NotSeen(
            Unknown(Why.MALFORMED, f"{host} answered with something other than ClearML's API. Check the address.")
        )
    data = table(said, table(said, answer.json()).get("data"))
    named = table(said, data.get("sso") or {})
    providers = [_provider(said, row, named) for row in optional_tables(said, data, "sso_providers")[:50]]
    listed = {provider.name for provider in providers}
    providers += [
        SsoProvider(plain(name, 80), "", _url(said, url)) for name, url in named.items() if name not in listed
    ]
    errors = table(said, data.get("server_errors") or {})
    return ServerModes(api, tuple(providers), tuple(plain(name, 60) for name, broken in errors.items() if broken))


def _provider(said: str, row: Mapping[str, object], named: Mapping[str, object]) -> SsoProvider:
    shown = label(said, row, "display_name") or label(said, row, "displayName")
    name = label(said, row, "name")
    return SsoProvider(name, shown, _url(said, row.get("url")) or _url(said, named.get(name)))


def _url(said: str, value: object) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise malformed(said, "a provider's url is not a text")
    return plain(value, 2000)
