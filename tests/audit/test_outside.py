"""Files from outside: what they are, and what is said when one does not fit."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlmodel import select

from tests.audit.conftest import Record
from tests.audit.forger import resign
from tests.conftest import NOW
from tests.evidence import amended
from workflow.audit import outside
from workflow.audit.check import check
from workflow.audit.findings import Report
from workflow.evidence import receipt, tlog
from workflow.evidence.canonical import dumps, unb64u
from workflow.evidence.cosignature import cosign, vkey
from workflow.evidence.errors import Bad
from workflow.evidence.tlog import sign_checkpoint
from workflow.history import queries, witnessing
from workflow.history.queries import newest_checkpoint
from workflow.publication.core import all_log_keys
from workflow.signing.models import Signature, SigningEvent


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"\xef\xbb\xbf{}",
        b"Dear board",
        b"{}",
        b"{",
        b"\xff\xfe",
        b"c2sp.org/tlog-proof@v1\nindex x\n\nnote",
    ],
)
def test_what_is_none_of_them_is_refused(data: bytes) -> None:
    with pytest.raises(Bad):
        outside.read("file", data)


def test_a_package_under_a_key_we_do_not_know_is_one_finding_and_no_leaf_is_compared(record: Record) -> None:
    parcel = json.loads(record.kept["package.json"])
    parcel["log"]["checkpoint"] = sign_checkpoint("countersign.example/log", 9, bytes(32), WITNESS)
    parcel["edition_chain"][0]["leaf"]["at"] = "2026-05-12T16:59:59Z"
    record.kept["package.json"] = dumps(parcel)
    report = record.check("package.json")
    assert [one.code for one in report.findings] == ["outside.checkpoint"] and report.vouched == 0


def test_a_file_of_another_log_is_known_by_its_name(record: Record) -> None:
    with record.database.reading() as session:
        keys = all_log_keys(session, record.keystore)
    assert not any(outside.stranger(outside.read(name, data), keys) for name, data in record.kept.items())
    note = sign_checkpoint("elsewhere.example/log", 9, bytes(32), WITNESS)
    assert outside.stranger(outside.read("x", note.encode()), keys) == "elsewhere.example/log"


def test_a_receipt_for_another_leaf_is_found(record: Record) -> None:
    """Its checkpoint is good, and its proof leads elsewhere: the receipt was altered, or the leaf moved."""
    record.kept["receipt.txt"] = record.kept["receipt.txt"].replace(b"\nindex ", b"\nindex 1", 1)
    record.kept["other.txt"] = record.kept["receipt.txt"]
    lines = record.kept["other.txt"].split(b"\n")
    record.kept["other.txt"] = b"\n".join([lines[0], b"index 0", *lines[2:]])
    assert record.codes("other.txt") == {"outside.receipt"}
    assert record.codes("receipt.txt") == {"outside.receipt"}


def test_a_receipt_that_tells_of_another_leaf_is_found(record: Record) -> None:
    parcel = json.loads(record.kept["package.json"])
    signed = next(entry for entry in parcel["edition_chain"] if entry["leaf"]["event"] == "signed")
    proof, note = [unb64u(step) for step in signed["proof"]], parcel["log"]["checkpoint"]
    for name, leaf in (
        ("honest.txt", signed["leaf"]),
        ("told.txt", signed["leaf"] | {"at": "2026-05-12T16:59:59Z"}),
    ):
        said = receipt.extra(leaf, signed["envelope"])
        record.kept[name] = tlog.tlog_proof(signed["index"], proof, note, said).encode()
    assert record.codes("honest.txt") == set()
    assert record.codes("told.txt") == {"outside.leaf"}


def test_a_package_with_another_leaf_is_found(record: Record) -> None:
    parcel = json.loads(record.kept["package.json"])
    parcel["edition_chain"][0]["leaf"]["at"] = "2026-05-12T16:59:59Z"
    record.kept["package.json"] = dumps(parcel)
    assert record.codes("package.json") == {"outside.leaf"}


def test_every_checkpoint_in_a_package_is_compared(record: Record) -> None:
    kept = outside.read("package.json", record.kept["package.json"])
    assert len(kept.notes) == 2 and len(kept.leaves) > 10


WITNESS = Ed25519PrivateKey.generate()
KEY = vkey("library.example", WITNESS)


def witnessed(record: Record) -> Report:
    with record.database.snapshot() as session:
        return check(session, all_log_keys(session, record.keystore), (), [KEY])


def cosign_newest(record: Record) -> int:
    with record.database.writing() as session:
        newest = newest_checkpoint(session)
        assert newest
        signed = cosign(newest.note, "library.example", WITNESS, 1778000000)
        witnessing.keep(session, newest.size, signed, at=NOW)
        return newest.size


def test_what_a_witness_signed_counts_as_kept_outside(record: Record) -> None:
    assert witnessed(record).vouched == 0
    size = cosign_newest(record)
    report = witnessed(record)
    assert (
        report.findings == [] and report.kept == {"witness library.example": size} and report.vouched == size
    )


def test_a_cosignature_is_of_no_use_for_a_log_made_anew(record: Record) -> None:
    """The operator keeps the witness's row and signs other leaves under it: it does not fit what it stands beside."""
    size = cosign_newest(record)
    record.falsify("UPDATE event SET actor_name = 'Bo' WHERE kind = 'edition:comment:posted'")
    resign(record)
    report = witnessed(record)
    assert [one.code for one in report.findings] == ["witness.cosignature"] and report.size == size


def test_a_cosigned_checkpoint_that_was_kept_is_compared_like_any_other(record: Record) -> None:
    cosign_newest(record)
    with record.database.reading() as session:
        record.kept["cosigned.txt"] = witnessing.newest_note(session, [KEY]).encode()
    assert record.check("cosigned.txt").findings == []
    record.falsify("UPDATE event SET actor_name = 'Bo' WHERE kind = 'edition:comment:posted'")
    resign(record)
    assert record.codes("cosigned.txt") == {"outside.forked", "witness.cosignature"}


def test_a_receipt_with_a_witnesss_line_and_what_it_says_beside_is_compared_like_any_other(
    record: Record,
) -> None:
    """As the service gives it where witnesses are asked; whoever keeps it may ask another service's witness too."""
    cosign_newest(record)
    with record.database.reading() as session:
        row = session.exec(select(Signature)).first()
        edition = session.exec(select(SigningEvent.edition_id)).one()
        chain = queries.chain(session, edition_id=edition)
        signed, index = next(one for one in chain if row and one[0].id == row.event_id)
        note = witnessing.newest_note(session, [KEY])
        size = tlog.body(note)[1]
        extra = receipt.extra(queries.leaf_of(signed), row.envelope) if row else b""
        proof = queries.inclusion_proof(session, index or 0, size)
    stranger = cosign(note, "elsewhere.example", WITNESS, 1778000000).line()
    for name, beside in (("named.txt", extra), ("bare.txt", b"")):
        record.kept[name] = tlog.tlog_proof(index or 0, proof, note + stranger, beside).encode()
        report = record.check(name)
        assert report.findings == [] and report.vouched == size
    record.falsify("UPDATE event SET actor_name = 'Bo' WHERE kind = 'edition:comment:posted'")
    resign(record)
    assert "outside.forked" in record.codes("named.txt") & record.codes("bare.txt")


def test_what_a_package_shows_of_an_earlier_text_is_compared_too() -> None:
    made = amended.answered().signed()
    kept = outside.read("package.json", made.package())
    assert {entry.index for entry in made.adopted().chain} <= kept.leaves.keys()
