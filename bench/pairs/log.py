"""The log: checking all of it against bare hashing, proofs at a million leaves, and appending with a signed checkpoint."""

import hashlib
import secrets
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import insert

from bench.measure import Step, pair
from workflow.adapters.database import Database
from workflow.adapters.migrations import migrate
from workflow.audit.events import Walk
from workflow.audit.tree import Tree, checkpoints, nodes
from workflow.core.events import EventKind
from workflow.core.people import SERVICE
from workflow.evidence import leaf, merkle, tlog
from workflow.evidence.canonical import dumps, lp
from workflow.history import actions as history
from workflow.history.actions import committed
from workflow.history.models import Event, Stream, Unsequenced
from workflow.history.sequencer import BATCH, sequence

EVENTS, LEAVES = 10_000, 1_000_000
AT = datetime(2026, 5, 12, 17, tzinfo=UTC)
ORIGIN = "bench.example/log"


@contextmanager
def begun(folder: str) -> Iterator[Database]:
    """An installation on SQLite, with nothing in it."""
    database = Database(f"sqlite:///{Path(folder) / 'bench.db'}")
    migrate(database)
    with database.writing() as session:
        history.begin(
            session, deployment="bench", rp_id="localhost", origin="http://localhost", log_origin=ORIGIN, actor=SERVICE, at=AT,
        )  # fmt: skip
    yield database
    database.close()


def _detail(number: int) -> dict[str, object]:
    """As comments have it; the members of every other one are not in canonical order."""
    return {"thread": number, "lane": "district"} if number % 2 else {"thread": number}


def fill(database: Database, count: int) -> list[tuple[bytes, bytes]]:
    """That many comments, written in one go; returns what each commitment was made from, and the leaf that holds it."""
    rows, opened = [], []
    with database.writing() as session:
        history.lock(session, mou_id="m")
        for seq in range(count):
            event = Event(
                stream="mou:m", seq=seq, kind=EventKind.COMMENT_POSTED, at=AT, actor_id=secrets.token_hex(10), actor_name="Ana Diaz",
                mou_id="m", subject_id=secrets.token_hex(10), detail=_detail(seq), leaf=b"", salt=secrets.token_bytes(32),
            )  # fmt: skip
            said = committed(event)
            event.leaf = leaf.leaf_data(leaf.private_leaf(event.salt, said))
            opened.append((leaf.PRIVATE + event.salt + lp(dumps(said)), event.leaf))
            rows.append({**event.model_dump(exclude={"id"}), "id": seq + 2})
        session.connection().execute(insert(Event), rows)
        session.connection().execute(insert(Unsequenced), [{"event_id": row["id"]} for row in rows])
        session.get_one(Stream, "mou:m").length = count
    return opened


@pair(
    "log-check",
    ours=f"log check over {EVENTS:,} events on SQLite: rows read, commitments opened, tree and checkpoints made again",
    yardstick="the same commitments, leaves and tree hashed from memory",
)
def check() -> Iterator[tuple[Step, Step]]:
    key = Ed25519PrivateKey.generate()
    with tempfile.TemporaryDirectory() as folder, begun(folder) as database:
        opened = fill(database, EVENTS)
        for _ in range(EVENTS // BATCH + 1):
            with database.writing() as session:
                sequence(session, key=key, at=AT)

        def ours() -> None:
            with database.snapshot() as session:
                walk = Walk(session, EVENTS + 1).make()
                tree = Tree(walk.hashes)
                wrong = [
                    *walk.findings,
                    *nodes(session, tree),
                    *checkpoints(session, tree, [tlog.vkey(ORIGIN, key)]),
                ]
            if wrong or tree.size != EVENTS + 1:
                raise RuntimeError(f"An honest log does not hold: {wrong[:3]}")

        def yardstick() -> None:
            sha = hashlib.sha256
            level = []
            for said, data in opened:
                sha(said).digest()
                level.append(sha(b"\0" + data).digest())
            while len(level) > 1:
                level = [sha(b"\1" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]

        yield ours, yardstick


@pair(
    "log-proof",
    ours=f"making and checking one inclusion proof among {LEAVES:,} leaves",
    yardstick="forty bare hashes of two hashes: twenty made, twenty checked",
)
def proof() -> Iterator[tuple[Step, Step]]:
    tree = Tree(bytearray(secrets.token_bytes(32 * LEAVES)))
    root, two = tree.root(LEAVES), secrets.token_bytes(65)

    def ours() -> None:
        index = secrets.randbelow(LEAVES)
        steps = merkle.inclusion(index, LEAVES, tree)
        if not merkle.verify_inclusion(index, LEAVES, tree(0, index), steps, root):
            raise RuntimeError("a proof does not hold")

    def yardstick() -> None:
        for _ in range(40):
            hashlib.sha256(two).digest()

    yield ours, yardstick


@pair(
    "log-append",
    ours="recording and sequencing one event on SQLite: row, place, tree nodes, signed checkpoint, one durable commit",
    yardstick="one durable insert of one row on SQLite, and one Ed25519 signature",
)
def append() -> Iterator[tuple[Step, Step]]:
    key = Ed25519PrivateKey.generate()
    with tempfile.TemporaryDirectory() as folder, begun(folder) as database:
        bare = sqlite3.connect(Path(folder) / "bare.db", isolation_level=None)
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("PRAGMA synchronous=FULL")
        bare.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, note BLOB)")

        def ours() -> None:
            with database.writing() as session:
                history.record(session, EventKind.COMMENT_POSTED, actor=SERVICE, at=AT, mou_id="m")
                if sequence(session, key=key, at=AT) is None:
                    raise RuntimeError("nothing was sequenced")

        def yardstick() -> None:
            bare.execute("INSERT INTO row (note) VALUES (?)", (key.sign(b"note"),))

        yield ours, yardstick
        bare.close()
