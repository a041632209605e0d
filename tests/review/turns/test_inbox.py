"""The number beside the word Inbox is the number of lines under "Your turn"."""

import pytest
from sqlmodel import select

from tests.review.world import World
from workflow.core.people import NOBODY, Actor
from workflow.parties.models import Person
from workflow.review.models import Turns
from workflow.review.turns.inbox import inbox, waiting_for


@pytest.mark.parametrize("name", ["dana", "principal", "officer", "lawyer"])
def test_the_head_counts_what_the_inbox_lists(reviewed: World, name: str) -> None:
    actor = reviewed.actor(name)
    listed = inbox(reviewed.session, actor, now=reviewed.now)["yours"]
    assert waiting_for(reviewed.session, actor, reviewed.now) == len(listed)
    assert waiting_for(reviewed.session, NOBODY, reviewed.now) == 0


def test_the_turn_of_an_agreement_that_is_none_of_theirs_does_not_count(reviewed: World) -> None:
    session, stranger = (
        reviewed.session,
        Person(name="Elsewhere", email="else@example.org", created=reviewed.now),
    )
    session.add(stranger)
    session.flush()
    party = session.exec(select(Turns.party_id)).first()
    session.add(
        Turns(
            edition_id=reviewed.edition.id,
            person_id=stranger.id,
            party_id=party,
            reason="?",
            since=reviewed.now,
        )
    )
    session.flush()
    assert waiting_for(session, Actor(stranger.id, stranger.name), reviewed.now) == 0
