"""A review in which things are suggested."""

from datetime import datetime

import pytest

from tests.review.suggestions.table import Table
from tests.review.world import World


@pytest.fixture
def table(reviewed: World, now: datetime) -> Table:
    return Table(reviewed, now)
