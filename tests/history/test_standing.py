"""May this database go on? Every way in which database and published folder can have come apart."""

import shutil
import threading
from datetime import datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlmodel import Session

from tests.history.test_actions import begin, frozen
from tests.history.test_sequencer import act
from workflow.adapters.database import Database
from workflow.adapters.published import Published
from workflow.core.errors import Refused
from workflow.evidence import tlog
from workflow.history import queries, standing
from workflow.history.sequencer import sequence
from workflow.history.standing import State

pytestmark = pytest.mark.both_databases
KEY = Ed25519PrivateKey.generate()


@pytest.fixture
def there(tmp_path: Path) -> Published:
    return Published(tmp_path / "published")


def grow(session: Session, there: Published | None, now: datetime, times: int = 1) -> int:
    act(session, now, times)
    made = sequence(session, key=KEY, at=now, published=there)
    assert made
    return made.size


def state(session: Session, there: Published) -> State:
    return standing.judge(session, there).state


def test_it_settles_with_its_first_checkpoint(session: Session, there: Published, now: datetime) -> None:
    assert state(session, there) is State.NEW
    begin(session, now)
    size = grow(session, there, now, 3)
    assert state(session, there) is State.OURS
    head, newest = there.head(), queries.newest_checkpoint(session)
    assert head and newest and (head.size, head.root, head.note) == (size, newest.root, newest.note)
    assert queries.installation(session).place == there.place != ""
    assert there.leaves(0, size) == queries.leaves(session, 0, size)


def test_what_was_signed_before_the_folder_was_there_is_published_with_the_next(
    session: Session, there: Published, now: datetime
) -> None:
    begin(session, now)
    grow(session, None, now, 300)
    assert state(session, there) is State.NEW
    size = grow(session, there, now)
    assert there.head().size == size and there.leaves(0, size) == queries.leaves(session, 0, size)


def test_a_folder_that_is_gone_or_copied_makes_it_a_copy(
    session: Session, there: Published, now: datetime, tmp_path: Path
) -> None:
    begin(session, now)
    grow(session, there, now)
    shutil.copytree(there.folder, tmp_path / "copied")
    for other in (Published(tmp_path / "copied"), Published(tmp_path / "nothing")):
        assert state(session, other) is State.COPY
        act(session, now, 1)
        with pytest.raises(Refused, match="This is a copy of the record") as no:
            sequence(session, key=KEY, at=now, published=other)
        assert "countersign log resume" in no.value.remedy
    assert state(session, there) is State.OURS


def test_a_folder_older_than_the_database_catches_up(
    session: Session, there: Published, now: datetime
) -> None:
    """The folder was put back, in place, from a backup, and the database was not: nothing is lost."""
    begin(session, now)
    first = grow(session, there, now)
    grow(session, there, now, 3)
    for file in (there.folder / "heads").iterdir():
        if file.name != str(first):
            file.unlink()
    size = grow(session, there, now)
    assert there.head().size == size and there.leaves(0, size) == queries.leaves(session, 0, size)


def test_another_tree_is_a_fork(session: Session, there: Published, now: datetime) -> None:
    begin(session, now)
    grow(session, there, now)
    head = there.head()
    grow(session, there, now)
    (there.folder / "heads" / str(head.size + 1)).unlink()
    forked = tlog.sign_checkpoint("localhost/d1", head.size, bytes(32), KEY)
    (there.folder / "heads" / str(head.size)).write_text(forked)
    assert state(session, there) is State.FORKED
    act(session, now, 1)
    with pytest.raises(Refused, match="differ in leaves that both have"):
        sequence(session, key=KEY, at=now, published=there)


def test_a_crash_between_publishing_and_commit_leads_to_the_same_tree(
    database: Database, there: Published, now: datetime
) -> None:
    with database.writing() as session:
        begin(session, now)
        grow(session, there, now)
    with database.writing() as session:
        act(session, now, 20)
        frozen(session, now)

    class Crash(Exception):
        pass

    def crash() -> None:
        with database.writing() as session:
            sequence(session, key=KEY, at=now, published=there)
            raise Crash

    with pytest.raises(Crash):
        crash()
    promised = there.head()
    with database.writing() as session:
        act(session, now, 5)  # life went on before the next batch
    with database.reading() as session:
        assert state(session, there) is State.OURS
        assert queries.newest_checkpoint(session).size < promised.size
    with database.writing() as session:
        first = sequence(session, key=KEY, at=now, published=there)
        second = sequence(session, key=KEY, at=now, published=there)
    assert (first.size, first.note) == (promised.size, promised.note)
    assert second.size == first.size + 5 and there.head().size == second.size


def test_what_cannot_be_read_is_said_with_its_folder(
    session: Session, there: Published, now: datetime
) -> None:
    begin(session, now)
    size = grow(session, there, now)
    (there.folder / "heads" / str(size)).write_text("?")
    with pytest.raises(Refused, match="cannot be read") as no:
        standing.judge(session, there)
    assert str(there.folder) in no.value.remedy


def test_every_state_has_its_words() -> None:
    for one in State:
        found = standing.Standing(one, 3, 5)
        assert bool(found.words) == bool(found.remedy) == (not found.may_publish)
    assert "5 leaves" in standing.Standing(State.BEHIND, 3, 5).words


def test_whoever_looks_while_others_publish_is_never_alarmed(
    database: Database, there: Published, now: datetime
) -> None:
    """Nothing is locked for a look: sequencing goes on, and no look takes what is being published for a lost backup."""
    with database.writing() as session:
        begin(session, now)
    done, seen = threading.Event(), set()

    def publish() -> None:
        for _ in range(25):
            with database.writing() as session:
                act(session, now, 2)
            with database.writing() as session:
                sequence(session, key=KEY, at=now, published=there)
        done.set()

    worker = threading.Thread(target=publish)
    worker.start()
    while not done.is_set():
        with database.reading() as session:
            seen.add(state(session, there))
    worker.join()
    assert seen <= {State.NEW, State.OURS} and State.OURS in seen
