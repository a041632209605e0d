"""Both databases give a row of the record as the same plain columns."""

import pytest
from sqlmodel import col, select

from tests.conftest import NOW
from workflow.adapters.database import Database
from workflow.audit import rows
from workflow.audit.rows import EventRow
from workflow.core.events import EventKind
from workflow.core.people import Actor
from workflow.history import actions as history
from workflow.history.models import Event, LogEntry, Unsequenced

ANA = Actor("ana", "Ana “the chief” Díaz")


@pytest.mark.both_databases
def test_columns_are_read_as_they_are_stored(database: Database) -> None:
    with database.writing() as session:
        for number in range(3):
            history.record(
                session, EventKind.COMMENT_POSTED, actor=ANA, at=NOW, mou_id="m", detail={"thread": number, "a": "\"é\""}
            )  # fmt: skip
        ids = session.exec(select(Event.id).order_by(col(Event.id))).all()
        session.add_all([LogEntry(index=0, event_id=ids[1] or 0), LogEntry(index=7, event_id=ids[2] or 0)])
        session.delete(session.get_one(Unsequenced, ids[2]))
    with database.snapshot() as session:
        events = {event.id: event for event in session.exec(select(Event))}
        first, *more = map(EventRow._make, rows.placed(session, 1))
        waiting = [EventRow(*row) for row in rows.waiting(session, 1)]
    assert not more and (first.place, first.id) == (0, ids[1])
    assert [(row.id, row.place) for row in waiting] == [(ids[0], ids[0]), (ids[2], None)]
    for row in (first, *waiting):
        event = events[row.id]
        assert (row.stream, row.seq, row.kind, row.actor_name) == ("mou:m", event.seq, event.kind, ANA.name)
        assert row.moment == NOW.strftime("%Y-%m-%dT%H:%M:%SZ")
        assert row.detail == f'{{"thread":{event.seq},"a":"\\"é\\""}}'
        assert (row.edition_id, row.party_id, row.chain_seq) == (None, None, None)
        assert (row.leaf, row.salt) == (event.leaf, event.salt)
