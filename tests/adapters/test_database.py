import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlmodel import Session, select

from workflow.adapters.database import Database
from workflow.core.events import EventKind
from workflow.core.people import SERVICE
from workflow.history import actions as history
from workflow.history.models import Event, Stream
from workflow.parties.models import Party, Person

pytestmark = pytest.mark.both_databases


def person(at: datetime, number: int = 0) -> Person:
    return Person(name="Ann", email=f"ann{number}@example.org", created=at)


def test_a_time_comes_back_as_the_same_instant_in_utc(database: Database, now: datetime) -> None:
    pacific = now.astimezone(timezone(timedelta(hours=-7))).replace(microsecond=123456)
    with database.writing() as session:
        session.add(person(pacific))
    with database.reading() as session:
        stored = session.exec(select(Person.created)).one()
    assert stored == pacific and stored.utcoffset() == timedelta(0)


def test_a_time_without_a_zone_is_refused(database: Database, now: datetime) -> None:
    with pytest.raises(StatementError, match="without a zone"), database.writing() as session:
        session.add(person(now.replace(tzinfo=None)))


def test_what_raises_is_taken_back(database: Database, now: datetime) -> None:
    with pytest.raises(ZeroDivisionError), database.writing() as session:
        session.add(person(now))
        session.flush()
        raise ZeroDivisionError
    with database.reading() as session:
        assert session.exec(select(Person)).all() == []


def test_nothing_added_while_reading_is_ever_written(database: Database, now: datetime) -> None:
    with database.reading() as session:
        session.add(person(now))
        assert session.exec(select(Person)).all() == []
    with database.reading() as session:
        assert session.exec(select(Person)).all() == []


def test_no_update_is_lost_among_eight(database: Database) -> None:
    with database.writing() as session:
        session.add(Stream(id="count", length=0))

    def count() -> None:
        for _ in range(15):
            with database.writing() as session:
                history.lock(session, mou_id="x")  # any first lock
                row = session.exec(select(Stream).where(Stream.id == "count").with_for_update()).one()
                row.length += 1
                session.add(row)

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        assert session.exec(select(Stream.length).where(Stream.id == "count")).one() == 120


def test_the_record_can_be_neither_changed_nor_deleted(database: Database, now: datetime) -> None:
    with database.writing() as session:
        history.begin(
            session,
            deployment="d" * 20,
            rp_id="localhost",
            origin="http://localhost",
            log_origin="l",
            actor=SERVICE,
            at=now,
        )
    for statement in ("UPDATE event SET kind = 'x'", "DELETE FROM event"):
        with pytest.raises(DBAPIError), database.writing() as session:
            session.connection().exec_driver_sql(statement)
    with database.reading() as session:
        assert session.exec(select(Event.kind)).all() == [EventKind.SERVICE_BEGUN]


@pytest.mark.parametrize("facts", [{"kind": "club"}, {"parent_id": "0" * 20}])
def test_junk_is_refused_by_the_database_itself(
    database: Database, now: datetime, facts: dict[str, str]
) -> None:
    with pytest.raises(IntegrityError), database.writing() as session:
        session.add(Party(**{"kind": "school", "legal_name": "A", "created": now, **facts}))


def test_values_stay_readable_after_the_commit(database: Database, now: datetime) -> None:
    with database.writing() as session:
        who = person(now)
        session.add(who)
    assert who.name == "Ann" and isinstance(session, Session) and now.tzinfo is UTC


@pytest.mark.both_databases
def test_a_snapshot_sees_one_moment_and_holds_nobody_up(database: Database) -> None:
    count = text("SELECT count(*) FROM stream")
    with database.snapshot() as session:
        before = session.connection().execute(count).scalar_one()
        with database.writing() as other:
            other.connection().execute(text("INSERT INTO stream (id, length) VALUES ('x', 0)"))
        assert session.connection().execute(count).scalar_one() == before
    with database.reading() as session:
        assert session.connection().execute(count).scalar_one() == before + 1
