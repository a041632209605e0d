"""The answer in words."""

from workflow.audit.findings import OWN_WORD, Finding, Report


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
        report.sentences()[1] == "It agrees with 2 files kept outside, which cover its first 8 leaves."
    ) and report.exit_code == 0
    assert report.as_dict()["against"] == [{"file": "a.txt", "leaves": 3}, {"file": "b.json", "leaves": 8}]
