"""An operator changes who holds an office, from when, until when: no day of it goes without the event that says so."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session

from tests.audit.conftest import Record
from tests.parties.kit import Town, answered, town
from workflow.audit import offices, people
from workflow.audit.told import Told
from workflow.parties.appointments import actions as appointments
from workflow.parties.keys import endings

CHIEF = "office = 'chief'"
CHANGES = {
    "an office": ("UPDATE appointment SET office = 'chief' WHERE office = 'sro_supervisor'", "office.changed"),
    "a capacity": (f"UPDATE appointment SET capacity = 'acting' WHERE {CHIEF}", "office.changed"),
    "a first day": (f"UPDATE appointment SET from_date = '2020-01-01' WHERE {CHIEF}", "office.changed"),
    "another holder": (
        f"UPDATE appointment SET person_id = (SELECT min(id) FROM person WHERE id <> person_id) WHERE {CHIEF}",
        "office.changed",
    ),
    "an office nobody recorded": (
        "INSERT INTO appointment (id, person_id, party_id, office, capacity, from_date, evidence, recorded, recorded_by) SELECT"
        f" 'new', person_id, party_id, office, capacity, from_date, evidence, recorded, recorded_by FROM appointment WHERE {CHIEF}",
        "office.changed",
    ),
    "an appointment gone": (f"DELETE FROM appointment WHERE {CHIEF}", "office.changed"),
    "who recorded it": (f"UPDATE appointment SET recorded_by = 'bo' WHERE {CHIEF}", "office.recorded"),
    "when it was recorded": (
        f"UPDATE appointment SET recorded = '2020-01-01 00:00:00.000000' WHERE {CHIEF}",
        "office.recorded",
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_offices_is_found(record: Record, change: str) -> None:
    statement, code = CHANGES[change]
    record.falsify(statement)
    assert code in record.codes()


@pytest.fixture
def here(session: Session, now) -> Town:
    made = town(session, now)
    made.found("agency")
    made.enrol("Carl", "Arlo")
    return made


def codes(session: Session) -> list[str]:
    session.flush()
    told = Told.of(session)
    return [one.code for one in offices.findings(session, told, people.chains(session, told))]


def put(session: Session, **values: object) -> list[str]:
    """What is found when the chief's row is changed so; undone afterwards."""
    with session.begin_nested() as undone:
        sets = ", ".join(f"{name} = :{name}" for name in values)
        session.connection().execute(text(f"UPDATE appointment SET {sets} WHERE office = 'chief'"), values)
        found = codes(session)
        undone.rollback()
    return found


def test_a_last_day_without_an_event_is_found(here: Town) -> None:
    assert codes(here.session) == []
    assert put(here.session, until_date=date(2027, 1, 1)) == ["office.ended"]


def test_a_term_that_ended_neither_lasts_longer_nor_ends_sooner(here: Town) -> None:
    session, post = here.session, here.posts["Carl"]
    last = post.from_date + timedelta(days=10)
    appointments.end_appointment(session, here.actor("Abe"), post.id, until_date=str(last), at=here.at)
    assert codes(session) == []
    for day in (None, last + timedelta(days=1), last - timedelta(days=1)):
        assert put(session, until_date=day) == ["office.ended"]


def test_a_term_that_a_registrar_ended_with_a_key_neither_lasts_longer(here: Town) -> None:
    session, arlo, post = here.session, here.actor("Arlo"), here.posts["Carl"]
    sheet = endings.offer_office_end(session, arlo, post.id, reason="He left.", at=here.at)
    credential = answered(sheet.options, here.keys["Arlo"])
    endings.end_office(session, arlo, post.id, credential=credential, at=here.at)
    assert codes(session) == []
    for day in (None, here.at.date() + timedelta(days=9)):
        assert put(session, until_date=day) == ["office.ended"]


def test_an_appointment_from_before_its_last_day_was_said_keeps_what_it_has(record: Record) -> None:
    """The events of this record are older: they say no last day, and nothing is found about one."""
    record.falsify(f"UPDATE appointment SET until_date = '2028-01-01' WHERE {CHIEF}")
    assert record.codes() == set()
