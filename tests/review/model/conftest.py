"""A database in which every story begins anew, and the run of many stories."""

import os
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.conftest import NOW
from tests.review.model.founded import Founded
from tests.review.model.machine import ENOUGH, Machine
from tests.rig.databases import Databases
from workflow.adapters.database import Database

Told = Counter[tuple[str, ...]]
WHOLE = 250 if os.environ.get("CI") else 20
"""Whole stories a file, of which there are two, so that two workers share them: 500 in CI, where `.ci/run` says that it is one."""


@pytest.fixture(scope="module")
def here(make_database: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Founded]:
    """One transaction on SQLite, never committed. Each story is a savepoint in it, rolled back at its end."""
    database = Database(make_database("sqlite", tmp_path_factory.mktemp("model") / "data").database)
    with database.writing() as session:
        yield Founded(session, NOW)
        session.rollback()
    database.close()


@pytest.fixture
def tell(here: Founded) -> Callable[..., Told]:
    """Tell so many stories; raises Difference with the shortest story that shows it. `anew`: others in every run."""

    def run(stories: int, *, shrink: bool = True, anew: bool = True) -> Told:
        told: Told = Counter()
        machine = type("Story", (Machine,), {"here": here, "told": told})
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=stories, stateful_step_count=ENOUGH, derandomize=not anew, deadline=None, database=None, print_blob=True,
                phases=[Phase.generate, *([Phase.shrink] if shrink else [])], suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip
        return told

    return run


@pytest.fixture
def whole(tell: Callable[..., Told]) -> Callable[[], Told]:
    """As many whole stories as are wanted here: the machine tells shorter ones between them, which are not counted."""

    def run() -> Told:
        told: Told = Counter()
        while (missing := WHOLE - told["a whole story",]) > 0:
            told += tell(missing + missing // 10 + 2)
        return told

    return run
