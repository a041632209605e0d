"""Whose turn it is while a text is frozen."""

from sqlmodel import select

from tests.signing.test_actions import turns
from workflow.core.people import SERVICE
from workflow.parties.models import Appointment
from workflow.signing import matter
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
