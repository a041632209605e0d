"""The operator who is not content with changing rows: leaves, tree and checkpoints are made anew and signed with the real key."""

from sqlalchemy import func
from sqlmodel import Session, col, delete, select

from tests.audit.conftest import Record
from workflow.evidence import leaf as leaves
from workflow.evidence import merkle, tlog
from workflow.history.actions import committed
from workflow.history.models import Checkpoint, Event, LogEntry, LogNode, Stream, Undispatched, Unsequenced
from workflow.history.queries import installation


def resign(record: Record, size: int = 10_000) -> None:
    """Make the first `size` leaves of the log anew from the rows as they are now, and sign one checkpoint over them.

    What comes after them is taken away, and with it what waits; the numbers of the streams close up again.
    """
    record.falsify()
    with record.database.writing() as session:
        rows = session.exec(
            select(Event)
            .join(LogEntry, col(LogEntry.event_id) == col(Event.id))
            .order_by(col(LogEntry.index))
        ).all()
        if size < len(rows):
            cut(session, {event.id for event in rows[:size]})
            rows = rows[:size]
        for event in rows:
            if event.chain_seq is None:
                event.leaf = leaves.leaf_data(leaves.private_leaf(event.salt, committed(event)))
        at = session.exec(select(func.max(Checkpoint.at))).one()
        for table in (Checkpoint, LogNode):
            session.exec(delete(table))
        nodes: dict[tuple[int, int], bytes] = {}
        for index, event in enumerate(rows):
            hashed = merkle.leaf_hash(event.leaf)
            for level, number, value in merkle.new_nodes(index, hashed, lambda *at: nodes[at]):
                nodes[level, number] = value
        session.add_all(LogNode(level=level, number=number, hash=v) for (level, number), v in nodes.items())
        root = merkle.root(len(rows), lambda *at: nodes[at])
        origin = installation(session).log_origin
        note = tlog.sign_checkpoint(origin, len(rows), root, record.keystore.checkpoint_key)
        assert record.keystore.beside_key
        note = tlog.sign_beside(note, record.keystore.beside_key, int(at.timestamp()))
        session.add(Checkpoint(size=len(rows), root=root, note=note, at=at))
        session.get_one(Stream, "log").length = len(rows)


def cut(session: Session, kept: set[int | None]) -> None:
    """Take all other events away without a trace in the database itself."""
    for table in (LogEntry, Undispatched, Unsequenced):
        session.exec(delete(table).where(col(table.event_id).not_in(kept)))
    session.exec(delete(Event).where(col(Event.id).not_in(kept)))
    for stream in session.exec(select(Stream).where(Stream.id != "log")):
        left = session.exec(select(Event).where(Event.stream == stream.id).order_by(col(Event.seq))).all()
        for number, event in enumerate(left):
            event.seq = number
            session.flush()
        stream.length = len(left)
        if not left:
            session.delete(stream)
