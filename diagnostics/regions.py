"""The regions in which there are Amazon Cognito user pools, and the judgement of a region's name as it is typed."""

from collections.abc import Sequence

from diagnostics.account import no_cognito
from diagnostics.text import plain


class UnknownRegion(ValueError):
    """A name that is no region with Amazon Cognito; `str()` is a sentence that says so, with the nearest one."""


def cognito_regions_everywhere() -> tuple[str, ...]:
    """The regions of all partitions in which Cognito is offered, as the installed botocore knows them.

    It reads botocore's data from the disk: run it with `in_thread`.
    """
    import botocore.session

    session = botocore.session.Session()
    found = (
        name
        for partition in session.get_available_partitions()
        for name in session.get_available_regions("cognito-idp", partition_name=partition)
    )
    return tuple(sorted(found))


def region_name(typed: str, known: Sequence[str]) -> str:
    """A region's name as AWS spells it.

    Args:
        typed: what the admin typed.
        known: the regions there are; empty where they are not known, and then any name passes.

    Raises:
        UnknownRegion: it is none of them, or one without Cognito.
    """
    name = typed.strip().lower()
    if not name:
        raise UnknownRegion("Type the region of your user pools, such as eu-west-1")
    if (reason := no_cognito(name)) is not None:
        raise UnknownRegion(reason)
    if not known or name in known:
        return name
    if any(region.startswith(name) for region in known):
        raise UnknownRegion(f"Go on typing: {_some([region for region in known if region.startswith(name)])}")
    near = nearest_region(name, known)
    hint = f" The nearest name is {near}." if near else " A region is named like eu-west-1."
    raise UnknownRegion(f'Amazon Cognito has no region "{plain(name, 30)}".{hint}')


def nearest_region(typed: str, known: Sequence[str]) -> str | None:
    """The region whose name is most like what was typed, None where none is like it."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(typed, known, n=1, cutoff=0.6)), None)


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:3])
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown
