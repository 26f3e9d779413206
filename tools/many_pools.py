"""The wizard's step User pool in an account of 10,000 pools: what the first rows wait for, what a key of the filter
takes, and the memory of the whole process. Prints one line of JSON; `tools/bench.py` holds it against the bounds.

Usage: python tools/many_pools.py ADDRESS        (of a sandbox with many pools)
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import sys
import time
from http.client import HTTPConnection

from textual.geometry import Region
from textual.message import Message

from diagnostics.connection import Connection
from screens.app import WizardApp
from screens.steps.user_pool import UserPoolScreen
from screens.widgets.choice_list import ChoiceList
from wizard.session import Session
from wizard.steps import StepId

POOLS = 10_000
TYPED = "intranet 0099"
MEGABYTE = 1024 * (1 if sys.platform != "darwin" else 1024)


def pages_asked(address: str) -> int:
    """How many pages of pools the sandbox has been asked for."""
    connection = HTTPConnection(address.removeprefix("http://"), timeout=10)
    connection.request("GET", "/_sandbox/requests")
    asked = json.loads(connection.getresponse().read())
    connection.close()
    return sum(one["operation"] == "ListUserPools" for one in asked)


def key_seconds(rows: ChoiceList, typed: str) -> float:
    """What the list takes to show what is left after a key: the filtering, and drawing what is in sight."""
    started = time.perf_counter()
    rows.filter(typed)
    rows.render_lines(Region(0, 0, *rows.size))
    return time.perf_counter() - started


async def measure(address: str) -> dict[str, float]:
    """Walk to the step, wait for all pools, filter, and say what it took."""
    session = Session(Connection(region="eu-west-1"), lambda _: None, saved_in="nowhere")
    app = WizardApp(session, alone=True)
    totals: list[int] = []

    def noted(message: Message) -> None:
        if isinstance(message, ChoiceList.Filtered) and isinstance(app.screen, UserPoolScreen) and message.total:
            totals.append(message.total)

    async with app.run_test(size=(80, 24), message_hook=noted) as pilot:
        app.show_step(StepId.ACCOUNT)
        await pilot.pause()
        app.show_step(StepId.POOL)
        await pilot.pause()
        rows = app.screen.query_one("#rows", ChoiceList)
        while len(rows.choices) < POOLS:
            await pilot.pause(0.02)
        await app.workers.wait_for_complete()
        words = [TYPED[:end] for end in (*range(1, len(TYPED) + 1), *range(len(TYPED) - 1, -1, -1))]
        keys = [key_seconds(rows, word) for word in words]
        return {
            "pools": len(rows.choices),
            "first_rows": totals[0],
            "key_seconds": max(keys),
            "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE,
            "pages": pages_asked(address),
        }


if __name__ == "__main__":
    os.environ |= {"AWS_ENDPOINT_URL": sys.argv[1], "AWS_ACCESS_KEY_ID": "demo", "AWS_SECRET_ACCESS_KEY": "demo"}
    print(json.dumps(asyncio.run(measure(sys.argv[1]))))
