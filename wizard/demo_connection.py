"""The connection of the simulated account: made ready where the scenario comes with one, and kept at its address."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from diagnostics.connection import Connection
from diagnostics.secret import Secret
from diagnostics.vault import VaultState, VaultTrouble, client_secret_item
from wizard.demo import PROFILE, REGION, Demo

_LOOPBACK = re.compile(r"^http://127\.0\.0\.1:\d+")


def ready_connection(demo: Demo, name: str) -> Connection | None:
    """The connection that a scenario comes with, None where the admin begins with nothing."""
    pool, client, web = (_text(demo, key) for key in ("user_pool", "app_client", "web_address"))
    if pool is None or client is None or web is None:
        return None
    return Connection(
        name=name,
        account=_text(demo, "account"),
        profile=PROFILE,
        region=_text(demo, "region") or REGION,
        user_pool=pool,
        app_client=client,
        domain=_text(demo, "domain_base"),
        web_addresses=(web,),
    )


def at_address(connection: Connection, address: str) -> Connection:
    """A connection of the simulated account as it is when that answers at `address`."""

    def moved(url: str | None) -> str | None:
        return _LOOPBACK.sub(address, url) if url else url

    return replace(
        connection,
        domain=moved(connection.domain),
        api_address=moved(connection.api_address),
        web_addresses=tuple(_LOOPBACK.sub(address, web) for web in connection.web_addresses),
    )


def keep_ready(demo: Demo, path: Path, saved: Connection | None, save: Callable[[Connection], None]) -> None:
    """Save what a demo's connection has to hold now: at the first time its ready one, later the present address.

    With the first one, the secret that comes with it is stored in the demo's keyring, if there is a keyring that asks
    nobody anything; else nowhere.

    Args:
        path: the connection's file.
        saved: what it holds; None where there is no such file.
        save: writes it; raises what it raises.
    """
    if saved is not None:
        if (moved := at_address(saved, demo.address)) != saved:
            save(moved)
        return
    ready = ready_connection(demo, path.stem)
    if ready is None:
        return
    save(ready)
    secret = demo.ready.get("client_secret")
    if isinstance(secret, str) and ready.user_pool and ready.app_client:
        _store(ready.user_pool, ready.app_client, Secret(secret))


def _store(pool: str, client: str, secret: Secret) -> None:
    import asyncio

    from diagnostics.vault.reading import probe
    from wizard.vault import store

    async def if_ready() -> None:
        if (await probe()).state is VaultState.READY:
            await store(client_secret_item(pool, client, demo=True), secret)

    try:
        asyncio.run(if_ready())
    except VaultTrouble:
        return


def _text(demo: Demo, key: str) -> str | None:
    value = demo.ready.get(key)
    return value if isinstance(value, str) and value else None
