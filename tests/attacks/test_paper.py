"""Attacks on signatures on paper, against the acts themselves; those on packages are in tests/evidence/test_paper.py."""

from datetime import timedelta

import pytest
from sqlmodel import func, select

from tests.attacks.test_signing_races import at_once
from tests.core.test_paper import PDF
from tests.signing import world as worlds
from tests.signing.paper.kit import OTHER, SLOT, attest, file, frozen, hand_in, offer, papered
from workflow.core.errors import CountersignError, Forbidden, Invalid, NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.people import Office
from workflow.drafting.models import Edition
from workflow.history.models import Event
from workflow.parties.models import Appointment, SigningKey
from workflow.signing import actions as signing
from workflow.signing.models import Signature
from workflow.signing.paper import actions, sheet
from workflow.signing.paper.models import Attestation


@pytest.fixture
def world(session):
    return worlds.build(session)


def test_paper_where_the_manifest_does_not_allow_it(session, world, now):
    event = frozen(session, world, now, "district")
    with pytest.raises(Refused, match="does not allow paper here"):
        file(session, world, event.id, now)


def test_paper_allowed_after_the_freeze_changes_nothing_that_was_frozen(session, world, now):
    event = world.freeze(session, now)
    session.add(
        actions.PaperAllowance(
            edition_id=world.edition, party_id=world.parties["agency"], person_id=world.people["counsel"], person_name="C", at=now
        )
    )  # fmt: skip
    with pytest.raises(Refused, match="does not allow paper here"):
        file(session, world, event.id, now)


def test_the_same_person_attests_twice(session, world, now):
    event = frozen(session, world, now)
    file(session, world, event.id, now)
    attest(session, world, "a1", event.id, now)
    with pytest.raises(Refused, match="attested this sheet already"):
        attest(session, world, "a1", event.id, now)


def test_two_of_the_same_party_attest(session, world, now):
    event = frozen(session, world, now)
    file(session, world, event.id, now)
    with pytest.raises(Refused, match="clerk or a registrar of the party that signs"):
        attest(session, world, "d1", event.id, now)
    attest(session, world, "a1", event.id, now)
    with pytest.raises(Refused, match="registrar of another party"):
        attest(session, world, "a2", event.id, now)


def test_one_who_belongs_to_both_parties_attests_for_the_other(session, world, now):
    event = frozen(session, world, now)
    worlds.person(session, world, "d1", "agency", Office.COUNSEL, now)
    file(session, world, event.id, now)
    attest(session, world, "a1", event.id, now)
    with pytest.raises(Refused, match="belong to the party that signs"):
        attest(session, world, "d1", event.id, now)


def test_the_signatory_is_an_attester(session, world, now):
    """The chief is also a registrar of the agency: then another attests."""
    worlds.enrol(session, world, "chief", "agency", Office.REGISTRAR, "a2", worlds.BEGUN)
    event = frozen(session, world, now)
    file(session, world, event.id, now)
    with pytest.raises(Refused, match="Whoever signed the sheet does not attest it"):
        attest(session, world, "chief", event.id, now)


def test_an_executive_of_the_other_party_attests(session, world, now):
    event = frozen(session, world, now)
    file(session, world, event.id, now)
    attest(session, world, "a1", event.id, now)
    with pytest.raises(Forbidden):
        attest(session, world, "superintendent", event.id, now)


def test_a_stranger_files_reads_and_attests_nothing(session, world, now):
    event = frozen(session, world, now)
    worlds.party(session, world, "school", "Another School", ("s1", "s2"), now)
    stranger = world.actor(session, "s1", now)
    with pytest.raises(NotFound):
        file(session, world, event.id, now, by="s1")
    file(session, world, event.id, now)
    with pytest.raises(NotFound):
        offer(session, world, "s1", event.id, now)
    with pytest.raises(NotFound):
        sheet.scan(session, stranger, event.id, SLOT)
    with pytest.raises(Forbidden):
        file(session, world, event.id, now, by="d1")


def test_a_reviewer_of_the_party_does_not_see_the_scan(session, world, now):
    event = frozen(session, world, now)
    file(session, world, event.id, now)
    worlds.person(session, world, "officer", "agency", Office.SRO, now)
    with pytest.raises(Forbidden, match="A scan is private"):
        sheet.scan(session, world.actor(session, "officer", now), event.id, SLOT)
    assert sheet.scan(session, world.actor(session, "counsel", now), event.id, SLOT)[0] == PDF


def test_a_sheet_of_another_head(session, world, now):
    """What was handed in and attested before a reopening is bound to the old text, and its event takes nothing more."""
    event = frozen(session, world, now)
    file(session, world, event.id, now)
    attest(session, world, "a1", event.id, now)
    asked = offer(session, world, "d1", event.id, now)
    signing.reopen(
        session, world.actor(session, "supervisor", now), world.edition, reason="A wrong date.", at=now
    )
    again = world.freeze(session, now + timedelta(minutes=1))
    answered = worlds.answer(world.keys["d1"], asked["options"])
    with pytest.raises(Refused, match="no longer valid"):
        hand_in(session, world, "d1", event.id, answered, now)
    with pytest.raises(Refused, match="No scan of a signed sheet"):
        hand_in(session, world, "d1", again.id, answered, now + timedelta(minutes=1))


def test_an_attestation_inside_the_waiting_time(session, world, now):
    worlds.enrol(session, world, "newcomer", "agency", Office.CLERK, "a1", now)
    event = frozen(session, world, now)
    file(session, world, event.id, now, by="newcomer")
    with pytest.raises(Refused, match="only lately"):
        attest(session, world, "newcomer", event.id, now)


def test_an_attestation_by_a_revoked_key(session, world, now):
    event = frozen(session, world, now)
    file(session, world, event.id, now)
    asked = offer(session, world, "a1", event.id, now)
    key = session.exec(select(SigningKey).where(SigningKey.key_id == world.keys["a1"].id)).one()
    key.state = "revoked"
    session.flush()
    with pytest.raises(Refused, match="revoked"):
        hand_in(session, world, "a1", event.id, worlds.answer(world.keys["a1"], asked["options"]), now)


def test_an_attestation_by_a_former_registrar(session, world, now):
    event = frozen(session, world, now)
    file(session, world, event.id, now)
    asked = offer(session, world, "a1", event.id, now)
    held = session.exec(select(Appointment).where(Appointment.person_id == world.people["a1"])).one()
    held.until_date = held.from_date
    session.flush()
    with pytest.raises(CountersignError):
        hand_in(session, world, "a1", event.id, worlds.answer(world.keys["a1"], asked["options"]), now)
    assert session.exec(select(Attestation)).all() == []


def test_paper_on_top_of_an_own_key_approval(session, world, now):
    event = frozen(session, world, now)
    file(session, world, event.id, now)
    attest(session, world, "a1", event.id, now)
    asked = offer(session, world, "d1", event.id, now)
    world.sign(session, "chief", event.id, now)
    with pytest.raises(Refused, match="has already signed here"):
        hand_in(session, world, "d1", event.id, worlds.answer(world.keys["d1"], asked["options"]), now)
    assert [row.key_kind for row in session.exec(select(Signature))] == ["software"]


def test_an_own_key_approval_on_top_of_paper(session, world, now):
    event = frozen(session, world, now)
    asked = world.offer(session, "chief", event.id, now)
    file(session, world, event.id, now)
    attest(session, world, "a1", event.id, now)
    attest(session, world, "d1", event.id, now)
    with pytest.raises(Refused, match="has already signed here"):
        world.hand_in(session, "chief", event.id, worlds.answer(world.keys["chief"], asked["options"]), now)
    with pytest.raises(Refused, match="has already signed here"):
        world.decline(session, "chief", event.id, now)
    assert [row.key_kind for row in session.exec(select(Signature))] == ["paper"]


def test_paper_on_top_of_a_decline(session, world, now):
    event = frozen(session, world, now)
    world.decline(session, "chief", event.id, now)
    with pytest.raises(Refused, match="has already declined here"):
        file(session, world, event.id, now)


def test_the_answer_to_another_sheet_or_act_is_handed_in(session, world, now):
    event = frozen(session, world, now, "agency", "district")
    file(session, world, event.id, now)
    file(session, world, event.id, now, by="d1", slot=OTHER)
    here = worlds.answer(world.keys["a1"], offer(session, world, "a1", event.id, now)["options"])
    attest(session, world, "d2", event.id, now, OTHER)
    with pytest.raises(Refused, match="meant for something else"):
        hand_in(session, world, "a1", event.id, here, now, OTHER)
    approval = worlds.answer(world.keys["chief"], world.offer(session, "chief", event.id, now)["options"])
    with pytest.raises(CountersignError):
        hand_in(session, world, "a1", event.id, approval, now)


def test_the_scan_is_exchanged_between_the_two_attestations(session, world, now):
    """Only with the database in hand: the first says another hash than the row, so the second, which repeats it, makes no pair."""
    event = frozen(session, world, now)
    scan = file(session, world, event.id, now)
    attest(session, world, "a1", event.id, now)
    asked = offer(session, world, "d1", event.id, now)
    scan.digest = "A" * 43
    session.flush()
    with pytest.raises(Refused, match="no longer says what the sheet"):
        hand_in(session, world, "d1", event.id, worlds.answer(world.keys["d1"], asked["options"]), now)
    with pytest.raises(Refused, match="no longer says what the sheet"):
        offer(session, world, "d1", event.id, now)


def test_a_signing_event_that_has_expired(session, world, now):
    event = frozen(session, world, now)
    file(session, world, event.id, now)
    late = event.expires + timedelta(seconds=1)
    with pytest.raises(Refused, match="run out"):
        attest(session, world, "a1", event.id, late)
    assert signing.expire(session, event.id, late)
    with pytest.raises(Refused, match="no longer open"):
        attest(session, world, "a1", event.id, late)


@pytest.mark.parametrize(
    "content",
    [b"<!doctype html><script>alert(1)</script>", b"PK\x03\x04", b"#!/bin/sh\nrm -rf ~", PDF + b"PK\x03\x04", b"\xff\xd8\xff<?php ?>"],
    ids=["html", "zip", "script", "zip-behind-a-pdf", "half-a-picture"],
)  # fmt: skip
def test_a_script_a_page_or_an_archive_is_handed_in_as_a_scan(session, world, now, content):
    event = frozen(session, world, now)
    with pytest.raises(Invalid, match="A scan is a plain PDF"):
        file(session, world, event.id, now, content=content)


# -- many at once


def prepared(database, now, *parties):
    """A sheet handed in and attested once; the second's answer."""
    with database.writing() as session:
        world = worlds.build(session)
        event = frozen(session, world, now, *parties).id
        file(session, world, event, now)
        attest(session, world, "a1", event, now)
        answer = worlds.answer(world.keys["d1"], offer(session, world, "d1", event, now)["options"])
    return world, event, answer


def handing_in(database, world, name, event, answer, now):
    def act():
        with database.writing() as session:
            return hand_in(session, world, name, event, answer, now).number

    return act


def counts(database, world):
    with database.reading() as session:
        rows = select(Event.kind, func.count()).where(Event.edition_id == world.edition).group_by(Event.kind)
        return (
            dict(session.exec(rows).all()),
            len(session.exec(select(Signature)).all()),
            session.get_one(Edition, world.edition).status,
        )


@pytest.mark.both_databases
def test_the_second_attestation_replayed_by_sixteen_at_once_fills_the_slot_once(database, now):
    world, event, answer = prepared(database, now)
    results = at_once([handing_in(database, world, "d1", event, answer, now)] * 16)
    assert sum(result == 2 for result in results) == 1
    assert sum(isinstance(result, CountersignError) for result in results) == 15
    kinds, signatures, status = counts(database, world)
    assert (kinds[EventKind.EDITION_ATTESTED], signatures, status) == (1, 1, "signing")


@pytest.mark.both_databases
def test_two_registrars_are_second_at_the_same_moment_and_one_is(database, now):
    world, event, answer = prepared(database, now)
    with database.writing() as session:
        other = worlds.answer(world.keys["d2"], offer(session, world, "d2", event, now)["options"])
    results = at_once([
        handing_in(database, world, "d1", event, answer, now), handing_in(database, world, "d2", event, other, now),
    ])  # fmt: skip
    assert sum(result == 2 for result in results) == 1
    assert counts(database, world)[1] == 1


@pytest.mark.both_databases
def test_the_last_key_and_the_last_attestation_at_once_execute_exactly_once(database, now):
    world, event, answer = prepared(database, now)
    with database.writing() as session:
        asked = world.offer(session, "superintendent", event, now)
    key = worlds.answer(world.keys["superintendent"], asked["options"])

    def sign():
        with database.writing() as session:
            return world.hand_in(session, "superintendent", event, key, now).id

    results = at_once([handing_in(database, world, "d1", event, answer, now), sign])
    assert not any(isinstance(result, CountersignError) for result in results), results
    kinds, signatures, status = counts(database, world)
    assert (kinds[EventKind.EDITION_EXECUTED], signatures, status) == (1, 2, "executed")


@pytest.mark.both_databases
def test_key_and_paper_for_the_same_place_at_once_and_one_of_them_stands(database, now):
    world, event, answer = prepared(database, now)
    with database.writing() as session:
        asked = world.offer(session, "chief", event, now)
    key = worlds.answer(world.keys["chief"], asked["options"])

    def sign():
        with database.writing() as session:
            return world.hand_in(session, "chief", event, key, now).id

    results = at_once([handing_in(database, world, "d1", event, answer, now), sign])
    assert sum(isinstance(result, CountersignError) for result in results) == 1
    assert counts(database, world)[1] == 1


def test_papered_twice_by_whoever_comes_late(session, world, now):
    event = papered(session, world, now)
    with pytest.raises(Refused, match="has already signed here"):
        attest(session, world, "d2", event.id, now)
