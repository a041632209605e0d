"""Every event with its place in the log, read as plain columns: a million of them take seconds.

The driver gives each column as it is stored, one row after the other, and no row becomes an object of ours on the way.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Text, and_, case, cast, func, type_coerce
from sqlmodel import Session, col, select

from workflow.history.models import Event, LogEntry, Unsequenced

PAGE = 5000
Plain = tuple[Any, ...]


class EventRow(NamedTuple):
    """What is read of an event: a time such as `2026-05-12 17:00:00` with whatever follows, a detail as the JSON it is."""

    place: int | None
    id: int
    stream: str
    seq: int
    kind: str
    at: str
    actor_id: str
    actor_name: str
    mou_id: str
    edition_id: str | None
    party_id: str | None
    subject_id: str
    detail: str
    chain_seq: int | None
    leaf: bytes
    salt: bytes

    @property
    def moment(self) -> str:
        """The time as leaves write it."""
        return f"{self.at[:10]}T{self.at[11:19]}Z"


def placed(session: Session, size: int) -> Iterator[Plain]:
    """The events at the first `size` places, in the log's order; `place` is the place."""
    place = col(LogEntry.index)
    query = _select(session, place).join(LogEntry, col(LogEntry.event_id) == col(Event.id)).order_by(place)
    for start in range(0, size, PAGE):
        yield from plain(session, query.where(place >= start, place < min(start + PAGE, size)))


def waiting(session: Session, size: int) -> Iterator[Plain]:
    """Every event without one of those places; `place` is None where it does not wait for one either."""
    place = col(LogEntry.index)
    among = and_(col(LogEntry.event_id) == col(Event.id), place >= 0, place < size)
    without = select(Event.id).join(LogEntry, among, isouter=True).where(place.is_(None))
    query = _select(session, col(Unsequenced.event_id)).where(col(Event.id).in_(without))
    waits = col(Unsequenced.event_id) == col(Event.id)
    yield from plain(session, query.join(Unsequenced, waits, isouter=True).order_by(col(Event.id)))


def plain(session: Session, query: Select[Any]) -> Iterator[Plain]:
    """The driver's own rows, without what SQLAlchemy makes of them."""
    return iter(session.connection().execute(query).cursor or ())


def _select(session: Session, place: Any) -> Select[Any]:
    own: dict[str, ColumnElement[Any]] = {
        "at": moments(session, col(Event.at)),
        "detail": cast(col(Event.detail), Text),
    }
    columns = (own.get(name, getattr(Event, name)) for name in EventRow._fields[1:])
    return select(place, *columns).select_from(Event)


def moments(session: Session, column: Any) -> ColumnElement[str]:
    """A time as text. SQLite stores a text in UTC, PostgreSQL an instant."""
    if session.get_bind().dialect.name == "sqlite":
        return type_coerce(column, Text)
    return func.to_char(func.timezone("UTC", column), "YYYY-MM-DD HH24:MI:SS", type_=Text)


def blob(session: Session, column: Any) -> ColumnElement[bytes | None]:
    """A column of bytes; None where SQLite holds a text by now, as its functions for texts leave behind, of any letters or none."""
    if session.get_bind().dialect.name != "sqlite":
        return col(column)
    return case((func.typeof(column) == "blob", column), else_=None)
