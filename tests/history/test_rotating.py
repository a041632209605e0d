"""Replacing the log's key: announced by the old one, both shipped meanwhile, and each accepted for its own sizes exactly."""

import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from tests.history.test_actions import begin, frozen
from tests.history.test_sequencer import act
from workflow.adapters.database import Database
from workflow.adapters.keystore import Keystore, spki
from workflow.core.errors import Refused
from workflow.core.events import EventKind
from workflow.core.people import SERVICE
from workflow.evidence import leaf, policy, rotation, tlog
from workflow.evidence.canonical import loads, unb64u
from workflow.evidence.errors import Bad
from workflow.evidence.outside import open_for
from workflow.history import queries, rotating
from workflow.history.actions import lock_publishing
from workflow.history.sequencer import sequence
from workflow.publication.core import log_keys

MONTH = timedelta(days=30)


@pytest.fixture
def keys(tmp_path: Path) -> Keystore:
    return Keystore(tmp_path / "keys")


def grow(session: Session, keys: Keystore, now: datetime) -> str:
    act(session, now, 1)
    made = sequence(session, key=keys.checkpoint_key, at=now)
    assert made
    return made.note


def rotate(session: Session, keys: Keystore, now: datetime, kind: str = "checkpoint") -> None:
    keys.enter(rotating.rotate(session, keys, kind, actor=SERVICE, at=now, overlap=MONTH))


def shipped(session: Session, keys: Keystore) -> policy.Policy:
    names = log_keys(session, keys)
    sizes = [
        {"from": one.first, "key": name, "until": one.until}
        for name, one in zip(names, keys.log_keys, strict=True)
    ]
    party = {"from": "", "origins": ["http://localhost:1"], "rp_id": "localhost", "until": ""}
    return policy.parse(
        policy.build(
            deployment="d1", log_keys=names, relying_parties=[party], parties=[], log_key_sizes=sizes
        )
    )


def test_the_old_key_signs_on_until_the_overlap_ends(session: Session, keys: Keystore, now: datetime) -> None:
    begin(session, now)
    old = log_keys(session, keys)
    before = grow(session, keys, now)
    rotate(session, keys, now)
    meanwhile = grow(session, keys, now)
    assert not rotating.hand_over(session, keys, at=now + MONTH - timedelta(seconds=1))
    assert tlog.open_checkpoint(meanwhile, old)
    assert rotating.hand_over(session, keys, at=now + MONTH)
    assert not rotating.hand_over(session, keys, at=now + MONTH)
    after = grow(session, keys, now + MONTH)
    trust = shipped(session, keys)
    for note in (before, meanwhile, after):
        assert open_for(note, trust)
    with pytest.raises(Bad, match=r"log\.checkpoint"):
        tlog.open_checkpoint(after, old)


def test_outside_its_sizes_a_key_is_not_believed(session: Session, keys: Keystore, now: datetime) -> None:
    """Whoever kept a copy of the old private key, or used the new one early, is found by its size."""
    begin(session, now)
    grow(session, keys, now)
    stolen = keys.checkpoint_key
    rotate(session, keys, now)
    grow(session, keys, now)
    rotating.hand_over(session, keys, at=now + MONTH)
    grow(session, keys, now + MONTH)
    trust, new, origin = shipped(session, keys), keys.checkpoint_key, queries.installation(session).log_origin
    first, last = keys.log_keys[1].first, keys.log_keys[0].until
    for key, size, believed in (
        (stolen, 0, True), (stolen, last, True), (stolen, last + 1, False), (new, first - 1, False), (new, first, True), (new, last + 50, True),
    ):  # fmt: skip
        note = tlog.sign_checkpoint(origin, size, bytes(32), key)
        if believed:
            assert open_for(note, trust).size == size
        else:
            with pytest.raises(Bad, match=r"log\.key"):
                open_for(note, trust)


def test_the_log_says_in_clear_which_key_follows(session: Session, keys: Keystore, now: datetime) -> None:
    begin(session, now)
    grow(session, keys, now)
    old = spki(keys.checkpoint_key)
    rotate(session, keys, now)
    grow(session, keys, now)
    size = queries.newest_checkpoint(session).size
    said = [loads(one[len(leaf.LEAF) + 4 :]) for one in queries.leaves(session, 0, size)]
    [stated] = [one for one in said if one.get("event") == "rotated"]
    assert rotation.check(stated, old) == unb64u(keys.rotations()[0].new)


@pytest.mark.parametrize("kind", ["seal", "time"])
def test_seal_and_time_follow_at_once(session: Session, keys: Keystore, now: datetime, kind: str) -> None:
    begin(session, now)
    old = keys.own(kind)
    made = rotating.rotate(session, keys, kind, actor=SERVICE, at=now)
    assert made.due == made.announced and unb64u(made.old) == spki(old.key)


def test_what_cannot_be_rotated_is_said(session: Session, keys: Keystore, now: datetime) -> None:
    begin(session, now)
    with pytest.raises(Refused, match="no key of the kind door"):
        rotate(session, keys, now, "door")
    with pytest.raises(Refused, match="has signed nothing yet"):
        rotate(session, keys, now)
    grow(session, keys, now)
    rotate(session, keys, now)
    with pytest.raises(Refused, match="announced already and takes over on 2026-06-11"):
        rotate(session, keys, now)


def test_keys_older_than_the_log_are_noticed_and_a_broken_rotation_is_mended(
    session: Session, keys: Keystore, now: datetime
) -> None:
    begin(session, now)
    grow(session, keys, now)
    assert rotating.outdated(session, keys) == ""
    rotating.rotate(session, keys, "checkpoint", actor=SERVICE, at=now)
    assert "the next one is not in" in rotating.outdated(session, keys)  # crashed before the entry
    rotate(session, keys, now)
    assert rotating.outdated(session, keys) == ""
    rotating.hand_over(session, keys, at=now + MONTH)
    with pytest.raises(Refused, match="has signed nothing yet"):  # it would have no size of its own
        rotate(session, keys, now + MONTH)
    grow(session, keys, now + MONTH)
    rotate(session, keys, now + MONTH)
    assert rotating.outdated(session, keys) == ""
    (keys.folder / "rotations.json").unlink()
    assert "the next one is not in" in rotating.outdated(session, keys)


def test_the_publication_key_hands_over_once_nothing_that_it_signed_waits_for_its_place(
    session: Session, keys: Keystore, now: datetime
) -> None:
    begin(session, now)
    grow(session, keys, now)
    rotate(session, keys, now, "publication")
    first = keys.publication_key
    grow(session, keys, now)
    frozen(session, now, EventKind.EDITION_PUBLISHED)
    assert not rotating.hand_over(session, keys, at=now + MONTH) and keys.announced("publication")
    sequence(session, key=keys.checkpoint_key, at=now)
    size = queries.newest_checkpoint(session).size
    assert rotating.hand_over(session, keys, at=now + MONTH)
    old, new = keys.publication_keys
    assert old.public == first.public_key() and (old.first, old.until) == (0, size)
    assert new.public == keys.publication_key.public_key() and (new.first, new.until) == (3, 0)


def test_a_publication_that_waits_holds_up_no_key_of_the_log(
    session: Session, keys: Keystore, now: datetime
) -> None:
    begin(session, now)
    grow(session, keys, now)
    rotate(session, keys, now, "publication")
    rotate(session, keys, now)
    frozen(session, now, EventKind.EDITION_PUBLISHED)
    assert rotating.hand_over(session, keys, at=now + MONTH)
    assert keys.announced("publication") and not keys.announced("checkpoint")


def test_the_publication_key_does_not_change_hands_while_somebody_signs_with_it(
    database: Database, keys: Keystore, now: datetime
) -> None:
    """Who signs has the key until the commit: the hand-over waits, and then finds what was signed waiting for its place."""
    with database.writing() as session:
        begin(session, now)
    with database.writing() as session:
        sequence(session, key=keys.checkpoint_key, at=now)
        rotate(session, keys, now, "publication")
    done: list[bool] = []

    def hand_over() -> None:
        with database.writing() as other:
            done.append(rotating.hand_over(other, keys, at=now + MONTH))

    thread = threading.Thread(target=hand_over)
    with database.writing() as session:
        lock_publishing(session)
        thread.start()
        thread.join(0.3)  # without the lock it would be over by now
        frozen(session, now, EventKind.EDITION_PUBLISHED)
    thread.join()
    assert done == [False] and keys.announced("publication")


def test_publication_keys_older_than_the_log_are_noticed(
    session: Session, keys: Keystore, now: datetime
) -> None:
    begin(session, now)
    grow(session, keys, now)
    rotate(session, keys, now, "publication")
    assert rotating.outdated(session, keys) == ""
    (keys.folder / "rotations.json").unlink()
    assert "the publication key was to be replaced" in rotating.outdated(session, keys)
