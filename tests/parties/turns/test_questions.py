"""What keeps a founded party's record right waits for its registrars: lost keys, terms that are over, objections."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from tests.parties.kit import Town, answered, post, town
from workflow.core.people import Office
from workflow.parties.keys import endings, loss
from workflow.parties.objections import actions as objecting
from workflow.parties.turns.queries import PartyTurn, turns_of

pytestmark = pytest.mark.both_databases
DAY = timedelta(days=1)


@pytest.fixture
def here(session: Session, now: datetime) -> Town:
    """Both parties are founded and accepted, and the chief's key counts."""
    made = town(session, now)
    for which in ("district", "agency"):
        made.found(which)
    made.accept("agency", by="Dana")
    made.accept("district", by="Arlo")
    made.enrol("Carl", "Arlo")
    made.enrol("Sam", "Dana")
    return made


def turns(here: Town, kind: str) -> dict[str, list[PartyTurn]]:
    found = {
        name: [one for one in turns_of(here.session, here.actor(name), here.at) if one.kind == kind]
        for name in here.people
    }
    return {name: mine for name, mine in found.items() if mine}


def revoke(here: Town, name: str, by: str) -> None:
    row, who = here.rows[name].id, here.actor(by)
    sheet = endings.offer_revocation(here.session, who, row, reason="Lost on a bus.", at=here.at)
    endings.revoke(here.session, who, row, credential=answered(sheet.options, here.keys[by]), at=here.at)


def test_a_lost_key_waits_for_the_registrars_until_it_is_revoked(here: Town) -> None:
    here.at += DAY
    loss.report(here.session, here.actor("Carl"), here.rows["Carl"].id, at=here.at)
    found = turns(here, "revoke")
    assert set(found) == {"Arlo", "Anna"}
    (turn,) = found["Anna"]
    assert turn.reason == "Revoke the signing key that Carl, Chief of Police, reported lost"
    assert (turn.since, turn.link) == (here.at, f"/signing-keys/{here.rows['Carl'].id}#revoke")
    revoke(here, "Carl", "Anna")
    assert turns(here, "revoke") == {}


def test_a_registrars_own_lost_key_waits_for_the_other(here: Town) -> None:
    loss.report(here.session, here.actor("Arlo"), here.rows["Arlo"].id, at=here.at)
    assert set(turns(here, "revoke")) == {"Anna"}


def test_a_key_of_somebody_whose_term_is_over_waits_until_a_registrar_signs_its_end(here: Town) -> None:
    held = here.posts["Carl"]
    held.until_date = here.at.date()
    here.session.flush()
    assert turns(here, "end") == {}  # the last day is a day in office
    here.at += DAY
    found = turns(here, "end")
    assert set(found) == {"Arlo", "Anna"}
    (turn,) = found["Arlo"]
    assert turn.reason == "Sign the end of the term of Carl, Chief of Police"
    assert turn.since == datetime(2026, 5, 13, 7, 0, tzinfo=UTC)  # midnight at the party
    assert turn.link == f"/parties/{here.parties['agency'].id}#held-{held.id}"
    who = here.actor("Arlo")
    sheet = endings.offer_office_end(
        here.session, who, held.id, ended="2026-05-12", reason="Retired.", at=here.at
    )
    credential = answered(sheet.options, here.keys["Arlo"])
    endings.end_office(here.session, who, held.id, credential=credential, at=here.at)
    assert turns(here, "end") == {}


def test_the_end_is_not_asked_for_where_the_same_person_holds_the_office_anew_or_lost_the_key(
    here: Town,
) -> None:
    here.posts["Carl"].until_date = here.at.date()
    here.session.flush()
    here.at += DAY
    again = post(here.session, here.people["Carl"], here.parties["agency"], Office.CHIEF, here.at)
    assert turns(here, "end") == {}
    again.until_date = again.from_date
    here.session.flush()
    here.at += 2 * DAY
    assert set(turns(here, "end")) == {"Arlo", "Anna"}
    here.rows["Carl"].lost = here.at
    here.session.flush()
    assert turns(here, "end") == {} and set(turns(here, "revoke")) == {"Arlo", "Anna"}


def test_a_registrar_whose_own_key_does_not_count_is_asked_for_no_signature(here: Town) -> None:
    here.posts["Carl"].until_date = here.at.date()
    here.rows["Arlo"].lost = here.at
    here.session.flush()
    here.at += 2 * DAY
    assert set(turns(here, "end")) == {"Anna"}


@pytest.mark.parametrize("of_the_key", [True, False])
def test_an_objection_waits_for_an_answer_of_the_partys_registrars(here: Town, of_the_key: bool) -> None:
    here.at += DAY
    agency, key = here.parties["agency"], here.rows["Carl"]
    row = objecting.raise_objection(
        here.session,
        here.actor("Dora"),
        agency.id,
        words="Who is he?",
        key=key.id if of_the_key else "",
        at=here.at,
    )
    here.rows["Arlo"].lost = here.at  # an answer takes no key
    here.session.flush()
    found = turns(here, "answer")
    assert set(found) == {"Arlo", "Anna"}
    (turn,) = found["Arlo"]
    assert (turn.reason, turn.link) == (
        (
            "Answer the objection to the signing key of Carl, Chief of Police",
            f"/signing-keys/{key.id}#objections",
        )
        if of_the_key
        else ("Answer the objection to this party's record", f"/parties/{agency.id}#objections")
    )
    assert turn.since == here.at and turn.party == agency.legal_name
    objecting.answer(here.session, here.actor("Arlo"), row.id, words="Sworn in on 3 May.", at=here.at)
    assert turns(here, "answer") == {}


def test_nothing_is_to_be_answered_once_it_is_withdrawn_or_the_key_is_revoked(here: Town) -> None:
    agency, key = here.parties["agency"].id, here.rows["Carl"].id
    dora = here.actor("Dora")
    row = objecting.raise_objection(here.session, dora, agency, words="Who is he?", key=key, at=here.at)
    objecting.withdraw(here.session, dora, row.id, at=here.at)
    assert turns(here, "answer") == {}
    objecting.raise_objection(here.session, dora, agency, words="Who is he?", key=key, at=here.at)
    assert set(turns(here, "answer")) == {"Arlo", "Anna"}
    revoke(here, "Carl", "Anna")
    assert turns(here, "answer") == {}
