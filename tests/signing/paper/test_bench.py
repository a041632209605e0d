"""Whether somebody may attest now, and whether the first attestation still counts."""

import pytest
from sqlmodel import select

from tests.signing import world as worlds
from tests.signing.paper.kit import SLOT, attest, file, frozen, hand_in, offer
from workflow.core.errors import Refused
from workflow.core.people import Office
from workflow.parties.models import Appointment, SigningKey
from workflow.signing.paper import bench


def seat(session, world, name, event, now):
    return bench.bench(session, world.actor(session, name, now), event.id, SLOT, now)


def test_the_first_and_the_second_sit_for_their_own_parties(session, world, now):
    event = frozen(session, world, now)
    file(session, world, event.id, now)
    first = seat(session, world, "a1", event, now)
    assert (first.number, first.beside, first.holder.party_id) == (1, "", world.parties["agency"])
    attest(session, world, "a1", event.id, now)
    second = seat(session, world, "d1", event, now)
    assert (second.number, len(second.beside), second.holder.party_id) == (2, 43, world.parties["district"])
    assert second.purpose != first.purpose


def test_who_decided_for_another_place_meanwhile_did_not_sign_here(session, world, now):
    """The superintendent is recorded as the agency's sheriff too, signs by hand there, and then with a key here."""
    worlds.person(session, world, "superintendent", "agency", Office.SHERIFF, now)
    event = frozen(session, world, now)
    file(session, world, event.id, now, signatory=world.people["superintendent"])
    attest(session, world, "a1", event.id, now)
    world.sign(session, "superintendent", event.id, now)
    with pytest.raises(Refused, match="one person fills one place"):
        seat(session, world, "d1", event, now)


def test_a_first_attestation_whose_office_has_ended_makes_no_pair(session, world, now):
    event = frozen(session, world, now)
    file(session, world, event.id, now)
    attest(session, world, "a1", event.id, now)
    held = session.exec(select(Appointment).where(Appointment.person_id == world.people["a1"])).one()
    held.until_date = held.from_date
    session.flush()
    with pytest.raises(Refused, match="no longer counts"):
        seat(session, world, "d1", event, now)


def test_a_first_attestation_whose_key_was_revoked_meanwhile_makes_no_pair(session, world, now):
    event = frozen(session, world, now)
    file(session, world, event.id, now)
    attest(session, world, "a1", event.id, now)
    asked = offer(session, world, "d1", event.id, now)
    key = session.exec(select(SigningKey).where(SigningKey.key_id == world.keys["a1"].id)).one()
    key.state = "revoked"
    session.flush()
    with pytest.raises(Refused, match="no longer counts"):
        offer(session, world, "d1", event.id, now)
    with pytest.raises(Refused, match="no longer counts"):
        hand_in(session, world, "d1", event.id, worlds.answer(world.keys["d1"], asked["options"]), now)
