"""The answer in words."""

from collections.abc import Iterator

import pytest

from workflow.audit.findings import OWN_WORD, Finding, Report, Steps
from workflow.core.errors import Refused


def test_what_does_not_hold_comes_first_and_the_operators_word_is_never_forgotten() -> None:
    report = Report(9, 8, [Finding("event.changed", "event 3 is not what its leaf commits to")])
    assert report.sentences() == [
        "The record does not hold: 1 finding.",
        "event.changed: event 3 is not what its leaf commits to",
        OWN_WORD,
    ]
    assert report.exit_code == 1 and report.as_dict()["ok"] is False


def test_several_files_vouch_as_far_as_the_one_that_saw_most() -> None:
    report = Report(9, 8, [], {"a.txt": 3, "b.json": 8})
    assert (
        report.sentences()[1] == "It agrees with what was kept outside (a.txt, b.json): its first 8 leaves."
    ) and report.exit_code == 0
    assert report.as_dict()["against"] == [{"file": "a.txt", "leaves": 3}, {"file": "b.json", "leaves": 8}]


def stumbles() -> Iterator[Finding]:
    yield Finding("first", "It was found before.")
    raise TypeError("a text where bytes were")


def refuses() -> list[Finding]:
    raise Refused("What was published cannot be read.")


def test_a_step_that_a_row_makes_stumble_is_a_finding_and_keeps_what_it_had_found() -> None:
    report = Report()
    Steps(report)("the tree", stumbles)
    assert [one.code for one in report.findings] == ["first", "rows.unreadable"]
    assert "the tree" in report.findings[1].words and report.exit_code == 1
    with pytest.raises(Refused):
        Steps(report)("the published head", refuses)
