"""A board before its meeting."""

from datetime import datetime

import pytest
from sqlmodel import Session

from tests.review.notes.chamber import seat_the_board
from tests.review.world import World, build
from workflow.review import actions


@pytest.fixture
def board(session: Session, now: datetime) -> World:
    world = seat_the_board(build(session, now))
    actions.circulate(session, world.actor("dana"), world.edition.id, at=now)
    return world
