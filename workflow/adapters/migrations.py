"""Bringing a database to today's shape, and asking whether it is there. The folder travels in the wheel."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from workflow.adapters.database import Database


def folder() -> Path:
    """The migrations: beside the packages in a checkout, inside `workflow/_assets` in an installed wheel."""
    here = Path(__file__).resolve().parents[1]
    packed = here / "_assets" / "migrations"
    return packed if packed.is_dir() else here.parent / "migrations"


def config(connection: Connection | None = None) -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(folder()))
    settings.set_main_option("file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(slug)s")
    settings.attributes["connection"] = connection
    return settings


def migrate(database: Database, target: str = "head") -> None:
    """Run every migration not yet run, in one transaction. Two processes at once: the second waits, then finds nothing."""
    with database.engine.begin() as connection:
        if not database.is_sqlite:
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(726473)")
        command.upgrade(config(connection), target)


def is_current(connection: Connection) -> bool:
    """Whether the database has today's shape."""
    head = ScriptDirectory.from_config(config()).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == head
