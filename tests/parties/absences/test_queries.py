"""Calendars of several parties at once, and where a deputy may come from."""

from datetime import date, datetime

import pytest
from sqlmodel import Session

from workflow.parties.absences.queries import calendars, family
from workflow.parties.models import Closure, Party

pytestmark = pytest.mark.both_databases


@pytest.fixture
def two(session: Session, now: datetime) -> tuple[Party, Party]:
    district = Party(kind="district", legal_name="District", created=now)
    session.add(district)
    session.flush()
    school = Party(
        kind="school", legal_name="School", parent_id=district.id, timezone="America/Denver", created=now
    )
    session.add(school)
    session.flush()
    for party, day in ((district, date(2026, 5, 25)), (school, date(2026, 5, 13))):
        session.add(Closure(party_id=party.id, first_date=day, last_date=day, recorded=now))
    session.flush()
    return district, school


def test_a_school_is_closed_with_its_district_and_not_the_other_way_round(
    session: Session, two: tuple[Party, Party]
) -> None:
    district, school = two
    found = calendars(session, two)
    assert [day for day, _ in found[school.id].closed] == [date(2026, 5, 13), date(2026, 5, 25)]
    assert [day for day, _ in found[district.id].closed] == [date(2026, 5, 25)]
    assert found[school.id].zone == "America/Denver"
    assert [day for day, _ in calendars(session, [school])[school.id].closed] == [date(2026, 5, 13)]


def test_a_schools_deputy_may_come_from_its_district(two: tuple[Party, Party]) -> None:
    district, school = two
    assert family(school) == [school.id, district.id] and family(district) == [district.id]
