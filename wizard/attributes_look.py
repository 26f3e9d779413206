"""The two attributes that ClearML needs, as rows of a table, and the findings of the checks that hold them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.findings import Finding, Status
from diagnostics.keys import USER_POOL
from wizard.looking import look_for
from wizard.steps import StepId, step

if TYPE_CHECKING:
    from diagnostics.aws import Aws
    from diagnostics.connection import Connection
    from diagnostics.user_pool import UserPool

_BY_CHECK = {"POL011": "email", "POL012": "preferred_username"}
_WITH_PROVIDER = ("IDP013",)


@dataclass(frozen=True, slots=True)
class AttributeRow:
    """One attribute as the table shows it.

    Attributes:
        in_schema, required, mutable, alias: what the pool's schema says of it.
        status: that of its check.
    """

    name: str
    in_schema: bool
    required: bool
    mutable: bool
    alias: bool
    status: Status


@dataclass(frozen=True, slots=True)
class AttributesLook:
    """The rows, empty where the pool was not seen, and the findings."""

    pool: UserPool | None
    rows: tuple[AttributeRow, ...]
    findings: tuple[Finding, ...]


async def look_at_attributes(connection: Connection, aws: Aws) -> AttributesLook:
    """Look at the pool's schema; with an external identity provider, at what the provider may change as well."""
    checks = step(StepId.ATTRIBUTES).checks
    if connection.identity_provider:
        checks += _WITH_PROVIDER
    looked = await look_for(checks, connection, aws)
    pool = looked.snapshot.value(USER_POOL)
    rows = tuple(_row(pool, found) for found in looked.findings if pool and found.check in _BY_CHECK)
    return AttributesLook(pool, rows, looked.findings)


def _row(pool: UserPool, found: Finding) -> AttributeRow:
    name = _BY_CHECK[found.check]
    attribute = pool.attribute(name)
    return AttributeRow(
        name,
        in_schema=attribute is not None,
        required=attribute is not None and attribute.required,
        mutable=attribute is not None and attribute.mutable,
        alias=name in (*pool.alias_attributes, *pool.username_attributes),
        status=found.status,
    )
