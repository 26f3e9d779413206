"""Faults on request: what can go wrong between the program and the world, one call at a time."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from enum import Enum

from wizard.sandbox.answers import Answer, html_answer, json_answer, redirect
from wizard.sandbox.errors import ApiError
from wizard.sandbox.jsontypes import JsonObject, seconds, text, whole

HUGE_BYTES = 32 * 1024 * 1024
ANY = "*"


class Kind(Enum):
    """What goes wrong."""

    THROTTLE = "throttle"
    DENIED = "denied"
    EXPIRED = "expired"
    DELAY = "delay"
    RESET = "reset"
    HANG = "hang"
    GARBAGE = "garbage"
    HTML = "html"
    HUGE = "huge"
    WRONG_TYPE = "wrong-type"
    SERVER_ERROR = "500"
    REDIRECT = "redirect"


class Family(Enum):
    """Which kind of service an answer is from; errors look different in each."""

    COGNITO = "cognito-idp"
    STS = "sts"
    PAGE = "page"
    CLEARML = "clearml"


@dataclass(slots=True)
class Fault:
    """One fault.

    Attributes:
        operation: the call it meets, by name; `*` for every one.
        kind: what goes wrong.
        page: only this page of a list, counted from 1; None for any.
        times: how often it strikes before it is used up; None for always.
        seconds: how long a delay lasts.
        after: whether the call is carried out before its answer is lost or spoilt.
    """

    operation: str
    kind: Kind
    page: int | None = None
    times: int | None = None
    seconds: float = 1.0
    after: bool = False


def fault_of(asked: JsonObject) -> Fault:
    """A fault from its JSON form. Raises ValueError with a sentence."""
    try:
        kind = Kind(str(asked.get("kind", "")))
    except ValueError:
        raise ValueError(f"Unknown kind. The kinds are: {', '.join(one.value for one in Kind)}.") from None
    operation = text(asked, "operation")
    if not operation:
        raise ValueError('A fault needs an operation, "*" for every one.')
    return Fault(
        operation,
        kind,
        page=whole(asked, "page"),
        times=whole(asked, "times"),
        seconds=seconds(asked, "seconds") if "seconds" in asked else 1.0,
        after=asked.get("after") is True,
    )


class Faults:
    """The faults that are armed. Safe to use from many threads."""

    def __init__(self) -> None:
        self._armed: list[Fault] = []
        self._lock = threading.Lock()

    def arm(self, *faults: Fault) -> None:
        """Add faults; of several that meet a call, the delays add up and the first other one strikes."""
        with self._lock:
            self._armed.extend(faults)

    def clear(self) -> None:
        """Take all faults back."""
        with self._lock:
            self._armed.clear()

    def take(self, operation: str, page: int) -> tuple[float, Fault | None]:
        """How long this call is delayed, and what else befalls it."""
        delay, struck = 0.0, None
        with self._lock:
            for fault in list(self._armed):
                if fault.operation not in {operation, ANY} or fault.page not in {None, page}:
                    continue
                if fault.kind is Kind.DELAY:
                    delay += fault.seconds
                elif struck is None:
                    struck = fault
                else:
                    continue
                self._use(fault)
        return delay, struck

    def _use(self, fault: Fault) -> None:
        if fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self._armed.remove(fault)


def refusal(kind: Kind, family: Family) -> ApiError | None:
    """The error that a fault is, in the words of a service; None for a fault that is no error of its own."""
    sts = family is Family.STS
    match kind:
        case Kind.THROTTLE:
            return ApiError("Throttling" if sts else "TooManyRequestsException", "Too many requests", 400)
        case Kind.EXPIRED:
            code, status = ("ExpiredToken", 403) if sts else ("ExpiredTokenException", 400)
            return ApiError(code, "The security token included in the request is expired", status)
        case Kind.SERVER_ERROR:
            return ApiError("InternalFailure" if sts else "InternalErrorException", "Internal server error", 500)
        case _:
            return None


def page_refusal(kind: Kind) -> Answer | None:
    """The same for what is no AWS API (guesses.FAULT_FORMS). Nothing there can have expired."""
    match kind:
        case Kind.THROTTLE:
            return json_answer(429, {"message": "Too Many Requests"})
        case Kind.DENIED:
            return json_answer(403, {"message": "Access denied: explicit deny in a resource control policy"})
        case Kind.EXPIRED:
            return json_answer(401, {"message": "The security token included in the request is expired"})
        case Kind.SERVER_ERROR:
            return html_answer(500, "<html><head><title>500 Internal Server Error</title></head><body></body></html>")
        case _:
            return None


def spoil(kind: Kind, right: Answer) -> Answer:
    """What a fault makes of the right answer."""
    match kind:
        case Kind.GARBAGE:
            return Answer(right.status, b'{"\x00\xff\xfe garbage', right.headers)
        case Kind.HTML:
            return html_answer(
                200, "<html><head><title>Sign in to the network</title></head><body>Welcome</body></html>"
            )
        case Kind.REDIRECT:
            return redirect("https://portal.example/sign-in")
        case Kind.HUGE:
            body = b'{"padding": "' + b"x" * HUGE_BYTES + b'"}'
            return Answer(200, body, (("Content-Type", "application/json"),))
        case Kind.WRONG_TYPE:
            return Answer(right.status, _wrong_types(right.body), right.headers)
        case _:
            return right


def _wrong_types(body: bytes) -> bytes:
    """JSON whose every value is of a type that it is never; a body that is not JSON becomes a list."""
    try:
        content: object = json.loads(body)
    except ValueError:
        return b"[]"
    if not isinstance(content, dict):
        return b'"text"'
    return json.dumps({name: _other(value) for name, value in content.items()}).encode()


def _other(value: object) -> object:
    match value:
        case bool():
            return "yes"
        case str():
            return [7]
        case int() | float():
            return {"number": str(value)}
        case list():
            return {"0": 7}
        case dict():
            return [7]
        case _:
            return 7
