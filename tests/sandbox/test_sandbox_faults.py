"""Faults on request: each one reaches boto3 and httpx as the real trouble would."""

import time
from collections.abc import Callable

import httpx
import pytest
from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError
from botocore.parsers import ResponseParserError

from tests.sandbox.sandbox_worlds import Opener, refusal


@pytest.mark.parametrize(
    ("kind", "code", "words"),
    [
        ("throttle", "TooManyRequestsException", ""),
        (
            "denied",
            "AccessDeniedException",
            "not authorized to perform: cognito-idp:DescribeUserPool on resource: arn:",
        ),
        ("expired", "ExpiredTokenException", "expired"),
        ("500", "InternalErrorException", ""),
    ],
)
def test_an_error_on_request_is_awss_error(world: Opener, kind: str, code: str, words: str) -> None:
    one = world()
    one.fault("DescribeUserPool", kind)
    found, message = refusal(lambda: one.cognito.describe_user_pool(UserPoolId=one.pool))
    assert found == code
    assert words in message
    assert one.cognito.list_user_pools(MaxResults=1)["UserPools"]
    one.web.delete("/_sandbox/faults")
    assert one.cognito.describe_user_pool(UserPoolId=one.pool)["UserPool"]["Name"] == "clearml-people"


@pytest.mark.parametrize(
    ("kind", "code"), [("denied", "AccessDenied"), ("expired", "ExpiredToken"), ("throttle", "Throttling")]
)
def test_sts_has_its_own_errors(world: Opener, kind: str, code: str) -> None:
    one = world()
    one.fault("GetCallerIdentity", kind)
    assert refusal(one.sts.get_caller_identity)[0] == code


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("reset", ConnectionClosedError),
        ("garbage", UnicodeDecodeError),
        ("hang", ReadTimeoutError),
    ],
)
def test_a_broken_answer_breaks_in_boto3_as_a_real_one_does(world: Opener, kind: str, error: type[Exception]) -> None:
    one = world()
    one.fault("ListUserPools", kind, times=1)
    with pytest.raises(error):
        one.cognito.list_user_pools(MaxResults=1)
    assert one.cognito.list_user_pools(MaxResults=1)["UserPools"]


@pytest.mark.parametrize("kind", ["html", "huge"])
def test_boto3_takes_a_foreign_page_or_a_huge_body_for_an_answer_without_members(world: Opener, kind: str) -> None:
    one = world()
    one.fault("ListUserPools", kind)
    assert "UserPools" not in one.cognito.list_user_pools(MaxResults=1)


def test_a_wrong_type_reaches_the_caller_or_the_parser(world: Opener) -> None:
    one = world()
    one.fault("DescribeUserPoolDomain", "wrong-type")
    one.fault("discovery", "wrong-type")
    with pytest.raises((ResponseParserError, AttributeError, TypeError)):
        one.cognito.describe_user_pool_domain(Domain="clearml-people")
    assert one.web.get(one.ready["issuer"] + "/.well-known/openid-configuration").json()["issuer"] == [7]


PLACES: dict[str, Callable[[dict[str, str]], tuple[str, str]]] = {
    "token": lambda ready: ("POST", ready["domain_base"] + "/oauth2/token"),
    "authorize": lambda ready: ("GET", ready["domain_base"] + "/oauth2/authorize"),
    "login": lambda ready: ("GET", ready["domain_base"] + "/login"),
    "discovery": lambda ready: ("GET", ready["issuer"] + "/.well-known/openid-configuration"),
    "jwks": lambda ready: ("GET", ready["issuer"] + "/.well-known/jwks.json"),
    "supported_modes": lambda ready: ("POST", ready["web_address"] + "/api/login.supported_modes"),
    "ping": lambda ready: ("GET", ready["web_address"] + "/api/debug.ping"),
    "configuration": lambda ready: ("GET", ready["web_address"] + "/configuration.json"),
    "webapp": lambda ready: ("GET", ready["web_address"] + "/callback_cognito"),
}


@pytest.mark.parametrize("place", PLACES)
def test_every_place_can_be_hurt_and_nothing_else_is(world: Opener, place: str) -> None:
    one = world()
    method, url = PLACES[place](one.ready)
    one.fault(place, "500")
    assert one.web.request(method, url).status_code == 500
    one.web.delete("/_sandbox/faults")
    one.fault(place, "reset", times=1)
    with pytest.raises(httpx.NetworkError):
        one.web.request(method, url)
    for other, where in PLACES.items():
        assert one.web.request(*where(one.ready)).status_code < 500, other


@pytest.mark.parametrize(
    ("kind", "status"), [("throttle", 429), ("denied", 403), ("html", 200), ("garbage", 200), ("huge", 200)]
)
def test_pages_fail_in_their_own_way(world: Opener, kind: str, status: int) -> None:
    one = world()
    one.fault("jwks", kind)
    answer = one.web.get(one.ready["issuer"] + "/.well-known/jwks.json")
    assert answer.status_code == status
    # A captive portal's page is not Cognito's.
    assert ("x-amz-cognito-request-id" in answer.headers) is (status != 200)
    assert (len(answer.content) > 30_000_000) is (kind == "huge")


def test_a_fault_meets_one_page_of_a_list_only(world: Opener) -> None:
    one = world("many-pools", pools=150)
    one.fault("ListUserPools", "throttle", page=2)
    seen = []
    with pytest.raises(ClientError):
        for page in one.cognito.get_paginator("list_user_pools").paginate(PaginationConfig={"PageSize": 60}):
            seen.append(len(page["UserPools"]))
    assert seen == [60]


def test_a_fault_strikes_as_often_as_asked(world: Opener) -> None:
    one = world()
    one.fault("ping", "500", times=2)
    assert [one.web.get("/api/debug.ping").status_code for _ in range(3)] == [500, 500, 200]


def test_delays_add_up_and_the_star_meets_every_call(world: Opener) -> None:
    one = world()
    one.fault("*", "delay", seconds=0.15)
    one.fault("ping", "delay", seconds=0.15)
    began = time.monotonic()
    one.web.get("/configuration.json")
    between = time.monotonic()
    one.web.get("/api/debug.ping")
    ended = time.monotonic()
    assert 0.15 <= between - began < 0.29
    assert 0.3 <= ended - between < 1


def test_an_answer_can_be_lost_after_the_work_was_done(world: Opener) -> None:
    one = world("first-time")
    for kind, error in (("reset", ConnectionClosedError), ("garbage", UnicodeDecodeError), ("500", ClientError)):
        one.fault("CreateUserPoolClient", kind, times=1, after=True)
        with pytest.raises(error):
            one.cognito.create_user_pool_client(UserPoolId=one.pool, ClientName=f"lost-{kind}")
    one.fault("CreateUserPoolClient", "reset", times=1)
    with pytest.raises(ConnectionClosedError):
        one.cognito.create_user_pool_client(UserPoolId=one.pool, ClientName="never")
    names = [c["ClientName"] for c in one.cognito.list_user_pool_clients(UserPoolId=one.pool)["UserPoolClients"]]
    assert names[-3:] == ["lost-reset", "lost-garbage", "lost-500"]


@pytest.mark.parametrize("asked", [[{"operation": "ping", "kind": "meteor"}], [{"kind": "delay"}], "nonsense"])
def test_a_fault_that_is_none_is_refused_with_a_sentence(world: Opener, asked: object) -> None:
    one = world()
    answer = one.web.post("/_sandbox/faults", json=asked)
    assert answer.status_code == 400
    assert answer.json()["message"].endswith(".")


def test_requests_are_recorded_without_their_authorization(world: Opener) -> None:
    one = world()
    one.cognito.describe_user_pool(UserPoolId=one.pool)
    secret = one.ready["client_secret"]
    form = {"grant_type": "refresh_token", "refresh_token": "bogus"}
    one.web.post(one.ready["domain_base"] + "/oauth2/token", data=form, auth=("me", secret))
    recorded = one.web.get("/_sandbox/requests").json()
    assert [(record["operation"], record["body"]) for record in recorded] == [
        ("DescribeUserPool", {"UserPoolId": one.pool}),
        ("token", form),
    ]
    assert [record["authorization"] for record in recorded] == ["AWS4-HMAC-SHA256", "Basic"]
    assert [record.operation for record in one.sandbox.requests] == ["DescribeUserPool", "token"]
    assert secret not in one.web.get("/_sandbox/requests").text
