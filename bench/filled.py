"""A log with as many events as one likes, written past the actions because a million of them would take an hour.

What is written is what the actions and the sequencer write: comments, dealt out anew in batches of a thousand, every node of
the tree, a checkpoint signed twice after each batch. `log check` finds nothing wrong with it, or the measurement ends.
"""

import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert
from sqlmodel import Session

from workflow.adapters.database import Database
from workflow.adapters.migrations import migrate
from workflow.audit.tree import Tree
from workflow.core.events import EventKind
from workflow.core.people import SERVICE
from workflow.evidence import leaf, merkle, tlog
from workflow.evidence.canonical import dumps, lp
from workflow.history import actions as history
from workflow.history.models import Checkpoint, LogEntry, LogNode, Stream
from workflow.history.sequencer import BATCH, Keys, sequence

AT = datetime(2026, 5, 12, 17, tzinfo=UTC)
ORIGIN = "bench.example/log"
Opened = list[tuple[bytes, bytes]]
EVENT = (
    "INSERT INTO event (id, stream, seq, kind, at, actor_id, actor_name, actor_office, actor_party, mou_id, subject_id, detail,"
    " leaf, salt) VALUES (?, 'mou:m', ?, ?, '2026-05-12 17:00:00.000000', ?, 'Ana Diaz', 'Counsel', 'Springfield', 'm', ?, ?, ?, ?)"
)


@contextmanager
def begun(folder: str) -> Iterator[Database]:
    """An installation on SQLite, with nothing in it but its beginning."""
    database = Database(f"sqlite:///{Path(folder) / 'bench.db'}")
    migrate(database)
    with database.writing() as session:
        history.begin(
            session, deployment="bench", rp_id="localhost", origin="http://localhost", log_origin=ORIGIN, actor=SERVICE, at=AT,
        )  # fmt: skip
    yield database
    database.close()


def fill(database: Database, count: int, keys: Keys) -> Opened:
    """`count` comments after the first event. Returns what each commitment was made from, and the leaf that holds it."""
    opened: Opened = []
    with database.writing() as session:
        sequence(session, key=keys.own, beside=keys.beside, at=AT)
        history.lock(session, mou_id="m").length = count
        session.get_one(Stream, "log").length = count + 1
        hashes = bytearray(merkle.root(1, history.queries.Nodes(session)))
        session.flush()
        for start in range(0, count, BATCH):
            made = [_comment(seq) for seq in range(start, min(start + BATCH, count))]
            session.connection().exec_driver_sql(EVENT, [row for row, _ in made])
            random.Random(start).shuffle(made)
            entries = [{"index": place, "event_id": row[0]} for place, (row, _) in enumerate(made, start + 1)]
            session.connection().execute(insert(LogEntry), entries)
            hashes += b"".join(merkle.leaf_hash(row[-2]) for row, _ in made)
            opened += [(said, row[-2]) for row, said in made]
        _grow(session, Tree(hashes), keys)
    return opened


def _comment(seq: int) -> tuple[tuple, bytes]:
    """One row, and what its commitment is made from. Every other detail is not stored in canonical order."""
    kind, actor, subject, salt = (
        str(EventKind.COMMENT_POSTED), secrets.token_hex(10), secrets.token_hex(10), secrets.token_bytes(32),
    )  # fmt: skip
    detail, stored = {"thread": seq}, f'{{"thread":{seq}}}'
    if seq % 2:
        detail, stored = detail | {"lane": "district"}, f'{{"thread":{seq},"lane":"district"}}'
    said = {
        "stream": "mou:m", "seq": seq, "kind": kind, "at": "2026-05-12T17:00:00Z", "actor": actor, "actor_name": "Ana Diaz",
        "mou": "m", "edition": "", "party": "", "subject": subject, "detail": detail,
    }  # fmt: skip
    data = leaf.leaf_data(leaf.private_leaf(salt, said))
    return (seq + 2, seq, kind, actor, subject, stored, data, salt), leaf.PRIVATE + salt + lp(dumps(said))


def _grow(session: Session, tree: Tree, keys: Keys) -> None:
    """The nodes and checkpoints over the leaves; those of the first leaf are there."""
    for level, made in enumerate(tree.levels):
        numbers = range(0 if level else 1, len(made) // 32)
        for start in range(0, len(numbers), 50_000):
            rows = [
                {"level": level, "number": n, "hash": tree(level, n)} for n in numbers[start : start + 50_000]
            ]
            session.connection().execute(insert(LogNode), rows)
    sizes = {*range(BATCH, tree.size, BATCH), tree.size}
    for size in sorted(sizes):
        note = tlog.sign_checkpoint(ORIGIN, size, tree.root(size), keys.own)
        note = tlog.sign_beside(note, keys.beside, int(AT.timestamp())) if keys.beside else note
        session.add(Checkpoint(size=size, root=tree.root(size), note=note, at=AT))
