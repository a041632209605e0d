"""Where a party's record stands, before it has one."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from tests.parties.kit import ORIGIN, town
from workflow.core.errors import NotFound, Refused
from workflow.core.people import NOBODY
from workflow.parties.founding import queries
from workflow.parties.keys import loss

pytestmark = pytest.mark.both_databases


def test_the_newest_key_of_each_registrar_of_today_counts(session: Session, now: datetime) -> None:
    here = town(session, now)
    party = here.parties["district"]
    here.make_key("Dana")
    newer = here.make_key("Dana")
    newer.created = now.replace(hour=18)
    other = here.make_key("Dora")
    session.flush()
    assert {key.id for key, _ in queries.registrar_keys(session, party, now)} == {newer.id, other.id}
    here.posts["Dora"].from_date = now.date().replace(year=2027)
    session.flush()
    assert {person.name for _, person in queries.registrar_keys(session, party, now)} == {"Dana"}


def test_a_party_without_a_record_has_no_links(session: Session, now: datetime) -> None:
    here = town(session, now)
    party = here.parties["district"]
    assert queries.party_links(session, party.id) == [] and not queries.is_accepted(session, party.id)
    assert queries.half_done(session, party, here.actor("Dana"), now) is None


def test_a_fingerprint_is_printed_only_of_a_founded_party_and_for_people_with_an_account(
    session: Session, now: datetime
) -> None:
    here = town(session, now)
    agency = here.parties["agency"].id
    with pytest.raises(NotFound):
        queries.fingerprint_page(session, here.actor("Sam"), agency)
    here.found("agency")
    page = queries.fingerprint_page(session, here.actor("Sam"), agency)
    assert page["fingerprint"] == queries.record_card(session, here.parties["agency"])["fingerprint"]
    assert len(page["fingerprint"].split()) == 12 and page["origin"] == ORIGIN
    with pytest.raises(NotFound):
        queries.fingerprint_page(session, NOBODY, agency)


def test_who_has_accepted_is_not_asked_again_and_who_has_a_key_of_the_party_never(
    session: Session, now: datetime
) -> None:
    here = town(session, now)
    district = here.parties["district"]
    assert queries.accepting(session, here.actor("Arlo"), district) == []
    here.found("district")
    assert queries.accepting(session, here.actor("Arlo"), district) == [here.parties["agency"].id]
    assert queries.accepting(session, here.actor("Dana"), district) == []
    assert queries.accepting(session, here.actor("Carl"), district) == []
    here.found("agency")
    here.accept("district", by="Arlo")
    for name in ("Arlo", "Anna"):
        assert queries.accepting(session, here.actor(name), district) == []
    with pytest.raises(Refused, match="accepted the record of Springfield Unified School District already"):
        here.accept("district", by="Anna")


def test_a_key_reported_lost_founds_nothing(session: Session, now: datetime) -> None:
    here = town(session, now)
    party = here.parties["district"]
    older, newer = here.make_key("Dana"), here.make_key("Dana")
    newer.created = now + timedelta(minutes=1)
    loss.report(session, here.actor("Dana"), newer.id, at=now)
    assert [key.id for key, _ in queries.registrar_keys(session, party, now)] == [older.id]
    loss.report(session, here.actor("Dana"), older.id, at=now)
    assert queries.registrar_keys(session, party, now) == []
