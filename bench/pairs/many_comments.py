"""The working page of an edition with ten thousand comments, against one with a hundred."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench.measure import Step, pair
from tests.review.test_pages import many
from tests.review.world import build
from workflow.adapters.database import Database
from workflow.adapters.migrations import migrate
from workflow.review import actions, queries

NOW = datetime(2026, 5, 12, 17, 0, tzinfo=UTC)


@pair(
    "many comments",
    ours="the value of the working page with 10,000 comments",
    yardstick="the same page with 100 comments",
)
def many_comments() -> Iterator[tuple[Step, Step]]:
    with contextlib.ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="countersign-bench-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        database = Database(f"sqlite:///{folder / 'bench.db'}")
        stack.callback(database.close)
        migrate(database)
        yield _page(database, 10_000), _page(database, 100)


def _page(database: Database, count: int) -> Step:
    with database.writing() as session:
        world = build(session, NOW, suffix=f"-{count}")
        actions.circulate(session, world.actor("dana"), world.edition.id, at=NOW)
        many(world, count)
        actor, edition = world.actor("principal"), world.edition.id

    def show() -> object:
        with database.reading() as session:
            return queries.edition_page(session, actor, edition, at=NOW)

    return show
