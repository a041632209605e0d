"""Attacks with the right key at the wrong time: left offices, expiry, waiting times, revocation, reopened texts."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from tests.signing import world as worlds
from workflow.core.errors import Conflict, Forbidden, Refused
from workflow.drafting.models import Edition
from workflow.parties.models import Appointment, SigningKey
from workflow.signing import actions
from workflow.signing.models import Signature

pytestmark = pytest.mark.both_databases


@pytest.fixture
def world(session):
    return worlds.build(session)


@pytest.fixture
def event(session, world, now):
    return world.freeze(session, now)


def key_of(session, world, name):
    return session.exec(select(SigningKey).where(SigningKey.key_id == world.keys[name].id)).one()


def leave(session, world, name, last):
    session.exec(
        select(Appointment).where(Appointment.person_id == world.people[name])
    ).one().until_date = last
    session.flush()


def test_a_former_holder_is_offered_nothing(session, world, event, now):
    """He still takes part in another office; who holds nothing at all does not even find the page."""
    worlds.person(session, world, "chief", "agency", worlds.Office.SRO, now)
    chief = select(Appointment).where(
        Appointment.person_id == world.people["chief"], Appointment.office == "chief"
    )
    session.exec(chief).one().until_date = date(2026, 5, 11)
    session.flush()
    with pytest.raises(Forbidden):
        world.offer(session, "chief", event.id, now)


def test_whoever_left_between_offer_and_signature_signs_nothing(session, world, event, now):
    """The actor was read when the request began; the appointment is read again under the lock."""
    before = world.actor(session, "chief", now)
    offered = world.offer(session, "chief", event.id, now)
    leave(session, world, "chief", date(2026, 5, 11))
    with pytest.raises(Refused, match="do not hold the office"), session.begin_nested():
        actions.sign(
            session,
            before,
            event.id,
            slot="agency-1",
            credential=worlds.answer(world.keys["chief"], offered["options"]),
            at=now,
        )
    assert session.exec(select(Signature)).all() == []


def test_after_the_event_expired(session, world, event, now):
    late = event.expires + timedelta(seconds=1)
    with pytest.raises(Refused, match="run out"):
        world.offer(session, "chief", event.id, late)
    offered = world.offer(session, "chief", event.id, event.expires - timedelta(minutes=1))
    with pytest.raises(Refused, match="run out"), session.begin_nested():
        world.hand_in(
            session, "chief", event.id, worlds.answer(world.keys["chief"], offered["options"]), late
        )


def test_after_the_statement_expired(session, world, event, now):
    offered = world.offer(session, "chief", event.id, now)
    credential = worlds.answer(world.keys["chief"], offered["options"])
    with pytest.raises(Refused, match="too late"), session.begin_nested():
        world.hand_in(session, "chief", event.id, credential, now + timedelta(hours=2))


@pytest.mark.parametrize(("hours", "ready"), [(0, False), (71.99, False), (72, True)])
def test_inside_the_waiting_time(session, world, event, now, hours, ready):
    key_of(session, world, "chief").vouched = now
    session.flush()
    when = now + timedelta(hours=hours)
    if ready:
        assert world.offer(session, "chief", event.id, when)["act"] == "approval"
    else:
        with pytest.raises(Refused, match="vouched for only lately: it can sign from Friday 15 May 2026"):
            world.offer(session, "chief", event.id, when)


def test_a_key_that_nobody_vouched_for(session, world, event, now):
    key_of(session, world, "chief").state = "claimed"
    session.flush()
    with pytest.raises(Refused, match="Nobody has vouched"):
        world.offer(session, "chief", event.id, now)


def test_a_revoked_key(session, world, event, now):
    offered = world.offer(session, "chief", event.id, now)
    key_of(session, world, "chief").state = "revoked"
    session.flush()
    with pytest.raises(Refused, match="revoked"):
        world.offer(session, "chief", event.id, now)
    with pytest.raises(Refused, match="revoked"), session.begin_nested():
        world.hand_in(session, "chief", event.id, worlds.answer(world.keys["chief"], offered["options"]), now)


def test_a_key_enrolled_anew_between_offer_and_signature(session, world, event, now):
    """The party's chain has a newer link than the statement names: nothing is signed on what was."""
    offered = world.offer(session, "chief", event.id, now)
    worlds.person(session, world, "deputy", "agency", worlds.Office.SRO, now)
    worlds.accept(session, world, "d1", "district", "agency", now)
    with pytest.raises(Conflict, match="changed"), session.begin_nested():
        world.hand_in(session, "chief", event.id, worlds.answer(world.keys["chief"], offered["options"]), now)


def test_a_signature_left_behind_by_a_reopening_never_counts_again(session, world, event, now):
    world.sign(session, "chief", event.id, now)
    actions.reopen(
        session, world.actor(session, "counsel", now), world.edition, reason="A wrong date.", at=now
    )
    worlds.approve(session, world, now + timedelta(minutes=1))
    again = world.freeze(session, now + timedelta(minutes=2))
    world.sign(session, "superintendent", again.id, now + timedelta(minutes=3))
    edition = session.get_one(Edition, world.edition)
    assert edition.status == "signing"
    assert [row.signing_event_id for row in session.exec(select(Signature).order_by(Signature.at))] == [
        event.id,
        again.id,
    ]
    world.sign(session, "chief", again.id, now + timedelta(minutes=4))
    assert edition.status == "executed"


def test_an_answer_to_a_reopened_text_is_refused(session, world, event, now):
    offered = world.offer(session, "chief", event.id, now)
    actions.reopen(
        session, world.actor(session, "counsel", now), world.edition, reason="A wrong date.", at=now
    )
    with pytest.raises(Refused, match="no longer valid"), session.begin_nested():
        world.hand_in(session, "chief", event.id, worlds.answer(world.keys["chief"], offered["options"]), now)


def test_one_person_fills_one_place(session, world, event, now):
    """The chief also becomes superintendent: the second signature is refused, with a key of that office too."""
    world.sign(session, "chief", event.id, now)
    early = now - timedelta(days=10)
    world.people["both"] = world.people["chief"]
    worlds.enrol(session, world, "both", "district", worlds.Office.SUPERINTENDENT, "d1", early)
    world.slots["both"] = "district-2"
    with pytest.raises(Refused, match="one person fills one place"):
        world.offer(session, "both", event.id, now)


def test_software_keys_are_refused_where_the_deployment_says_so(session, world, event, now):
    offered = world.offer(session, "chief", event.id, now)
    with pytest.raises(Refused, match="kept in software"), session.begin_nested():
        actions.sign(
            session, world.actor(session, "chief", now), event.id, slot="agency-1", no_software_keys=True,
            credential=worlds.answer(world.keys["chief"], offered["options"]), at=now,
        )  # fmt: skip
