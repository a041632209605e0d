import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rig.databases import create_empty, drop_postgres
from tests.rig.services import Services
from workflow.adapters.database import Database
from workflow.adapters.migrations import config, folder, is_current, migrate


@pytest.fixture(params=["postgresql", "sqlite"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, as its owner."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    services: Services = request.getfixturevalue("services")
    create_empty(services, "test_empty")
    yield services.database_url("test_empty", "countersign_owner")
    drop_postgres(services, "test_empty")


def test_from_empty_to_today_and_again(empty: str) -> None:
    database = Database(empty)
    with database.engine.connect() as connection:
        assert not is_current(connection)
    for _ in range(2):
        migrate(database)
    with database.engine.connect() as connection:
        assert is_current(connection)
    database.close()


def test_two_at_once_end_well(empty: str) -> None:
    failures: list[BaseException] = []

    def run() -> None:
        database = Database(empty)
        try:
            migrate(database)
        except BaseException as failure:
            failures.append(failure)
        finally:
            database.close()

    if empty.startswith("sqlite"):
        run()  # one process a folder: the service's own lock
    else:
        threads = [threading.Thread(target=run) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failures == []


def test_the_migrations_travel_with_the_code() -> None:
    assert (folder() / "env.py").exists() and list((folder() / "versions").glob("*.py"))
    assert config().get_main_option("script_location") == str(folder())
