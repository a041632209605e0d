"""The letters about a window: what they say, and that each follows from what was done."""

from datetime import timedelta

import pytest

from tests.review.window.hall import announced, confirmed
from tests.workers.village import Village
from workflow.review import actions as review
from workflow.review.window import actions

pytestmark = pytest.mark.both_databases


@pytest.fixture
def hall(village: Village) -> Village:
    with village.acting() as session:
        review.circulate(session, village.actor("dana"), village.world.edition.id, at=village.world.now)
    with village.acting() as session:
        session.add(village.world.edition)
        announced(village.world)
    village.settle()
    return village


def text(village: Village, name: str, subject: str) -> str:
    return next(one["text"] for one in village.letters(name) if one["subject"].startswith(subject))


def test_everybody_hears_that_it_opened_and_until_when(hall: Village) -> None:
    said = text(hall, "officer", "Open for public comment")
    assert "The window closes on Friday 12 June 2026, 17:00 Pacific." in said
    assert "https://mou.example.gov/mou/springfield/1/comment" in said


def test_those_who_run_it_hear_how_much_there_is_to_answer(hall: Village) -> None:
    with hall.acting():
        row = confirmed(hall.world)
    with hall.acting() as session:
        window = row.window_id
        hall.kit.clock.move(hall.world.now.replace(month=7) - hall.world.now)
        actions.close_when_due(session, window, at=hall.kit.clock.now())
    hall.settle()
    said = text(hall, "dana", "Public comment has closed")
    assert "The public made 1 comment." in said and "1 comment still to be answered" in said
    assert not [
        one for one in hall.letters("officer") if one["subject"].startswith("Public comment has closed")
    ]


def test_everybody_but_who_did_it_reads_why_it_was_cancelled(hall: Village) -> None:
    with hall.acting() as session:
        actions.cancel(
            session, hall.actor("dana"), hall.world.edition.id, words="A page was missing.", at=hall.world.now
        )
    hall.kit.clock.move(timedelta(days=1))  # the opening was this day's letter
    hall.settle()
    assert "The reason given: A page was missing." in text(hall, "chief", "Public comment was cancelled")
    assert not [
        one for one in hall.letters("dana") if one["subject"].startswith("Public comment was cancelled")
    ]
