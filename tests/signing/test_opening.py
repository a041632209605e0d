"""When a frozen text is open for signing, and from which vote its adoption counts."""

from datetime import date, timedelta

from tests.signing.corrections import amending
from tests.signing.test_actions import edition_of
from workflow.core.people import SERVICE
from workflow.signing import opening
from workflow.signing.matter import of_event


def test_a_text_that_nobody_has_adopted_stays_closed(session, now):
    world = amending.build(session)
    event = world.freeze(session, now)
    opening.when_adopted(session, of_event(session, SERVICE, event.id), now)
    assert (edition_of(session, world).status, edition_of(session, world).adopted) == ("adoption", None)


def test_a_vote_that_is_carried_over_counts_from_its_own_day(session, now):
    world = amending.build(session)
    adopted, later = amending.adopted(session, world, now), now + timedelta(days=3)
    event = amending.propose(session, world, adopted, later)
    for name in amending.THREE:
        amending.answer(session, world, name, event, later)
    edition = edition_of(session, world)
    assert (edition.status, edition.adopted) == ("signing", date(2026, 5, 12))
