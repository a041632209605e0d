"""The end of an observer's reading closes what was open and what could still be opened."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from workflow.core.errors import Refused
from workflow.core.people import NOBODY
from workflow.parties import links, sessions
from workflow.parties.links.actions import use_link
from workflow.parties.models import Person
from workflow.parties.observers.actions import end
from workflow.parties.observers.models import Observer
from workflow.parties.queries import actor_for

EDITION, OTHER = "e" * 20, "f" * 20


def test_open_browsers_and_unused_links_of_that_edition_stop(session: Session, now: datetime) -> None:
    person = Person(name="Oda", email="oda@state.example", created=now)
    session.add(person)
    session.flush()
    rows = [
        Observer(edition_id=one, person_id=person.id, speaks_for="The State", added_by="Dana", created=now)
        for one in (EDITION, OTHER)
    ]
    session.add_all(rows)
    session.flush()
    here, there = (
        sessions.token_hash(sessions.begin(session, person.id, at=now, edition_id=one))
        for one in (EDITION, OTHER)
    )
    unused = links.issue(session, person.id, "guest", now, edition_id=EDITION)
    later = now + timedelta(minutes=1)
    end(session, rows[0], "Dana", later)
    assert (rows[0].removed, rows[0].removed_by) == (later, "Dana")
    assert actor_for(session, here, later) is NOBODY and actor_for(session, there, later).observes
    with pytest.raises(Refused):
        use_link(session, unused, later)
