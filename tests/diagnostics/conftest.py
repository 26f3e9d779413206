"""The fixture `healthy`: one running sandbox for all tests of a module, as new for each of them."""

from collections.abc import Iterator

import pytest

from tests.diagnostics.looking import Scene, fresh, scene


@pytest.fixture(scope="module")
def _running() -> Iterator[Scene]:
    with pytest.MonkeyPatch.context() as patch, scene("healthy", patch) as opened:
        yield opened


@pytest.fixture
def healthy(_running: Scene) -> Scene:
    return fresh(_running)
