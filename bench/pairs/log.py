"""The log: checking all of it against bare hashing, proofs at a million leaves, and appending with a signed checkpoint."""

import hashlib
import secrets
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.filled import AT, ORIGIN, begun, fill
from bench.measure import Step, pair
from workflow.audit.check import check as whole_check
from workflow.audit.tree import Tree
from workflow.core.events import EventKind
from workflow.core.people import SERVICE
from workflow.evidence import merkle, mldsa, tlog
from workflow.history import actions as history
from workflow.history.sequencer import Keys, sequence

EVENTS = LEAVES = 1_000_000


@pair(
    "log-check",
    ours=f"log check over {EVENTS:,} events on SQLite: rows read, commitments opened, tree and checkpoints made again",
    yardstick="the same commitments, leaves and tree hashed from memory",
    least=3,
)
def check() -> Iterator[tuple[Step, Step]]:
    keys = Keys(Ed25519PrivateKey.generate(), mldsa.generate())
    vkeys = [tlog.vkey(ORIGIN, keys.own)]
    vkeys += [tlog.vkey_of(ORIGIN, keys.beside.public_key(), tlog.MLDSA44)] if keys.beside else []
    with tempfile.TemporaryDirectory() as folder, begun(folder) as database:
        opened = fill(database, EVENTS, keys)

        def ours() -> None:
            with database.snapshot() as session:
                report = whole_check(session, vkeys)
            if report.findings or report.size != EVENTS + 1:
                raise RuntimeError(f"An honest log does not hold: {report.findings[:3]}")

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
    ours="recording and sequencing one event on SQLite: row, place, tree nodes, checkpoint signed twice, one durable commit",
    yardstick="one durable insert of one row on SQLite, one signature with Ed25519 and one with ML-DSA-44",
)
def append() -> Iterator[tuple[Step, Step]]:
    key, beside = Ed25519PrivateKey.generate(), mldsa.generate()
    with tempfile.TemporaryDirectory() as folder, begun(folder) as database:
        bare = sqlite3.connect(Path(folder) / "bare.db", isolation_level=None)
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("PRAGMA synchronous=FULL")
        bare.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, note BLOB)")

        def ours() -> None:
            with database.writing() as session:
                history.record(session, EventKind.COMMENT_POSTED, actor=SERVICE, at=AT, mou_id="m")
                if sequence(session, key=key, beside=beside, at=AT) is None:
                    raise RuntimeError("nothing was sequenced")

        def yardstick() -> None:
            other = beside.sign(b"note") if beside else b""
            bare.execute("INSERT INTO row (note) VALUES (?)", (key.sign(b"note") + other,))

        yield ours, yardstick
        bare.close()
