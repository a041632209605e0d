"""What changed since somebody last had the text before him, and since the signed text of last year."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlmodel import select

from tests.signing import world as worlds
from workflow.drafting import queries as drafting
from workflow.drafting.models import Edition
from workflow.renewal.following import next_edition
from workflow.signing import actions, looks, page
from workflow.signing.models import Look

pytestmark = pytest.mark.both_databases
HOUR = timedelta(hours=1)
MENDED = (worlds.TEXT[0], worlds.TEXT[1].replace("3:30", "4:30"), *worlds.TEXT[2:])


@pytest.fixture
def world(session):
    return worlds.build(session)


def look(session, world, event, at, name="chief"):
    """The page as the named person sees it, and then the look is noted, as the edge does it."""
    actor = world.actor(session, name, at)
    value = page.event_page(session, actor, event.id, at)["changes"]
    if note := looks.noting(session, actor, event.id, at):
        note(session)
    return value


def reopened(session, world, at, text=MENDED):
    """Counsel opens the text again, mends it, both approve, and it is frozen."""
    actions.reopen(session, world.actor(session, "counsel", at), world.edition, reason="A wrong time.", at=at)
    worlds.revise(session, session.get_one(Edition, world.edition), text, at)
    worlds.approve(session, world, at)
    return world.freeze(session, at)


def test_who_only_read_the_text_and_comes_back_after_a_reopening_sees_what_changed(session, world, now):
    first = world.freeze(session, now)
    assert look(session, world, first, now)["since_look"] is None
    second = reopened(session, world, now + HOUR)
    for hours in (2, 3, 30):
        seen = look(session, world, second, now + hours * HOUR)["since_look"]
        assert seen["changed"] and (seen["when"], seen["revision"]) == (now, 1), hours
        assert seen["link"].endswith("/compare/1...2") and "clause" in " ".join(seen["sentences"]).lower()


def test_a_text_that_was_read_before_has_not_changed_since(session, world, now):
    event = world.freeze(session, now)
    look(session, world, event, now)
    seen = look(session, world, event, now + HOUR)["since_look"]
    assert (seen["changed"], seen["when"], seen["link"]) == (False, now, "")


def test_who_judged_this_very_text_has_seen_it_though_he_read_an_earlier_one_here(session, world, now):
    """Counsel approved the mended text in the review: nothing has changed since, however often the page is opened."""
    look(session, world, world.freeze(session, now), now, "counsel")
    second = reopened(session, world, now + HOUR)
    for hours in (2, 3):
        seen = look(session, world, second, now + hours * HOUR, "counsel")["since_look"]
        assert (seen["changed"], seen["when"]) == (False, now + HOUR)


def test_a_look_is_noted_once_for_a_person_and_a_revision(session, world, now):
    event = world.freeze(session, now)
    for name in ("d1", "chief"):
        actor = world.actor(session, name, now)
        looks.noting(session, actor, event.id, now)(session)
        assert looks.noting(session, actor, event.id, now + HOUR) is None
    rows = session.exec(select(Look)).all()
    assert {(row.person_id, row.revision_id, row.at) for row in rows} == {
        (world.people[name], event.revision_id, now) for name in ("d1", "chief")
    }


def test_two_tabs_opened_at_once_are_one_look(database, now):
    with database.writing() as session:
        world = worlds.build(session)
        event = world.freeze(session, now).id
    both = Barrier(2)

    def open_page():
        with database.reading() as session:
            note = looks.noting(session, world.actor(session, "d1", now), event, now)
        both.wait(10)
        with database.writing() as session:
            note(session)

    tabs = [Thread(target=open_page) for _ in range(2)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    with database.reading() as session:
        assert len(session.exec(select(Look)).all()) == 1


def test_since_last_year_has_a_redline_that_begins_with_the_signed_text(session, world, now):
    """The next edition opens with the signed text as its first revision; the redline is from there."""
    event = world.freeze(session, now)
    assert look(session, world, event, now)["since_last_year"] is None
    for name in ("chief", "superintendent"):
        world.sign(session, name, event.id, now)
    signed = session.get_one(Edition, world.edition)
    following = next_edition(session, signed, now + HOUR)
    world.edition, following.status, following.route = following.id, "in_review", signed.route
    worlds.revise(session, following, MENDED, now + HOUR)
    worlds.approve(session, world, now + HOUR)
    seen = look(session, world, world.freeze(session, now + HOUR), now + HOUR)["since_last_year"]
    assert seen["edition"] == 1 and seen["changed"]
    compared = drafting.comparison(session, world.actor(session, "chief", now), following.id, 1, 2)
    assert seen["link"] == f"/editions/{following.id}/compare/1...2"
    assert compared["sentences"] == seen["sentences"]
