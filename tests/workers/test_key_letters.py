"""Letters about keys and offices, over a real town: what was signed is quoted, and nobody is told what is not so."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from tests.parties.kit import Town, answered, town
from tests.signing import world as worlds
from workers import letters
from workers.kit import Kit
from workflow.adapters.mail import Letter
from workflow.core.events import EventKind
from workflow.drafting.models import Mou, MouParty
from workflow.history.models import Event
from workflow.parties.keys import endings, loss
from workflow.parties.models import SigningKey
from workflow.parties.objections import actions as objecting

pytestmark = pytest.mark.both_databases


@pytest.fixture
def here(session: Session, now: datetime) -> Town:
    return agreed(session, now)


def agreed(session: Session, now: datetime) -> Town:
    """Two founded parties with an agreement between them."""
    made = town(session, now)
    for which in ("agency", "district"):
        made.found(which)
    made.accept("agency", by="Dana")
    mou = Mou(
        slug="springfield", title="Springfield SRO agreement", timezone="America/Los_Angeles", created=now
    )
    session.add(mou)
    session.flush()
    for position, party in enumerate(made.parties.values()):
        session.add(MouParty(mou_id=mou.id, party_id=party.id, position=position))
    session.flush()
    return made


def write(here: Town, kit: Kit, name: str, kind: EventKind, who: str, hours: int = 0) -> Letter | None:
    event = here.session.exec(select(Event).where(Event.kind == kind).order_by(col(Event.id).desc())).first()
    assert event is not None
    return letters.write(
        here.session,
        kit.templates,
        name,
        event.id,
        here.people[who].id,
        key="k",
        at=here.at,
        waiting_hours=hours,
    )


def revoke(here: Town, name: str, by: str, **words: str) -> None:
    row, who = here.rows[name].id, here.actor(by)
    sheet = endings.offer_revocation(here.session, who, row, reason="Lost on a bus.", at=here.at, **words)
    endings.revoke(here.session, who, row, credential=answered(sheet.options, here.keys[by]), at=here.at)


def test_a_registrar_hears_of_a_claim_and_not_of_one_that_was_vouched_for_or_lost(
    here: Town, kit: Kit
) -> None:
    here.make_key("Carl")
    here.claim("Carl")
    letter = write(here, kit, "key_claimed", EventKind.KEY_CLAIMED, "Arlo")
    assert "Your turn: Carl, Chief of Police of Springfield Police Department, claimed" in letter.text
    assert f"/signing-keys/{here.rows['Carl'].id}" in letter.text
    loss.report(here.session, here.actor("Carl"), here.rows["Carl"].id, at=here.at)
    assert write(here, kit, "key_claimed", EventKind.KEY_CLAIMED, "Arlo") is None


def test_the_other_side_hears_of_an_enrolment_its_authority_and_how_to_object(here: Town, kit: Kit) -> None:
    here.enrol("Carl", "Arlo")
    letter = write(here, kit, "enrolment", EventKind.KEY_VOUCHED, "Dana")
    assert "Arlo vouched for the signing key of Carl, Chief of Police of" in letter.text
    assert "On the authority of: Letter 7" in letter.text and "object on its page" in letter.text
    assert "nothing that one side does alone is kept from the other" in letter.text
    own = write(here, kit, "enrolment", EventKind.KEY_VOUCHED, "Anna")
    assert "you keep this party's record" in own.text


def test_an_acting_holder_is_named_as_such(here: Town, kit: Kit) -> None:
    here.posts["Carl"].capacity = "acting"
    here.enrol("Carl", "Arlo")
    assert (
        "Carl, Acting Chief of Police of" in write(here, kit, "enrolment", EventKind.KEY_VOUCHED, "Dana").text
    )


def test_a_lost_key_is_for_the_registrars_until_it_is_revoked(here: Town, kit: Kit) -> None:
    here.enrol("Carl", "Arlo")
    loss.report(here.session, here.actor("Carl"), here.rows["Carl"].id, at=here.at)
    letter = write(here, kit, "key_lost", EventKind.KEY_LOST, "Arlo")
    assert letter.subject == "Lost: a signing key of Springfield Police Department"
    revoke(here, "Carl", "Anna")
    assert write(here, kit, "key_lost", EventKind.KEY_LOST, "Arlo") is None


@pytest.mark.parametrize(("who", "why"), [("Carl", "it is about you"), ("Arlo", "keep this party"), ("Dora", "one side")])  # fmt: skip
def test_a_revocation_is_told_with_its_reason_and_time_in_words(
    here: Town, kit: Kit, who: str, why: str
) -> None:
    here.enrol("Carl", "Arlo")
    revoke(here, "Carl", "Anna", compromised_since="2026-05-11", compromised_time="22:15")
    letter = write(here, kit, "key_revoked", EventKind.KEY_REVOKED, who)
    assert "Anna revoked the signing key of Carl, Chief of Police" in letter.text
    assert "The reason given: Lost on a bus." in letter.text and why in letter.text
    assert "not to be trusted since Monday 11 May 2026, 22:15 Pacific" in letter.text


@pytest.mark.parametrize(
    ("since", "said"), [("2026-05-12", "The text is still open: reopen it"), ("", "before that time.")]
)
def test_a_revocation_says_what_the_key_signed_and_what_can_still_be_done(
    session: Session, now: datetime, kit: Kit, since: str, said: str
) -> None:
    world = worlds.build(session)
    event = world.freeze(session, now)
    row = world.sign(session, "chief", event.id, now)
    key = session.exec(select(SigningKey).where(SigningKey.key_id == row.key_id)).one()
    later = now + timedelta(minutes=5)
    who = world.actor(session, "a1", later)
    sheet = endings.offer_revocation(
        session, who, key.id, reason="Stolen.", compromised_since=since, at=later
    )
    endings.revoke(session, who, key.id, credential=worlds.answer(world.keys["a1"], sheet.options), at=later)
    found = session.exec(select(Event).where(Event.kind == EventKind.KEY_REVOKED)).one()
    letter = letters.write(
        session, kit.templates, "key_revoked", found.id, world.people["d1"], key="k", at=later
    )
    assert "It signed “" in letter.text and said in letter.text


def test_the_end_of_a_term_is_told_to_the_person_and_to_the_other_side(here: Town, kit: Kit) -> None:
    here.enrol("Carl", "Arlo")
    here.at += timedelta(days=30)
    who, post = here.actor("Anna"), here.posts["Carl"]
    sheet = endings.offer_office_end(
        here.session, who, post.id, ended="2026-05-20", reason="Retired.", at=here.at
    )
    endings.end_office(
        here.session, who, post.id, credential=answered(sheet.options, here.keys["Anna"]), at=here.at
    )
    for name in ("Carl", "Dana"):
        letter = write(here, kit, "office_ended", EventKind.OFFICE_ENDED, name)
        assert letter.subject == "Carl no longer holds the office of Chief of Police"
        assert "The reason given: Retired." in letter.text


def test_a_founding_brings_its_fingerprint_and_an_acceptance_how_it_was_checked(here: Town, kit: Kit) -> None:
    founded = write(here, kit, "party_founded", EventKind.PARTY_FOUNDED, "Arlo")
    assert "Its fingerprint: " in founded.text and "Springfield Unified" in founded.subject
    accepted = write(here, kit, "party_accepted", EventKind.PARTY_ACCEPTED, "Anna")
    assert "How it was checked: I rang the number on its own site." in accepted.text
    assert "Dana of Springfield Unified School District accepted" in accepted.text


def test_an_objection_its_answer_and_its_withdrawal_are_told_in_their_own_words(here: Town, kit: Kit) -> None:
    here.enrol("Carl", "Arlo")
    agency, key = here.parties["agency"].id, here.rows["Carl"].id
    row = objecting.raise_objection(
        here.session, here.actor("Dora"), agency, words="Who is he?", key=key, at=here.at
    )
    letter = write(here, kit, "objection", EventKind.OBJECTION_RAISED, "Carl")
    assert (
        "Dora of Springfield Unified School District objects to the signing key of Carl, Chief" in letter.text
    )
    assert "Who is he?" in letter.text and "it is about you" in letter.text
    objecting.answer(here.session, here.actor("Arlo"), row.id, words="Sworn in on 3 May.", at=here.at)
    assert (
        "Sworn in on 3 May."
        in write(here, kit, "objection_answered", EventKind.OBJECTION_ANSWERED, "Dana").text
    )
    objecting.withdraw(here.session, here.actor("Dana"), row.id, at=here.at)
    withdrawn = write(here, kit, "objection_withdrawn", EventKind.OBJECTION_WITHDRAWN, "Arlo")
    assert withdrawn.subject.startswith("Withdrawn: the objection to the signing key of Carl")
    objecting.raise_objection(here.session, here.actor("Dora"), agency, words="Who are they?", at=here.at)
    letter = write(here, kit, "objection", EventKind.OBJECTION_RAISED, "Arlo")
    assert letter.subject == "Objection to the record of Springfield Police Department"


def test_who_has_left_the_other_side_hears_nothing_more(here: Town, kit: Kit) -> None:
    here.enrol("Carl", "Arlo")
    revoke(here, "Carl", "Anna")
    here.posts["Dora"].until_date = here.posts["Dora"].from_date
    here.session.flush()
    here.at += timedelta(days=3)
    assert write(here, kit, "key_revoked", EventKind.KEY_REVOKED, "Dora") is None
    assert write(here, kit, "key_revoked", EventKind.KEY_REVOKED, "Dana") is not None


def test_a_person_without_an_address_gets_nothing(here: Town, kit: Kit) -> None:
    here.enrol("Carl", "Arlo")
    here.people["Dana"].email = ""
    here.session.flush()
    assert write(here, replace(kit), "enrolment", EventKind.KEY_VOUCHED, "Dana") is None
