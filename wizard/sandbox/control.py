"""The sandbox's own surface, which no AWS has: what is simulated, what came in, and which faults to play."""

from __future__ import annotations

import json

from wizard.sandbox.answers import Answer, Request, json_answer
from wizard.sandbox.faults import fault_of
from wizard.sandbox.jsontypes import JsonObject, as_object, items
from wizard.sandbox.state import ACCOUNT_ID, CALLER_ARN, REGION
from wizard.sandbox.world import World

PREFIX = "/_sandbox/"


def answer(world: World, request: Request) -> Answer:
    """Answer a request below `/_sandbox/`.

    GET describe: what the scenario holds ready. GET requests: what came in; DELETE forgets it. POST faults: a list of
    `{"operation", "kind", "page"?, "times"?, "seconds"?, "after"?}`, operation `*` for every one; DELETE clears them.
    POST clearml: `{"providers": [...], "enterprise"?}`, the ClearML server restarted with other settings.
    """
    with world.lock:
        return _answer(world, request)


def _answer(world: World, request: Request) -> Answer:
    match request.method, request.path.removeprefix(PREFIX):
        case "GET", "describe":
            return json_answer(200, describe(world))
        case "GET", "requests":
            return json_answer(200, [recorded.as_json() for recorded in list(world.requests)])
        case "DELETE", "requests":
            world.requests.clear()
            return json_answer(200, {})
        case "POST", "faults":
            return _arm(world, request)
        case "DELETE", "faults":
            world.faults.clear()
            return json_answer(200, {})
        case "POST", "clearml":
            return _restart_clearml(world, request)
        case _:
            return json_answer(404, {"message": "The sandbox has no such control."})


def describe(world: World) -> JsonObject:
    """What the scenario holds ready; None for what it does not."""
    account, shown = world.account, world.account.shown
    pool_id, client_id = shown.get("user_pool"), shown.get("app_client")
    pool = account.pool(pool_id, REGION) if pool_id else None
    client = pool.clients.get(client_id) if pool and client_id else None
    domain = next(account.domains_of(pool_id), None) if pool_id else None
    return {
        "scenario": account.scenario,
        "address": world.address,
        "region": REGION,
        "account": ACCOUNT_ID,
        "caller": CALLER_ARN,
        "user_pool": pool_id,
        "app_client": client.id if client else None,
        "client_secret": client.secrets[-1].value if client and client.secrets else None,
        "domain": domain.name if domain else None,
        "domain_base": f"{world.address}/pages/{domain.name}" if domain else None,
        "issuer": f"{world.address}/{pool_id}" if pool_id else None,
        "web_address": world.address,
    }


def _arm(world: World, request: Request) -> Answer:
    try:
        asked: object = json.loads(request.body)
        faults = [fault_of(as_object(one)) for one in (asked if isinstance(asked, list) else [asked])]
    except ValueError as error:
        return json_answer(400, {"message": str(error)})
    world.faults.arm(*faults)
    return json_answer(200, {"armed": len(faults)})


def _restart_clearml(world: World, request: Request) -> Answer:
    try:
        asked = as_object(json.loads(request.body))
    except ValueError as error:
        return json_answer(400, {"message": str(error)})
    world.account.clearml.providers = [as_object(one) for one in items(asked, "providers")]
    if isinstance(enterprise := asked.get("enterprise"), bool):
        world.account.clearml.enterprise = enterprise
    world.changed()
    return json_answer(200, {})
