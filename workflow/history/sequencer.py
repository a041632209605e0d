"""Giving committed events their place in the log, in batches, off every request's path.

1. One sequencer at a time: the stream `log` is locked for the whole batch, whoever runs it.
2. Public leaves keep the order they were recorded in; private ones are shuffled among their places, so that the log does
   not tell who acted when.
3. Entries, hashes and the signed checkpoint are one transaction: the checkpoint is durable before anything is served from
   it. If we crash before the commit, the events are still unsequenced and nobody has seen the checkpoint.
4. A checkpoint's time never goes back, and one of the same size is never signed twice.
"""

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from workflow.evidence import merkle, tlog
from workflow.history import queries
from workflow.history.actions import lock_log
from workflow.history.models import Checkpoint, Event, LogEntry, LogNode, Unsequenced

BATCH = 1000


def sequence(session: Session, *, key: Ed25519PrivateKey, at: datetime) -> Checkpoint | None:
    """Sequence up to 1,000 events and sign the new checkpoint; None when nothing waits."""
    if session.exec(select(Unsequenced.event_id).limit(1)).first() is None:
        return None
    log = lock_log(session)
    waiting = session.exec(
        select(Event)
        .join(Unsequenced, col(Unsequenced.event_id) == col(Event.id))
        .order_by(col(Event.id))
        .limit(BATCH)
    ).all()
    if not waiting:
        return None
    nodes = queries.Nodes(session)
    size = _append(session, nodes, list(_places(waiting)), log.length)
    log.length = size
    return _sign(session, nodes, size, key, at)


def _places(events: Sequence[Event]) -> Iterator[Event]:
    """Rule 2: public events where they stand, the others dealt out anew over the remaining places."""
    private = [event for event in events if event.chain_seq is None]
    secrets.SystemRandom().shuffle(private)
    for event in events:
        yield event if event.chain_seq is not None else private.pop()


def _append(session: Session, nodes: queries.Nodes, events: list[Event], size: int) -> int:
    entries, hashes = [], []
    for index, event in enumerate(events, start=size):
        entries.append({"index": index, "event_id": event.id})
        for level, number, value in merkle.new_nodes(index, merkle.leaf_hash(event.leaf), nodes):
            nodes.known[level, number] = value
            hashes.append({"level": level, "number": number, "hash": value})
    session.connection().execute(insert(LogEntry), entries)
    session.connection().execute(insert(LogNode), hashes)
    done = [event.id for event in events]
    session.connection().execute(delete(Unsequenced).where(col(Unsequenced.event_id).in_(done)))
    return size + len(events)


def _sign(
    session: Session, nodes: queries.Nodes, size: int, key: Ed25519PrivateKey, at: datetime
) -> Checkpoint:
    last = queries.newest_checkpoint(session)
    root = merkle.root(size, nodes)
    note = tlog.sign_checkpoint(queries.installation(session).log_origin, size, root, key)
    checkpoint = Checkpoint(size=size, root=root, note=note, at=max(at, last.at) if last else at)
    session.add(checkpoint)
    session.flush()
    return checkpoint
