"""All probes: what a look can gather."""

from diagnostics.look import Probe
from diagnostics.probes import aws, clearml, given, intention, issuer, keyring, pages
from diagnostics.sources import Sources

PROBES: tuple[Probe[object], ...] = (
    *intention.PROBES,
    *issuer.PROBES,
    *aws.PROBES,
    *pages.PROBES,
    *keyring.PROBES,
    *clearml.PROBES,
    *given.PROBES,
)


def probes_for(sources: Sources) -> tuple[Probe[object], ...]:
    """The probes for one look.

    Where the connection names the sign-in pages, nothing about them waits for the discovery document.
    """
    if not sources.connection.domain:
        return PROBES
    return tuple(pages.PAGES_FROM_CONNECTION if probe is pages.PAGES_FROM_DISCOVERY else probe for probe in PROBES)


__all__ = ["PROBES", "probes_for"]
