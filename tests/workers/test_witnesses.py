"""The service asks its witnesses: real ones, over HTTP, while the log grows, is cut, and forks."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from tests.rig.databases import Databases
from tests.workers.village import begin
from workers import dispatch, witnesses
from workers.kit import Kit
from workflow.adapters.clock import FixedClock
from workflow.adapters.database import Database
from workflow.core.events import EventKind
from workflow.core.people import SERVICE
from workflow.evidence import tlog
from workflow.history import actions as history
from workflow.history import alarms, queries, witnessing
from workflow.history.models import Cosignature
from workflow.publication.core import log_key
from workflow.witness.folder import Folder
from workflow.witness.folder import begin as begin_witness
from workflow.witness.server import serve


@contextmanager
def answering(folder: Folder, kit: Kit) -> Iterator[str]:
    """A witness that another party runs, with the same time of day; what the setting says of it."""
    server = serve(folder, "127.0.0.1", 0, clock=lambda: kit.clock.now().timestamp())
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"{folder.vkey} http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def grow(kit: Kit) -> int:
    with kit.database.writing() as session:
        history.record(session, EventKind.PARTY_CREATED, actor=SERVICE, at=kit.clock.now())
    dispatch.sequence_log(kit)
    with kit.database.reading() as session:
        newest = queries.newest_checkpoint(session)
        assert newest
        return newest.size


@pytest.fixture
def begun(kit: Kit) -> Kit:
    with kit.database.writing() as session:
        begin(session, kit.clock.now())
    grow(kit)
    return kit


@pytest.fixture
def folder(begun: Kit, tmp_path: Path) -> Folder:
    made = begin_witness(tmp_path / "witness", "library.example")
    with begun.database.reading() as session:
        made.watch(log_key(session, begun.keystore))
    return made


@pytest.fixture
def watched(begun: Kit, folder: Folder) -> Iterator[Kit]:
    with answering(folder, begun) as line:
        begun.settings = replace(begun.settings, witnesses=line)
        yield begun


def kept(kit: Kit) -> list[int]:
    with kit.database.reading() as session:
        return list(session.exec(select(Cosignature.size).order_by(Cosignature.size)))


@pytest.mark.both_databases
def test_every_new_checkpoint_is_signed_once(watched: Kit, folder: Folder) -> None:
    sizes = []
    for _ in range(3):
        sizes.append(grow(watched))
        assert (witnesses.ask(watched), witnesses.ask(watched)) == (1, 0)
    assert kept(watched) == sizes
    assert folder.logs()[_origin(watched)].seen.size == sizes[-1]


def _origin(kit: Kit) -> str:
    with kit.database.reading() as session:
        return queries.installation(session).log_origin


def test_a_witness_that_stands_elsewhere_is_asked_from_there(watched: Kit) -> None:
    """We crashed after it had signed and before its signature was kept."""
    witnesses.ask(watched)
    grow(watched)
    with watched.database.reading() as session:
        newest = queries.newest_checkpoint(session)
        line = watched.settings.witnesses.split(" ")
        proof = queries.consistency_proof(session, kept(watched)[-1], newest.size)
    from workflow.adapters.witnesses import Witness, add_checkpoint

    add_checkpoint(Witness(*line), kept(watched)[-1], proof, newest.note)
    assert witnesses.ask(watched) == 1 and kept(watched)[-1] == newest.size


@pytest.fixture
def begun_again(watched: Kit, make_database: Databases, tmp_path: Path) -> Kit:
    """The same name and the same key on another database: an operator who begins the log again, or restored a backup."""
    for _ in range(3):
        grow(watched)
    witnesses.ask(watched)
    settings = replace(
        make_database("sqlite", tmp_path / "again"), keys=watched.settings.keys_folder,
        witnesses=watched.settings.witnesses, public_url=watched.settings.public_url,
    )  # fmt: skip
    kit = Kit(settings, Database(settings.database), watched.clock)
    with kit.database.writing() as session:
        begin(session, kit.clock.now())
    return kit


def test_a_log_truncated_and_signed_anew_is_caught_by_the_witness(
    begun_again: Kit, caplog: pytest.LogCaptureFixture
) -> None:
    grow(begun_again)
    with caplog.at_level(logging.ERROR):
        assert witnesses.ask(begun_again) == 0
    assert "older than what was published" in caplog.text and kept(begun_again) == []


def test_a_log_forked_and_grown_past_it_is_caught_by_the_witness(
    begun_again: Kit, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(6):
        grow(begun_again)
    with caplog.at_level(logging.ERROR):
        assert witnesses.ask(begun_again) == 0
    assert "answered 422" in caplog.text and "does not continue" in caplog.text and kept(begun_again) == []
    assert "does not continue" in ringing(begun_again)["witness library.example"]


def ringing(kit: Kit) -> dict[str, str]:
    with kit.database.reading() as session:
        return alarms.ringing(session)


def test_an_alarm_is_over_when_the_witness_signs_again(watched: Kit) -> None:
    with watched.database.writing() as session:
        alarms.ring(session, "witness library.example", "refuses", at=watched.clock.now())
    assert witnesses.ask(watched) == 1 and ringing(watched) == {}


def test_a_witness_that_is_away_disturbs_nobody(
    begun: Kit, folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    with answering(folder, begun) as line:
        begun.settings = replace(begun.settings, witnesses=line)
    assert witnesses.ask(begun) == 0 and "is away" in caplog.text
    grow(begun)


@pytest.mark.both_databases
def test_one_that_is_away_for_long_is_told_to_the_operator_until_it_signs_again(
    begun: Kit, folder: Folder, clock: FixedClock
) -> None:
    with answering(folder, begun) as line:
        begun.settings = replace(begun.settings, witnesses=line, witness_minutes=30)
    since, away = clock.now(), "witness library.example away"
    with begun.database.writing() as session:
        alarms.ring(session, "witness library.example", "refuses", at=since)
    for minutes, told in ((29, False), (1, True)):
        clock.move(timedelta(minutes=minutes))
        assert witnesses.ask(begun) == 0 and (away in ringing(begun)) is told
    assert (
        f"has not signed the log since {since:%Y-%m-%d %H:%M} UTC, and receipts wait for it"
        in ringing(begun)[away]
    )
    assert "refuses" in ringing(begun)["witness library.example"]
    with answering(folder, begun) as line:
        begun.settings = replace(begun.settings, witnesses=line)
        assert witnesses.ask(begun) == 1 and ringing(begun) == {}


def test_the_loop_ends_when_told_and_at_once_without_witnesses(begun: Kit, folder: Folder) -> None:
    stop = threading.Event()
    witnesses.run(begun, stop)
    with answering(folder, begun) as line:
        begun.settings = replace(begun.settings, witnesses=line)
        thread = threading.Thread(target=witnesses.run, args=(begun, stop))
        thread.start()
        for _ in range(100):
            if kept(begun):
                break
            stop.wait(0.05)
        stop.set()
        thread.join(5)
    assert kept(begun) and not thread.is_alive()


def test_what_is_published_has_the_witness_under_it(watched: Kit) -> None:
    witnesses.ask(watched)
    with watched.database.reading() as session:
        keys = [watched.settings.witnesses.split(" ")[0]]
        note = witnessing.newest_note(session, keys)
        own = log_key(session, watched.keystore)
    assert tlog.open_checkpoint(tlog.own_lines(note), [own]).size == kept(watched)[-1]
    assert note.count("\u2014 library.example ") == 1
