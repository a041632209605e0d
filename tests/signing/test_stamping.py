"""Independent time for what was signed: one token or one recorded failure a statement, and the package carries the tokens."""

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.signing import world as worlds
from workflow.adapters.keystore import Keystore
from workflow.adapters.timestamp import LocalTimeAuthority
from workflow.evidence import time_token
from workflow.evidence.canonical import unb64u
from workflow.evidence.envelope import envelope_hash
from workflow.history.models import Work
from workflow.signing import stamping
from workflow.signing.models import Signature, SigningEvent, TimeToken

pytestmark = pytest.mark.both_databases


@pytest.fixture
def world(session):
    return worlds.build(session)


@pytest.fixture
def outside(tmp_path):
    keys = Keystore(tmp_path / "outside")
    return keys, LocalTimeAuthority(keys.time)


@pytest.fixture
def event(session, world, now):
    event = world.freeze(session, now)
    world.sign(session, "chief", event.id, now)
    world.sign(session, "superintendent", event.id, now + timedelta(minutes=1))
    return session.get_one(SigningEvent, event.id)


def signatures(session, event):
    return sorted(
        session.exec(select(Signature).where(Signature.signing_event_id == event.id)), key=lambda row: row.at
    )


def test_each_statement_gets_one_token_over_its_envelope(session, event, outside, now):
    stamps = outside[1]
    rows = signatures(session, event)
    for row in reversed(rows):
        imprint = stamping.imprint(session, row.event_id)
        assert imprint == unb64u(envelope_hash(row.envelope), 32)
        stamping.stamp(session, row.event_id, stamps.token(imprint, now + timedelta(minutes=2)), at=now)
        assert stamping.imprint(session, row.event_id) is None
        stamping.stamp(session, row.event_id, b"a second one", at=now)
    kept = stamping.tokens_of(session, event)
    assert [hash_ for hash_, _ in kept] == [envelope_hash(row.envelope) for row in rows]
    assert all(time_token.read(token).imprint == unb64u(hash_, 32) for hash_, token in kept)


def test_a_failure_is_recorded_as_such_and_is_no_token(session, event, now):
    first, second = (row.event_id for row in signatures(session, event))
    stamping.give_up(session, first, "it does not answer", at=now)
    stamping.give_up(session, first, "a second reason", at=now)
    assert stamping.failures(session, event.id) == {first: "it does not answer"}
    assert stamping.tokens_of(session, event) == []
    stamping.stamp(session, first, b"late", at=now)
    assert stamping.imprint(session, first) is None and stamping.tokens_of(session, event) == []
    assert session.get(TimeToken, second) is None


@pytest.mark.parametrize(
    ("state", "waits"), [("ready", True), ("sent", True), ("done", False), ("dead", False)]
)
def test_the_public_copy_waits_for_live_work_alone(session, event, now, state, waits):
    assert not stamping.pending(session, event)
    number = signatures(session, event)[0].event_id
    session.add(Work(key=stamping.key_of(number), task=stamping.TASK, state=state, due=now, created=now))
    session.flush()
    assert stamping.pending(session, event) is waits


def test_an_event_that_recorded_no_statement_asks_nobody(session, event, now):
    assert stamping.imprint(session, 1) is None
    stamping.stamp(session, 1, b"token", at=now)
    stamping.give_up(session, 1, "x", at=now)
    assert session.exec(select(TimeToken)).all() == []
