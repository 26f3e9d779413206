"""Every check has a page for admins, made from the same words as `--explain`, and the pages are up to date."""

from __future__ import annotations

import re
from pathlib import Path

from diagnostics.advice import ADVICE
from diagnostics.checks import CHECKS
from diagnostics.findings import Severity
from diagnostics.reports.catalogue import explained
from diagnostics.reports.check_pages import FOLDER, pages
from diagnostics.reports.layout import Style

ROOT = Path(__file__).parents[2]


def test_the_pages_are_those_that_make_docs_would_write() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / FOLDER).glob("*")}
    made = pages(CHECKS)
    assert sorted(written) == sorted(made), "run: make docs"
    assert [name for name in made if made[name] != written[name]] == [], "run: make docs"


def test_every_check_has_advice_and_no_advice_is_left_of_one_that_is_gone() -> None:
    assert set(ADVICE) == {check.id for check in CHECKS}
    for id, advice in ADVICE.items():
        for text in (advice.symptom, advice.action):
            assert 20 <= len(text) <= 600 and text.endswith("."), id
            assert "  " not in text, id


def test_no_advice_names_a_command_that_resets_what_it_does_not_name() -> None:
    for id, advice in ADVICE.items():
        for command in re.findall(r"`(aws [^`]+)`", advice.action):
            assert "update" not in command or "Do not use" in advice.action, id


def test_a_page_says_what_an_admin_needs_and_links_what_it_depends_on() -> None:
    made = pages(CHECKS)
    page = made["APP013.md"]
    for heading in ("Why it matters", "How it shows when it does not hold", "What to do", "In ClearML's guide"):
        assert f"\n## {heading}\n" in page
    assert "redirect_mismatch" in page
    assert "- [NET013](NET013.md)" in page.partition("## Judged once these hold")[2]
    assert "- [LGN010](LGN010.md)" in page.partition("## What waits for it")[2]
    for name, text in made.items():
        assert set(re.findall(r"\]\((\w+\.md)\)", text)) <= set(made), name
        assert not re.search(r"<(?!!--)", re.sub(r"`[^`]*`", "", text)), name
        assert max(len(line) for line in text.splitlines() if not line.startswith(("-", "#"))) <= 118, name


def test_explain_prints_the_same_words_as_the_page() -> None:
    made = pages(CHECKS)
    for check in CHECKS:
        printed = " ".join(explained(check, Style()).split())
        page = " ".join(made[f"{check.id}.md"].split())
        for text in (check.explanation, ADVICE[check.id].symptom, ADVICE[check.id].action):
            assert text in printed, check.id
            assert text.replace("<", "&lt;") in page or text in page, check.id
        assert ("It is a warning." in page) == (check.severity is Severity.WARNING)
