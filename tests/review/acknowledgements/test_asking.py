"""The condition of the statement says the same as the list itself, on both databases."""

from datetime import datetime

import pytest

from tests.review.acknowledgements.test_actions import make, states
from tests.review.world import World
from workflow.core.people import Actor, Office
from workflow.review.acknowledgements.queries import is_on, yours

pytestmark = pytest.mark.both_databases
PLACES = (
    ["role:agency:sro"], ["role:school:principal"], ["role:agency:counsel"], ["role:district:counsel"],
    ["role:agency:sro", "role:district:student_services"],
)  # fmt: skip


def test_who_is_asked_by_the_statement_is_who_stands_on_the_list(reviewed: World, now: datetime) -> None:
    reviewed.appoint("far", "stranger", Office.COUNSEL)
    rows = [make(reviewed, now, places=places) for places in PLACES]
    for row in rows:
        on = set(states(reviewed, row, now))
        for name in reviewed.who:
            actor = reviewed.actor(name)
            assert is_on(reviewed.session, actor, row) is (name in on), (name, row.places)
            assert (row in [one for one, *_ in yours(reviewed.session, actor)]) is (name in on)


def test_a_guest_is_asked_by_name_on_the_own_edition_alone(reviewed: World, now: datetime) -> None:
    row, guest = make(reviewed, now), reviewed.guest()
    row.places = [f"person:{guest.person_id}"]
    reviewed.session.flush()
    assert is_on(reviewed.session, guest, row)
    assert not is_on(reviewed.session, Actor(guest.person_id, "Guest", guest_of="another"), row)
    assert not is_on(reviewed.session, Actor("somebody", "Else", guest_of=reviewed.edition.id), row)
