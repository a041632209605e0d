"""Whose turn it is while a text is frozen."""

from datetime import timedelta

from sqlmodel import select

from tests.signing import world as worlds
from tests.signing.paper.kit import allow
from tests.signing.test_actions import turns
from workflow.core.people import SERVICE, Office
from workflow.parties.models import Appointment, SigningKey
from workflow.signing import actions, matter
from workflow.signing import turns as signing_turns


def test_signatories_have_the_turn_until_the_window_closes(session, world, now):
    event = world.freeze(session, now)
    row = turns(session, world)["chief"]
    assert (row.reason, row.link, row.due) == (
        "Sign for Springfield Police Department", f"/signing-events/{event.id}", event.expires,
    )  # fmt: skip


def test_a_vacant_office_is_the_turn_of_those_who_run_it(session, world, now):
    chief = session.exec(select(Appointment).where(Appointment.person_id == world.people["chief"])).one()
    chief.until_date = chief.from_date
    session.flush()
    world.freeze(session, now)
    found = turns(session, world)
    assert "chief" not in found
    assert any("Nobody holds the office" in row.reason for row in found.values())


def test_a_turn_that_stays_keeps_its_beginning(session, world, now):
    event = world.freeze(session, now)
    before = turns(session, world)["superintendent"]
    signing_turns.for_event(session, matter.of_event(session, SERVICE, event.id), now)
    assert turns(session, world)["superintendent"].id == before.id


def test_nothing_is_left_when_it_is_cleared(session, world, now):
    event = world.freeze(session, now)
    case = matter.of_event(session, SERVICE, event.id)
    signing_turns.clear(session, case, now)
    assert turns(session, world) == {}


def key_of(session, world, name):
    return session.exec(select(SigningKey).where(SigningKey.key_id == world.keys[name].id)).one()


def test_a_turn_says_what_it_waits_for_and_begins_anew_when_the_wait_is_over(session, world, now):
    key = key_of(session, world, "chief")
    key.vouched = now
    session.flush()
    event = world.freeze(session, now)
    row = turns(session, world)["chief"]
    assert row.reason == (
        "Sign for Springfield Police Department, from Friday 15 May 2026, 10:00 Pacific on: your signing key counts from then"
    )
    later = now + timedelta(hours=72)
    assert signing_turns.settle(session, world.parties["agency"], later) == [(world.edition, 72)]
    found = turns(session, world)
    assert (found["chief"].reason, found["chief"].since) == ("Sign for Springfield Police Department", later)
    assert found["superintendent"].since == event.opened
    key.state = "claimed"
    session.flush()
    signing_turns.settle(session, world.parties["agency"], later + timedelta(hours=1))
    row = turns(session, world)["chief"]
    assert (row.reason, row.since) == (
        "Sign for Springfield Police Department, once your signing key counts", event.opened,
    )  # fmt: skip


def test_where_a_place_may_be_signed_on_paper_nobody_waits_for_a_key(session, world, now):
    allow(session, world, now, "agency")
    key_of(session, world, "chief").vouched = now
    session.flush()
    world.freeze(session, now)
    assert turns(session, world)["chief"].reason == "Sign for Springfield Police Department"


def test_who_takes_or_leaves_an_office_while_a_text_is_signed_has_the_turn_or_loses_it(session, world, now):
    world.freeze(session, now)
    old = session.exec(select(Appointment).where(Appointment.person_id == world.people["chief"])).one()
    old.until_date = old.from_date
    worlds.person(session, world, "acting", "agency", Office.CHIEF, now)
    later = now + timedelta(days=2)
    signing_turns.settle(session, world.parties["agency"], later)
    found = turns(session, world)
    assert set(found) == {"acting", "superintendent"} and found["acting"].since == later
    actions.withdraw(session, world.actor(session, "counsel", later), world.edition, reason="No.", at=later)
    assert signing_turns.settle(session, world.parties["agency"], later) == []
