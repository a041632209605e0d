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
    stamps, asked = outside[1], []

    def ask(digest):
        asked.append(digest)
        return stamps.token(digest, now + timedelta(minutes=2))

    rows = signatures(session, event)
    for row in reversed(rows):
        assert stamping.stamp(session, row.event_id, ask, at=now)
        assert not stamping.stamp(session, row.event_id, ask, at=now)
    assert sorted(asked) == sorted(unb64u(envelope_hash(row.envelope), 32) for row in rows)
    kept = stamping.tokens_of(session, event)
    assert [hash_ for hash_, _ in kept] == [envelope_hash(row.envelope) for row in rows]
    assert all(time_token.read(token).imprint == unb64u(hash_, 32) for hash_, token in kept)


def test_a_failure_is_recorded_as_such_and_is_no_token(session, event, now):
    first, second = (row.event_id for row in signatures(session, event))
    stamping.give_up(session, first, "it does not answer", at=now)
    stamping.give_up(session, first, "a second reason", at=now)
    assert stamping.failures(session, event.id) == {first: "it does not answer"}
    assert stamping.tokens_of(session, event) == []
    assert not stamping.stamp(session, first, lambda digest: b"late", at=now)
    assert session.get(TimeToken, second) is None


def test_what_the_authority_says_no_to_leaves_nothing_behind(session, event, now):
    def ask(digest):
        raise OSError("away")

    with pytest.raises(OSError, match="away"):
        stamping.stamp(session, signatures(session, event)[0].event_id, ask, at=now)
    assert session.exec(select(TimeToken)).all() == []


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
    assert not stamping.stamp(session, 1, lambda digest: b"", at=now)
    stamping.give_up(session, 1, "x", at=now)
    assert session.exec(select(TimeToken)).all() == []
