"""Attacks on a correction while it is made: signing another text than the one that was adopted, answering for others."""

import pytest

from tests.signing import world as worlds
from tests.signing.corrections import amending
from tests.signing.corrections.amending import THREE, adopted, answer, place, propose
from tests.signing.test_actions import edition_of
from workflow.core.errors import Conflict, Forbidden, NotFound, Refused
from workflow.evidence.canonical import unb64u
from workflow.evidence.statement import read
from workflow.parties.models import Appointment
from workflow.signing import page as signing
from workflow.signing.corrections import answering


@pytest.fixture
def world(session):
    return amending.build(session)


def test_a_text_that_differs_from_the_adopted_one_cannot_be_signed(session, world, now):
    adopted(session, world, now)
    amending.reworded(session, world, now)
    event = world.freeze(session, now)
    with pytest.raises(Refused, match="before the adopting bodies"):
        world.offer(session, "chief", event.id, now)
    (line,) = signing.event_page(session, world.actor(session, "chief", now), event.id, now)["stale"]
    assert line.endswith("7 to 0, 0 abstaining, and it has not voted on this one.")


def test_two_of_three_answers_do_not_open_it(session, world, now):
    event = propose(session, world, adopted(session, world, now), now)
    for name in THREE[1:]:
        answer(session, world, name, event, now)
    with pytest.raises(Refused):
        world.offer(session, "chief", event.id, now)
    assert edition_of(session, world).status == "adoption"


def test_a_delegate_who_has_left_the_office_does_not_answer(session, world, now):
    event = propose(session, world, adopted(session, world, now), now)
    where = place(session, world, "superintendent", event, now)
    held = session.exec(
        worlds.select(Appointment).where(Appointment.person_id == world.people["superintendent"])
    ).one()
    held.until_date = worlds.date(2026, 5, 1)
    session.flush()
    with pytest.raises((Forbidden, NotFound, Refused)):
        answering.offer(session, world.actor(session, "superintendent", now), event.id, place=where, at=now)


def test_the_chief_does_not_answer_in_the_delegates_place(session, world, now):
    event = propose(session, world, adopted(session, world, now), now)
    where = place(session, world, "superintendent", event, now)
    with pytest.raises(Forbidden):
        answering.offer(session, world.actor(session, "chief", now), event.id, place=where, at=now)


def test_an_answer_by_another_key_is_not_taken(session, world, now):
    event = propose(session, world, adopted(session, world, now), now)
    actor, where = world.actor(session, "counsel", now), place(session, world, "counsel", event, now)
    offered = answering.offer(session, actor, event.id, place=where, at=now)
    with pytest.raises((Conflict, Refused, Forbidden)):
        forged = worlds.answer(world.keys["chief"], offered["options"])
        answering.answer(session, actor, event.id, place=where, credential=forged, at=now)


def test_an_answer_taken_for_an_approval_is_refused(session, world, now):
    event = propose(session, world, adopted(session, world, now), now)
    actor, where = (
        world.actor(session, "superintendent", now),
        place(session, world, "superintendent", event, now),
    )
    offered = answering.offer(session, actor, event.id, place=where, at=now)
    credential = worlds.answer(world.keys["superintendent"], offered["options"])
    for name in THREE:
        answer(session, world, name, event, now)
    with pytest.raises((Conflict, Refused)):
        world.hand_in(session, "superintendent", event.id, credential, now)


def test_what_was_answered_for_is_what_the_rows_say_and_nothing_typed(session, world, now):
    event = propose(session, world, adopted(session, world, now), now)
    said = [
        read("correction", unb64u(answer(session, world, name, event, now).envelope["statement"]))
        for name in THREE
    ]
    assert (
        len(
            {
                str([one[member] for member in ("adopted", "changed", "kind", "reason", "head")])
                for one in said
            }
        )
        == 1
    )
