"""After a restored backup the same tree goes on, and the log says what it lost."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlmodel import Session, select

from tests.history.test_actions import begin, frozen
from tests.history.test_sequencer import act
from tests.rig.databases import Databases
from workflow.adapters.database import Database
from workflow.adapters.published import Published
from workflow.adapters.settings import Settings
from workflow.core.errors import Refused
from workflow.core.events import EventKind
from workflow.core.people import SERVICE
from workflow.evidence import leaf, merkle, tiles
from workflow.evidence.canonical import loads
from workflow.history import queries, standing
from workflow.history.models import Checkpoint, Event, LogEntry, LostLeaf
from workflow.history.resuming import Resumption, resume
from workflow.history.sequencer import sequence
from workflow.history.standing import State
from workflow.history.tiles import read

KEY = Ed25519PrivateKey.generate()


class Place:
    """A data folder as a small district has it, with backups by copying."""

    def __init__(self, settings: Settings, now: datetime) -> None:
        self.settings, self.now = settings, now
        self.published = Published(settings.published_folder)

    @contextmanager
    def session(self) -> Iterator[Session]:
        database = Database(self.settings.database)
        try:
            with database.writing() as session:
                yield session
        finally:
            database.close()

    def backup(self, folder: Path) -> None:
        shutil.copytree(self.settings.data, folder, ignore=shutil.ignore_patterns("published"))

    def restore(self, folder: Path) -> None:
        for name in ("countersign.db-wal", "countersign.db-shm"):
            (self.settings.data / name).unlink(missing_ok=True)
        shutil.copytree(folder, self.settings.data, dirs_exist_ok=True)

    def sequence(self, session: Session) -> None:
        sequence(session, key=KEY, at=self.now, published=self.published)

    def resume(self, session: Session) -> Resumption:
        at = self.now + timedelta(days=1)
        done = resume(session, self.published, actor=SERVICE, at=at)
        sequence(session, key=KEY, at=at, published=self.published)
        return done


@pytest.fixture
def place(make_database: Databases, tmp_path: Path, now: datetime) -> Place:
    made = Place(make_database("sqlite", tmp_path / "data"), now)
    with made.session() as session:
        begin(session, now)
        frozen(session, now)
        act(session, now, 3)
        made.sequence(session)
    return made


@pytest.fixture
def restored(place: Place, tmp_path: Path) -> Place:
    """Two events wait when the backup is made; they and four more, one of them public, are published afterwards."""
    with place.session() as session:
        act(session, place.now, 2)
    place.backup(tmp_path / "yesterday")
    with place.session() as session:
        act(session, place.now, 3)
        frozen(session, place.now, EventKind.EDITION_VOIDED)
        place.sequence(session)
    place.restore(tmp_path / "yesterday")
    return place


def test_the_published_tree_goes_on_and_the_log_says_what_was_lost(restored: Place) -> None:
    before = restored.published.head()
    with restored.session() as session:
        found = standing.judge(session, restored.published)
        assert (found.state, found.size, found.published) == (State.BEHIND, 5, 11)
        assert restored.resume(session) == Resumption(5, 11, 4)
        assert standing.judge(session, restored.published).state is State.OURS
    with restored.session() as session:
        newest = queries.newest_checkpoint(session)
        assert newest.size == 12
        proof = queries.consistency_proof(session, 11, 12)
        assert merkle.verify_consistency(11, 12, before.root, newest.root, proof)
        assert {row.index for row in session.exec(select(LostLeaf))} < set(range(5, 11))
        said = loads(queries.leaves(session, 11, 12)[0][len(leaf.LEAF) + 4 :])
        assert (said["kind"], said["event"]) == ("service", "resumed")
        assert (said["from"], said["to"], said["lost"]) == (5, 11, 4)


def test_time_does_not_go_back_with_the_machine_that_resumes(restored: Place) -> None:
    restored.now -= timedelta(days=30)
    with restored.session() as session:
        restored.resume(session)
        times = session.exec(select(Checkpoint.at).order_by(Checkpoint.size)).all()
        assert list(times) == sorted(times)


def test_what_waited_in_the_backup_gets_the_places_it_was_published_at(restored: Place) -> None:
    published = restored.published.leaves(5, 11)
    with restored.session() as session:
        restored.resume(session)
        rows = session.exec(
            select(LogEntry.index, Event.leaf)
            .join(Event, Event.id == LogEntry.event_id)
            .where(LogEntry.index >= 5)
        ).all()
    found = {index: one for index, one in rows if index < 11}
    assert len(found) == 2 and all(published[index - 5] == one for index, one in found.items())


def test_what_was_lost_is_said_to_whoever_verifies(restored: Place) -> None:
    with restored.session() as session:
        assert queries.resumptions(session) == []
        restored.resume(session)
        [said] = queries.resumptions(session)
        assert (said["from"], said["to"], said["lost"]) == (5, 11, 4)


def test_lost_leaves_are_still_served(restored: Place) -> None:
    published = restored.published.leaves(0, 11)
    with restored.session() as session:
        restored.resume(session)
        assert tiles.open_bundle(read(session, "entries/000.p/12"), 12)[:11] == published


def test_a_chain_goes_on_from_its_last_link_here(restored: Place) -> None:
    with restored.session() as session:
        restored.resume(session)
        again = frozen(session, restored.now, EventKind.EDITION_VOIDED)
        first = queries.chain(session, edition_id="e1")[0][0]
        said = loads(again.leaf[len(leaf.LEAF) + 4 :])
        assert said["seq"] == 1 and said["prev"] == queries.leaf_id(first)


def test_nothing_is_resumed_twice_and_nothing_where_nothing_is_wrong(restored: Place, place: Place) -> None:
    with restored.session() as session:
        restored.resume(session)
        with pytest.raises(Refused, match="Nothing has to be resumed"):
            restored.resume(session)


def test_a_move_loses_nothing_and_says_so(place: Place, tmp_path: Path) -> None:
    shutil.copytree(place.settings.data, tmp_path / "moved")
    moved = Place(Settings(data=tmp_path / "moved"), place.now)
    with moved.session() as session:
        assert standing.judge(session, moved.published).state is State.COPY
        assert moved.resume(session) == Resumption(5, 5, 0)
    with (
        place.session() as session
    ):  # the old machine does not know, and has its own folder: only a witness can tell
        assert standing.judge(session, place.published).state is State.OURS


def test_a_database_of_another_tree_is_not_gone_on_with(restored: Place) -> None:
    with restored.session() as session:
        act(session, restored.now, 1)
        sequence(session, key=KEY, at=restored.now)  # somebody went on without looking
        with pytest.raises(Refused, match="not an older state of what was published"):
            restored.resume(session)


def test_published_leaves_that_are_not_whole_are_not_made_up(restored: Place) -> None:
    shutil.rmtree(restored.published.folder / "tile")
    with restored.session() as session, pytest.raises(Refused, match="are not whole"):
        restored.resume(session)
