"""The operations on user pools and their users."""

from __future__ import annotations

import re

from wizard.sandbox.call import Call
from wizard.sandbox.errors import invalid
from wizard.sandbox.jsontypes import JsonObject, as_object, items, text, texts
from wizard.sandbox.paging import page_of
from wizard.sandbox.schema import pool_description
from wizard.sandbox.state import Pool, now


def list_user_pools(call: Call) -> JsonObject:
    """ListUserPools: id, name and dates only."""
    page, token = page_of(call.account.pool_ids(call.region), call.body, call.operation)
    pools = [pool for pool_id in page if (pool := call.account.pool(pool_id, call.region))]
    listed = ("Id", "Name", "LambdaConfig", "LastModifiedDate", "CreationDate")
    shown = [{member: pool.description[member] for member in listed} for pool in pools]
    return {"UserPools": shown, **({"NextToken": token} if token else {})}


def describe_user_pool(call: Call) -> JsonObject:
    """DescribeUserPool."""
    return {"UserPool": described(call, call.pool())}


def described(call: Call, pool: Pool) -> JsonObject:
    """The pool with its domains: Domain is the prefix only, CustomDomain the full name."""
    answer = dict(pool.description)
    for domain in call.account.domains_of(pool.id):
        answer["CustomDomain" if domain.certificate else "Domain"] = domain.name
    if pool.users:
        answer["EstimatedNumberOfUsers"] = len(pool.users)
    return answer


def create_user_pool(call: Call) -> JsonObject:
    """CreateUserPool, with the rules on the schema, aliases and user names (guesses.POOL_RULES)."""
    aliases, usernames = texts(call.body, "AliasAttributes"), texts(call.body, "UsernameAttributes")
    if aliases and usernames:
        raise invalid("Only one of the aliasAttributes or usernameAttributes can be set in an user pool.")
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    pool_id = f"{call.region}_{call.account.new_id(9, letters)}"
    description = pool_description(pool_id, call.text("PoolName"), now())
    description["SchemaAttributes"] = _schema(
        items(call.body, "Schema"), items(description, "SchemaAttributes"), aliases
    )
    description.update(DeletionProtection="INACTIVE", MfaConfiguration="OFF", AutoVerifiedAttributes=[])
    description["AdminCreateUserConfig"] = {"AllowAdminCreateUserOnly": False, "UnusedAccountValidityDays": 7}
    for member in (
        "AliasAttributes",
        "UsernameAttributes",
        "AutoVerifiedAttributes",
        "UserPoolTier",
        "DeletionProtection",
        "MfaConfiguration",
        "UsernameConfiguration",
        "AdminCreateUserConfig",
        "UserPoolTags",
    ):
        if call.body.get(member):
            description[member] = call.body[member]
    pool = Pool(description)
    call.account.pools[pool_id] = pool
    return {"UserPool": described(call, pool)}


def _schema(wanted: list[object], standard: list[object], aliases: list[str]) -> list[JsonObject]:
    """The standard attributes as `wanted` changes them, and the custom ones."""
    schema = {text(one, "Name"): one for one in map(as_object, standard)}
    for attribute in map(as_object, wanted):
        name = text(attribute, "Name")
        if name == "preferred_username" and attribute.get("Required") and name in aliases:
            raise invalid("preferred_username cannot be both a required attribute and an alias.")
        if name in schema:
            schema[name] = {**schema[name], **attribute}
            continue
        if attribute.get("Required"):
            raise invalid("Required custom attributes are not supported currently.")
        custom = ("dev:" if attribute.get("DeveloperOnlyAttribute") else "custom:") + name
        defaults = {
            "AttributeDataType": "String",
            "DeveloperOnlyAttribute": False,
            "Mutable": True,
            "Required": False,
        }
        schema[custom] = {**defaults, **attribute, "Name": custom}
    return list(schema.values())


def list_users(call: Call) -> JsonObject:
    """ListUsers, with AttributesToGet and the one-term Filter that AWS knows."""
    pool = call.pool()
    found = [user for user in pool.users if _matches(user, call.text("Filter"))]
    page, token = page_of(found, call.body, f"{call.operation}:{pool.id}", "Limit", "PaginationToken")
    wanted = set(texts(call.body, "AttributesToGet"))
    shown = [
        {
            **user,
            "Attributes": [one for one in map(as_object, items(user, "Attributes")) if one.get("Name") in wanted],
        }
        if wanted
        else user
        for user in page
    ]
    return {"Users": shown, **({"PaginationToken": token} if token else {})}


def _matches(user: JsonObject, term: str) -> bool:
    if not term.strip():
        return True
    parts = re.fullmatch(r'\s*([\w:]+)\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*', term)
    if parts is None:
        raise invalid("Error while parsing filter.")
    name, how, wanted = parts[1], parts[2], re.sub(r"\\(.)", r"\1", parts[3])
    values = {text(one, "Name"): text(one, "Value") for one in map(as_object, items(user, "Attributes"))}
    values["username"] = text(user, "Username")
    value = values.get(name, "")
    return value.startswith(wanted) if how == "^=" else value == wanted
