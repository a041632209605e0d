"""Texts and decisions that are no longer what was logged."""

import pytest
from sqlmodel import select

from tests.audit.conftest import Record
from tests.audit.forger import resign
from tests.signing.corrections import amending
from workflow.audit import signed
from workflow.signing.corrections.models import Answer

CHANGES = {
    "a word of a signed clause": ("UPDATE clause SET text = text || '.' WHERE position = 1", "signed.text"),
    "a clause taken out": ("DELETE FROM clause WHERE position = 2", "signed.text"),
    "what may be hidden": ("UPDATE clause SET redactable = 1", "signed.text"),
    "a salt": ("UPDATE sealed_clause SET salt = zeroblob(32) WHERE position = 0", "signed.text"),
    "a salt gone": ("DELETE FROM sealed_clause WHERE position = 0", "signed.text"),
    "the manifest": ("UPDATE signing_event SET manifest = CAST(replace(manifest, 'Officers', 'Officials') AS BLOB)", "signed.text"),
    "the manifest, left as a text": ("UPDATE signing_event SET manifest = replace(manifest, 'Officers', 'Officials')", "signed.text"),
    "a manifest of the same letters": ("UPDATE signing_event SET manifest = CAST(manifest AS TEXT)", "signed.text"),
    "a salt, left as a text": ("UPDATE sealed_clause SET salt = hex(salt) WHERE position = 0", "signed.text"),
    "the head": ("UPDATE signing_event SET head = '*' || substr(head, 2)", "signed.head"),
    "the edition's number": ("UPDATE edition SET number = 7", "signed.head"),
    "a freeze that was never logged": ("UPDATE event SET subject_id = '' WHERE kind = 'edition:frozen'", "signed.unlogged"),
    "a signature's envelope": ("UPDATE signature SET envelope = replace(envelope, '\"signature\":\"', '\"signature\":\"A')", "signed.envelope"),
    "an envelope that is none": ("UPDATE signature SET envelope = json('{\"a\":null}')", "signed.envelope"),
    "a signature's slot": ("UPDATE signature SET slot = 'other-' || slot", "signed.envelope"),
    "a decline called an approval": ("UPDATE signature SET decision = 'decline'", "signed.row"),
    "a signature gone": ("DELETE FROM signature", "signed.row"),
    "a signature of another event": ("UPDATE signature SET event_id = 1", "signed.row"),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_signed_and_changed_is_found(record: Record, change: str) -> None:
    statement, code = CHANGES[change]
    record.falsify(statement.replace('{"a":null}', '{"a"\\:null}').replace('":"', '"\\:"'))
    assert code in record.codes()


def test_a_signed_text_is_found_even_when_the_whole_log_was_signed_anew(record: Record) -> None:
    """The signatories' own keys hold it: no leaf needed to be changed, and no leaf can be made to fit."""
    record.falsify("UPDATE clause SET text = text || '.' WHERE position = 1")
    resign(record)
    assert record.codes() == {"signed.text"}


def test_an_answer_for_a_correction_is_held_against_what_was_logged(session, now) -> None:
    amending.corrected(session, amending.build(session), now)
    assert list(signed.findings(session)) == []
    row = session.exec(select(Answer)).first()
    row.envelope = {**row.envelope, "statement": "AAAA"}
    session.flush()
    assert [one.code for one in signed.findings(session)] == ["signed.envelope"]
    session.delete(row)
    session.flush()
    assert [one.code for one in signed.findings(session)] == ["signed.row"]
