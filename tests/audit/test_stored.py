"""Rows in one form whatever database they stand in, and whatever somebody left in them."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlmodel import Session

from tests.audit.operator import owned
from workflow.adapters.database import Database
from workflow.audit.stored import UNREADABLE, near, read
from workflow.core.people import Office
from workflow.parties.models import Appointment, Party, Person

AT = datetime(2026, 5, 12, 17, 0, 1, 250000, tzinfo=UTC)


def held(session: Session) -> None:
    who, party = (
        Person(name="Ana", email="ana@example.org", created=AT),
        Party(kind="agency", legal_name="Police", created=AT),
    )
    session.add_all([who, party])
    session.flush()
    session.add(
        Appointment(person_id=who.id, party_id=party.id, office=Office.CHIEF, from_date=date(2026, 5, 1), salt=b"s", recorded=AT)
    )  # fmt: skip
    session.flush()


@pytest.mark.both_databases
def test_both_databases_give_the_same_values(session: Session) -> None:
    held(session)
    columns = ("office", "from_date", "until_date", "salt", "recorded")
    (row,) = read(session, "appointment", columns)
    assert row == {
        "office": "chief", "from_date": "2026-05-01", "until_date": None, "salt": b"s", "recorded": "2026-05-12T17:00:01Z",
    }  # fmt: skip
    (party,) = read(session, "party", ("members_write", "public_id"))
    assert party == {"members_write": True, "public_id": None}


def test_what_is_not_of_its_kind_is_unreadable_and_equals_nothing(make_database, tmp_path) -> None:
    database = Database(make_database("sqlite", tmp_path / "data").database)
    with owned(database) as session:
        held(session)
        session.connection().execute(
            text("UPDATE appointment SET office = x'00', from_date = 'May', salt = 'salt', recorded = 'yesterday', until_date = 7")
        )  # fmt: skip
        columns = ("office", "from_date", "until_date", "salt", "recorded")
        assert list(read(session, "appointment", columns)) == [dict.fromkeys(columns, UNREADABLE)]
        session.connection().execute(text("UPDATE party SET members_write = 'x'"))
        (party,) = read(session, "party", ("members_write",))
        assert party["members_write"] is UNREADABLE and str(UNREADABLE) == "what cannot be read"
        session.connection().execute(text(
            "INSERT INTO event (stream, seq, kind, at, actor_id, actor_name, actor_office, actor_party, mou_id, subject_id, detail, leaf,"
            " salt) VALUES ('s', 'no', 'k', 5, '', '', '', '', '', '', '{', '', '')"
        ))  # fmt: skip
        (event,) = read(session, "event", ("seq", "at", "detail"), order="id")
        assert event == dict.fromkeys(("seq", "at", "detail"), UNREADABLE)
    database.close()


def test_two_times_of_one_act_lie_near_each_other() -> None:
    assert near("2026-05-12T17:00:00Z", "2026-05-12T17:59:00Z")
    assert not near("2026-05-12T17:00:00Z", "2026-05-12T18:00:01Z")
    assert not near(None, "2026-05-12T17:00:00Z") and not near(UNREADABLE, "2026-05-12T17:00:00Z")
    assert not near("then", "now")
