"""Rows of places: one a thread and revision."""

from datetime import datetime

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from tests.review.places.test_queries import say
from tests.review.world import World
from workflow.review.models import Thread
from workflow.review.places.models import Placement


@pytest.mark.both_databases
def test_a_thread_has_one_place_in_a_revision(reviewed: World, now: datetime) -> None:
    say(reviewed, now, clause="term")
    session, thread = reviewed.session, reviewed.session.exec(select(Thread)).one()
    place = {"thread_id": thread.id, "revision_id": thread.revision_id, "last_seen": 1, "clause_key": "term",
             "begins": 0, "ends": 0, "chosen_by": "", "candidates": []}  # fmt: skip
    session.execute(insert(Placement).values(state="exact", **place))
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(insert(Placement).values(state="changed", **place))


@pytest.mark.both_databases
def test_states_are_the_four_there_are(reviewed: World, now: datetime) -> None:
    say(reviewed, now, clause="term")
    thread = reviewed.session.exec(select(Thread)).one()
    with pytest.raises(IntegrityError), reviewed.session.begin_nested():
        reviewed.session.add(
            Placement(thread_id=thread.id, revision_id=thread.revision_id, state="somewhere", last_seen=1)
        )
        reviewed.session.flush()
