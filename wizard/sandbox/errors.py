"""The errors that the simulated API answers with."""

from __future__ import annotations


class ApiError(Exception):
    """An error answer of the AWS API.

    Attributes:
        code: the exception's name, `ResourceNotFoundException`.
        message: AWS's text; empty where AWS sends none.
        status: the HTTP status.
    """

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status


def invalid(message: str) -> ApiError:
    """An InvalidParameterException."""
    return ApiError("InvalidParameterException", message)


def missing(message: str) -> ApiError:
    """A ResourceNotFoundException."""
    return ApiError("ResourceNotFoundException", message)
