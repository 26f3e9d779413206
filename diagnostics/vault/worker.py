"""The program that the keyring child runs: one request from standard input, the answer to standard output.

It is started by its path under `python -I`, so that neither the working directory nor PYTHON* variables decide what
is imported; the import path comes with the request, from the program that asks: `diagnostics.vault.child`.
"""

import json
import os
import sys
import threading
from pathlib import Path
from typing import BinaryIO


def main() -> None:
    """Answer one request and end. Nothing is raised: an exception is answered by its type's name."""
    answers = _private_stdout()
    # The folder that holds `diagnostics`: the checkout, or site-packages. Last, so that it shadows nothing.
    sys.path.append(str(Path(__file__).resolve().parents[2]))
    from diagnostics.hygiene import keep_memory_private

    keep_memory_private()
    request = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    sys.path[:] = [*request["path"], *(entry for entry in sys.path if entry not in request["path"])]

    from diagnostics.secret import Secret
    from diagnostics.vault.answer import Answer, Request, Stage, answer_line
    from diagnostics.vault.keeper import carry_out
    from diagnostics.vault.states import VaultItem

    def say(answer: Answer | Stage) -> None:
        answers.write(answer_line(answer))
        answers.flush()

    secret = request["secret"]
    say(
        carry_out(
            Request(
                operation=request["operation"],
                item=VaultItem(request["service"], request["username"]),
                secret=None if secret is None else Secret(secret),
                may_ask=request["may_ask"],
            ),
            say,
        )
    )


def _private_stdout() -> BinaryIO:
    """A way to the parent that no print of a backend can reach: those go where standard error goes."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _end_with_the_parent() -> None:
    """End at once when the parent's end of standard input is closed, also while the keyring hangs."""
    os.read(0, 1)
    os._exit(1)


if __name__ == "__main__":
    try:
        main()
    finally:
        # A backend's threads and exit handlers may hang as well.
        os._exit(0)
