"""Giving committed events their place in the log, in batches, off every request's path.

1. One sequencer at a time: the stream `log` is locked for the whole batch, whoever runs it.
2. Public leaves keep the order they were recorded in; private ones are shuffled among their places, so that the log does
   not tell who acted when.
3. Entries, hashes and the signed checkpoint are one transaction, and before it commits the checkpoint is written outside
   the database, continuing the one that stands there: two services never publish two logs under one name, and a database
   that comes back from a backup is noticed (standing.py). If we crash before the commit, the leaves that stand outside
   still wait in the database, and get the very places they were published at.
4. A checkpoint's time never goes back, and one of the same size is never signed twice.
"""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from workflow.adapters.published import Published
from workflow.evidence import merkle, tlog
from workflow.history import queries, standing
from workflow.history.actions import lock_log
from workflow.history.models import Checkpoint, Event, LogEntry, LogNode, Stream, Unsequenced

BATCH = 1000


@dataclass(frozen=True)
class Keys:
    """What the log signs with: Ed25519, and ML-DSA-44 beside it where there is such a key."""

    own: Ed25519PrivateKey
    beside: MLDSA44PrivateKey | None = None


def sequence(
    session: Session, *, key: Ed25519PrivateKey, at: datetime, published: Published | None = None,
    beside: MLDSA44PrivateKey | None = None,
) -> Checkpoint | None:  # fmt: skip
    """Sequence up to 1,000 events and sign the new checkpoint; None when nothing waits.

    `published` is where it is written outside; without it the log is one that nobody is ever shown. What is sequenced was
    committed before, in a transaction of its own, or else a crash would leave published leaves that nobody has.
    Raises Refused where this database must not publish.
    """
    if session.exec(select(Unsequenced.event_id).limit(1)).first() is None:
        return None
    log, keys = lock_log(session), Keys(key, beside)
    if published is None:
        return _extend(session, log, _next(session), keys, at)
    with published.alone():
        standing.insist(session, published)
        before = published.head()
        again = [one for one in standing.promised(session, published, log.length) if isinstance(one, Event)]
        checkpoint = _extend(session, log, again or _next(session), keys, at)
        if checkpoint:
            published.advance(before, checkpoint.note, partial(queries.leaves, session))
        return checkpoint


def _next(session: Session) -> list[Event]:
    """What waits, in the order it is to stand in."""
    waiting = session.exec(
        select(Event)
        .join(Unsequenced, col(Unsequenced.event_id) == col(Event.id))
        .order_by(col(Event.id))
        .limit(BATCH)
    )
    return list(_places(waiting.all()))


def _extend(
    session: Session, log: Stream, events: list[Event], keys: Keys, at: datetime
) -> Checkpoint | None:
    if not events:
        return None
    nodes = queries.Nodes(session)
    log.length = _append(session, nodes, events, log.length)
    return _sign(session, nodes, log.length, keys, at)


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


def _sign(session: Session, nodes: queries.Nodes, size: int, keys: Keys, at: datetime) -> Checkpoint:
    last = queries.newest_checkpoint(session)
    root, at = merkle.root(size, nodes), max(at, last.at) if last else at
    note = tlog.sign_checkpoint(queries.installation(session).log_origin, size, root, keys.own)
    if keys.beside:
        note = tlog.sign_beside(note, keys.beside, int(at.timestamp()))
    checkpoint = Checkpoint(size=size, root=root, note=note, at=at)
    session.add(checkpoint)
    session.flush()
    return checkpoint
