"""The migrations: they make what the models say, and carry every row of every earlier shape forward.

The harness needs no change when a migration is added: it stops at each revision, puts a row into every table as that revision
knows it, goes on to today, and looks whether all of them are still there.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from tests.rig.databases import create_empty, drop_postgres
from tests.rig.services import Services
from workflow.adapters.database import Database
from workflow.adapters.migrations import config, is_current, migrate

REVISIONS = [script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()][::-1]


@pytest.fixture(params=["postgresql", "sqlite"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        services: Services = request.getfixturevalue("services")
        create_empty(services, "test_migrations")
        url = services.database_url("test_migrations", "countersign_owner")
    database = Database(url)
    yield database
    database.close()
    if request.param == "postgresql":
        drop_postgres(services, "test_migrations")


def test_there_is_one_line_of_revisions() -> None:
    script = ScriptDirectory.from_config(config())
    assert len(script.get_heads()) == len(script.get_bases()) == 1
    assert sorted(REVISIONS) == REVISIONS


def test_they_make_what_the_models_say(empty: Database) -> None:
    migrate(empty)
    with empty.engine.begin() as connection:
        command.check(config(connection))  # raises when autogenerate would find anything to do


@pytest.mark.parametrize("start", REVISIONS)
def test_rows_of_an_earlier_shape_arrive(empty: Database, start: str) -> None:
    migrate(empty, start)
    with empty.engine.begin() as connection:
        before = fill(connection)
    assert before
    migrate(empty)
    with empty.engine.connect() as connection:
        assert is_current(connection)
        for table, known in before.items():
            found = connection.execute(sa.text(f'SELECT * FROM "{table}"')).mappings().one()
            assert {name: found[name] for name in known if name in found} == known


def fill(connection: sa.Connection) -> dict[str, dict[str, Any]]:
    """One row in each table. Returns what the database says of each, by table."""
    metadata = sa.MetaData()
    metadata.reflect(connection)
    tables = [table for table in metadata.sorted_tables if table.name != "alembic_version"]
    rows: dict[str, dict[str, Any]] = {}
    for table in tables:
        connection.execute(table.insert().values(row(connection, table, rows)))
        found = connection.execute(sa.text(f'SELECT * FROM "{table.name}"')).mappings().one()
        rows[table.name] = dict(found)
    return rows


def row(connection: sa.Connection, table: sa.Table, rows: dict[str, dict[str, Any]]) -> dict[str, Any]:
    checks = " ".join(
        str(check["sqltext"]) for check in sa.inspect(connection).get_check_constraints(table.name)
    )
    values: dict[str, Any] = {}
    for column in table.columns:
        if column.foreign_keys:
            target = next(iter(column.foreign_keys)).column
            values[column.name] = rows.get(target.table.name, {}).get(target.name)
        elif not column.nullable:
            values[column.name] = value(column, checks)
    return values


def value(column: sa.Column, checks: str) -> Any:
    """Something the column takes: of a list, the first word its constraint allows."""
    one_of = re.search(rf"\b{column.name}\b\)?(?:::\w+)*\s*(?:IN|=\s*ANY)[^']*'([^']+)'", checks)
    kind = column.type
    if one_of:
        return one_of[1]
    for family, sample in (
        (sa.DateTime, datetime(2026, 5, 12, 17, tzinfo=UTC)), (sa.Date, date(2026, 5, 12)), (sa.Boolean, False),
        (sa.Integer, 1), (sa.Numeric, 1), (sa.LargeBinary, b"\x00x"), (sa.JSON, {"a": 1}), (sa.String, f"a {column.name}"),
    ):  # fmt: skip
        if isinstance(kind, family):
            return sample
    raise TypeError(f"{column} has a type this harness does not know: {kind!r}")
