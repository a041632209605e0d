"""The town of the journeys, on PostgreSQL and on SQLite: assembled once a run and database, copied for every journey."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.journeys.town import Town, running
from tests.rig.databases import Databases
from tests.rig.honest import findings
from workflow.adapters.settings import Settings
from workflow.demo.troupe import Troupe

Assembled = tuple[Settings, Troupe]


@pytest.fixture(scope="session")
def assembled(
    make_database: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Assembled]:
    kept: dict[str, Assembled] = {}

    def town_on(kind: str) -> Assembled:
        if kind not in kept:
            bare = make_database(kind, tmp_path_factory.mktemp(kind) / "data")
            settings = replace(bare, waiting_hours=0, tick_seconds=0.05)
            with running(settings) as town:
                kept[kind] = settings, town.troupe
        return kept[kind]

    return town_on


@pytest.fixture(params=["postgresql", "sqlite"])
def town(
    request: pytest.FixtureRequest,
    assembled: Callable[[str], Assembled],
    make_database: Databases,
    tmp_path: Path,
) -> Iterator[Town]:
    settings, people = assembled(request.param)
    mine = make_database.copy(settings, tmp_path / "data")
    with running(mine, people) as here:
        yield here
    wrong = findings(mine)
    make_database.drop(mine)
    assert wrong == []
