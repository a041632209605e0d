"""Lines to clauses."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.drafting.importing.clauses import split, title_of

LINES = st.lists(
    st.sampled_from(
        ["", "1. Purpose", "2. Hours", "PURPOSE", "Duties of the Officer", "WHEREAS, the parties agree;", "- item",
         "(a) item", "The officer visits each campus daily and talks with everybody there.", "ARTICLE I", "| a | b |",
         "TABLE OF CONTENTS", "Purpose 3", "[Signature page]", "  3. Inner", "Term of Agreement. It lasts one year from now on."]
    ),
    max_size=14,
)  # fmt: skip


def texts(*lines: str, marked: bool = False) -> list[str]:
    return [clause.text for clause in split(list(lines), marked=marked)]


@given(LINES)
def test_no_word_is_lost_and_none_is_moved(lines: list[str]) -> None:
    words = re.findall(r"[^\s#]+", "\n".join(lines))
    assert re.findall(r"[^\s#]+", "\n".join(clause.text for clause in split(lines))) == words


def test_what_stands_before_the_first_heading_is_the_preamble() -> None:
    found = texts(
        "This agreement is made between a district and an agency for one year.", "1. Purpose", "To keep safe."
    )
    assert found == [
        "This agreement is made between a district and an agency for one year.",
        "# 1. Purpose\n\nTo keep safe.",
    ]


def test_marked_lines_alone_begin_clauses_where_there_are_marks() -> None:
    assert texts("# One", "PURPOSE", "1. Hours", "# Two", marked=True) == [
        "# One\n\nPURPOSE\n\n1. Hours",
        "# Two",
    ]


def test_a_heading_of_two_lines_in_capitals_is_one_clause() -> None:
    body = "The officer visits each campus daily and talks with everybody who is there."
    assert (
        texts(body, "DUTIES OF THE", "SCHOOL RESOURCE OFFICER", body)[1]
        == f"# DUTIES OF THE\n\n# SCHOOL RESOURCE OFFICER\n\n{body}"
    )


def test_short_lines_stay_together_and_items_stay_a_list() -> None:
    (found,) = texts("12 Main Street", "Springfield", "", "- one", "- two")
    assert found == "12 Main Street\nSpringfield\n\n- one\n- two"


def test_items_lose_the_margin_they_share_and_keep_their_steps() -> None:
    assert texts("1. Hours", "    - one", "      - deeper") == ["# 1. Hours\n\n- one\n  - deeper"]


def test_recitals_are_one_clause() -> None:
    first = "This memorandum is made between the district and the agency for one school year."
    found = texts(first, "WHEREAS, the one;", "WHEREAS, the other;")
    assert found == [first, "WHEREAS, the one;\nWHEREAS, the other;"]


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["", "City of Springfield", "MEMORANDUM OF UNDERSTANDING"], "MEMORANDUM OF UNDERSTANDING"),
        (["# School Officers", "Words."], "School Officers"),
        ([], "Agreement"),
        (["word " * 60], "word " * 38 + "word…"),
    ],
)
def test_a_title_is_taken_from_the_first_lines(lines: list[str], title: str) -> None:
    assert title_of(lines) == title
