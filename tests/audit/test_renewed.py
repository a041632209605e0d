"""What a renewal said of public copies holds whichever of them were replaced since, and for those that are there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha512

import pytest
from sqlmodel import Session, select

from tests.audit.conftest import ANA
from tests.publication.hiding import kit
from tests.publication.kit import Press
from workflow.adapters.settings import Settings
from workflow.audit import renewed, renewing
from workflow.evidence import restamp
from workflow.publication.models import PublicCopy, RenewedCopy

pytestmark = pytest.mark.both_databases
LATER = timedelta(hours=3)


@dataclass
class Kept:
    """A published agreement, and what its renewal said."""

    press: Press
    session: Session
    leaf: dict[str, object]

    def codes(self) -> list[str]:
        return [one.code for one in renewing.look(self.session, [self.leaf])[0]]

    def note(self) -> str:
        return renewing.look(self.session, [self.leaf])[1][0]

    def republish(self, now: datetime) -> None:
        """A legitimate change: a clause that was hidden by agreement is shown."""
        kit.decided(self.press, kit.Sheet(kind="release", parts=["3"], basis="It may be read."), now + LATER)


@pytest.fixture
def kept(session: Session, settings: Settings, now: datetime) -> Iterator[Kept]:
    press = kit.executed(session, settings, now)
    kit.decided(press, kit.HIDE, now + timedelta(hours=1))
    said = renewing.prepare(session, None, at=now + LATER)
    yield Kept(press, session, renewing.renew(session, said, actor=ANA, at=now + LATER))


def test_the_one_hash_is_that_of_the_bytes(kept: Kept) -> None:
    rows = kept.session.exec(select(PublicCopy)).all()
    whole = restamp.root(data for row in rows for data in (row.core, row.pdf))
    assert renewed.root(renewed.present(kept.session)) == renewed.b64u(whole) == kept.leaf["copies_root"]
    for many in range(9):
        entries = [bytes([n]) for n in range(2 * many)]
        leaves = [sha512(b"\0" + one).digest() for one in entries]
        copies = [renewed.Copy(n, *leaves[2 * n : 2 * n + 2]) for n in range(many)]
        assert renewed.root(copies) == renewed.b64u(restamp.root(entries))


def test_a_copy_that_was_replaced_is_a_note_and_no_finding(kept: Kept, now: datetime) -> None:
    assert kept.codes() == [] and "replaced" not in kept.note()
    kept.republish(now)
    assert kept.codes() == []
    assert kept.note().endswith(". 1 of these copies was replaced since, which is no fault.")


def test_a_renewal_from_before_copies_were_named_holds_as_well(kept: Kept, now: datetime) -> None:
    for row in kept.session.exec(select(RenewedCopy)):
        kept.session.delete(row)
    kept.session.flush()
    assert kept.codes() == []
    kept.republish(now)
    assert kept.codes() == [] and "was replaced since" in kept.note()


def test_what_was_changed_or_taken_away_by_hand_is_found(kept: Kept) -> None:
    copy = kept.session.exec(select(PublicCopy)).one()
    core, copy.core = copy.core, b"another"
    kept.session.flush()
    assert kept.codes() == ["renewal.copies"]
    copy.core = core
    kept.session.flush()
    row = kept.session.exec(select(RenewedCopy)).one()
    right, row.core = row.core, bytes(64)
    kept.session.flush()
    assert kept.codes() == ["renewal.copies"]
    row.core = right
    kept.session.delete(copy)
    kept.session.flush()
    assert [one.words[-60:] for one in renewing.look(kept.session, [kept.leaf])[0]] == [
        "copy that was renewed is gone, and nothing says that it was replaced"[-60:]
    ]


def test_nothing_is_renewed_while_a_copy_is_replaced(kept: Kept, now: datetime) -> None:
    said = renewing.prepare(kept.session, None, at=now + LATER)
    kept.republish(now)
    with pytest.raises(renewing.Refused, match="A public copy was replaced meanwhile"):
        renewing.renew(kept.session, said, actor=ANA, at=now + LATER)
