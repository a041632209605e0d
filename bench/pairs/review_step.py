"""One durable review step: a person's verdict, its event and whatever follows from it, committed to a disk.

The yardstick replays, through psycopg alone, exactly the statements that our action sent: they are written down once on
one clone of the database, our action is timed on a second clone, the statements on a third, all three in the same state.
"""

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import event

from bench.measure import Step, pair
from tests.review.world import build
from tests.rig.binaries import find_postgres
from tests.rig.databases import create_empty
from tests.rig.services import Services, start_postgres
from workflow.adapters.database import Database
from workflow.adapters.migrations import migrate
from workflow.core.people import Actor
from workflow.review import actions

VERDICTS = 200
NOW = datetime(2026, 5, 12, 17, 0, tzinfo=UTC)
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
Turn = tuple[Actor, str, str]
Statements = list[tuple[str, Any]]


@pair(
    "review step",
    ours="a verdict through the action, with its event, committed",
    yardstick="the same SQL statements through psycopg alone, committed",
    most=VERDICTS,
)
def review_step() -> Iterator[tuple[Step, Step]]:
    with contextlib.ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="countersign-bench-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        version = stack.enter_context(start_postgres(folder, find_postgres(), **DURABLE))
        services = Services(str(folder), version, "", "")
        turns = _people_with_a_turn(services)
        written = _write_down(_clone(stack, services, "written"), turns)
        give = _giving(_clone(stack, services, "ours"), turns)
        _clone(stack, services, "replayed")
        driver = stack.enter_context(psycopg.connect(services.dsn("replayed", "countersign_app")))
        yield give, _replaying(driver, written)


def _people_with_a_turn(services: Services) -> list[Turn]:
    """A migrated database with as many agreements under review as verdicts are wanted; one open seat each is enough."""
    create_empty(services, "template")
    database = Database(services.database_url("template", "countersign_owner"))
    migrate(database)
    turns = []
    with database.writing() as session:
        for number in range(VERDICTS):
            world = build(session, NOW, suffix=f"-{number}")
            actions.circulate(session, world.actor("dana"), world.edition.id, at=NOW)
            turns.append((world.actor("officer"), world.edition.id, str(world.edition.revision_id)))
    database.close()
    return turns


def _clone(stack: contextlib.ExitStack, services: Services, name: str) -> Database:
    with psycopg.connect(services.dsn(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template")
    database = Database(services.database_url(name))
    stack.callback(database.close)
    return database


def _giving(database: Database, turns: list[Turn]) -> Callable[[], None]:
    left = iter(turns)

    def give() -> None:
        actor, edition, revision = next(left)
        with database.writing() as session:
            at = NOW + timedelta(hours=1)
            actions.give_verdict(session, actor, edition, value="approve", revision=revision, at=at)

    return give


def _write_down(database: Database, turns: list[Turn]) -> list[Statements]:
    told: Statements = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        told.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", note)
    give, written = _giving(database, turns), []
    for _ in turns:
        give()
        written.append(told[:])
        told.clear()
    return written


def _replaying(driver: psycopg.Connection, written: list[Statements]) -> Callable[[], None]:
    left = iter(written)

    def replay() -> None:
        with driver.transaction(), driver.cursor() as cursor:
            for statement, parameters in next(left):
                cursor.execute(statement, parameters)
                if cursor.description:
                    cursor.fetchall()

    return replay
