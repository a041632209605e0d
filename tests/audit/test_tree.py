"""Stored hashes and signed checkpoints held against the tree that the leaves give."""

import pytest

from tests.audit.conftest import Record
from workflow.audit.tree import Tree
from workflow.evidence import merkle
from workflow.evidence.canonical import sha256

NEWEST = "(SELECT max(size) FROM checkpoint)"
CHANGES = {
    "a leaf's hash": ("UPDATE log_node SET hash = zeroblob(32) WHERE level = 0 AND number = 3", "log.node"),
    "a subtree's hash": ("UPDATE log_node SET hash = zeroblob(32) WHERE level = 2 AND number = 0", "log.node"),
    "a hash gone": ("DELETE FROM log_node WHERE level = 1 AND number = 1", "log.node"),
    "a root": (f"UPDATE checkpoint SET root = zeroblob(32) WHERE size = {NEWEST}", "checkpoint.row"),
    "a note": ("UPDATE checkpoint SET note = replace(note, 'countersign.example', 'elsewhere.example')", "checkpoint.note"),
    "a time": (f"UPDATE checkpoint SET at = '2020-01-01 00:00:00' WHERE size = {NEWEST}", "checkpoint.time"),
    "the newest gone": (f"DELETE FROM checkpoint WHERE size = {NEWEST}", "checkpoint.newest"),
    "two leaves exchanged": (
        'UPDATE log_entry SET "index" = -"index" - 100 WHERE "index" IN (1, 2)',
        "log.gap",
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_log_is_found(record: Record, change: str) -> None:
    statement, code = CHANGES[change]
    record.falsify(statement)
    assert code in record.codes()


def test_a_leaf_taken_away_is_missed_under_every_checkpoint_after_it(record: Record) -> None:
    record.falsify('UPDATE log_entry SET "index" = -7 WHERE "index" = 4')
    assert "checkpoint.root" in record.codes()


@pytest.mark.parametrize("size", [0, 1, 2, 3, 7, 8, 100])
def test_the_tree_is_that_of_rfc_6962(size: int) -> None:
    leaves = [b"%d" % number for number in range(size)]
    tree = Tree(bytearray(b"".join(map(merkle.leaf_hash, leaves))))
    for part in range(1, size + 1):
        assert tree.root(part) == merkle.tree_hash(leaves[:part])
    assert tree.root(0) == sha256(b"")
