"""Advice on every check, by its id: what `--explain` and the pages in `docs/checks` say beside the check itself."""

from collections.abc import Mapping

from diagnostics.advice import access, app_client, given, pages, provider, server
from diagnostics.advice.advice import Advice

ADVICE: Mapping[str, Advice] = {
    **access.ADVICE,
    **pages.ADVICE,
    **app_client.ADVICE,
    **provider.ADVICE,
    **given.ADVICE,
    **server.ADVICE,
}

__all__ = ["ADVICE", "Advice"]
