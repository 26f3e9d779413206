"""JUnit and Markdown: each says the same as the text, ends alike, and shows foreign text without acting on it."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from xml.etree import ElementTree

import jsonschema
import pytest
from markdown_it import MarkdownIt

from diagnostics.findings import Finding, Severity, Status
from diagnostics.reports.exit_status import ExitStatus, exit_status
from diagnostics.reports.formats import FORMATS, written
from diagnostics.reports.json import SCHEMA
from diagnostics.reports.layout import Style
from tests.diagnostics.reports import SUBJECT, WHEN, diagnosis, finding

HOSTILE = (
    "# head",
    "**bold** _it_ ~~gone~~ `code` ``` fence",
    "[link](https://evil.example) ![image](x) <b>html</b> &amp; <!-- c --> <https://evil.example>",
    "https://evil.example www.evil.example someone@evil.example @team #12 GH-12 :tada: $x$ a|b",
    "1. one - two > three + four \\* deadbeefdeadbeef",
    "`",
    "``` ``",
    "*",
)


def report(form: str, *findings: Finding, fail_on: Severity = Severity.ERROR, **options: object) -> str:
    status = exit_status(findings, fail_on)
    return written(
        form,
        diagnosis(*findings),
        replace(SUBJECT, **options),  # type: ignore[arg-type]
        status,
        (),
        style=Style(),
        note="A note.",
        fail_on=fail_on,
    )


def status_in(form: str, text: str) -> int:
    """The exit status that a report states."""
    if form == "json":
        return int(json.loads(text)["exit_code"])
    if form == "junit":
        stated = {one.get("value") for one in ElementTree.fromstring(text).iter("property")} & set("0123")
        return int(stated.pop()) if stated else 0
    return int(text.partition("exit ")[2].split()[0])


@pytest.mark.parametrize("fail_on", list(Severity))
def test_every_format_states_the_same_exit_status_for_every_outcome(fail_on: Severity) -> None:
    for one, other in itertools.product(itertools.product(Status, Severity), repeat=2):
        found = (finding("APP010", *one), finding("DOM010", *other))
        stated = {form: status_in(form, report(form, *found, fail_on=fail_on)) for form in FORMATS}
        assert set(stated.values()) == {int(exit_status(found, fail_on))}, (one, other, stated)


def test_junit_has_a_suite_for_each_area_and_a_case_for_each_check() -> None:
    found = (
        finding("APP010", Status.OK),
        finding("APP013", Status.FAILED),
        finding("APP016", Status.UNKNOWN),
        finding("APP017", Status.CRASH),
        finding("DOM010", Status.WARNING),
        finding("LGN010", Status.BLOCKED, blocked_by=("APP013",)),
        finding("LGN011", Status.SKIPPED),
    )
    root = ElementTree.fromstring(report("junit", *found))
    assert [suite.get("name") for suite in root] == ["App client", "Sign-in pages", "Sign-in"]
    inside = {case.get("classname"): [child.tag for child in case] for case in root.iter("testcase")}
    assert inside == {
        "APP010": [],
        "APP013": ["failure"],
        "APP016": ["error"],
        "APP017": ["error"],
        "DOM010": ["system-out"],
        "LGN010": ["skipped"],
        "LGN011": ["skipped"],
    }
    assert [root.get(name) for name in ("tests", "failures", "errors", "skipped")] == ["7", "1", "2", "2"]
    failure = next(root.iter("failure"))
    assert failure.get("message") == "What was found of APP013."
    assert "expected: https://app.acme.io/callback_cognito\nfound: https://app.acme.io/callback_cognito/\n" in str(
        failure.text
    )
    assert "run: clearml-cognito --demo callback-slash --apply" in str(failure.text)
    assert next(root.iter("skipped")).get("message") == "What was found of LGN010."


def test_a_warning_fails_in_junit_where_it_counts() -> None:
    found = finding("DOM010", Status.WARNING, Severity.WARNING)
    assert not list(ElementTree.fromstring(report("junit", found)).iter("failure"))
    assert list(ElementTree.fromstring(report("junit", found, fail_on=Severity.WARNING)).iter("failure"))


def test_no_character_that_xml_has_not_got_comes_into_junit() -> None:
    everything = "".join(map(chr, [*range(0x100), 0x2028, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF, 0x1F600])) + "]]>&<"
    text = report("junit", finding("APP013", Status.FAILED, text=everything), connection=everything)
    root = ElementTree.fromstring(text.encode("utf-8"))
    assert "\N{GRINNING FACE}]]>&<" in str(next(root.iter("failure")).text)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_in_foreign_text_renders_as_markdown(hostile: str) -> None:
    """Rendered, a hostile text is to be seen as it is, and makes the same blocks as a harmless one."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    told = [
        parser.parse(
            report(
                "markdown",
                finding("APP013", Status.FAILED, text=text),
                finding("DOM010", Status.WARNING, text=text),
                finding("LGN011", Status.SKIPPED, text=text),
                connection=text,
                env_file=text,
            )
        )
        for text in (hostile, "harmless")
    ]
    kinds = [[token.type for token in tokens] for tokens in told]
    assert kinds[0] == kinds[1]
    inner = [child for token in told[0] for child in token.children or ()]
    assert {child.type for child in inner} <= {"text", "code_inline", "softbreak"}
    shown = " ".join(child.content for child in inner)
    assert all(word in shown for word in hostile.split())
    loose = " ".join(child.content for child in inner if child.type == "text")
    assert not [sign for sign in ("://", "www.", "@", "#", "GH-", ":tada", "$", "deadbeef", "<") if sign in loose]


def test_markdown_begins_with_the_cause_and_leaves_nothing_out() -> None:
    text = report(
        "markdown",
        finding("APP010", Status.OK),
        finding("APP013", Status.FAILED),
        finding("DOM010", Status.WARNING),
        finding("LGN010", Status.BLOCKED, blocked_by=("APP013",)),
    )
    head, _, rest = text.partition("## Root cause")
    assert "# Sign-in with Amazon Cognito: FAILED" in head
    assert "1 ok, 1 warning, 1 failed, 1 blocked; exit 1" in head
    assert "> A note." in head
    cause = rest.partition("\n## ")[0]
    assert "- found `https://app.acme.io/callback_cognito/`" in cause
    assert "- run `clearml-cognito --demo callback-slash --apply`" in cause
    assert "- explains why LGN010 could not be judged" in cause
    assert all(id in rest for id in ("APP010", "DOM010", "LGN010"))
    assert "123456784821" not in text


def test_every_format_says_that_a_look_is_a_saved_one() -> None:
    found = finding("APP010", Status.OK)
    texts = {form: report(form, found, saved_at=WHEN) for form in FORMATS}
    assert "saved look of 2026-08-24 10:12:07 UTC" in texts["text"]
    assert "- saved look of: `2026-08-24 10:12:07 UTC`" in texts["markdown"]
    assert 'name="saved_look" value="2026-08-24T10:12:07+00:00"' in texts["junit"]
    read = json.loads(texts["json"])
    assert read["target"]["saved_look"] == "2026-08-24T10:12:07+00:00"
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(read)


def test_nothing_to_judge_is_never_called_ok_in_markdown() -> None:
    assert "# Sign-in with Amazon Cognito: NOTHING TO JUDGE" in report("markdown", finding("APP010", Status.SKIPPED))
    assert exit_status([finding("APP010", Status.SKIPPED)]) == ExitStatus.CLEAN
