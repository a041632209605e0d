"""Once a day the newest checkpoint is put before a time authority, and the log says what came of it."""

from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from tests.history.test_actions import begin
from tests.history.test_sequencer import KEY, act
from workflow.adapters.keystore import Keystore
from workflow.adapters.timestamp import LocalTimeAuthority
from workflow.core.events import EventKind
from workflow.evidence.canonical import b64u
from workflow.history import daily_stamp, queries
from workflow.history.models import Event
from workflow.history.sequencer import sequence

pytestmark = pytest.mark.both_databases


@pytest.fixture
def authority(tmp_path: Path) -> LocalTimeAuthority:
    return LocalTimeAuthority(Keystore(tmp_path / "outside").time)


def grow(session: Session, now: datetime, leaves: int) -> None:
    act(session, now, leaves)
    assert sequence(session, key=KEY, at=now)


def stamps(session: Session) -> list[tuple[int, bool]]:
    rows = session.exec(select(Event).where(Event.kind == EventKind.SERVICE_STAMPED).order_by(col(Event.seq)))
    said = [queries.leaf_of(row) for row in rows]
    return [(one["leaves"], bool(one["token"])) for one in said]


def test_what_is_asked_is_the_hash_of_the_three_lines_of_the_checkpoint(
    session: Session, now: datetime
) -> None:
    begin(session, now)
    assert daily_stamp.question(session) is None
    grow(session, now, 2)
    asked, newest = daily_stamp.question(session), queries.newest_checkpoint(session)
    assert asked and newest and (asked.leaves, asked.root) == (newest.size, newest.root)
    assert asked.imprint == sha256((newest.note.partition("\n\n")[0] + "\n").encode()).digest()


def test_a_stamp_stands_in_the_log_once_and_alone_makes_nothing_to_stamp(
    session: Session, now: datetime, authority: LocalTimeAuthority
) -> None:
    begin(session, now)
    grow(session, now, 2)
    asked = daily_stamp.question(session)
    assert asked
    token = authority.token(asked.imprint, now)
    for _ in range(2):
        daily_stamp.keep(session, asked, token, at=now)
    assert stamps(session) == [(asked.leaves, True)]
    (row,) = session.exec(select(Event).where(Event.kind == EventKind.SERVICE_STAMPED))
    assert queries.leaf_of(row)["token"] == b64u(token)
    assert sequence(session, key=KEY, at=now)
    assert daily_stamp.question(session) is None
    grow(session, now, 1)
    again = daily_stamp.question(session)
    assert again and again.leaves == asked.leaves + 2


def test_a_day_without_an_answer_is_said_and_asked_about_again(
    session: Session, now: datetime, authority: LocalTimeAuthority
) -> None:
    begin(session, now)
    grow(session, now, 2)
    asked = daily_stamp.question(session)
    assert asked
    daily_stamp.give_up(session, asked, at=now)
    assert daily_stamp.question(session) == asked
    daily_stamp.keep(session, asked, authority.token(asked.imprint, now), at=now)
    assert stamps(session) == [(asked.leaves, False), (asked.leaves, True)]


@pytest.mark.parametrize("minutes", [-61, 0, 61])
def test_a_token_of_another_hour_is_refused(
    session: Session, now: datetime, authority: LocalTimeAuthority, minutes: int
) -> None:
    begin(session, now)
    grow(session, now, 1)
    asked = daily_stamp.question(session)
    assert asked
    token = authority.token(asked.imprint, now + timedelta(minutes=minutes))
    assert bool(asked.refusal(token, now)) is (minutes != 0)
