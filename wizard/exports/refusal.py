"""The one way in which an export says no."""

from wizard.files import WriteRefused


class ExportRefused(WriteRefused):
    """An export that would not say what is meant. `str()` is a sentence for the admin; nothing was written."""
