"""Writes the pages of `docs/checks` anew from the checks themselves, and takes away those of checks that are gone."""

from pathlib import Path

from diagnostics.checks import CHECKS
from diagnostics.reports.check_pages import FOLDER, pages


def main() -> None:
    """Write what differs, and say what did."""
    folder = Path(__file__).resolve().parents[1] / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    made = pages(CHECKS)
    for name, text in made.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"{FOLDER}/{name} is written")
    for path in folder.glob("*.md"):
        if path.name not in made:
            path.unlink()
            print(f"{FOLDER}/{path.name} is gone")


if __name__ == "__main__":
    main()
