"""A world with a draft, and one whose draft is out for review."""

from datetime import datetime

import pytest
from sqlmodel import Session

from tests.review.world import World, build
from workflow.review import actions


@pytest.fixture
def world(session: Session, now: datetime) -> World:
    return build(session, now)


@pytest.fixture
def reviewed(world: World, now: datetime) -> World:
    actions.circulate(world.session, world.actor("dana"), world.edition.id, at=now)
    return world
