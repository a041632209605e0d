"""What is due, and what public comment leaves to be done before the freeze."""

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.review.window.hall import DAY, announced, confirmed, link_of, spoken
from tests.review.window.test_judging import answered, judged
from tests.review.world import World
from workflow.core.window import WindowFacts, before_freeze
from workflow.review.window import actions, queries, speaking
from workflow.review.window.models import CommentWindow

pytestmark = pytest.mark.both_databases


def facts(world: World, **more: object) -> WindowFacts:
    return queries.window_facts(world.session, world.edition, **({"at": world.now} | more))


def codes(world: World, **more: object) -> list[str]:
    return [issue.code for issue in before_freeze(facts(world, **more))]


def closed(world: World) -> CommentWindow:
    row = world.session.exec(select(CommentWindow)).one()
    actions.close_when_due(world.session, row.id, at=row.closes)
    return row


def test_the_sweep_finds_what_is_to_open_and_to_close(reviewed: World) -> None:
    row = announced(reviewed, opens="2026-05-20T09:00")
    session = reviewed.session
    assert queries.due(session, row.opens - timedelta(seconds=1)) == []
    assert queries.due(session, row.opens) == [("open", row.id)]
    actions.open_when_due(session, row.id, at=row.opens)
    assert queries.due(session, row.closes - timedelta(seconds=1)) == []
    assert queries.due(session, row.closes) == [("close", row.id)]
    actions.close_when_due(session, row.id, at=row.closes)
    assert queries.due(session, row.closes + DAY) == []


def test_a_window_that_is_asked_for_must_have_been_held(reviewed: World) -> None:
    assert codes(reviewed) == [] and codes(reviewed, required="Virginia") == ["window.required"]
    announced(reviewed)
    assert codes(reviewed, required="Virginia") == ["window.live"]
    actions.cancel(
        reviewed.session, reviewed.actor("dana"), reviewed.edition.id, words="No.", at=reviewed.now
    )
    assert codes(reviewed, required="Virginia") == ["window.required"]
    announced(reviewed, closes="2026-06-20T17:00")
    row = reviewed.session.exec(select(CommentWindow).where(CommentWindow.cancelled.is_(None))).one()
    actions.close_when_due(reviewed.session, row.id, at=row.closes)
    assert codes(reviewed, required="Virginia", at=row.closes) == []


def test_every_shown_comment_is_answered_and_every_held_one_decided(open_hall: World) -> None:
    for words in ("One opinion.", "Another opinion here.", "And a third, quite different."):
        confirmed(open_hall, words)
    judged(open_hall, "hold", number=2, reason="threat")
    end = closed(open_hall).closes
    assert facts(open_hall, at=end).unanswered == (1, 3) and facts(open_hall, at=end).undecided == (2,)
    for number in (1, 3):
        answered(open_hall, number=number)
    judged(open_hall, "hide", number=2, reason="threat")
    assert codes(open_hall, at=end) == []


def test_what_can_still_be_confirmed_is_waited_for_and_not_longer(open_hall: World) -> None:
    window = open_hall.session.exec(select(CommentWindow)).one()
    last = window.closes - timedelta(minutes=1)
    row = spoken(open_hall, at=last)
    closed(open_hall)
    assert codes(open_hall, at=window.closes) == ["window.pending"]
    assert codes(open_hall, at=window.closes + DAY) == []
    speaking.confirm(open_hall.session, link_of(open_hall, row, last), at=window.closes)
    assert codes(open_hall, at=window.closes) == ["window.unanswered"]


def test_who_asked_for_the_answer_of_a_group_is_told(open_hall: World) -> None:
    words = "More counsellors and fewer officers would help our children most of all."
    rows = [confirmed(open_hall, words, wants_answer=wants) for wants in (False, True, True)]
    assert queries.waiting_for_answers(open_hall.session, rows[0].id) == [rows[1].id, rows[2].id]
    assert queries.waiting_for_answers(open_hall.session, rows[2].id) == [rows[2].id]


def test_what_has_ripened_is_found(open_hall: World) -> None:
    row = spoken(open_hall)
    assert row.until and not queries.overripe(open_hall.session, row.until)
    assert queries.overripe(open_hall.session, row.until + timedelta(seconds=1))


def test_the_register_lists_what_can_be_commented_on_and_the_record_what_was_said(reviewed: World) -> None:
    row = announced(reviewed, opens="2026-05-20T09:00")
    session, edition, mou = reviewed.session, reviewed.edition, reviewed.mou
    assert queries.commenting(session) == [] and queries.record_of(session, mou, edition) is None
    actions.open_when_due(session, row.id, at=row.opens)
    (one,) = queries.commenting(session)
    assert (one["title"], one["link"], one["closes"]) == (
        "Edition 1",
        "/mou/springfield/1/comment",
        row.closes,
    )
    confirmed(reviewed, at=row.opens)
    spoken(reviewed, "Not confirmed.", at=row.opens)
    actions.close_when_due(session, row.id, at=row.closes)
    assert queries.commenting(session) == []
    assert queries.record_of(session, mou, edition) == {"total": 1, "link": "/mou/springfield/1/comment"}
