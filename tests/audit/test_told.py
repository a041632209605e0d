"""What events say is read once, and a leaf or a detail that cannot be read says nothing."""

from sqlmodel import Session

from tests.audit.conftest import Record
from workflow.audit.told import KINDS, Told
from workflow.core.events import EventKind
from workflow.history.models import Event
from workflow.history.queries import leaf_id, leaf_of


def signatures(session: Session) -> list[dict]:
    return list(Told.of(session).of_kinds((EventKind.EDITION_SIGNED,)))


def test_public_events_come_with_their_leaves(record: Record) -> None:
    with record.database.reading() as session:
        told = Told.of(session)
        assert [one["id"] for one in told.events] == sorted(one["id"] for one in told.events)
        assert {one["kind"] for one in told.events} <= KINDS
        first = signatures(session)[0]
        event = session.get_one(Event, first["id"])
        assert (first["says"], first["link"]) == (leaf_of(event), leaf_id(event))
        private = next(iter(told.of_kinds((EventKind.APPOINTMENT_RECORDED,))))
        assert (private["says"], private["link"]) == ({}, "") and private["detail"]["appointment"]


def test_what_cannot_be_read_says_nothing(record: Record) -> None:
    record.falsify(
        "UPDATE event SET leaf = 'leaf', detail = '[]' WHERE id = (SELECT min(id) FROM event WHERE kind = 'edition:signed')"
    )
    with record.database.reading() as session:
        first, second = signatures(session)
    assert (first["says"], first["link"], first["detail"]) == ({}, "", {}) and second["says"]
