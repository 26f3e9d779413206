"""Writes what is made from the program itself: the manual page, and the page of all keys."""

from pathlib import Path

from screens.bindings import PATH as KEYS
from screens.bindings import page
from screens.manual import PATH as MANUAL
from screens.manual import manual


def main() -> None:
    """Write what differs, and say what did."""
    root = Path(__file__).resolve().parents[1]
    for name, text in ((MANUAL, manual()), (KEYS, page())):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"{name} is written")


if __name__ == "__main__":
    main()
