"""Files from outside: what they are, and what is said when one does not fit."""

import json

import pytest

from tests.audit.conftest import Record
from workflow.audit import outside
from workflow.evidence.canonical import dumps
from workflow.evidence.errors import Bad


@pytest.mark.parametrize("data", [b"{}", b"{", b"\xff\xfe", b"c2sp.org/tlog-proof@v1\nindex x\n\nnote"])
def test_what_is_none_of_them_is_refused(data: bytes) -> None:
    with pytest.raises(Bad):
        outside.read("file", data)


def test_words_that_are_no_checkpoint_are_found_when_compared(record: Record) -> None:
    record.kept["letter.txt"] = b"Dear board"
    report = record.check("letter.txt")
    assert [one.code for one in report.findings] == ["outside.checkpoint"] and report.vouched == 0


def test_a_receipt_for_another_leaf_is_found(record: Record) -> None:
    """Its checkpoint is good, and its proof leads elsewhere: the receipt was altered, or the leaf moved."""
    record.kept["receipt.txt"] = record.kept["receipt.txt"].replace(b"\nindex ", b"\nindex 1", 1)
    record.kept["other.txt"] = record.kept["receipt.txt"]
    lines = record.kept["other.txt"].split(b"\n")
    record.kept["other.txt"] = b"\n".join([lines[0], b"index 0", *lines[2:]])
    assert record.codes("other.txt") == {"outside.receipt"}
    assert record.codes("receipt.txt") == {"outside.receipt"}


def test_a_package_with_another_leaf_is_found(record: Record) -> None:
    parcel = json.loads(record.kept["package.json"])
    parcel["edition_chain"][0]["leaf"]["at"] = "2026-05-12T16:59:59Z"
    record.kept["package.json"] = dumps(parcel)
    assert record.codes("package.json") == {"outside.leaf"}


def test_every_checkpoint_in_a_package_is_compared(record: Record) -> None:
    kept = outside.read("package.json", record.kept["package.json"])
    assert len(kept.notes) == 2 and len(kept.leaves) > 10
