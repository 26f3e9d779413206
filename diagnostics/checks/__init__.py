"""All checks: what a look is judged by. An id is never given to another check; of a removed one it stays taken."""

from collections.abc import Iterable

from diagnostics.checks import (
    app_client,
    aws,
    domain,
    given,
    given_values,
    hardening,
    identity_provider,
    issuer,
    keyring,
    login,
    pool,
    server,
    users,
)
from diagnostics.judge import Check

CHECKS: tuple[Check, ...] = (
    *aws.CHECKS,
    *pool.CHECKS,
    *users.CHECKS,
    *domain.CHECKS,
    *app_client.CHECKS,
    *identity_provider.CHECKS,
    *issuer.CHECKS,
    *keyring.CHECKS,
    *given.CHECKS,
    *given_values.CHECKS,
    *server.CHECKS,
    *login.CHECKS,
    *hardening.CHECKS,
)
RETIRED: frozenset[str] = frozenset()
"""Ids of checks that are gone."""


class NoSuchCheck(ValueError):
    """An id that no check has. `str()` is a sentence that names it."""


def checks_named(names: Iterable[str]) -> tuple[Check, ...]:
    """The checks with these ids, or of these areas (`APP`), in the catalogue's order.

    Raises:
        NoSuchCheck: there is none of a name.
    """
    wanted = tuple(name.strip().upper() for name in names)
    for name in wanted:
        if not any(_is(check, name) for check in CHECKS):
            raise NoSuchCheck(f"There is no check {name[:20]!r}. --list-checks names all of them.")
    return tuple(check for check in CHECKS if any(_is(check, name) for name in wanted))


def _is(check: Check, name: str) -> bool:
    return name in (check.id, check.id[:3])


__all__ = ["CHECKS", "RETIRED", "NoSuchCheck", "checks_named"]
