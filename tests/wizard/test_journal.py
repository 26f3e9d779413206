"""The journal: every action has a line before it and one after it, whatever happens in between."""

import json
from pathlib import Path

import pytest

from diagnostics.aws_errors import AwsRefused
from diagnostics.facts import NotSeen, Unknown, Why
from wizard.applying import applied
from wizard.files import WriteRefused
from wizard.journal import FILE, Entry, Stage, begun, last_lines, note, read_journal


def entry(subject: str = "clearml") -> Entry:
    return begun("CreateUserPoolClient", account="1", region="eu-west-1", user_pool="eu-west-1_A", subject=subject)


def stages(folder: Path) -> list[Stage]:
    return [line.stage for line in read_journal(folder)]


def test_what_was_noted_is_read_again_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    first = entry('pool "x" \n[red]')
    note(folder, first)
    note(folder, first.ended(Stage.DONE, "4k2abc"))
    assert (folder / FILE).stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert stages(folder) == [Stage.BEGUN, Stage.DONE]
    (last,) = last_lines(read_journal(folder))
    assert (last.action, last.result, last.subject) == (first.action, "4k2abc", 'pool "x" [red]')


def test_a_journal_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert read_journal(tmp_path / "nowhere") == ()


def test_damaged_and_later_lines_are_passed_over_and_kept(tmp_path: Path) -> None:
    note(tmp_path, entry())
    path = tmp_path / FILE
    odd = b'{"format": 2, "new": true}\n{"format": 1, "stage": "no such"}\nnot json\n[]\n'
    path.write_bytes(odd + path.read_bytes())
    note(tmp_path, entry())
    assert stages(tmp_path) == [Stage.BEGUN, Stage.BEGUN]
    assert path.read_bytes().startswith(odd)


def test_the_line_is_on_the_disk_before_the_call(tmp_path: Path) -> None:
    def call() -> dict[str, object]:
        assert stages(tmp_path) == [Stage.BEGUN]
        return {"id": "x"}

    applied(tmp_path, entry(), call, lambda answer: str(answer["id"]))
    assert stages(tmp_path) == [Stage.BEGUN, Stage.DONE]
    assert read_journal(tmp_path)[-1].result == "x"


def test_nothing_is_sent_where_the_journal_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / FILE).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(WriteRefused):
        applied(tmp_path, entry(), lambda: pytest.fail("it was sent"))


@pytest.mark.parametrize(
    ("error", "stage"),
    [
        (AwsRefused(Unknown(Why.ERROR, "no"), "InvalidParameterException", "no"), Stage.REFUSED),
        (AwsRefused(Unknown(Why.ERROR, "no"), "InternalErrorException", "no"), Stage.UNCLEAR),
        (NotSeen(Unknown(Why.TIMEOUT, "no answer")), Stage.UNCLEAR),
    ],
)
def test_how_a_call_ended_is_noted_as_far_as_it_is_known(tmp_path: Path, error: NotSeen, stage: Stage) -> None:
    def call() -> dict[str, object]:
        raise error

    with pytest.raises(NotSeen):
        applied(tmp_path, entry(), call)
    assert stages(tmp_path) == [Stage.BEGUN, stage]


def test_a_long_journal_loses_its_oldest_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.journal.MOST_LINES", 3)
    for number in range(5):
        note(tmp_path, entry(str(number)))
    assert [line.subject for line in read_journal(tmp_path)] == ["2", "3", "4"]
    assert all(json.loads(line)["format"] == 1 for line in (tmp_path / FILE).read_text().splitlines())
