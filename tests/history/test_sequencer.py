"""The log: batches, checkpoints, proofs."""

import threading
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlmodel import Session, col, select

from tests.history.test_actions import ANA, begin, frozen
from workflow.adapters.database import Database
from workflow.core.events import EventKind
from workflow.evidence import merkle, tlog
from workflow.history import actions as history
from workflow.history import queries
from workflow.history.models import Checkpoint, Event, LogEntry, Unsequenced
from workflow.history.sequencer import sequence

pytestmark = pytest.mark.both_databases
KEY = Ed25519PrivateKey.generate()


def act(session: Session, at: datetime, times: int) -> None:
    for _ in range(times):
        history.record(session, EventKind.COMMENT_POSTED, actor=ANA, at=at, mou_id="m1")


def test_every_leaf_is_proven_under_every_later_checkpoint(session: Session, now: datetime) -> None:
    begin(session, now)
    sizes = []
    for batch in (1, 2, 5, 8, 13):
        act(session, now, batch)
        checkpoint = sequence(session, key=KEY, at=now)
        assert checkpoint
        sizes.append(checkpoint.size)
    leaves = dict(
        session.exec(
            select(LogEntry.index, Event.leaf).join(Event, col(Event.id) == col(LogEntry.event_id))
        ).all()
    )
    roots = dict(session.exec(select(Checkpoint.size, Checkpoint.root)).all())
    assert sizes == [2, 4, 9, 17, 30]
    for size in sizes:
        assert roots[size] == merkle.tree_hash([leaves[i] for i in range(size)])
        for index in range(size):
            proof = queries.inclusion_proof(session, index, size)
            assert merkle.verify_inclusion(index, size, merkle.leaf_hash(leaves[index]), proof, roots[size])
    for old, new in pairwise(sizes):
        proof = queries.consistency_proof(session, old, new)
        assert merkle.verify_consistency(old, new, roots[old], roots[new], proof)


def test_the_checkpoint_is_a_signed_note(session: Session, now: datetime) -> None:
    begin(session, now)
    checkpoint = sequence(session, key=KEY, at=now)
    assert checkpoint
    opened = tlog.open_checkpoint(checkpoint.note, [tlog.vkey("localhost/d1", KEY)])
    assert (opened.size, opened.root) == (checkpoint.size, checkpoint.root)


def test_nothing_waiting_signs_nothing(session: Session, now: datetime) -> None:
    begin(session, now)
    assert sequence(session, key=KEY, at=now)
    assert sequence(session, key=KEY, at=now) is None
    assert not session.exec(select(Unsequenced)).all()


def test_public_events_keep_their_order(session: Session, now: datetime) -> None:
    begin(session, now)
    wanted = []
    for n in range(10):
        act(session, now, 3)
        wanted.append(frozen(session, now + timedelta(seconds=n)).id)
    sequence(session, key=KEY, at=now)
    chain = queries.chain(session, edition_id="e1")
    indexes = [index for _, index in chain]
    assert [event.id for event, _ in chain] == wanted and indexes == sorted(
        i for i in indexes if i is not None
    )


def test_a_checkpoint_never_goes_back_in_time(session: Session, now: datetime) -> None:
    begin(session, now)
    first = sequence(session, key=KEY, at=now)
    act(session, now, 1)
    second = sequence(session, key=KEY, at=now - timedelta(days=1))
    assert first and second and second.at == first.at


def test_an_event_is_covered_once_it_is_sequenced(session: Session, now: datetime) -> None:
    begin(session, now)
    event = frozen(session, now)
    assert event.id and not queries.covers(session, event.id)
    assert queries.undispatched(session) == (2, now)
    sequence(session, key=KEY, at=now)
    assert queries.covers(session, event.id)


def test_two_sequencers_at_once_give_every_event_one_place(database: Database, now: datetime) -> None:
    with database.writing() as session:
        begin(session, now)
        act(session, now, 50)
    barrier = threading.Barrier(4)

    def run() -> None:
        barrier.wait()
        with database.writing() as mine:
            sequence(mine, key=KEY, at=now)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        indexes = session.exec(select(LogEntry.index).order_by(col(LogEntry.index))).all()
        assert list(indexes) == list(range(51))
        assert len(session.exec(select(Checkpoint.size)).all()) == 1
