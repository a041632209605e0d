"""Every test gets a migrated, empty database of its own, on either kind."""

import pytest
from sqlalchemy import inspect, text

from workflow.adapters.migrations import is_current

pytestmark = pytest.mark.both_databases


def test_the_database_has_todays_shape(database):
    with database.engine.connect() as connection:
        assert is_current(connection)
        assert "event" in inspect(connection).get_table_names()


@pytest.mark.parametrize("turn", [1, 2])
def test_what_one_test_writes_no_other_test_sees(database, turn):
    insert = "INSERT INTO throttle (key, window_start, count) VALUES ('rig', '2026-05-12 17:00:00+00:00', 1)"
    with database.writing() as session:
        assert session.connection().execute(text("SELECT count(*) FROM throttle")).scalar() == 0
        session.connection().execute(text(insert))


def test_the_service_runs_as_a_role_that_owns_nothing(database, database_kind):
    with database.reading() as session:
        if database_kind == "postgresql":
            assert session.connection().execute(text("SELECT current_user")).scalar() == "countersign_app"
            owned = "SELECT count(*) FROM pg_tables WHERE tableowner = current_user"
            assert session.connection().execute(text(owned)).scalar() == 0
        else:
            assert session.connection().execute(text("PRAGMA journal_mode")).scalar() == "wal"
