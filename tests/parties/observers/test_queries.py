"""A session of one edition speaks for an observer, a guest or nobody."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from workflow.core.people import NOBODY
from workflow.parties import sessions
from workflow.parties.models import Person
from workflow.parties.observers.models import Observer
from workflow.parties.observers.queries import newest, observers_of, told, watched_by, watching
from workflow.parties.queries import actor_for

EDITION = "e" * 20


@pytest.fixture
def oda(session: Session, now: datetime) -> Person:
    person = Person(name="Oda", email="oda@state.example", created=now)
    session.add(person)
    session.flush()
    return person


def observing(session: Session, person: Person, now: datetime, **more: object) -> Observer:
    row = Observer(
        edition_id=EDITION, person_id=person.id, speaks_for="The State", added_by="Dana", created=now, **more
    )
    session.add(row)
    session.flush()
    return row


def speaks(session: Session, person: Person, begun: datetime, now: datetime):
    token = sessions.begin(session, person.id, at=begun, edition_id=EDITION)
    return actor_for(session, sessions.token_hash(token), now)


def test_without_a_row_it_is_a_guest_and_with_one_an_observer(
    session: Session, oda: Person, now: datetime
) -> None:
    guest = speaks(session, oda, now, now)
    assert (guest.guest_of, guest.observes, guest.office_title) == (EDITION, False, "Invited reviewer")
    observing(session, oda, now)
    actor = speaks(session, oda, now, now)
    assert (actor.guest_of, actor.observes, actor.office_title) == (EDITION, True, "Observer")


def test_a_session_from_before_the_end_speaks_for_nobody(
    session: Session, oda: Person, now: datetime
) -> None:
    """It must not become a guest's, who may comment; a later invitation as a guest is another matter."""
    observing(session, oda, now, removed=now + timedelta(minutes=5))
    assert speaks(session, oda, now, now + timedelta(minutes=6)) is NOBODY
    later = speaks(session, oda, now + timedelta(minutes=6), now + timedelta(minutes=7))
    assert later.guest_of == EDITION and not later.observes


def test_the_last_row_counts(session: Session, oda: Person, now: datetime) -> None:
    observing(session, oda, now, removed=now + timedelta(minutes=5))
    again = observing(session, oda, now + timedelta(minutes=9), tells=True)
    assert speaks(session, oda, now, now + timedelta(minutes=10)).observes
    assert watching(session, oda.id, EDITION) is again and watched_by(session, oda.id) == [EDITION]
    assert told(session, EDITION) == [oda.id] and len(observers_of(session, EDITION)) == 2
    assert watching(session, oda.id, "f" * 20) is None and told(session, "f" * 20) == []


def test_sessions_of_another_edition_are_not_looked_up(session: Session, oda: Person, now: datetime) -> None:
    from workflow.parties.models import WebSession

    observing(session, oda, now)
    token = sessions.token_hash(sessions.begin(session, oda.id, at=now, edition_id="f" * 20))
    assert newest(session, session.get_one(WebSession, token)) is None
