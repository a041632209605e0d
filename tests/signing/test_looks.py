"""What changed since somebody last had the text before him, and since the signed text of last year."""

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.signing import world as worlds
from workflow.drafting import queries as drafting
from workflow.drafting.models import Edition
from workflow.renewal.following import next_edition
from workflow.signing import actions, page
from workflow.signing.models import SigningEvent

pytestmark = pytest.mark.both_databases
HOUR = timedelta(hours=1)
MENDED = (worlds.TEXT[0], worlds.TEXT[1].replace("3:30", "4:30"), *worlds.TEXT[2:])


@pytest.fixture
def world(session):
    return worlds.build(session)


def changes(session, world, name, at):
    """What the signing page of the newest frozen text tells this person of changes."""
    event = session.exec(select(SigningEvent).where(SigningEvent.state == "open")).one()
    return page.event_page(session, world.actor(session, name, at), event.id, at)["changes"]


def refrozen(session, world, at):
    """Counsel opens the text again, mends it, both approve, and it is frozen."""
    actions.reopen(session, world.actor(session, "counsel", at), world.edition, reason="A wrong time.", at=at)
    worlds.revise(session, session.get_one(Edition, world.edition), MENDED, at)
    worlds.approve(session, world, at)
    world.freeze(session, at)


def test_who_never_had_the_text_has_seen_nothing_before(session, world, now):
    world.freeze(session, now)
    assert changes(session, world, "chief", now)["since_look"] is None


def test_who_was_about_to_sign_sees_what_changed_since(session, world, now):
    event = world.freeze(session, now)
    world.offer(session, "chief", event.id, now)
    refrozen(session, world, now + HOUR)
    seen = changes(session, world, "chief", now + 2 * HOUR)["since_look"]
    assert seen["changed"] and (seen["when"], seen["revision"]) == (now, 1)
    assert seen["link"] == f"/editions/{world.edition}/compare/1...2"


def test_who_judged_this_very_text_has_nothing_new_before_him(session, world, now):
    world.freeze(session, now)
    refrozen(session, world, now + HOUR)
    seen = changes(session, world, "counsel", now + 2 * HOUR)["since_look"]
    assert (seen["changed"], seen["when"], seen["link"]) == (False, now + HOUR, "")


def test_since_last_year_has_a_redline_that_begins_with_the_signed_text(session, world, now):
    """The next edition opens with the signed text as its first revision; the redline is from there."""
    event = world.freeze(session, now)
    assert changes(session, world, "chief", now)["since_last_year"] is None
    for name in ("chief", "superintendent"):
        world.sign(session, name, event.id, now)
    signed = session.get_one(Edition, world.edition)
    following = next_edition(session, signed, now + HOUR)
    world.edition, following.status, following.route = following.id, "in_review", signed.route
    worlds.revise(session, following, MENDED, now + HOUR)
    worlds.approve(session, world, now + HOUR)
    world.freeze(session, now + HOUR)
    seen = changes(session, world, "chief", now + HOUR)["since_last_year"]
    assert seen["edition"] == 1 and seen["changed"]
    compared = drafting.comparison(session, world.actor(session, "chief", now), following.id, 1, 2)
    assert seen["link"] == f"/editions/{following.id}/compare/1...2"
    assert compared["sentences"] == seen["sentences"]
