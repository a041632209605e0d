"""Which bodies did not adopt a text, read from the events that say so."""

from dataclasses import replace
from datetime import date

import pytest

from tests.signing import world as worlds
from tests.signing.test_adopting import GOOD, adopt
from tests.signing.votes.test_actions import LOST, fail
from workflow.signing.matter import of_edition, of_event
from workflow.signing.votes import queries


@pytest.fixture
def world(session):
    return worlds.build(session, body=True)


def test_what_the_clerk_recorded_is_read_back_whole(session, world, now):
    counsel = world.actor(session, "counsel", now)
    assert queries.not_adopted(session, of_edition(session, counsel, world.edition)) == []
    event = world.freeze(session, now)
    case = of_event(session, counsel, event.id)
    assert queries.not_adopted(session, case) == [] and queries.recorded(session, case) == set()
    fail(session, world, event, now, minutes=replace(LOST, item="7c"))
    (found,) = queries.not_adopted(session, case)
    assert (found.body, found.party_id, found.meeting, found.item) == (
        "body-1",
        world.parties["body"],
        date(2026, 5, 12),
        "7c",
    )
    assert (found.minutes, found.by, found.at) == ("A" * 43, "Clerk Example, Clerk", now)
    assert found.sentence == "Springfield School Board did not adopt this text on Tuesday 12 May 2026."
    assert queries.recorded(session, case) == {world.parties["body"]}


def test_an_adoption_is_recorded_and_no_such_vote(session, world, now):
    event = world.freeze(session, now)
    adopt(session, world, event, now)
    case = of_event(session, world.actor(session, "counsel", now), event.id)
    assert queries.not_adopted(session, case) == [] and queries.recorded(session, case) == {
        world.parties["body"]
    }
    assert GOOD.minutes == ""
