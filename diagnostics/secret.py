"""A string that masks itself: the form in which the client secret travels through the program."""

import hmac
from typing import NoReturn


class Secret:
    """A secret text. Every text form is a mask; it can be neither pickled nor put in JSON.

    Two secrets compare in constant time; there is no order and no hash, so none ends up as a key.
    """

    __slots__ = ("_text",)
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself. Call it in the expression that hands the secret on, and keep the result nowhere."""
        return self._text

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(
            self._text.encode("utf-8", "surrogatepass"), other._text.encode("utf-8", "surrogatepass")
        )

    def __len__(self) -> int:
        return len(self._text)

    def __bool__(self) -> bool:
        return bool(self._text)

    def __repr__(self) -> str:
        return "Secret(••••••)"

    def __str__(self) -> str:
        return "••••••"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a Secret is not pickled")

    def __copy__(self) -> "Secret":
        return self

    def __deepcopy__(self, memo: object) -> "Secret":
        return self


def fingerprint(secret: Secret, key: bytes) -> str:
    """A mark by which two secrets seen in one look can be told apart without showing either.

    Args:
        secret: the secret.
        key: random bytes made for this look and thrown away with it, so that the mark is worth nothing later.

    Returns:
        Eight hex digits in two groups, such as `7f3a-91c2`.
    """
    digest = hmac.new(key, secret.reveal().encode("utf-8", "surrogatepass"), "sha256").hexdigest()
    return f"{digest[:4]}-{digest[4:8]}"
