"""The signing page's script: said in the log once each time it changes, and never forgotten by policy or list."""

import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from tests.history.test_actions import begin
from tests.history.test_sequencer import KEY
from workflow.adapters.database import Database
from workflow.history.sequencer import sequence
from workflow.publication import scripts

pytestmark = pytest.mark.both_databases


def test_what_changed_is_said_once_with_its_day_and_stays_in_the_policy(
    session: Session, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(session, now)
    first = scripts.today()
    assert scripts.named(session) == [first]
    for _ in range(2):
        scripts.note(session, at=now)
    assert scripts.served(session) == [{"at": "2026-05-12T17:00:00Z", "index": -1, "script": first}]
    assert sequence(session, key=KEY, at=now)
    monkeypatch.setattr(scripts, "SIGNING_SCRIPT", tmp_path / "signing.js")
    (tmp_path / "signing.js").write_text("// after an upgrade")
    second = scripts.today()
    scripts.note(session, at=now + timedelta(days=1))
    told = scripts.served(session)
    assert [one["script"] for one in told] == [first, second] == scripts.named(session)
    assert told[0]["index"] >= 0 and told[1] == {"at": "2026-05-13T17:00:00Z", "index": -1, "script": second}
    monkeypatch.undo()
    scripts.note(session, at=now + timedelta(days=2))
    assert [one["script"] for one in scripts.served(session)] == [first, second, first]
    assert scripts.named(session) == [second, first]


def test_processes_that_start_at_once_say_it_once(database: Database, now: datetime) -> None:
    with database.writing() as session:
        begin(session, now)
    gate = threading.Barrier(4)

    def start() -> None:
        gate.wait()
        with database.writing() as session:
            scripts.note(session, at=now)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        assert len(scripts.served(session)) == 1
