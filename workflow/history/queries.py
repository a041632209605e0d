"""Reading the record: where it stands, what the log holds, and the timeline of an agreement."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, union_all
from sqlmodel import Session, col, select

from workflow.core.errors import NotFound
from workflow.core.events import IN_WORDS, EventKind, is_public
from workflow.evidence import merkle, tlog
from workflow.evidence.canonical import b64u, loads
from workflow.evidence.fields import read_moment
from workflow.evidence.leaf import LEAF
from workflow.history.models import (
    Checkpoint,
    Event,
    Installation,
    LogEntry,
    LogNode,
    LostLeaf,
    Undispatched,
    Unsequenced,
)


def installation(session: Session) -> Installation:
    """The deployment this database belongs to. Raises NotFound before `begin` has run."""
    row = session.get(Installation, 1)
    if row is None:
        raise NotFound("deployment")
    return row


def leaf_id(event: Event) -> str:
    """The leaf hash of an event as statements and chains name it (docs/format.md, section 6)."""
    return b64u(merkle.leaf_hash(event.leaf))


def last_of_chain(session: Session, *, edition_id: str = "", party_id: str = "") -> Event | None:
    """The latest public link of an edition's or a party's chain."""
    owner = col(Event.edition_id) == edition_id if edition_id else col(Event.party_id) == party_id
    return session.exec(
        select(Event)
        .where(owner, col(Event.chain_seq).is_not(None))
        .order_by(col(Event.chain_seq).desc())
        .limit(1)
    ).first()


def party_state(session: Session, party_id: str) -> str:
    """The leaf hash of the party's latest link; empty before its genesis."""
    last = last_of_chain(session, party_id=party_id)
    return leaf_id(last) if last else ""


def chain(session: Session, *, edition_id: str = "", party_id: str = "") -> list[tuple[Event, int | None]]:
    """Every public link with its place in the log (None while it waits for one), oldest first."""
    owner = col(Event.edition_id) == edition_id if edition_id else col(Event.party_id) == party_id
    rows = session.exec(
        select(Event, LogEntry.index)
        .join(LogEntry, col(LogEntry.event_id) == col(Event.id), isouter=True)
        .where(owner, col(Event.chain_seq).is_not(None))
        .order_by(col(Event.chain_seq))
    )
    return [(event, index) for event, index in rows]


def newest_checkpoint(session: Session) -> Checkpoint | None:
    return session.exec(select(Checkpoint).order_by(col(Checkpoint.size).desc()).limit(1)).first()


def first_signed_beside(session: Session) -> int:
    """From which size on the log's checkpoints are signed with ML-DSA-44 too; 0 if they always were."""
    sizes = select(Checkpoint.size).order_by(col(Checkpoint.size)).limit(1)
    first = session.exec(sizes).first()
    signed = session.exec(sizes.where(func.length(Checkpoint.note) > tlog.BESIDE_LETTERS)).first()
    if first == signed:
        return 0
    newest = newest_checkpoint(session)
    return signed or (newest.size + 1 if newest else 0)


def waits(session: Session, kind: EventKind) -> bool:
    """Whether an event of this kind waits for its place in the log."""
    waiting = select(Unsequenced.event_id).join(Event, col(Event.id) == col(Unsequenced.event_id))
    return session.exec(waiting.where(Event.kind == kind).limit(1)).first() is not None


def covers(session: Session, event_id: int) -> bool:
    """Whether the newest checkpoint covers this event."""
    index = session.exec(select(LogEntry.index).where(LogEntry.event_id == event_id)).first()
    newest = newest_checkpoint(session)
    return index is not None and newest is not None and index < newest.size


class Nodes:
    """The log's stored hashes, read in batches and remembered: one statement a path, not one a hash."""

    def __init__(self, session: Session) -> None:
        self.session, self.known = session, {}

    def __call__(self, level: int, number: int) -> bytes:
        if (level, number) not in self.known:
            found = self.session.exec(
                select(LogNode.hash).where(LogNode.level == level, LogNode.number == number)
            ).first()
            if found is None:
                raise KeyError(f"the log holds no node {level}/{number}")
            self.known[level, number] = found
        return self.known[level, number]


def leaves(session: Session, start: int, end: int) -> list[bytes]:
    """Leaf data of the log from `start` up to `end`, of lost events too."""
    placed = (
        select(LogEntry.index, Event.leaf)
        .join(Event, col(Event.id) == col(LogEntry.event_id))
        .where(LogEntry.index >= start, LogEntry.index < end)
    )
    lost = select(LostLeaf.index, LostLeaf.leaf).where(LostLeaf.index >= start, LostLeaf.index < end)
    return [row[1] for row in session.connection().execute(union_all(placed, lost).order_by("index"))]


def inclusion_proof(session: Session, index: int, size: int) -> list[bytes]:
    """The hashes from leaf `index` to the root of the first `size` leaves."""
    return merkle.inclusion(index, size, Nodes(session))


def leaf_of(event: Event) -> dict[str, Any]:
    """What an event's log leaf says."""
    said: dict[str, Any] = loads(event.leaf[len(LEAF) + 4 :])
    return said


def consistency_proof(session: Session, old: int, new: int) -> list[bytes]:
    return merkle.consistency(old, new, Nodes(session)) if old < new else []


def resumptions(session: Session) -> list[dict[str, Any]]:
    """What the log says of backups that were restored, oldest first (docs/format.md, section 6)."""
    rows = session.exec(
        select(Event.leaf).where(Event.kind == EventKind.SERVICE_RESUMED).order_by(col(Event.id))
    )
    said = [loads(leaf[len(LEAF) + 4 :]) for leaf in rows]
    return [{**one, "at": read_moment(one["at"])} for one in said]


def undispatched(session: Session) -> tuple[int, datetime | None]:
    """How many events wait for their consequences, and since when the oldest has: what /readyz and /metrics show."""
    count, oldest = session.exec(
        select(func.count(), func.min(Event.at)).join(
            Undispatched, col(Undispatched.event_id) == col(Event.id)
        )
    ).one()
    return count, oldest


@dataclass(frozen=True)
class TimelineEntry:
    """One event as people read it. `public` entries may be shown to anyone."""

    number: int
    kind: str
    words: str
    at: datetime
    actor: str
    office: str
    party: str
    detail: dict[str, Any]
    public: bool

    def to_json(self) -> dict[str, Any]:
        return {**self.__dict__, "at": self.at}


PAGE = 50


def timeline(
    session: Session, *, mou_id: str = "", edition_id: str = "", party_id: str = "",
    before: int | None = None, kinds: Iterable[EventKind] = (), where: ColumnElement[bool] | None = None,
) -> list[TimelineEntry]:  # fmt: skip
    """Events of one agreement, edition or party, newest first, a page of 50 below `before`. One statement.

    The caller has already made sure that the reader may see them, all of them or those that `where` is true of.
    """
    query = select(Event).order_by(col(Event.id).desc()).limit(PAGE)
    if mou_id:
        query = query.where(Event.mou_id == mou_id)
    if edition_id:
        query = query.where(Event.edition_id == edition_id)
    if party_id:
        query = query.where(Event.party_id == party_id)
    if before is not None:
        query = query.where(col(Event.id) < before)
    if kinds:
        query = query.where(col(Event.kind).in_(list(kinds)))
    if where is not None:
        query = query.where(where)
    return [_entry(event) for event in session.exec(query)]


def _entry(event: Event) -> TimelineEntry:
    kind = EventKind(event.kind)
    return TimelineEntry(
        event.id or 0, event.kind, IN_WORDS[kind], event.at, event.actor_name, event.actor_office, event.actor_party,
        event.detail, is_public(kind),
    )  # fmt: skip
