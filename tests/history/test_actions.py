"""One event an act: gapless streams, linked chains, nobody updates the record."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, col, select

from workflow.adapters.database import Database
from workflow.core.errors import Refused
from workflow.core.events import EventKind
from workflow.core.people import SERVICE, Actor
from workflow.evidence import leaf as leaves
from workflow.evidence.canonical import loads
from workflow.history import actions as history
from workflow.history import queries
from workflow.history.models import Event, Undispatched, Unsequenced

pytestmark = pytest.mark.both_databases
ANA = Actor("ana", "Ana Diaz", party_name="Springfield Schools", office_title="Superintendent")
HEAD = "A" * 43


def begin(session: Session, at: datetime, **changes: str) -> None:
    facts = {
        "deployment": "d1",
        "rp_id": "localhost",
        "origin": "http://localhost:1",
        "log_origin": "localhost/d1",
    }
    history.begin(session, **{**facts, **changes}, actor=SERVICE, at=at)


def frozen(session: Session, at: datetime, kind: EventKind = EventKind.EDITION_FROZEN) -> Event:
    fact = history.EditionFact(mou="m1", edition=1, head=HEAD)
    return history.record(session, kind, actor=ANA, at=at, mou_id="m1", edition_id="e1", chain=fact)


def test_numbers_have_no_gaps_and_each_stream_its_own(session: Session, now: datetime) -> None:
    begin(session, now)
    for mou in ("m1", "m2", "m1", "m1"):
        history.record(session, EventKind.COMMENT_POSTED, actor=ANA, at=now, mou_id=mou, edition_id="e")
    rows = session.exec(select(Event.stream, Event.seq).order_by(col(Event.id))).all()
    assert list(rows) == [("service", 0), ("mou:m1", 0), ("mou:m2", 0), ("mou:m1", 1), ("mou:m1", 2)]


def test_an_event_remembers_who_acted_in_which_office(session: Session, now: datetime) -> None:
    begin(session, now)
    event = history.record(
        session, EventKind.VERDICT_GIVEN, actor=ANA, at=now, mou_id="m1", detail={"value": "approve"}
    )
    assert (event.actor_name, event.actor_office, event.actor_party) == (
        "Ana Diaz",
        "Superintendent",
        "Springfield Schools",
    )


def test_every_event_waits_for_its_consequences_and_its_place_in_the_log(
    session: Session, now: datetime
) -> None:
    begin(session, now)
    event = history.record(session, EventKind.COMMENT_POSTED, actor=ANA, at=now, mou_id="m1")
    assert session.get(Undispatched, event.id) and session.get(Unsequenced, event.id)


def test_public_events_form_a_chain_of_leaf_hashes(session: Session, now: datetime) -> None:
    begin(session, now)
    first, second = (
        frozen(session, now),
        frozen(session, now + timedelta(seconds=9), EventKind.EDITION_EXECUTED),
    )
    leaf = loads(second.leaf[len(b"sro-mou/log-leaf/v1\0") + 4 :])
    assert (first.chain_seq, second.chain_seq) == (0, 1)
    assert leaf["prev"] == queries.leaf_id(first) and leaf["event"] == "executed" and leaf["head"] == HEAD


def test_time_never_goes_back_along_a_chain(session: Session, now: datetime) -> None:
    begin(session, now)
    frozen(session, now)
    assert frozen(session, now - timedelta(hours=1), EventKind.EDITION_EXECUTED).at == now


def test_a_private_event_is_only_committed_to(session: Session, now: datetime) -> None:
    begin(session, now)
    event = history.record(
        session, EventKind.COMMENT_POSTED, actor=ANA, at=now, mou_id="m1", detail={"thread": 3}
    )
    assert event.leaf == leaves.leaf_data(leaves.private_leaf(event.salt, history.committed(event)))
    assert b"Ana" not in event.leaf and b"comment" not in event.leaf and event.chain_seq is None


@pytest.mark.parametrize("kind", [EventKind.EDITION_FROZEN, EventKind.KEY_VOUCHED])
def test_a_public_kind_without_its_facts_is_a_fault(session: Session, now: datetime, kind: EventKind) -> None:
    begin(session, now)
    with pytest.raises(ValueError, match="chain fact"):
        history.record(session, kind, actor=ANA, at=now, mou_id="m1")


def test_a_party_chain_and_an_edition_chain_do_not_count_each_other(session: Session, now: datetime) -> None:
    begin(session, now)
    frozen(session, now)
    fact = history.PartyFact(party=HEAD, type="application/vnd.sro-mou.genesis.v1+json", envelope=HEAD)
    founded = history.record(session, EventKind.PARTY_FOUNDED, actor=ANA, at=now, party_id="p1", chain=fact)
    assert founded.chain_seq == 0 and queries.party_state(session, "p1") == queries.leaf_id(founded)


@pytest.mark.parametrize(
    "table", ["event", "log_entry", "log_node", "checkpoint", "revision", "clause", "signature"]
)
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_nobody_changes_the_record(database: Database, now: datetime, table: str, statement: str) -> None:
    """PostgreSQL refuses the role as well; SQLite, where there are no roles, has the triggers."""
    with database.writing() as session:
        begin(session, now)
    column = {"log_entry": "event_id", "log_node": "hash", "checkpoint": "note", "signature": "slot"}.get(
        table, "id"
    )
    if table != "event" and database.is_sqlite:
        found = database.engine.connect().execute(
            text("SELECT count(*) FROM sqlite_master WHERE name LIKE :n"), {"n": f"keep_{table}_%"}
        )
        assert found.scalar_one() == 2
        return
    with pytest.raises(DatabaseError, match=r"append-only|permission denied"), database.writing() as session:
        session.connection().execute(text(statement.format(table, column, column)))


def test_beginning_again_changes_nothing_but_the_address(session: Session, now: datetime) -> None:
    begin(session, now)
    begin(session, now, origin="http://localhost:2")
    begin(session, now, origin="http://localhost:1")
    row = queries.installation(session)
    assert row.origin == "http://localhost:1" and row.origins == ["http://localhost:1", "http://localhost:2"]


@pytest.mark.parametrize(
    ("change", "word"), [({"deployment": "d2"}, "another deployment"), ({"rp_id": "x.org"}, "x.org")]
)
def test_another_deployment_or_another_name_is_refused(
    session: Session, now: datetime, change: dict[str, str], word: str
) -> None:
    begin(session, now)
    with pytest.raises(Refused, match=word):
        begin(session, now, **change)


def test_sixteen_at_once_get_sixteen_numbers(database: Database, now: datetime) -> None:
    with database.writing() as session:
        begin(session, now)
    barrier = threading.Barrier(16)

    def act() -> None:
        barrier.wait()
        with database.writing() as mine:
            history.record(mine, EventKind.COMMENT_POSTED, actor=ANA, at=now, mou_id="m1")

    threads = [threading.Thread(target=act) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        seqs = session.exec(select(Event.seq).where(Event.stream == "mou:m1").order_by(col(Event.seq))).all()
    assert list(seqs) == list(range(16))
