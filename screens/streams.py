"""The two streams of the command line: stdout carries the result alone, stderr everything else."""

import os
import sys

from diagnostics.text import harmless


class Unwritable(Exception):
    """The result could not be written to stdout; `str()` says why."""


def give(text: str) -> None:
    """Write a result to stdout. A reader that has gone away, as in `| head`, is no error: the rest is dropped.

    Raises:
        Unwritable: the disk behind it is full, or the like.
    """
    if sys.stdout is None:
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes stdout once more at its end, and would complain there.
        _drop_the_rest()
    except OSError as error:
        raise _unwritable(error) from None
    except UnicodeEncodeError:
        encoding = sys.stdout.encoding or "ascii"
        give(text.encode(encoding, "backslashreplace").decode(encoding))


def give_bytes(content: bytes) -> None:
    """Write bytes to stdout as they are. Raises Unwritable."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _drop_the_rest()
    except OSError as error:
        raise _unwritable(error) from None


def _drop_the_rest() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _unwritable(error: OSError) -> Unwritable:
    _drop_the_rest()
    return Unwritable(f"The result could not be written to standard output: {error.strerror or 'no reason given'}.")


def say(text: str) -> None:
    """Write a sentence to stderr. Nobody listening is no error."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(f"{harmless(text)}\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        return


def is_terminal(stream: object) -> bool:
    """Whether a stream of this process, which may be closed or absent, is a terminal."""
    try:
        return bool(stream is not None and stream.isatty())  # type: ignore[attr-defined]
    except ValueError:
        return False
