"""Who somebody is today."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session

from tests.parties.kit import party, person, post
from workflow.adapters.database import Database
from workflow.core.errors import NotFound
from workflow.core.people import NOBODY, Office
from workflow.parties import queries, sessions
from workflow.parties.models import Appointment

pytestmark = pytest.mark.both_databases


def test_a_session_speaks_for_its_person_with_todays_offices(session: Session, now: datetime) -> None:
    carl, police = person(session, "Carl", now), party(session, "agency", "Springfield PD", now)
    post(session, carl, police, Office.ADMINISTRATOR, now)
    post(session, carl, police, Office.CHIEF, now)
    token = sessions.begin(session, carl.id, at=now, by_passkey=True)
    actor = queries.actor_for(session, sessions.token_hash(token), now)
    assert (actor.name, actor.party_name, actor.office_title, actor.by_passkey) == (
        "Carl", "Springfield PD", "Chief of Police", True,
    )  # fmt: skip
    assert [hold.office for hold in actor.holds] == [Office.CHIEF, Office.ADMINISTRATOR]


def test_it_takes_two_statements(database: Database, now: datetime) -> None:
    with database.writing() as session:
        carl, police = person(session, "Carl", now), party(session, "agency", "Springfield PD", now)
        for office in (Office.CHIEF, Office.ADMINISTRATOR, Office.REGISTRAR):
            post(session, carl, police, office, now)
        token = sessions.begin(session, carl.id, at=now)
    said: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda c, cur, sql, *rest: said.append(sql))
    with database.reading() as session:
        queries.actor_for(session, sessions.token_hash(token), now)
    assert len([sql for sql in said if sql.startswith("SELECT")]) <= 2


def test_an_unknown_or_ended_session_is_nobody(session: Session, now: datetime) -> None:
    carl = person(session, "Carl", now)
    token = sessions.token_hash(sessions.begin(session, carl.id, at=now))
    assert queries.actor_for(session, "0" * 64, now) == NOBODY
    assert queries.actor_for(session, token, now + sessions.LASTS) == NOBODY


def test_a_guest_has_one_edition_and_no_office(session: Session, now: datetime) -> None:
    gina, police = person(session, "Gina", now), party(session, "agency", "Springfield PD", now)
    post(session, gina, police, Office.CHIEF, now)
    token = sessions.begin(session, gina.id, at=now, edition_id="e" * 20)
    actor = queries.actor_for(session, sessions.token_hash(token), now)
    assert actor.guest_of == "e" * 20 and actor.holds == () and not actor.party_ids


@pytest.mark.parametrize(
    ("timezone", "opens"),
    [("America/Los_Angeles", 7), ("Pacific/Kiritimati", -14), ("Pacific/Pago_Pago", 11)],
)
def test_an_office_begins_and_ends_at_the_partys_own_midnight(
    session: Session, now: datetime, timezone: str, opens: int
) -> None:
    carl, police = person(session, "Carl", now), party(session, "agency", "Springfield PD", now)
    police.timezone = timezone
    session.add(
        Appointment(
            person_id=carl.id, party_id=police.id, office="chief", from_date=date(2026, 5, 12),
            until_date=date(2026, 5, 12), recorded=now,
        )
    )  # fmt: skip
    session.flush()
    for hour, held in ((opens - 1, False), (opens, True), (opens + 23, True), (opens + 24, False)):
        strikes = datetime(2026, 5, 12, tzinfo=UTC) + timedelta(hours=hour)
        assert bool(queries.actor_of(session, carl, strikes).holds) is held
        assert bool(queries.holders(session, [police.id], strikes)) is held


def test_who_left_long_ago_is_not_read_again(database: Database, now: datetime) -> None:
    with database.writing() as session:
        police = party(session, "agency", "Springfield PD", now)
        police_id = police.id
        for year in range(2006, 2026):
            chief = person(session, f"Chief of {year}", now)
            session.add(
                Appointment(
                    person_id=chief.id, party_id=police.id, office="chief", from_date=date(year, 1, 1),
                    until_date=date(year, 12, 31), recorded=now,
                )
            )  # fmt: skip
        post(session, person(session, "Carl", now), police, Office.CHIEF, now)
    read: list[object] = []
    with database.reading() as session:
        event.listen(session, "loaded_as_persistent", lambda session, row: read.append(row))
        assert [one.name for one in queries.holders(session, [police_id], now)] == ["Carl"]
    assert len(read) == 1


def test_holders_are_those_of_today_in_the_order_of_offices(session: Session, now: datetime) -> None:
    police = party(session, "agency", "Springfield PD", now)
    for name, office in (("Rita", Office.REGISTRAR), ("Carl", Office.CHIEF), ("Lena", Office.COUNSEL)):
        post(session, person(session, name, now), police, office, now)
    found = queries.holders(session, [police.id], now)
    assert [holder.name for holder in found] == ["Carl", "Lena", "Rita"]
    assert [h.name for h in queries.holders(session, [police.id], now, offices={Office.COUNSEL})] == ["Lena"]
    assert queries.holders(session, [police.id], now - timedelta(days=9)) == []


def test_titles_name_the_capacity() -> None:
    assert queries.title_of("chief") == "Chief of Police"
    assert queries.title_of("chief", "acting") == "Acting Chief of Police"


def test_unknown_rows_are_not_found(session: Session) -> None:
    for find in (queries.party, queries.person):
        with pytest.raises(NotFound):
            find(session, "nobody")


def test_the_zone_of_a_person_is_that_of_the_party_he_came_to_last(session: Session, now: datetime) -> None:
    carl, police = person(session, "Carl", now), party(session, "agency", "Springfield PD", now)
    assert queries.zone_of(session, carl.id) == ""
    post(session, carl, police, Office.CHIEF, now)
    district = party(session, "district", "Springfield USD", now)
    district.timezone = "Pacific/Honolulu"
    post(session, carl, district, Office.CLERK, now + timedelta(days=2))
    assert queries.zone_of(session, carl.id) == "Pacific/Honolulu" != police.timezone
