"""Loads environments as ClearML's API server does: line by line a JSON object in, the flat configuration out.

It puts each environment into its own os.environ, as the server's process has it. On a failure, which would end the
server, the answer is the exception's name.
"""

import json
import os
import sys

from pyhocon import ConfigFactory, ConfigTree


def merged(a: ConfigTree, b: ConfigTree) -> ConfigTree:
    for key, value in b.items():
        name = key.removeprefix("-")
        if name == key and isinstance(a.get(name, None), ConfigTree) and isinstance(value, ConfigTree):
            merged(a[name], value)
        else:
            a[name] = value
    return a


def flat(tree: ConfigTree, above: tuple[str, ...] = ()) -> dict[str, object]:
    leaves: dict[str, object] = {}
    for key, value in tree.items():
        if isinstance(value, ConfigTree):
            leaves.update(flat(value, (*above, key)))
        else:
            shown = value if isinstance(value, str | bool | int | float) else type(value).__name__
            leaves[".".join((*above, key))] = shown
    return leaves


def loaded() -> dict[str, object]:
    result = ConfigTree()
    for prefix in ("TRAINS__", "CLEARML__"):
        for key in sorted(name for name in os.environ if name.startswith(prefix)):
            path = key[len(prefix) :].replace("__", ".").lower()
            result = merged(result, ConfigFactory.parse_string(f"{path}: {os.environ[key]}"))
    return flat(result)


def main() -> None:
    for line in sys.stdin:
        os.environ.clear()
        os.environ.update(json.loads(line))
        try:
            answer: dict[str, object] | str = loaded()
        except Exception as error:  # noqa: BLE001 - whatever it is, it ends the server
            answer = type(error).__name__
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
