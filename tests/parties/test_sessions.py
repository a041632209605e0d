"""A session exists by its token's hash alone."""

from datetime import datetime

import pytest
from sqlmodel import Session, select

from tests.parties.kit import person
from workflow.parties import sessions
from workflow.parties.models import WebSession

pytestmark = pytest.mark.both_databases


def test_the_database_never_sees_the_token(session: Session, now: datetime) -> None:
    token = sessions.begin(session, person(session, "Carl", now).id, at=now)
    row = session.exec(select(WebSession)).one()
    assert len(token) >= 43 and token not in str(row.model_dump())
    assert row.token_hash == sessions.token_hash(token) and row.expires == now + sessions.LASTS


def test_every_session_has_a_token_of_its_own(session: Session, now: datetime) -> None:
    carl = person(session, "Carl", now)
    assert len({sessions.begin(session, carl.id, at=now) for _ in range(20)}) == 20


def test_a_person_can_be_signed_out_everywhere_and_nobody_else_is(session: Session, now: datetime) -> None:
    carl, rita = person(session, "Carl", now), person(session, "Rita", now)
    for who in (carl, carl, rita):
        sessions.begin(session, who.id, at=now)
    sessions.end_all(session, carl.id)
    assert [row.person_id for row in session.exec(select(WebSession))] == [rita.id]


def test_sessions_that_are_over_are_dropped(session: Session, now: datetime) -> None:
    sessions.begin(session, person(session, "Carl", now).id, at=now)
    sessions.forget(session, now + sessions.LASTS)
    assert session.exec(select(WebSession)).first() is None
