"""The pools of a large account that nobody has touched: made from their number when asked for, so that 10,000 of them
cost neither a start-up nor a state file.
"""

from __future__ import annotations

import functools
import random
import string

from wizard.sandbox.jsontypes import JsonObject
from wizard.sandbox.schema import pool_description

_TEAMS = (
    "payments",
    "search",
    "billing",
    "mobile",
    "partners",
    "support",
    "warehouse",
    "checkout",
    "intranet",
    "labs",
)
_STAGES = ("dev", "test", "staging", "prod")


def name(index: int) -> str:
    """The name of pool number `index`."""
    return f"{_TEAMS[index % len(_TEAMS)]}-{_STAGES[index // len(_TEAMS) % len(_STAGES)]}-{index + 1:05}"


@functools.lru_cache(maxsize=4)
def ids(count: int) -> tuple[str, ...]:
    """The ids of the first `count` pools; a smaller count gives a part of a larger one's."""
    source = random.Random("filler")
    letters = string.ascii_letters + string.digits
    return tuple("eu-west-1_" + "".join(source.choices(letters, k=9)) for _ in range(count))


@functools.lru_cache(maxsize=4)
def _places(count: int) -> dict[str, int]:
    return {pool_id: index for index, pool_id in enumerate(ids(count))}


def index_of(pool_id: str, count: int) -> int | None:
    """The number of the pool with this id among the first `count`; None if it is none of them."""
    return _places(count).get(pool_id) if count else None


def description(index: int, pool_id: str) -> JsonObject:
    """Pool number `index` as DescribeUserPool gives it: one in seven is fit for ClearML."""
    required = {
        0: ("email", "preferred_username"),
        1: ("email",),
        2: (),
        3: ("preferred_username",),
    }.get(index % 7, ("email",))
    return pool_description(
        pool_id,
        name(index),
        created=1_600_000_000.0 + index * 7_200,
        required=required,
        immutable=("email",) if index % 5 == 4 else (),
        users=index * 13 % 2_000,
    )
