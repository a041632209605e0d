"""Resuming after a restored backup or a move: the same tree goes on, and the log says what of it was lost.

What was published stays: every leaf keeps its place and its hash, so receipts, packages and witnesses hold. What the lost
events said is gone, except for events that waited in the backup for their place: those get it. Links of a chain that were
lost are left behind: the chain goes on from its last link in this database (docs/format.md, section 7).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert
from sqlmodel import Session, col

from workflow.adapters.published import Published
from workflow.core.errors import Refused
from workflow.core.events import EventKind
from workflow.core.people import Actor
from workflow.evidence import merkle
from workflow.evidence.errors import Bad
from workflow.history import actions, queries, standing
from workflow.history.models import Checkpoint, Event, LogEntry, LogNode, LostLeaf, Unsequenced
from workflow.history.standing import State


@dataclass(frozen=True)
class Resumption:
    """Leaves `start` up to `end` were published and not in this database; `lost` of them are known by their hash alone."""

    start: int
    end: int
    lost: int


def resume(session: Session, published: Published, *, actor: Actor, at: datetime) -> Resumption:
    """Go on from here with the published tree, and make this the place that publishes. What is said of it waits to be sequenced.

    Raises Refused where nothing needs resuming, or where this database is no older state of what was published.
    """
    actions.lock(session)
    log = actions.lock_log(session)
    with published.alone():
        found = standing.judge(session, published)
        if found.state is State.FORKED:
            raise Refused(found.words, found.remedy)
        if found.may_publish:
            raise Refused("Nothing has to be resumed: this is the service that publishes.")
        done = _take_in(session, published, log.length, at)
        log.length = done.end
        actions.record(
            session, EventKind.SERVICE_RESUMED, actor=actor, at=at,
            chain=actions.ServiceFact({"from": done.start, "lost": done.lost, "to": done.end}),
        )  # fmt: skip
        standing.settle(session, published)
    return done


def _take_in(session: Session, published: Published, size: int, at: datetime) -> Resumption:
    """The published leaves that this database lacks, with the published checkpoint over them."""
    head = published.head()
    if head is None or head.size <= size:
        return Resumption(size, size, 0)
    try:
        missing = standing.promised(session, published, size)
    except Bad as bad:
        raise Refused(f"The log cannot be resumed: {bad.words}.", "Look for another copy of it.") from None
    nodes = queries.Nodes(session)
    rows = []
    for index, one in enumerate(missing, start=size):
        leaf = one.leaf if isinstance(one, Event) else one
        for level, number, value in merkle.new_nodes(index, merkle.leaf_hash(leaf), nodes):
            nodes.known[level, number] = value
            rows.append({"level": level, "number": number, "hash": value})
    if merkle.root(head.size, nodes) != head.root:
        raise Refused(
            "This database is not an older state of what was published: their trees differ.",
            "Restore a backup of the service that published.",
        )
    session.connection().execute(insert(LogNode), rows)
    lost = _place(session, missing, size)
    last = queries.newest_checkpoint(session)
    session.add(
        Checkpoint(size=head.size, root=head.root, note=head.note, at=max(at, last.at) if last else at)
    )
    session.flush()
    return Resumption(size, head.size, lost)


def _place(session: Session, missing: list[Event | bytes], size: int) -> int:
    """Events that waited get the places they were published at; what nobody has any more is kept as a bare leaf."""
    found = {index: one.id for index, one in enumerate(missing, start=size) if isinstance(one, Event)}
    lost = {index: one for index, one in enumerate(missing, start=size) if isinstance(one, bytes)}
    if found:
        entries = [{"index": index, "event_id": number} for index, number in found.items()]
        session.connection().execute(insert(LogEntry), entries)
        session.connection().execute(delete(Unsequenced).where(col(Unsequenced.event_id).in_(found.values())))
    if lost:
        leaves = [{"index": index, "leaf": leaf} for index, leaf in lost.items()]
        session.connection().execute(insert(LostLeaf), leaves)
    return len(lost)
