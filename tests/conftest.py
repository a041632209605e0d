"""What the tests stand on. Everything is real: see tests/rig.

Fixtures
--------
    now          2026-05-12 17:00 UTC, an aware datetime. Tests pass it (plus timedeltas) as `at`.
    settings     `Settings` with a data folder of the test's own. Where the test also asks for `database`,
                 the settings point at it.
    database     a `workflow.adapters.database.Database`, migrated, empty, this test's own: a clone of a PostgreSQL
                 database, connected as the role that owns nothing. `@pytest.mark.both_databases` on a test, class
                 or module runs it a second time on SQLite. `database_kind` is "postgresql" or "sqlite".
    session      a writing session of that database, committed when the test ends well. Tests of actions use it. Where the
                 test asks for nothing else of the database, all of them share one, and each is rolled back: a database
                 of one's own would cost more than most tests do.
    services     the private PostgreSQL and Redis themselves: `.dsn(name, role)`, `.redis_url`.
    redis_url    the address of that Redis, emptied before the test.
    mail         the mail sink: `.url`, `.messages`, `.wait_for(address)`.
    served       a function: `served(settings)` serves the service in a thread on a free port, returns `Served` with
                 `.url` (http://localhost:PORT) and `.settings` (with its `public_url`). Ends with the test.
    worker       a function: `worker(settings)` starts a real Celery worker process. Ends with the test.
    visitor      a function: `visitor(url)` is a person at an own browser context with an own virtual authenticator:
                 `.page`, `.passkeys()`, `.said` (console). Marks the test `browser` by itself.
    browser_page the `.page` of one such visitor.
    make_database  a function for fixtures of a wider scope: `make_database(kind, data_folder)` -> Settings.

Rules: warnings are errors; a skipped or expected failure is a failure; there is no outside server (every PG*, REDIS*,
CELERY* and COUNTERSIGN_* variable is taken out of the environment first).
"""

import gc
import os
import platform
import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from tests.rig import services as rig_services
from tests.rig.binaries import Missing, find_postgres, find_redis
from tests.rig.common import Common
from tests.rig.databases import Databases
from tests.rig.statements import known
from workflow.adapters import database as database_module
from workflow.adapters.database import Database
from workflow.adapters.settings import Settings

pytest_plugins = ["tests.nothing_skipped", "tests.rig.refusals"]
OWN = "COUNTERSIGN_TEST_"
FAR_AWAY = "Pacific/Chatham"
"""Where the machine of every test stands, 12 hours and 45 minutes ahead of UTC in May: nothing may follow a machine's own clock zone."""
NOW = datetime(2026, 5, 12, 17, 0, tzinfo=UTC)


# --- the run ----------------------------------------------------------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    os.environ["TZ"] = FAR_AWAY
    time.tzset()
    database_module.create_engine = known
    for name in list(os.environ):
        if name.startswith(OWN):
            os.environ["RIG_" + name.removeprefix(OWN)] = os.environ.pop(name)
        elif name.startswith(("COUNTERSIGN_", "PG", "REDIS", "CELERY")):
            del os.environ[name]
    if not hasattr(config, "workerinput"):
        os.environ["RIG_FOLDER"] = str(rig_services.new_folder())
        os.environ["RIG_OWNER"] = str(os.getpid())


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        rig_services.stop(Path(os.environ["RIG_FOLDER"]))


def pytest_report_header(config: pytest.Config) -> list[str]:
    return [
        f"real parts on Python {platform.python_version()} and SQLite {sqlite3.sqlite_version}:",
        f"  PostgreSQL {_tell(find_postgres)}",
        f"  Redis {_tell(find_redis)}",
        f"  Chromium {_tell(_chromium)}",
    ]


def _tell(find: Callable[[], Any]) -> str:
    try:
        return str(find())
    except Missing as missing:
        return f"not found. {missing}"


def _chromium() -> str:
    from tests.rig.chromium import find_chromium, version

    path = find_chromium(install=False)
    return f"{version(path)} ({path})"


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()  # what was imported stays: looking through it again and again took a quarter of the run
    gc.set_threshold(20_000, 20, 20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {"visitor", "browser_page"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
    # Whole files, the long ones first: what is left for the end is short, and both workers end together.
    long = {
        item.path for item in items if item.get_closest_marker("browser") or "journeys" in item.path.parts
    }
    items.sort(key=lambda item: item.path not in long)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if {"database", "database_kind"} & set(metafunc.fixturenames):
        both = metafunc.definition.get_closest_marker("both_databases")
        metafunc.parametrize("database_kind", ["postgresql", "sqlite"] if both else ["postgresql"])


# --- databases --------------------------------------------------------------------------------------------------


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def run_folder() -> Path:
    return Path(os.environ["RIG_FOLDER"])


@pytest.fixture(scope="session")
def services(run_folder: Path) -> rig_services.Services:
    return rig_services.shared(run_folder, int(os.environ["RIG_OWNER"]))


@pytest.fixture(scope="session")
def make_database(request: pytest.FixtureRequest, run_folder: Path) -> Iterator[Databases]:
    owner = int(os.environ["RIG_OWNER"])
    made = Databases(run_folder, lambda: rig_services.shared(run_folder, owner))
    yield made
    made.drop_all()


@pytest.fixture
def settings(request: pytest.FixtureRequest, make_database: Databases, tmp_path: Path) -> Iterator[Settings]:
    if "database_kind" not in request.fixturenames:
        yield Settings(data=tmp_path / "data")
        return
    made = make_database(request.getfixturevalue("database_kind"), tmp_path / "data")
    yield made
    make_database.drop(made)


@pytest.fixture
def database(database_kind: str, settings: Settings) -> Iterator[Database]:
    opened = Database(settings.database)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def common(make_database: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Common]:
    shared = Common(lambda kind: make_database(kind, tmp_path_factory.mktemp(kind)))
    yield shared
    shared.close()


@pytest.fixture
def session(request: pytest.FixtureRequest, database_kind: str, common: Common) -> Iterator[Any]:
    if {"database", "settings"} & set(request.fixturenames):
        # No turn of a writer is held (adapters/turns.py): a test may commit, and let others write.
        engine = request.getfixturevalue("database").engine
        with Session(engine, expire_on_commit=False) as opened, opened.begin():
            yield opened
    else:
        with common.undone(database_kind) as opened:
            yield opened


@pytest.fixture
def redis_url(services: rig_services.Services) -> str:
    import redis

    with redis.Redis.from_url(services.redis_url) as client:
        client.flushall()
    return services.redis_url


# --- neighbours -------------------------------------------------------------------------------------------------


@pytest.fixture
def mail() -> Iterator[Any]:
    from tests.rig.smtp import mail_sink

    with mail_sink() as sink:
        yield sink


@pytest.fixture
def served() -> Iterator[Callable[..., Any]]:
    from tests.rig.serve import serving

    yield from _kept(serving)


@pytest.fixture
def worker() -> Iterator[Callable[..., Any]]:
    from tests.rig.celery_worker import working

    yield from _kept(working)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from tests.rig.chromium import launched

    with launched() as opened:
        yield opened


@pytest.fixture
def visitor(browser: Any) -> Iterator[Callable[..., Any]]:
    from tests.rig.chromium import Visitor

    here: list[Visitor] = []

    def come(url: str = "", **options: Any) -> Visitor:
        here.append(Visitor(browser, url, **options))
        return here[-1]

    yield come
    for person in here:
        person.close()


@pytest.fixture
def browser_page(visitor: Callable[..., Any]) -> Any:
    return visitor().page


def _kept(open_one: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    """A function that opens context managers which stay open until the test ends."""
    import contextlib

    with contextlib.ExitStack() as stack:
        yield lambda *args, **kwargs: stack.enter_context(open_one(*args, **kwargs))
