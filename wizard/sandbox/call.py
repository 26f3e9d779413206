"""One call of the API, as the operations see it."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.sandbox.errors import missing
from wizard.sandbox.jsontypes import JsonObject, text
from wizard.sandbox.state import Account, Client, Pool


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was found valid.

    Attributes:
        operation: its name, `DescribeUserPool`.
        region: the region of its credential scope.
        body: its members.
        account: what it reads or changes.
        writes: whether the operation changes anything.
    """

    operation: str
    region: str
    body: JsonObject
    account: Account
    writes: bool

    def text(self, member: str) -> str:
        """A string member; empty where it is absent."""
        return text(self.body, member)

    def pool(self) -> Pool:
        """The pool that UserPoolId names. Raises ResourceNotFoundException."""
        pool_id = self.text("UserPoolId")
        pool = self.account.pool(pool_id, self.region, keep=self.writes)
        if pool is None:
            raise missing(f"User pool {pool_id} does not exist.")
        return pool

    def client(self) -> Client:
        """The app client that UserPoolId and ClientId name. Raises ResourceNotFoundException."""
        client = self.pool().clients.get(self.text("ClientId"))
        if client is None:
            raise missing(f"User pool client {self.text('ClientId')} does not exist.")
        return client
