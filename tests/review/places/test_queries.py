"""Places are read from what is kept; what is not kept is worked out, with the same result."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from tests.review.test_pages import statements
from tests.review.world import TEXT, World
from workflow.review import actions
from workflow.review.ground import load, texts
from workflow.review.places import queries
from workflow.review.places.models import Placement
from workflow.review.threads import queries as threads
from workflow.review.threads.anchors import State

HOUR = timedelta(hours=1)
EDITED = TEXT["duties"].replace("daily", "every day")


def say(world: World, at: datetime, **more: str) -> int:
    return actions.open_thread(
        world.session, world.actor("principal"), world.edition.id, words="Hm.", at=at, **more
    ).number


def standings(world: World) -> dict[int, queries.Standing]:
    """Where every thread stands, by its number."""
    ground = load(world.session, world.edition.id)
    rows = threads.listed(world.session, ground, world.actor("dana"))
    known = texts(world.session, [ground.edition.revision_id or ""])
    found = threads.places(world.session, ground, rows, known)
    return {row.thread.number: found[row.thread.id] for row in rows}


@pytest.fixture
def revised(reviewed: World, now: datetime) -> World:
    """Four comments, and then a text that keeps, edits and drops what they are about."""
    say(reviewed, now, clause="duties", quote="visits each campus daily")
    say(reviewed, now, clause="term")
    say(reviewed, now)
    say(reviewed, now, clause="purpose")
    reviewed.revise(now + HOUR, duties=EDITED, term=None)
    return reviewed


@pytest.mark.both_databases
def test_what_is_kept_is_what_would_be_worked_out(revised: World) -> None:
    before = standings(revised)
    assert {n: str(one.place.state) for n, one in before.items()} == {
        1: "changed",
        2: "detached",
        3: "exact",
        4: "exact",
    }
    assert actions.place_comments(revised.session, revised.edition.id) == 3
    after = standings(revised)
    assert {n: (one.place, one.last_seen) for n, one in after.items()} == {
        n: (one.place, one.last_seen) for n, one in before.items()
    }


def test_reading_kept_places_takes_no_statement_and_working_them_out_two(revised: World) -> None:
    session = revised.session
    ground = load(session, revised.edition.id)
    known = texts(session, [ground.edition.revision_id or ""])
    for most in (2, 0):
        rows = threads.listed(session, ground, revised.actor("dana"))
        with statements(session) as sent:
            threads.places(session, ground, rows, known)
        assert len(sent) == most, sent
        actions.place_comments(session, revised.edition.id)


def test_a_place_is_carried_from_the_last_one_that_is_kept(revised: World, now: datetime) -> None:
    actions.place_comments(revised.session, revised.edition.id)
    revised.revise(
        now + 2 * HOUR, duties=EDITED.replace("visits each campus every day", "goes to each campus every day")
    )
    found = standings(revised)[1]
    assert (found.place.state, found.last_seen) == (State.CHANGED, 3)
    revised.revise(now + 3 * HOUR, duties="2. Duties\n\nNone.")
    assert (standings(revised)[1].place.state, standings(revised)[1].last_seen) == (State.DETACHED, 1 + 1)
    rows = revised.session.exec(select(Placement)).all()
    assert {row.revision_id for row in rows} == {rows[0].revision_id}


def test_a_comment_on_an_earlier_text_has_its_place_at_once(revised: World, now: datetime) -> None:
    from workflow.drafting.models import Revision

    first = revised.session.exec(
        select(Revision.id).where(Revision.edition_id == revised.edition.id, Revision.number == 1)
    ).one()
    number = say(revised, now + 2 * HOUR, clause="duties", quote="visits each campus daily", revision=first)
    ground = load(revised.session, revised.edition.id)
    row = threads.one(revised.session, ground, revised.actor("dana"), number)
    assert row.placed and row.placed.state == "changed"
