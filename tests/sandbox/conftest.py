"""The fixture `world`, which opens simulated worlds."""

from tests.sandbox.sandbox_worlds import world

__all__ = ["world"]
