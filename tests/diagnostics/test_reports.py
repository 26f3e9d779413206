"""What a diagnosis looks like from outside: one status for every format, and a text that fits and is in words."""

from __future__ import annotations

import json

import jsonschema
import pytest

from diagnostics.findings import Finding, Severity, Status
from diagnostics.reports.exit_status import ExitStatus, exit_status
from diagnostics.reports.json import SCHEMA, json_report
from diagnostics.reports.layout import Style, cells
from diagnostics.reports.root_causes import root_causes
from diagnostics.reports.text import text_report
from tests.diagnostics.reports import SUBJECT, diagnosis, finding


def report(*findings: Finding, style: Style | None = None) -> str:
    return text_report(diagnosis(*findings), SUBJECT, exit_status(findings), style or Style())


SLASH = (
    finding("APP010", Status.OK),
    finding("APP013", Status.FAILED),
    finding("DOM010", Status.WARNING, Severity.WARNING),
    finding("LGN010", Status.BLOCKED, blocked_by=("APP013",)),
    finding("LGN011", Status.SKIPPED),
)


@pytest.mark.parametrize(
    ("status", "severity", "on_error", "on_warning"),
    [
        (Status.OK, Severity.ERROR, 0, 0),
        (Status.SKIPPED, Severity.ERROR, 0, 0),
        (Status.WARNING, Severity.ERROR, 0, 1),
        (Status.WARNING, Severity.WARNING, 0, 1),
        (Status.FAILED, Severity.ERROR, 1, 1),
        (Status.FAILED, Severity.WARNING, 0, 1),
        (Status.UNKNOWN, Severity.ERROR, 3, 3),
        (Status.UNKNOWN, Severity.WARNING, 0, 3),
        (Status.CRASH, Severity.ERROR, 3, 3),
        (Status.CRASH, Severity.WARNING, 0, 3),
        (Status.BLOCKED, Severity.ERROR, 3, 3),
        (Status.BLOCKED, Severity.WARNING, 0, 3),
    ],
)
def test_each_status_leads_to_its_exit_status(
    status: Status, severity: Severity, on_error: int, on_warning: int
) -> None:
    found = [finding("APP010", Status.OK), finding("APP013", status, severity)]
    assert exit_status(found) == on_error
    assert exit_status(found, Severity.WARNING) == on_warning


def test_a_failure_weighs_more_than_what_could_not_be_seen() -> None:
    assert exit_status([finding("APP010", Status.UNKNOWN), finding("APP013", Status.FAILED)]) is ExitStatus.FINDINGS


def test_the_cause_that_explains_most_comes_first() -> None:
    found = (
        finding("APP010", Status.FAILED),
        finding("APP013", Status.FAILED),
        finding("LGN010", Status.BLOCKED, blocked_by=("APP013",)),
        finding("DOM010", Status.FAILED, Severity.WARNING),
        finding("DOM011", Status.UNKNOWN),
    )
    assert [cause.check for cause in root_causes(found)] == ["APP013", "APP010"]
    assert [cause.check for cause in root_causes(found[3:])] == ["DOM011"]
    assert root_causes(SLASH[:1]) == ()


def test_what_could_not_be_seen_is_a_cause_even_where_it_weighs_less_than_what_waits_for_it() -> None:
    found = (
        finding("DOM011", Status.UNKNOWN, Severity.WARNING),
        finding("LGN010", Status.BLOCKED, blocked_by=("DOM011",)),
    )
    assert [cause.check for cause in root_causes(found)] == ["DOM011"]
    assert "DOM011" in report(*found).partition("Not seen, so not known")[2]


def test_the_report_ends_with_the_cause_and_the_next_command() -> None:
    lines = report(*SLASH).splitlines()
    cause = lines.index("Root cause")
    assert lines[cause + 1] == "  ✗ APP013  The good state of APP013"
    below = " ".join(" ".join(lines[cause:]).split())
    assert "expected https://app.acme.io/callback_cognito found https://app.acme.io/callback_cognito/" in below
    assert "why LGN010 could not be judged" in below
    assert lines[-2] == "Next    clearml-cognito --demo callback-slash --apply"
    assert "Result FAILED 1 ok 1 warning 1 failed 1 blocked 1 skipped 6.4 s exit 1" in below


def test_passes_are_a_number_and_everything_else_is_said() -> None:
    text = report(*SLASH)
    assert "APP010" not in text
    assert "DOM010  The good state of DOM010" in text
    assert "LGN010 waits for APP013" in text
    assert "What was found of LGN011. (LGN011)" in text


def test_a_cause_is_told_once() -> None:
    assert report(*SLASH).count("What was found of APP013.") == 1


@pytest.mark.parametrize("width", [20, 40, 60, 80, 100, 200])
def test_no_line_is_wider_than_the_terminal_but_for_what_is_copied(width: int) -> None:
    wide = Finding(**{**_members(SLASH[1]), "message": "名前" * 4 + " is 名前 and " + "x " * 90})
    for line in report(*SLASH, wide, style=Style(width=width)).splitlines():
        if cells(line) > max(44, min(width, 100)):
            # A command is never broken, and a label and one long word have to go somewhere.
            assert "clearml-cognito --demo" in line or len(line.split()) <= 2, line


def _members(found: Finding) -> dict[str, object]:
    return {name: getattr(found, name) for name in Finding.__slots__}


def test_without_colour_and_unicode_the_report_is_ascii_and_its_signs_are_words() -> None:
    text = report(*SLASH, style=Style(unicode=False))
    assert text.isascii()
    assert "[FAIL] APP013" in text
    assert "[warn] DOM010" in text
    assert "[blocked] LGN010" in text
    assert "\x1b" not in text


def test_colour_adds_nothing_but_colour() -> None:
    import re

    coloured = report(*SLASH, style=Style(colour=True))
    assert "\x1b[31m" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == report(*SLASH)


def test_a_report_on_nothing_does_not_call_it_fine() -> None:
    text = report(finding("APP010", Status.SKIPPED))
    assert "NOTHING TO JUDGE" in text
    assert "Result  OK" not in text


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("ended", [None, ExitStatus.INTERRUPTED, ExitStatus.TERMINATED])
def test_every_json_report_keeps_to_its_schema(status: Status, ended: ExitStatus | None) -> None:
    found = (finding("APP010", Status.OK), finding("APP013", status), finding("LGN010", status, Severity.WARNING))
    for one in (found, found[:1], ()):
        written = json_report(diagnosis(*one), SUBJECT, ended or exit_status(one), (), "cut short" if ended else None)
        read = json.loads(written)
        schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.Draft202012Validator(schema).validate(read)
        assert read["exit_code"] == int(ended or exit_status(one))
        assert [each["id"] for each in read["checks"]] == [each.check for each in one]


def test_the_json_report_shows_no_whole_account_id_and_commands_that_work_as_they_stand() -> None:
    written = json_report(diagnosis(*SLASH), SUBJECT, ExitStatus.FINDINGS, ())
    assert "123456784821" not in written
    read = json.loads(written)
    assert read["target"]["account_masked"] == "…4821"
    assert read["checks"][1]["remediation"]["commands"] == ["clearml-cognito --demo callback-slash --apply"]
    assert read["summary"]["root_causes"] == ["APP013"]
    assert read["summary"]["status"] == "failed"


def test_a_wide_character_takes_two_cells_and_a_combining_one_none() -> None:
    assert [cells(text) for text in ("name", "名前", "e\N{COMBINING ACUTE ACCENT}")] == [4, 4, 1]


def test_a_warning_of_what_would_stop_people_comes_before_signing_in() -> None:
    assert report(finding("APP013", Status.WARNING)).splitlines()[-2] == "Next    see what APP013 says above"
    assert (
        report(finding("DOM010", Status.WARNING, Severity.WARNING)).splitlines()[-1].startswith("Next    sign in at")
    )
