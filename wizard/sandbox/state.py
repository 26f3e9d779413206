"""The simulated AWS account and ClearML server: everything that a call can read or change, and nothing else."""

from __future__ import annotations

import random
import string
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from wizard.sandbox import filler
from wizard.sandbox.jsontypes import JsonObject, text

ACCOUNT_ID = "123456789012"
CALLER_ARN = f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/ClearMLAdmin/admin"
REGION = "eu-west-1"
DOMAIN_CREATING_SECONDS = 2.0
"""How long a new domain is CREATING (guesses.DOMAIN_TIMES)."""

_BASE36 = string.ascii_lowercase + string.digits


@dataclass(slots=True)
class ClientSecret:
    """One secret of an app client. `original` is the one made with the client, the only one that Describe shows."""

    id: str
    value: str
    created: float
    original: bool


@dataclass(slots=True)
class Client:
    """One app client: the members that Describe gives, without the secret, and its secrets."""

    settings: JsonObject
    secrets: list[ClientSecret] = field(default_factory=list)

    @property
    def id(self) -> str:
        return text(self.settings, "ClientId")


@dataclass(slots=True)
class Domain:
    """One user pool domain. `certificate` makes it a custom one; it is ACTIVE from `active_at` (epoch seconds) on."""

    name: str
    pool_id: str
    version: int
    active_at: float
    certificate: str = ""

    def active(self) -> bool:
        """Whether its pages answer."""
        return time.time() >= self.active_at


@dataclass(slots=True)
class Pool:
    """One user pool: the members that Describe gives (its domains are kept in the account) and what belongs to it."""

    description: JsonObject
    clients: dict[str, Client] = field(default_factory=dict)
    providers: dict[str, JsonObject] = field(default_factory=dict)
    branding: dict[str, JsonObject] = field(default_factory=dict)
    """By client id."""
    users: list[JsonObject] = field(default_factory=list)

    @property
    def id(self) -> str:
        return text(self.description, "Id")

    @property
    def region(self) -> str:
        return self.id.partition("_")[0]


@dataclass(slots=True)
class ClearMLServer:
    """The ClearML server: its edition and the sign-in providers that it has loaded."""

    enterprise: bool = True
    providers: list[JsonObject] = field(default_factory=list)


@dataclass(slots=True)
class Account:
    """The whole simulated world.

    Attributes:
        scenario: the scenario that it started as.
        pools: the pools that are written out, by id.
        domains: by prefix or full name.
        made: how many ids and secrets were made so far; the next one follows from it.
        generated_pools: how many more pools there are that nobody has written to (see `filler`).
        shown: what `/_sandbox/describe` names: the ids of the ready pool and client.
    """

    scenario: str
    pools: dict[str, Pool] = field(default_factory=dict)
    domains: dict[str, Domain] = field(default_factory=dict)
    clearml: ClearMLServer = field(default_factory=ClearMLServer)
    made: int = 0
    generated_pools: int = 0
    shown: dict[str, str] = field(default_factory=dict)

    def pool(self, pool_id: str, region: str, keep: bool = False) -> Pool | None:
        """The pool, if it is one of this region. With `keep`, a generated one is written out, for a change to it."""
        if pool_id.partition("_")[0] != region:
            return None
        if pool_id in self.pools:
            return self.pools[pool_id]
        index = filler.index_of(pool_id, self.generated_pools)
        if index is None:
            return None
        pool = Pool(filler.description(index, pool_id))
        if keep:
            self.pools[pool_id] = pool
        return pool

    def pool_ids(self, region: str) -> list[str]:
        """The ids of the pools in `region`, in the order in which they are listed."""
        own = [pool.id for pool in self.pools.values() if pool.region == region]
        if not self.generated_pools or region != REGION:
            return own
        rest = filler.ids(self.generated_pools)
        written = [pool_id for pool_id in own if filler.index_of(pool_id, self.generated_pools) is None]
        middle = len(rest) * 2 // 3
        return [*rest[:middle], *written, *rest[middle:]]

    def domains_of(self, pool_id: str) -> Iterator[Domain]:
        """The pool's domains, a prefix and a custom one at most."""
        return (domain for domain in self.domains.values() if domain.pool_id == pool_id)

    def new_id(self, length: int, alphabet: str = _BASE36) -> str:
        """An id nobody has. The same calls give the same ids, so that a recorded run can be repeated."""
        self.made += 1
        return made_up(f"{self.scenario}:{self.made}", length, alphabet)


def made_up(seed: str, length: int, alphabet: str = _BASE36) -> str:
    """A string of `alphabet` that looks random and is always the same for one `seed`."""
    return "".join(random.Random(seed).choices(alphabet, k=length))


def now() -> float:
    """The time as the API states it: epoch seconds, to the millisecond."""
    return round(time.time(), 3)
