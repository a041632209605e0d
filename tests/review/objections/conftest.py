"""A review with a blocking objection."""

import pytest

from tests.review.objections.ladder import Ladder
from tests.review.world import World


@pytest.fixture
def ladder(reviewed: World) -> Ladder:
    return Ladder.of(reviewed)
