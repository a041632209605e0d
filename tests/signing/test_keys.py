"""With which keys a place can be signed now, and why with none."""

from datetime import timedelta

import pytest
from sqlmodel import select

from workflow.core.enrolment import Why
from workflow.core.errors import Refused
from workflow.core.people import SERVICE, Office
from workflow.parties.models import Party, SigningKey
from workflow.parties.objections.models import PartyObjection
from workflow.parties.queries import holders
from workflow.signing import facts, keys, matter

pytestmark = pytest.mark.both_databases
HOURS = 72


@pytest.fixture
def chief(session, world, now):
    return holders(session, [world.parties["agency"]], now, offices={Office.CHIEF})[0]


@pytest.fixture
def case(session, world):
    return matter.of_edition(session, SERVICE, world.edition)


@pytest.fixture
def row(session, world):
    return session.exec(select(SigningKey).where(SigningKey.key_id == world.keys["chief"].id)).one()


def change(session, row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()


@pytest.mark.parametrize(("values", "words", "why"), [
    ({"state": "claimed"}, "Nobody has vouched", Why.UNVOUCHED),
    ({"state": "revoked"}, "was revoked", Why.REVOKED),
    ({"vouched": "now"}, "it can sign from Friday 15 May 2026, 10:00 Pacific", Why.WAITING),
    ({"lost": "now"}, "reported your signing key lost", Why.LOST),
    ({"appointment_id": None}, "no signing key as Chief of Police", Why.MISSING),
])  # fmt: skip
def test_every_reason_why_a_key_cannot_sign_is_said(session, case, chief, row, now, values, words, why):
    assert keys.ready(session, case, chief, HOURS, now) == [row]
    change(session, row, **{name: now if value == "now" else value for name, value in values.items()})
    with pytest.raises(Refused, match=words):
        keys.ready(session, case, chief, HOURS, now)
    assert keys.best(session, case, chief.appointment_id, HOURS, now).why is why


def objection(session, world, against, by, now, key=None):
    made = PartyObjection(
        party_id=world.parties[against], by_party_id=by, key_id=key, person_id=world.people["d1"],
        person_name="Dee", words="We do not know this key.", at=now,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


@pytest.mark.parametrize("whole", [True, False])
def test_an_objection_by_a_party_of_the_agreement_holds_the_key_up(
    session, world, case, chief, row, now, whole
):
    district = world.parties["district"]
    made = objection(session, world, "agency", district, now, None if whole else row.id)
    with pytest.raises(Refused, match="objects"):
        keys.ready(session, case, chief, HOURS, now)
    change(session, made, answered=now)
    assert keys.best(session, case, chief.appointment_id, HOURS, now).first == now + timedelta(hours=HOURS)
    assert keys.ready(session, case, chief, HOURS, now + timedelta(hours=HOURS)) == [row]
    change(session, made, withdrawn=now)
    assert keys.ready(session, case, chief, HOURS, now) == [row]


def test_an_objection_to_another_key_or_by_a_party_elsewhere_holds_nothing_up(
    session, world, case, chief, row, now
):
    other = session.exec(select(SigningKey).where(SigningKey.key_id == world.keys["a1"].id)).one()
    objection(session, world, "agency", world.parties["district"], now, other.id)
    elsewhere = Party(kind="district", legal_name="Shelbyville School District", created=now)
    session.add(elsewhere)
    session.flush()
    objection(session, world, "agency", elsewhere.id, now)
    assert keys.ready(session, case, chief, HOURS, now) == [row]


def test_readiness_names_whose_key_does_not_count_and_who_signed_with_one_not_to_be_trusted(
    session, world, row, now
):
    event = world.freeze(session, now)
    world.sign(session, "chief", event.id, now)
    case = matter.of_event(session, SERVICE, event.id)
    assert "key.distrusted" not in {one.code for one in facts.sign_issues(session, case, now)}
    change(session, row, state="revoked", revoked=now, compromised_since=now + timedelta(seconds=1))
    assert "key.distrusted" not in {one.code for one in facts.sign_issues(session, case, now)}
    change(session, row, compromised_since=now)
    found = [one for one in facts.sign_issues(session, case, now) if one.code == "key.distrusted"]
    assert len(found) == 1 and "since Tuesday 12 May 2026, 10:00 Pacific" in found[0].words
    superintendent = session.exec(
        select(SigningKey).where(SigningKey.key_id == world.keys["superintendent"].id)
    ).one()
    change(session, superintendent, lost=now)
    assert "key.lost" in {one.code for one in facts.sign_issues(session, case, now)}
