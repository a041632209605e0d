"""Signers who hold their office no more, and who holds it now."""

from datetime import date

import pytest
from sqlmodel import select

from tests.signing import world as worlds
from workflow.core.people import Office
from workflow.parties.models import Appointment
from workflow.renewal import succession

pytestmark = pytest.mark.both_databases


def test_an_office_that_changed_hands_since_the_signature_is_named_with_its_holder_of_today(session, now):
    world = worlds.build(session)
    event = world.freeze(session, now)
    for name in ("chief", "superintendent"):
        world.sign(session, name, event.id, now)
    assert succession.changed_hands(session, world.edition, now) == []
    held = session.exec(select(Appointment).where(Appointment.person_id == world.people["chief"])).one()
    held.until_date = date(2026, 5, 11)
    session.flush()
    (one,) = succession.changed_hands(session, world.edition, now)
    assert (one["signed"], one["office"], one["now"]) == ("Chief Example", "Chief of Police", [])
    worlds.person(session, world, "deputy", "agency", Office.CHIEF, now)
    session.exec(
        select(Appointment).where(Appointment.person_id == world.people["deputy"])
    ).one().capacity = "acting"
    session.flush()
    (one,) = succession.changed_hands(session, world.edition, now)
    assert one["now"] == ["Deputy Example, Acting Chief of Police"]


def test_what_nobody_signed_has_no_successors(session, now):
    world = worlds.build(session)
    assert succession.changed_hands(session, world.edition, now) == []
