"""Two sides, the people who run their agreements, and an agreement to work on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session

from workflow.adapters.database import Database
from workflow.core.people import Actor, Office
from workflow.drafting import actions, queries
from workflow.drafting.importing.door import import_text
from workflow.drafting.models import Edition
from workflow.parties.models import Appointment, Party, Person
from workflow.parties.queries import actor_of

TEXT = """# 1. Purpose

To keep schools safe, between Springfield School District and Springfield Police Department.

# 2. Hours

The officer is at school from 7:30 to 15:30.

# 3. Supervision

The Chief of Police supervises the officer.
"""


@dataclass
class Sides:
    """The people: Dana runs it for the district, Lee for the agency, Sam is an officer, Pat belongs to another district."""

    district: Party
    agency: Party
    elsewhere: Party
    dana: Actor
    lee: Actor
    sam: Actor
    pat: Actor


def make_sides(session: Session, now: datetime) -> Sides:
    district = Party(kind="district", legal_name="Springfield School District", created=now)
    agency = Party(kind="agency", legal_name="Springfield Police Department", created=now)
    elsewhere = Party(kind="district", legal_name="Shelbyville School District", created=now)
    session.add_all([district, agency, elsewhere])
    session.flush()

    def person(name: str, party: Party, office: Office) -> Actor:
        row = Person(name=name, email=f"{name.split()[0].lower()}@example.org", created=now)
        session.add(row)
        session.flush()
        session.add(Appointment(person_id=row.id, party_id=party.id, office=office, from_date=date(2024, 7, 1), recorded=now))  # fmt: skip
        session.flush()
        return actor_of(session, row, now)

    return Sides(
        district, agency, elsewhere,
        person("Dana Cole", district, Office.STUDENT_SERVICES),
        person("Lee Ortiz", agency, Office.SRO_SUPERVISOR),
        person("Sam Hart", agency, Office.SRO),
        person("Pat Moe", elsewhere, Office.SUPERINTENDENT),
    )  # fmt: skip


def start_agreement(session: Session, sides: Sides, now: datetime, text: str = TEXT) -> Edition:
    return actions.start(
        session, sides.dana, title="School Resource Officers", parties=[sides.district.id, sides.agency.id],
        text=import_text(text), at=now,
    )  # fmt: skip


@pytest.fixture
def sides(session: Session, now: datetime) -> Sides:
    return make_sides(session, now)


@pytest.fixture
def edition(session: Session, sides: Sides, now: datetime) -> Edition:
    return start_agreement(session, sides, now)


@pytest.fixture
def keys(session: Session, edition: Edition) -> list[str]:
    return [clause.key for clause in queries.clauses_of(session, edition.revision_id)]


@pytest.fixture
def later(now: datetime) -> datetime:
    return now + timedelta(hours=1)


@pytest.fixture
def counted(database: Database) -> Iterator[Callable[[], int]]:
    """How many statements ran since it was last asked."""
    said: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.upper().startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            said.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)

    def ask() -> int:
        found = len(said)
        said.clear()
        return found

    yield ask
    event.remove(database.engine, "before_cursor_execute", note)
