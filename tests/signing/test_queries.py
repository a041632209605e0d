"""Places to sign, and what counts."""

import pytest

from workflow.core.people import SERVICE
from workflow.signing import matter, queries

pytestmark = pytest.mark.both_databases


def test_serving_is_recorded_once_a_signatory(session, world, now):
    event = world.freeze(session, now)
    case = matter.of_event(session, SERVICE, event.id)
    chief = world.actor(session, "chief", now)
    assert not queries.was_served(session, case, chief, "agency-1")
    for _ in range(3):
        world.offer(session, "chief", event.id, now)
    assert queries.was_served(session, case, chief, "agency-1")
    assert not queries.was_served(session, case, world.actor(session, "superintendent", now), "district-2")


def test_places_are_read_from_the_parties_first_and_from_the_manifest_then(session, world, now):
    before = queries.planned(session, matter.of_edition(session, SERVICE, world.edition))
    event = world.freeze(session, now)
    assert queries.planned(session, matter.of_event(session, SERVICE, event.id)) == before
    assert queries.state_of(session, event.id) == "open"
