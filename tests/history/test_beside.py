"""The log's second signature: there from the first checkpoint on, or from the one after its key was made; rotated like the first."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from tests.history.test_actions import begin
from tests.history.test_sequencer import act
from workflow.adapters.keystore import Keystore
from workflow.adapters.settings import Settings
from workflow.core.errors import Refused
from workflow.core.people import SERVICE
from workflow.evidence import mldsa, policy, tlog
from workflow.evidence.errors import Bad
from workflow.evidence.outside import open_for
from workflow.history import rotating
from workflow.history.queries import first_signed_beside, installation
from workflow.history.sequencer import sequence
from workflow.publication.trust import policy_bytes

KIND = "checkpoint-mldsa"
MONTH = timedelta(days=30)


@pytest.fixture
def place(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path)


@pytest.fixture
def keys(place: Settings) -> Keystore:
    return Keystore.of(place, makes=True)


def grow(session: Session, keys: Keystore, now: datetime, *, beside: bool = True) -> str:
    act(session, now, 1)
    other = keys.beside_key if beside else None
    made = sequence(session, key=keys.checkpoint_key, at=now, beside=other)
    assert made
    return made.note


def trusted(session: Session, place: Settings) -> policy.Policy:
    return policy.parse(policy_bytes(session, place))


def test_a_checkpoint_is_signed_twice_and_the_policy_asks_for_both(
    session: Session, place: Settings, keys: Keystore, now: datetime
) -> None:
    begin(session, now)
    note = grow(session, keys, now)
    trust = trusted(session, place)
    found = open_for(note, trust)
    assert len(found.signers) == 2 and found.beside == trust.keys_beside()[0]
    assert first_signed_beside(session) == 0
    _, data = tlog.read_signature_line(note.splitlines()[-1])
    assert int.from_bytes(data[4:12], "big") == int(now.timestamp())


def test_an_older_log_signs_with_it_from_then_on_and_what_came_before_stays_good(
    session: Session, place: Settings, keys: Keystore, now: datetime
) -> None:
    begin(session, now)
    assert first_signed_beside(session) == 0
    before = grow(session, keys, now, beside=False)
    assert first_signed_beside(session) == tlog.body(before)[1] + 1
    after = grow(session, keys, now)
    trust, size = trusted(session, place), tlog.body(after)[1]
    assert first_signed_beside(session) == size
    assert open_for(before, trust).beside == "" and open_for(after, trust).beside
    with pytest.raises(Bad, match="lacks the signature with ML-DSA-44"):
        open_for(tlog.own_lines(after), trust)


def test_its_key_is_replaced_with_an_overlap_in_which_either_signs(
    session: Session, place: Settings, keys: Keystore, now: datetime
) -> None:
    begin(session, now)
    first = grow(session, keys, now)
    keys.enter(rotating.rotate(session, keys, KIND, actor=SERVICE, at=now, overlap=MONTH))
    meanwhile = grow(session, keys, now)
    assert len(trusted(session, place).keys_beside()) == 2
    assert rotating.hand_over(session, keys, at=now + MONTH)
    after = grow(session, keys, now + MONTH)
    trust = trusted(session, place)
    signers = [open_for(note, trust).beside for note in (first, meanwhile, after)]
    assert signers == [trust.keys_beside()[0]] * 2 + [trust.keys_beside()[1]]
    assert not (keys.folder / f"{KIND}.pem").exists() and rotating.outdated(session, keys) == ""


def test_the_old_key_signs_nothing_beyond_its_last_size(
    session: Session, place: Settings, keys: Keystore, now: datetime
) -> None:
    begin(session, now)
    grow(session, keys, now)
    stolen = keys.beside_key
    keys.enter(rotating.rotate(session, keys, KIND, actor=SERVICE, at=now, overlap=timedelta()))
    rotating.hand_over(session, keys, at=now)
    assert stolen and stolen != keys.beside_key
    later = tlog.sign_checkpoint(installation(session).log_origin, 99, bytes(32), keys.checkpoint_key)
    with pytest.raises(Bad, match="by a key that was not for it"):
        open_for(tlog.sign_beside(later, stolen, 1), trusted(session, place))


def test_where_the_library_has_none_the_log_signs_as_before(
    session: Session, place: Settings, keys: Keystore, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mldsa, "generate", lambda: None)
    begin(session, now)
    note = grow(session, keys, now)
    assert keys.beside_key is None and keys.keys_beside == []
    trust = trusted(session, place)
    assert trust.keys_beside() == () and len(open_for(note, trust).signers) == 1
    for refused in (keys.key_of, keys.prepare):
        with pytest.raises(Refused, match="no ML-DSA-44"):
            refused(KIND)
