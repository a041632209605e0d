"""Attacks on whose key it is, at the service's own doors; the same against packages: test_package_parties.py."""

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.parties.kit import answered, created
from tests.signing import world as worlds
from workflow.core.errors import Conflict, Forbidden, Refused
from workflow.core.people import Actor, Hold, Office, PartyKind
from workflow.evidence.canonical import unb64u
from workflow.evidence.envelope import challenge
from workflow.evidence.software_key import SoftwareKey
from workflow.evidence.statement import MEDIA
from workflow.parties.keys import actions as keys
from workflow.parties.keys import endings, loss
from workflow.parties.models import Appointment, PartyLink, Passkey, SigningKey, WebSession
from workflow.parties.objections import actions as objections
from workflow.parties.signin import actions as signin
from workflow.signing import actions
from workflow.signing.models import Signature

pytestmark = pytest.mark.both_databases


@pytest.fixture
def world(session):
    return worlds.build(session)


def post_of(session, world, name):
    return session.exec(select(Appointment).where(Appointment.person_id == world.people[name])).first()


def row_of(session, world, name):
    return session.exec(select(SigningKey).where(SigningKey.key_id == world.keys[name].id)).one()


def make(session, world, name, key, now):
    """Somebody's browser hands in a public key as his new signing key."""
    who, post = world.actor(session, name, now), post_of(session, world, name).id
    options = keys.offer_key(session, who, post, at=now)
    return keys.make_key(session, who, post, credential=created(options, key), at=now)


def passkey(session, world, name, now):
    """A passkey with which the person signs in."""
    key = SoftwareKey()
    who = world.actor(session, name, now)
    options = signin.offer_passkey(session, who, at=now)
    signin.add_passkey(session, who, credential=created(options, key), at=now)
    return key


def nothing_signed(session):
    return session.exec(select(Signature)).all() == []


def test_a_vouch_by_the_enrolled_person_who_is_a_registrar_as_well(session, world, now):
    """A registrar makes a second key of his own and vouches for it with his first."""
    row = make(session, world, "a1", SoftwareKey("EdDSA"), now)
    row.state, row.claim_leaf = "claimed", "x" * 43
    session.flush()
    links = len(session.exec(select(PartyLink)).all())
    with pytest.raises(Forbidden):
        keys.offer_vouch(
            session, world.actor(session, "a1", now), row.id, kind="minute", date="2026-05-01", reference="Mine", at=now
        )  # fmt: skip
    assert len(session.exec(select(PartyLink)).all()) == links


def test_a_vouch_by_whoever_became_a_registrar_without_a_key(session, world, now):
    """An operator writes an appointment into the rows: it opens no signature, since no enrolled key stands behind it."""
    row = make(session, world, "chief", SoftwareKey(), now)
    row.state, row.claim_leaf = "claimed", "x" * 43
    session.flush()
    agency = world.parties["agency"]
    forged = Actor(
        world.people["counsel"],
        "Counsel",
        (Hold(agency, PartyKind.AGENCY, Office.REGISTRAR, appointment_id="z"),),
    )
    with pytest.raises(Refused, match="no registrar's key"):
        keys.offer_vouch(session, forged, row.id, kind="minute", date="2026-05-01", reference="x", at=now)


def test_anothers_public_key_that_is_enrolled_here_already(session, world, now):
    with pytest.raises(Refused, match="already enrolled"), session.begin_nested():
        make(session, world, "chief", world.keys["superintendent"], now)


def test_anothers_public_key_can_be_handed_in_and_never_claimed(session, world, now):
    """A registration proves nothing (attestation `none`): whose key it is shows when the key itself signs the claim."""
    victim, mine = SoftwareKey(), SoftwareKey()
    row = make(session, world, "chief", victim, now)
    who = world.actor(session, "chief", now)
    sheet = keys.offer_claim(session, who, row.id, at=now)
    for answer in (mine, world.keys["chief"]):
        with pytest.raises(Refused), session.begin_nested():
            keys.claim(session, who, row.id, credential=answered(sheet.options, answer), at=now)
    mine.credential_id = victim.credential_id
    with pytest.raises(Refused, match="does not hold"), session.begin_nested():
        keys.claim(session, who, row.id, credential=answered(sheet.options, mine), at=now)
    assert row.state == "created"


def test_a_revoked_key_used_with_the_party_state_from_before_its_revocation(session, world, now):
    event = world.freeze(session, now)
    offered = world.offer(session, "chief", event.id, now)
    credential = worlds.answer(world.keys["chief"], offered["options"])
    row, a1 = row_of(session, world, "chief"), world.actor(session, "a1", now)
    sheet = endings.offer_revocation(session, a1, row.id, reason="Stolen.", at=now)
    endings.revoke(session, a1, row.id, credential=worlds.answer(world.keys["a1"], sheet.options), at=now)
    with pytest.raises(Refused, match="revoked"), session.begin_nested():
        world.hand_in(session, "chief", event.id, credential, now)
    assert nothing_signed(session)


@pytest.mark.parametrize("after", ["lost", "objected to"])
def test_a_signature_offered_before_the_key_was_lost_or_objected_to(session, world, now, after):
    event = world.freeze(session, now)
    offered = world.offer(session, "chief", event.id, now)
    credential = worlds.answer(world.keys["chief"], offered["options"])
    row = row_of(session, world, "chief")
    if after == "lost":
        loss.report(session, world.actor(session, "chief", now), row.id, at=now)
    else:
        objections.raise_objection(
            session, world.actor(session, "d1", now), world.parties["agency"], words="Who is he?", key=row.id, at=now
        )  # fmt: skip
    with pytest.raises(Refused, match=r"lost|objects"), session.begin_nested():
        world.hand_in(session, "chief", event.id, credential, now)
    assert nothing_signed(session)


def test_an_objection_of_ones_own_party_or_of_a_stranger_to_the_agreement(session, world, now):
    """Nobody holds his own signature up in another's name, and who is no registrar elsewhere objects to nothing."""
    row = row_of(session, world, "chief")
    for name in ("a1", "superintendent", "counsel"):
        with pytest.raises(Forbidden):
            objections.raise_objection(
                session, world.actor(session, name, now), world.parties["agency"], words="No.", key=row.id, at=now
            )  # fmt: skip


def test_a_term_that_ended_between_offer_and_signature(session, world, now):
    event = world.freeze(session, now)
    offered = world.offer(session, "chief", event.id, now)
    before = world.actor(session, "chief", now)
    credential = worlds.answer(world.keys["chief"], offered["options"])
    later = now + timedelta(minutes=1)
    a1, post = world.actor(session, "a1", later), post_of(session, world, "chief")
    sheet = endings.offer_office_end(session, a1, post.id, ended="2026-05-11", reason="Left.", at=later)
    endings.end_office(
        session, a1, post.id, credential=worlds.answer(world.keys["a1"], sheet.options), at=later
    )
    with pytest.raises((Refused, Conflict)), session.begin_nested():
        actions.sign(session, before, event.id, slot="agency-1", credential=credential, at=later)
    assert nothing_signed(session)


def test_a_signing_challenge_offered_at_sign_in(session, world, now):
    """A dishonest page asks the sign-in passkey to sign an approval: what comes back opens neither door."""
    key = passkey(session, world, "chief", now)
    event = world.freeze(session, now)
    offered = world.offer(session, "chief", event.id, now)
    asked = challenge(MEDIA["approval"], offered["statement"].encode())
    assert unb64u(offered["options"]["challenge"]) == asked
    credential = answered(offered["options"], key)
    with pytest.raises(Refused, match="meant for something else"), session.begin_nested():
        signin.sign_in(session, credential=credential, at=now)
    with pytest.raises(Refused, match="cannot sign"), session.begin_nested():
        world.hand_in(session, "chief", event.id, credential, now)
    assert nothing_signed(session) and session.exec(select(WebSession)).all() == []


def test_a_sign_in_challenge_answered_with_the_signing_key(session, world, now):
    """The reverse: the signing key answers a sign-in, which neither signs in nor approves anything."""
    event = world.freeze(session, now)
    credential = answered(signin.offer_sign_in(session, at=now), world.keys["chief"])
    with pytest.raises(Refused, match="never signs you in"), session.begin_nested():
        signin.sign_in(session, credential=credential, at=now)
    with pytest.raises(Refused, match="meant for something else"), session.begin_nested():
        world.hand_in(session, "chief", event.id, credential, now)
    assert nothing_signed(session) and session.exec(select(WebSession)).all() == []


def test_a_registration_challenge_answered_as_a_signature(session, world, now):
    event = world.freeze(session, now)
    who, post = world.actor(session, "chief", now), post_of(session, world, "chief").id
    options = keys.offer_key(session, who, post, at=now)
    with pytest.raises(Refused, match="meant for something else"), session.begin_nested():
        world.hand_in(session, "chief", event.id, answered(options, world.keys["chief"]), now)
    assert session.exec(select(Passkey)).all() == []
