"""What the probes of every area use."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from diagnostics.addresses import region_of_pool
from diagnostics.aws import Aws
from diagnostics.background import in_thread
from diagnostics.facts import NotSeen, Unknown, Why
from diagnostics.sources import Sources

T = TypeVar("T")


async def ask_aws(sources: Sources, call: Callable[[Aws], T]) -> T:
    """What a blocking call to AWS gives. Raises NotSeen, also where it takes too long."""
    try:
        return await in_thread(lambda: call(sources.aws), sources.aws_seconds)
    except TimeoutError:
        raise NotSeen(
            Unknown(Why.TIMEOUT, "AWS gave no answer in time. Check the network and any proxy, then look again.")
        ) from None


def not_configured(sentence: str) -> NotSeen:
    """The reason where the connection has no answer yet."""
    return NotSeen(Unknown(Why.NOT_CONFIGURED, sentence))


def not_applicable(sentence: str) -> NotSeen:
    """The reason where there is nothing to look at in this set-up."""
    return NotSeen(Unknown(Why.NOT_APPLICABLE, sentence))


def pool_id(sources: Sources) -> str:
    """The connection's user pool. Raises NotSeen without one."""
    if not sources.connection.user_pool:
        raise not_configured("No user pool is chosen yet.")
    return sources.connection.user_pool


def client_id(sources: Sources) -> str:
    """The connection's app client. Raises NotSeen without one."""
    if not sources.connection.app_client:
        raise not_configured("No app client is chosen yet.")
    return sources.connection.app_client


def pool_region(sources: Sources) -> str:
    """The region that the pool's issuer is in. Raises NotSeen where neither the pool's id nor an answer says it."""
    region = region_of_pool(pool_id(sources)) or sources.aws.access.region or sources.connection.region
    if not region:
        raise not_configured("The user pool's id does not begin with a region, and none is set.")
    return region
