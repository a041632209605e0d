"""A failing commit is never a false "saved"."""

from datetime import datetime
from pathlib import Path

from tests.rig.databases import Databases
from tests.web.conftest import build
from workflow.adapters.database import Database


def test_a_constraint_that_fails_at_commit_is_a_fault_and_nothing_is_said_to_be_saved(
    make_database: Databases, tmp_path: Path, now: datetime
) -> None:
    settings = make_database("sqlite", tmp_path / "data")
    database = Database(settings.database)
    try:
        house = build(database, settings, now)()
        for address in ("/late", "/api/v1/late"):
            answer = house.client().post(address)
            assert answer.status_code == 500
            assert "Nothing was saved" in answer.text
            assert "location" not in answer.headers
    finally:
        database.close()
