"""A running sandbox, real boto3 and httpx clients for it, and a guard against members that AWS does not have."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import boto3
import httpx
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from wizard.sandbox.server import Sandbox, start

REGION = "eu-west-1"


@dataclass
class World:
    """A sandbox with everything a test asks it with."""

    sandbox: Sandbox
    web: httpx.Client

    @cached_property
    def cognito(self) -> Any:
        return aws_client("cognito-idp", self.sandbox.address)

    @cached_property
    def sts(self) -> Any:
        return aws_client("sts", self.sandbox.address)

    @property
    def ready(self) -> dict[str, str]:
        """What the scenario holds ready."""
        return self.web.get("/_sandbox/describe").json()

    @property
    def ids(self) -> dict[str, str]:
        """The ready pool and client, as an API call takes them."""
        return {"UserPoolId": self.ready["user_pool"], "ClientId": self.ready["app_client"]}

    @property
    def pool(self) -> str:
        return self.ready["user_pool"]

    def fault(self, operation: str, kind: str, **more: object) -> None:
        self.web.post("/_sandbox/faults", json=[{"operation": operation, "kind": kind, **more}]).raise_for_status()

    def page(self, path: str, **query: str) -> httpx.Response:
        return self.web.get(f"{self.ready['domain_base']}{path}", params=query)


Opener = Callable[..., World]


@cache
def _session(region: str) -> boto3.Session:
    session = boto3.Session("AKIDSANDBOX", "secret", region_name=region)
    session.events.register("before-parse.cognito-identity-provider.*", _no_invented_members)
    return session


def aws_client(service: str, address: str, region: str = REGION) -> Any:
    """A real boto3 client of the sandbox, without retries. Its session is shared: reading the models takes long."""
    config = Config(retries={"total_max_attempts": 1}, connect_timeout=2, read_timeout=2)
    return _session(region).client(service, endpoint_url=address, config=config)


def _no_invented_members(operation_model: Any, response_dict: dict[str, Any], **_: Any) -> None:
    if response_dict["status_code"] == 200:
        try:
            body = json.loads(response_dict["body"] or b"{}")
        except ValueError:
            return  # a fault's doing
        if "padding" not in body:
            _compare(operation_model.output_shape, body, operation_model.name)


def _compare(shape: Any, value: Any, path: str) -> None:
    if shape is None or shape.type_name not in {"structure", "list"} or not isinstance(value, dict | list):
        return
    if shape.type_name == "list":
        for one in value if isinstance(value, list) else []:
            _compare(shape.member, one, path)
    elif isinstance(value, dict) and not getattr(shape, "is_document_type", False):
        assert set(value) <= set(shape.members), (
            f"{path} has members that AWS does not: {set(value) - set(shape.members)}"
        )
        for name, one in value.items():
            _compare(shape.members[name], one, f"{path}.{name}")


@pytest.fixture
def world() -> Iterator[Opener]:
    """Opens worlds: `world("healthy")`. Fails the test if the sandbox itself failed."""
    with ExitStack() as stack:
        opened: list[Sandbox] = []

        def open_one(scenario: str = "healthy", **more: Any) -> World:
            sandbox = stack.enter_context(start(scenario, **more))
            opened.append(sandbox)
            web = stack.enter_context(
                httpx.Client(base_url=sandbox.address, timeout=3, verify=False, trust_env=False)
            )
            return World(sandbox, web)

        yield open_one
        assert [crash for sandbox in opened for crash in sandbox.crashes] == []


def refusal(call: Callable[[], object]) -> tuple[str, str]:
    """Code and message of the error that a call ends with."""
    with pytest.raises(ClientError) as caught:
        call()
    error = caught.value.response["Error"]
    return error["Code"], re.sub(r" \(reached max retries.*", "", error["Message"])
