"""The matrix: one row a comment in the columns reviewers know, a page at a time."""

from datetime import date, timedelta

import pytest

from tests.review.threads.test_actions import comment, dispose
from tests.review.world import World
from workflow.core.errors import NotFound
from workflow.core.people import Office
from workflow.review.threads import matrix


def test_the_columns_are_those_of_a_comment_resolution_matrix() -> None:
    assert list(matrix.COLUMNS.values())[:10] == [
        "Item", "Source", "Type", "Clause", "Comment", "Rationale", "Disposition", "Answer",
        "Introduced in revision", "Resolved in revision",
    ]  # fmt: skip


@pytest.mark.both_databases
def test_a_row_says_who_asked_what_where_and_how_it_was_answered(reviewed: World) -> None:
    comment(
        reviewed, "officer", words="Daily?", quote="visits each campus daily", blocking=True, basis="Policy 5"
    )
    reviewed.revise(reviewed.now + timedelta(minutes=1), term="3. Term\n\nTwo years.")
    dispose(reviewed, "dana", "accepted_in_part", "Weekly.")
    (row,) = matrix.page(reviewed.session, reviewed.actor("chief"), reviewed.edition.id)["rows"]
    assert row == {
        "number": 1, "party": "Springfield Agency", "kind": "Substance", "clause": "2. Duties", "comment": "Daily?",
        "rationale": "Policy 5", "disposition": "Accepted in part", "answer": "Weekly.", "introduced": 1, "resolved": 2,
        "reviewer": "Officer, School Resource Officer", "commented": date(2026, 5, 12), "blocking": "yes",
        "audience": "all parties", "quotation": "visits each campus daily", "anchor": "stands as quoted",
        "decided_by": "Dana", "decided": date(2026, 5, 12), "link": f"/editions/{reviewed.edition.id}/threads/1",
    }  # fmt: skip


def test_an_internal_comment_of_the_other_side_is_counted_and_not_shown(reviewed: World) -> None:
    comment(reviewed, "counsel", words="Our fallback.", visibility="party")
    comment(reviewed, "officer", words="Openly.")
    theirs = matrix.whole(reviewed.session, reviewed.actor("lawyer"), reviewed.edition.id)
    ours = matrix.whole(reviewed.session, reviewed.actor("dana"), reviewed.edition.id)
    assert [row["number"] for row in theirs["rows"]] == [2]
    assert (theirs["total"], theirs["hidden"]) == (1, 1)
    assert [row["number"] for row in ours["rows"]] == [1, 2]
    assert (ours["total"], ours["hidden"]) == (2, 0)


def test_the_matrix_turns_pages_and_shows_what_is_open(
    reviewed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        comment(reviewed)
    dispose(reviewed, "dana", "noted", number=2)
    monkeypatch.setattr(matrix, "PAGE", 2)
    seen, after = [], 0
    while after is not None:
        page = matrix.page(
            reviewed.session, reviewed.actor("chief"), reviewed.edition.id, after=after, state="open"
        )
        seen += [row["number"] for row in page["rows"]]
        after = page["next"]
    assert seen == [1, 3, 4, 5]
    assert (page["total"], page["answered"]) == (5, 1)


def test_strangers_do_not_find_it(reviewed: World) -> None:
    reviewed.appoint("elsewhere", "stranger", Office.COUNSEL)
    with pytest.raises(NotFound):
        matrix.whole(reviewed.session, reviewed.actor("elsewhere"), reviewed.edition.id)
