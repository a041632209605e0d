"""What witnesses signed, kept and found again."""

from datetime import datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from tests.history.test_actions import begin
from tests.history.test_sequencer import KEY, act
from workflow.adapters.database import Database
from workflow.core.errors import Refused
from workflow.evidence import cosignature, tlog
from workflow.evidence.cosignature import Cosignature
from workflow.history import witnessing
from workflow.history.models import Checkpoint
from workflow.history.sequencer import sequence

pytestmark = pytest.mark.both_databases
ONE, TWO = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
KEYS = [cosignature.vkey("one.example", ONE), cosignature.vkey("two.example", TWO)]


def grow(session: Session, now: datetime) -> Checkpoint:
    act(session, now, 3)
    made = sequence(session, key=KEY, at=now)
    assert made
    return made


def signed(checkpoint: Checkpoint, which: int, now: datetime) -> Cosignature:
    name, key = (("one.example", ONE), ("two.example", TWO))[which]
    return cosignature.cosign(checkpoint.note, name, key, int(now.timestamp()))


def test_each_witness_has_its_own_memory(session: Session, now: datetime) -> None:
    begin(session, now)
    first, second = grow(session, now), grow(session, now)
    witnessing.keep(session, first.size, signed(first, 0, now), at=now)
    witnessing.keep(session, second.size, signed(second, 1, now), at=now)
    assert [witnessing.last(session, key) for key in (*KEYS, "other")] == [first.size, second.size, 0]
    assert witnessing.of(session, second.size, KEYS) == [signed(second, 1, now)]


def test_it_is_known_since_when_a_witness_has_not_signed(session: Session, now: datetime) -> None:
    begin(session, now)
    assert witnessing.waiting_since(session, KEYS[0]) is None
    first, later = grow(session, now), now + timedelta(minutes=7)
    assert witnessing.waiting_since(session, KEYS[0]) == now
    witnessing.keep(session, first.size, signed(first, 0, now), at=now)
    assert witnessing.waiting_since(session, KEYS[0]) is None
    grow(session, later)
    grow(session, later + timedelta(minutes=1))
    assert [witnessing.waiting_since(session, key) for key in KEYS] == [later, now]


def test_the_newest_note_carries_the_lines_in_their_order(session: Session, now: datetime) -> None:
    begin(session, now)
    assert witnessing.newest_note(session, KEYS) == ""
    first = grow(session, now)
    for which in (1, 0):
        witnessing.keep(session, first.size, signed(first, which, now), at=now)
    grow(session, now)
    note = witnessing.newest_note(session, KEYS)
    assert tlog.own_lines(note) == first.note
    lines = note.removeprefix(first.note).splitlines()
    for line, key in zip(lines, KEYS, strict=True):
        cosignature.check(note, cosignature.read_line(line, key))
    assert witnessing.newest_note(session, KEYS[:1]).count("\n") == note.count("\n") - 1


def test_the_first_signed_checkpoint_over_a_leaf_is_found(session: Session, now: datetime) -> None:
    begin(session, now)
    grow(session, now)
    second, third = grow(session, now), grow(session, now)
    for checkpoint in (second, third):
        witnessing.keep(session, checkpoint.size, signed(checkpoint, 0, now), at=now)
    assert witnessing.first_over(session, 0, KEYS) == second
    assert witnessing.first_over(session, second.size, KEYS) == third
    assert witnessing.first_over(session, third.size, KEYS) is None
    assert (
        witnessing.first_over(session, 0, KEYS[1:]) is None and witnessing.first_over(session, 0, ()) is None
    )


def test_asking_twice_keeps_the_first(session: Session, now: datetime) -> None:
    begin(session, now)
    made = grow(session, now)
    for later in (0, 30):
        witnessing.keep(session, made.size, signed(made, 0, now + timedelta(minutes=later)), at=now)
    assert witnessing.of(session, made.size, KEYS) == [signed(made, 0, now)]


def test_a_signature_from_tomorrow_is_refused(session: Session, now: datetime) -> None:
    begin(session, now)
    made = grow(session, now)
    with pytest.raises(Refused, match="its clock is wrong"):
        witnessing.keep(session, made.size, signed(made, 0, now + timedelta(days=1)), at=now)


@pytest.mark.parametrize("statement", ["UPDATE cosignature SET time = 1", "DELETE FROM cosignature"])
def test_nobody_changes_what_a_witness_signed(database: Database, now: datetime, statement: str) -> None:
    with database.writing() as session:
        begin(session, now)
        made = grow(session, now)
        witnessing.keep(session, made.size, signed(made, 0, now), at=now)
    with pytest.raises(DatabaseError, match=r"append-only|permission denied"), database.writing() as session:
        session.connection().execute(text(statement))
