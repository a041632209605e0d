"""The town of the journeys, on PostgreSQL and on SQLite."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.journeys.town import Town, running
from workflow.adapters.database import Database
from workflow.adapters.settings import Settings


@pytest.fixture
def town(database: Database, settings: Settings) -> Iterator[Town]:
    database.close()
    with running(replace(settings, waiting_hours=0, tick_seconds=0.05)) as here:
        yield here
