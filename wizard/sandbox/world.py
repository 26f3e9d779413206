"""Where a request goes: the parts of the simulated world behind one address."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass

from wizard.sandbox import clearml, cognito_api, oidc, pages, sts_api
from wizard.sandbox.answers import Answer, Request
from wizard.sandbox.faults import Family, Fault, Faults, Kind, page_refusal, refusal, spoil
from wizard.sandbox.jsontypes import JsonObject, text
from wizard.sandbox.scenarios import Rules
from wizard.sandbox.state import Account

MOST_RECORDS = 20_000


@dataclass(frozen=True, slots=True)
class Recorded:
    """One request that arrived.

    Attributes:
        operation: `DescribeUserPool`, `GetCallerIdentity`, `token`, `authorize`, `discovery`, `supported_modes`, ...
        body: the members of an API call, the fields of a form, or the query's parameters.
        method: GET, POST, ...
        path: the path.
        authorization: the scheme of its Authorization header, never its content.
        at: when it arrived, epoch seconds.
    """

    operation: str
    body: JsonObject
    method: str
    path: str
    authorization: str
    at: float

    def as_json(self) -> JsonObject:
        """The record as JSON."""
        return asdict(self)


class World:
    """One account, one ClearML server, the faults that are armed and the requests that came in."""

    def __init__(self, account: Account, rules: Rules, address: str, save: Callable[[Account], None]) -> None:
        self.account = account
        self.rules = rules
        self.address = address
        self.faults = Faults()
        self.requests: deque[Recorded] = deque(maxlen=MOST_RECORDS)
        self._save = save
        self.lock = threading.Lock()
        """Held while the account is read or changed."""

    def take(self, request: Request) -> tuple[float, Fault | None]:
        """Record a request that arrived, and say what befalls it."""
        operation, family = _route(request)
        self.requests.append(
            Recorded(
                operation,
                _content(request, family),
                request.method,
                request.path,
                request.headers.get("authorization", "").partition(" ")[0],
                time.time(),
            )
        )
        page = cognito_api.page_of(request) if family is Family.COGNITO else 1
        return self.faults.take(operation, page)

    def answer(self, request: Request, fault: Fault | None) -> Answer:
        """The answer, with what a fault makes of it. A fault that says `after` spoils an answer already earned."""
        operation, family = _route(request)
        refused = _refusal(fault.kind, operation, family, request) if fault else None
        if fault and refused and not fault.after:
            return refused
        if fault and fault.kind in _WITHOUT_RESULT and not fault.after:
            return spoil(fault.kind, Answer(200, b"{}"))
        right = self._right(operation, family, request)
        return refused or (spoil(fault.kind, right) if fault else right)

    def changed(self) -> None:
        """Keep the account as it is now."""
        self._save(self.account)

    def _right(self, operation: str, family: Family, request: Request) -> Answer:
        with self.lock:
            match family:
                case Family.COGNITO:
                    answer = cognito_api.answer(self.account, request, self.rules.allows, self.rules.expired)
                    if operation in cognito_api.WRITES and answer.status == 200:
                        self.changed()
                    return answer
                case Family.STS:
                    return sts_api.answer(request, self.rules.expired)
                case Family.PAGE if operation in {"discovery", "jwks"}:
                    return oidc.answer(self.account, self.address, request)
                case Family.PAGE:
                    return pages.answer(self.account, self.address, request)
                case _:
                    return clearml.answer(self.account.clearml, request)


def _refusal(kind: Kind, operation: str, family: Family, request: Request) -> Answer | None:
    """The error answer that a fault is; None for a fault that is something else."""
    if family is Family.PAGE:
        refused = page_refusal(kind)
        return pages.genuine(refused) if refused else None
    if family is Family.CLEARML:
        return page_refusal(kind)
    if family is Family.STS:
        error = sts_api.denied(operation) if kind is Kind.DENIED else refusal(kind, family)
        return sts_api.error_answer(error) if error else None
    pool_id = text(cognito_api.body_of(request), "UserPoolId")
    error = cognito_api.denied(operation, pool_id) if kind is Kind.DENIED else refusal(kind, family)
    return cognito_api.error_answer(error) if error else None


_WITHOUT_RESULT = frozenset({Kind.GARBAGE, Kind.HTML, Kind.HUGE, Kind.REDIRECT})


def _route(request: Request) -> tuple[str, Family]:
    """What a request asks for, by name, and of whom."""
    path = request.path
    if path == "/" and request.method == "POST":
        if operation := cognito_api.operation_of(request):
            return operation, Family.COGNITO
        if "x-amz-target" in request.headers:
            return "unknown", Family.COGNITO
        return request.form().get("Action", "unknown"), Family.STS
    if operation := oidc.operation_of(path):
        return operation, Family.PAGE
    if path.startswith(pages.PREFIX):
        return pages.operation_of(path), Family.PAGE
    return clearml.operation_of(path), Family.CLEARML


def _content(request: Request, family: Family) -> JsonObject:
    if family is Family.COGNITO:
        return cognito_api.body_of(request)
    content: JsonObject = dict(request.query)
    if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        content |= request.form()
    return content
