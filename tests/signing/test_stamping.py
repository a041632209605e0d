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
from workflow.evidence.fields import read_moment
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
        imprint = stamping.question(session, row.event_id).imprint
        assert imprint == unb64u(envelope_hash(row.envelope), 32)
        stamping.stamp(session, row.event_id, stamps.token(imprint, now + timedelta(minutes=2)), at=now)
        assert stamping.question(session, row.event_id) is None
        stamping.stamp(session, row.event_id, b"a second one", at=now)
    kept = stamping.tokens_of(session, event)
    assert [hash_ for hash_, _ in kept] == [envelope_hash(row.envelope) for row in rows]
    assert all(time_token.read(token).imprint == unb64u(hash_, 32) for hash_, token in kept)


def test_a_token_is_of_a_time_within_which_the_statement_could_be_made(session, event, outside, now):
    stamps, (first, second) = outside[1], signatures(session, event)
    asked = stamping.question(session, first.event_id)
    closes = read_moment(asked.expires)
    for at in (read_moment(asked.issued), closes):
        assert asked.refusal(stamps.token(asked.imprint, at)) == ""
    early = stamps.token(asked.imprint, now - timedelta(minutes=10))
    assert asked.refusal(early).startswith("its clock says 12 May 2026, 16:50:00 UTC, and the statement")
    assert asked.refusal(stamps.token(asked.imprint, closes + timedelta(seconds=1)))
    # One that was kept before such were refused goes into no package: it would not verify.
    stamping.stamp(session, first.event_id, early, at=now)
    other = stamping.question(session, second.event_id)
    stamping.stamp(session, second.event_id, stamps.token(other.imprint, now + timedelta(minutes=2)), at=now)
    assert [hash_ for hash_, _ in stamping.tokens_of(session, event)] == [envelope_hash(second.envelope)]


def test_a_failure_is_recorded_as_such_and_is_no_token(session, event, now):
    first, second = (row.event_id for row in signatures(session, event))
    stamping.give_up(session, first, "it does not answer", at=now)
    stamping.give_up(session, first, "a second reason", at=now)
    assert stamping.failures(session, event.id) == {first: "it does not answer"}
    assert stamping.tokens_of(session, event) == []
    stamping.stamp(session, first, b"late", at=now)
    assert stamping.question(session, first) is None and stamping.tokens_of(session, event) == []
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
    assert stamping.question(session, 1) is None
    stamping.stamp(session, 1, b"token", at=now)
    stamping.give_up(session, 1, "x", at=now)
    assert session.exec(select(TimeToken)).all() == []
