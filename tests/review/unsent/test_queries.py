"""One's own, in their order, and nobody else's."""

from datetime import datetime

import pytest

from tests.review.test_pages import statements
from tests.review.unsent.test_actions import keep
from tests.review.world import World
from workflow.core.errors import NotFound
from workflow.review.unsent import queries


def test_they_come_in_the_order_they_were_written_in_one_statement(reviewed: World, now: datetime) -> None:
    for words in ("First.", "Second.", "Third."):
        keep(reviewed, "counsel", now, words=words)
    keep(reviewed, "dana", now, words="Dana's.")
    actor = reviewed.actor("counsel")
    with statements(reviewed.session) as sent:
        rows = queries.own(reviewed.session, actor, reviewed.edition.id)
    assert len(sent) == 1
    assert [row.unsent.words for row in rows] == ["First.", "Second.", "Third."]
    assert {(row.revision, row.old) for row in rows} == {
        (1, "2. Duties\n\nThe officer visits each campus daily. The officer does not enforce school rules.")
    }


def test_they_are_counted_by_clause(reviewed: World, now: datetime) -> None:
    for clause in ("duties", "term", "duties", ""):
        keep(reviewed, "counsel", now, clause=clause)
    assert queries.counts(reviewed.session, reviewed.actor("counsel"), reviewed.edition.id) == {
        "duties": 2, "term": 1, "": 1,
    }  # fmt: skip
    assert queries.counts(reviewed.session, reviewed.actor("dana"), reviewed.edition.id) == {}


def test_one_is_found_by_its_author_and_in_its_edition(reviewed: World, now: datetime) -> None:
    row = keep(reviewed, "counsel", now)
    session, edition = reviewed.session, reviewed.edition.id
    assert queries.one(session, reviewed.actor("counsel"), edition, row.id) is row
    for name, where, which in (
        ("dana", edition, row.id),
        ("counsel", "x", row.id),
        ("counsel", edition, "x"),
    ):
        with pytest.raises(NotFound):
            queries.one(session, reviewed.actor(name), where, which)
