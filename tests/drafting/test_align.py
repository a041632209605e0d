"""An incoming text takes the keys of the clauses it continues."""

from hypothesis import given
from hypothesis import strategies as st

from workflow.drafting.align import NEW, align
from workflow.drafting.compare import Piece

OURS = [
    Piece("a", "# 1. Purpose\n\nTo keep schools safe and to build trust with students."),
    Piece("b", "# 2. Hours\n\nThe officer is at school from 7:30 to 15:30 on school days."),
    Piece("c", "# 3. Supervision\n\nThe Chief of Police supervises the officer."),
]


def keys(*texts: str) -> list[str]:
    return [match.key for match in align(OURS, texts)]


def test_the_same_text_is_the_same_clause_wherever_it_stands() -> None:
    found = align(OURS, [piece.text for piece in reversed(OURS)])
    assert [match.key for match in found] == ["c", "b", "a"] and {match.by for match in found} == {"text"}


def test_blanks_and_line_ends_make_no_new_clause() -> None:
    assert keys("# 1. Purpose\nTo keep schools safe   and to build trust with students.") == ["a"]


def test_a_heading_is_recognised_under_another_number() -> None:
    (found,) = align(OURS, ["# 7. HOURS\n\nEntirely other words stand here now."])
    assert (found.key, found.by) == ("b", "heading")


def test_without_a_heading_the_words_decide() -> None:
    (found,) = align(OURS, ["The officer is at school from 8:00 to 15:30 on school days, unless ill."])
    assert (found.key, found.by) == ("b", "similar words") and 50 <= found.similarity < 100


def test_what_shares_too_little_is_new() -> None:
    assert align(OURS, ["# Insurance\n\nEach party insures itself."]) == [NEW]
    assert NEW.to_json() == {"key": "", "by": "new", "similarity": 0}


def test_a_heading_that_stands_twice_decides_nothing() -> None:
    twice = ["# Hours\n\nFirst part about nothing alike.", "# Hours\n\nSecond part about money."]
    assert keys(*twice) == ["", ""]


@given(
    st.lists(st.text("ab #1.\n", max_size=30), max_size=6),
    st.lists(st.text("ab #1.\n", max_size=30), max_size=6),
)
def test_every_clause_gets_one_answer_and_no_key_is_given_twice(ours: list[str], theirs: list[str]) -> None:
    found = align([Piece(str(number), text) for number, text in enumerate(ours)], theirs)
    given_keys = [match.key for match in found if match.key]
    assert len(found) == len(theirs) and len(given_keys) == len(set(given_keys))
