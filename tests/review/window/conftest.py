"""A review whose draft anybody may comment on."""

import pytest

from tests.review.window.hall import announced
from tests.review.world import World


@pytest.fixture
def open_hall(reviewed: World) -> World:
    announced(reviewed)
    return reviewed
