"""The fixture `world`, which opens simulated worlds."""

from sandbox_worlds import world

__all__ = ["world"]
