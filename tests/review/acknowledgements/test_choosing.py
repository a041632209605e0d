"""Offered is who is there: roles with their number, the usual ones first, and guests by name."""

from datetime import datetime

import pytest

from tests.review.notes.chamber import seat_the_board
from tests.review.world import World
from workflow.review import actions
from workflow.review.acknowledgements.choosing import choices, chosen
from workflow.review.ground import load


def test_the_usual_two_come_first_then_other_offices_then_guests(reviewed: World, now: datetime) -> None:
    seat_the_board(reviewed)
    row = actions.invite_guest(
        reviewed.session, reviewed.actor("dana"), reviewed.edition.id, name="Gus", email="g@x.org", at=now
    )
    offered = choices(reviewed.session, load(reviewed.session, reviewed.edition.id), now)
    assert offered[:2] == [
        ["role:agency:sro", "School Resource Officer at every agency", "One person today"],
        ["role:school:principal", "Principal at every school", "One person today"],
    ]
    assert offered[-1] == [f"person:{row.person_id}", "Gus", "Guest, by a personal link"]
    assert not [value for value, *_ in offered if "body" in value]


def test_what_is_not_offered_is_not_chosen(reviewed: World, now: datetime) -> None:
    ground = load(reviewed.session, reviewed.edition.id)
    assert chosen(reviewed.session, ground, ["role:school:principal", "role:agency:sro"], now) == [
        "role:agency:sro", "role:school:principal",
    ]  # fmt: skip
    for strange in ("role:body:member", "post:x:sro", "person:x", "anything"):
        with pytest.raises(ValueError, match="is n"):
            chosen(reviewed.session, ground, [strange], now)
