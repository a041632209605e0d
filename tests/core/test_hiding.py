from datetime import date, timedelta

import pytest

from workflow.core.hiding import (
    APPROVING,
    IN_WORDS,
    LONGEST,
    STATEMENT_OF,
    TWO_SIDES,
    Copy,
    Kind,
    no_second,
    part_in_words,
    review_problem,
)
from workflow.core.lifecycle import WAS_PUBLISHED, Status
from workflow.evidence.redaction import ACTS, OFFICES

PARTS = {"1": False, "2/1": True, "attachment 1": True}


def test_nothing_is_published_before_it_was_said_what_stays_hidden():
    assert Copy(Status.EXECUTED, PARTS).waits
    assert not Copy(Status.EXECUTED, PARTS, decided=True).waits
    assert not Copy(Status.EXECUTED, {"1": False}).waits
    assert not any(Copy(status, PARTS).waits for status in Status if status is not Status.EXECUTED)


@pytest.mark.parametrize("status", Status)
def test_what_can_be_proposed_depends_on_where_the_edition_stands(status):
    hidden = frozenset({"2/1"})
    kinds = Copy(status, PARTS, hidden, decided=True).kinds
    assert kinds == ([Kind.HIDE, Kind.RELEASE, Kind.WITHHOLD, Kind.REMOVE] if status in WAS_PUBLISHED else [])
    undecided = Copy(status, PARTS).kinds
    expected = [Kind.HIDE, Kind.SHOW] if status is Status.EXECUTED else [Kind.WITHHOLD, Kind.REMOVE]
    assert undecided == (expected if status in WAS_PUBLISHED | {Status.EXECUTED} else [])


def test_each_kind_names_the_parts_it_can():
    before, after = (
        Copy(Status.EXECUTED, PARTS),
        Copy(Status.PUBLISHED, PARTS, frozenset({"1", "2/1"}), decided=True),
    )
    assert before.choices(Kind.HIDE) == ["2/1", "attachment 1"]
    assert after.choices(Kind.HIDE) == ["2/1"], "what is public is not hidden again"
    assert after.choices(Kind.RELEASE) == ["1", "2/1"]
    assert after.choices(Kind.WITHHOLD) == list(PARTS)
    assert after.choices(Kind.REMOVE) == before.choices(Kind.SHOW) == []


@pytest.mark.parametrize("kind", Kind)
def test_two_people_always_and_one_of_each_side_to_show_what_both_kept(kind):
    assert no_second(kind, "ann", {"police"}, "ann", {"district"}) != ""
    assert no_second(kind, "ann", {"police"}, "bo", {"district"}) == ""
    assert (no_second(kind, "ann", {"police"}, "bo", {"police"}) != "") == (kind in TWO_SIDES)


def test_the_review_lies_ahead_and_not_too_far():
    today = date(2026, 5, 12)
    assert review_problem(date(2026, 5, 13), today) == review_problem(date(2029, 5, 12), today) == ""
    assert "later day" in review_problem(today, today)
    assert "three years" in review_problem(date(2029, 6, 1), today)


def test_parts_are_named_as_people_name_them():
    assert [part_in_words(one) for one in ("4/2", "3", "attachment 1")] == [
        "Part 4.2 of the text",
        "Part 3 of the text",
        "Attachment 1",
    ]


def test_the_tables_fit_one_another_and_what_verifiers_know():
    assert set(IN_WORDS) == set(Kind) and set(STATEMENT_OF.values()) == set(ACTS.values())
    assert {office.value for office in APPROVING} == set(OFFICES)


def test_every_no_is_said_in_words():
    today = date(2026, 5, 12)
    assert (
        no_second(Kind.HIDE, "ann", {"a"}, "ann", {"b"}) == "Somebody else has to approve what you proposed."
    )
    assert no_second(Kind.SHOW, "ann", {"a"}, "bo", {"a"}) == (
        "This was proposed by your own side, so somebody of the other side approves it."
    )
    assert review_problem(today, today) == "The review lies ahead: name a later day."
    assert review_problem(today + LONGEST, today) == ""
    assert review_problem(today + LONGEST + timedelta(days=1), today) == (
        "What is hidden is looked at again within three years."
    )
