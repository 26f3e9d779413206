"""The two streams of the command line: stdout carries the result alone, stderr everything else."""

import os
import sys


def give(text: str) -> None:
    """Write a result to stdout. A reader that has gone away, as in `| head`, is no error: the rest is dropped."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes stdout once more at its end, and would complain there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except UnicodeEncodeError:
        encoding = sys.stdout.encoding or "ascii"
        give(text.encode(encoding, "backslashreplace").decode(encoding))


def give_bytes(content: bytes) -> None:
    """Write bytes to stdout as they are."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(text: str) -> None:
    """Write a sentence to stderr. Nobody listening is no error."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        return


def is_terminal(stream: object) -> bool:
    """Whether a stream of this process, which may be closed or absent, is a terminal."""
    try:
        return bool(stream is not None and stream.isatty())  # type: ignore[attr-defined]
    except ValueError:
        return False
