"""A migrated database for every test, cloned from one that was migrated once in this run.

On PostgreSQL two roles are used, as in a deployment: `countersign_owner` owns the tables and migrates,
`countersign_app` owns nothing and runs the service. They come from deploy/roles.sql, as in compose.yaml.
"""

import itertools
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import text

from tests.rig.services import ROOT, Services, locked
from workflow.adapters.database import Database
from workflow.adapters.migrations import migrate
from workflow.adapters.settings import Settings

TEMPLATE = "countersign_template"
_numbers = itertools.count(1)


class Databases:
    """Makes databases and takes them away again. PostgreSQL is started when the first one is asked for."""

    def __init__(self, run: Path, services: Callable[[], Services]) -> None:
        self.run, self.services = run, services
        self.made: dict[str, str] = {}

    def __call__(self, kind: str, data: Path, **settings: Any) -> Settings:
        """Settings whose database is migrated, empty and nobody else's. `kind` is postgresql or sqlite."""
        data.mkdir(parents=True, exist_ok=True)
        if kind == "sqlite":
            new_sqlite(self.run, data)
            return Settings(data=data, **settings)
        name = new_postgres(self.services(), self.run)
        url = self.services().database_url(name)
        self.made[url] = name
        return Settings(data=data, database_url=url, **settings)

    def copy(self, settings: Settings, data: Path) -> Settings:
        """Another database and data folder with the same contents. Nobody may be connected to the first.

        It is no copy to itself: what was published stays behind, and it settles anew, as before its first checkpoint.
        """
        shutil.copytree(settings.data, data, dirs_exist_ok=True, ignore=shutil.ignore_patterns("published"))
        made = self._copied(settings, data)
        database = Database(made.database)
        with database.writing() as session:
            session.connection().execute(text("UPDATE installation SET place = ''"))
        database.close()
        return made

    def _copied(self, settings: Settings, data: Path) -> Settings:
        if not settings.database_url:
            return replace(settings, data=data)
        name = f"test_{os.getpid()}_{next(_numbers)}"
        source = self.made[settings.database_url]
        _administer(self.services(), f"CREATE DATABASE {name} TEMPLATE {source} STRATEGY file_copy")
        url = self.services().database_url(name)
        self.made[url] = name
        return replace(settings, data=data, database_url=url)

    def drop(self, settings: Settings) -> None:
        """Take one away; a SQLite file goes with its folder."""
        if name := self.made.pop(settings.database_url, ""):
            drop_postgres(self.services(), name)

    def drop_all(self) -> None:
        for name in self.made.values():
            drop_postgres(self.services(), name)


def new_postgres(services: Services, run: Path) -> str:
    """The name of a fresh clone of the migrated template (about 20 ms)."""
    with locked(run / "template.lock"):
        if not (run / "template.ready").exists():
            create_empty(services, TEMPLATE)
            _migrate(services.database_url(TEMPLATE, "countersign_owner"))
            (run / "template.ready").touch()
    name = f"test_{os.getpid()}_{next(_numbers)}"
    _administer(services, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY file_copy")
    return name


def create_empty(services: Services, name: str) -> None:
    """An empty database owned by `countersign_owner`, with the application's role beside it."""
    roles = (ROOT / "deploy" / "roles.sql").read_text()
    _administer(services, roles)
    _administer(services, f"CREATE DATABASE {name} OWNER countersign_owner")
    with psycopg.connect(services.dsn(name), autocommit=True) as connection:
        connection.execute((ROOT / "deploy" / "grants.sql").read_text())


def drop_postgres(services: Services, name: str) -> None:
    """Remove a clone, whoever is still connected to it."""
    _administer(services, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def new_sqlite(run: Path, data: Path) -> None:
    """Put a copy of the migrated SQLite file where the settings with this data folder expect it."""
    template = Settings(data=run / "sqlite")
    with locked(run / "sqlite.lock"):
        if not (run / "sqlite.ready").exists():
            template.data.mkdir()
            _migrate(template.database)
            (run / "sqlite.ready").touch()
    source = Path(template.database.removeprefix("sqlite:///"))
    shutil.copyfile(source, data / source.name)


def _migrate(url: str) -> None:
    database = Database(url)
    try:
        migrate(database)
    finally:
        database.close()


def _administer(services: Services, statement: str) -> None:
    with psycopg.connect(services.dsn(), autocommit=True) as connection:
        connection.execute(statement)
