"""The plain story stands on its own: it takes nothing from the product, and its few tricks do what they say."""

import ast
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.review.model.plain import No
from tests.review.model.plain_people import PLACES, WORDS, weekdays_later, where, worded
from tests.review.model.plain_text import Full, together

NOW = datetime(2026, 5, 12, 17, 0, tzinfo=UTC)


def test_it_imports_nothing_of_the_product() -> None:
    for file in Path(__file__).parent.glob("plain*.py"):
        named = [
            node
            for node in ast.walk(ast.parse(file.read_text()))
            if isinstance(node, ast.ImportFrom | ast.Import)
        ]
        modules = [
            one.module or "" if isinstance(one, ast.ImportFrom) else one.names[0].name for one in named
        ]
        assert not [one for one in modules if one.startswith(("workflow", "workers"))], file.name


@pytest.mark.parametrize("place", range(PLACES))
def test_a_place_is_where_its_word_stands(place: int) -> None:
    start, end = where("b", WORDS[1:], place)
    assert worded("b", WORDS[1:])[start:end] == WORDS[1:][place]


def test_two_changes_meet_only_where_both_say_something_else() -> None:
    assert together(("a", "a", "a"), ("b", "a", "b"), ("a", "c", "b")) == ["b", "c", "b"]
    assert together(("a",), ("b",), ("c",)) == [("b", "c")]


def test_weekdays_leave_weekends_out_and_keep_the_hour_on_the_wall() -> None:
    friday = datetime(2026, 3, 6, 17, 0, tzinfo=UTC)  # the clocks change on Sunday
    assert weekdays_later(friday, 1, "America/Los_Angeles") == datetime(2026, 3, 9, 16, 0, tzinfo=UTC)


def test_it_refuses_and_takes_its_turns() -> None:
    story = Full(NOW)
    assert set(story.turns()) == {"dana", "sergeant"}
    with pytest.raises(No, match="forbidden"):
        story.circulate("principal", "cops")
    story.circulate("dana", "cops")
    assert story.turns() == {"principal": {"review"}, "officer": {"review"}}
