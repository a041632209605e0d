"""`countersign doctor`: faults have an exit code, notices have none, and nothing is made by looking."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from tests.rig.databases import Databases
from workflow.adapters.database import Database
from workflow.adapters.keystore import Keystore
from workflow.adapters.settings import Settings
from workflow.cli import main
from workflow.history import alarms


@pytest.fixture
def settings(make_database: Databases, tmp_path: Path) -> Settings:
    made = make_database("sqlite", tmp_path / "data")
    Keystore(made.keys_folder).begin()
    return made


def doctor(settings: Settings, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    code = main(["doctor", "--data", str(settings.data), *more])
    return code, capsys.readouterr().out


def test_where_all_is_well_it_says_so(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor(settings, capsys) == (0, "Nothing is the matter, and nothing is missing.\n")


def test_notices_are_no_fault(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNTERSIGN_PUBLIC_URL", "https://mou.example.gov")
    code, said = doctor(settings, capsys)
    assert code == 0 and "Notice (witness): Nobody outside" in said and "Notice (keys): " in said
    code, said = doctor(settings, capsys, "--json")
    assert code == 0 and json.loads(said)["ok"] and set(json.loads(said)["notices"]) == {"witness", "keys"}


def test_faults_are(settings: Settings, capsys: pytest.CaptureFixture[str], now: datetime) -> None:
    database = Database(settings.database)
    with database.writing() as session:
        alarms.ring(session, "witness library.example", "two different logs", at=now)
    database.close()
    (settings.keys_folder / "checkpoint.pem").chmod(0o644)
    code, said = doctor(settings, capsys)
    assert code == 1 and "Fault (witness library.example): since 2026-05-12" in said
    assert "Fault (settings): " in said and "may be read by others" in said


def test_nothing_is_made_by_looking(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    away = Settings(data=tmp_path / "nowhere")
    code, said = doctor(away, capsys)
    assert (
        code == 1
        and "Fault (keys): There are no keys in" in said
        and "Fault (database): There is none" in said
    )
    assert not away.data.exists()


def test_a_database_of_another_shape_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "countersign.db").write_bytes(b"")
    code, said = doctor(Settings(data=tmp_path), capsys)
    assert code == 1 and "Run `countersign migrate`" in said
    (tmp_path / "countersign.db").write_bytes(b"no database at all" * 100)
    code, said = doctor(Settings(data=tmp_path), capsys)
    assert code == 1 and "Fault (database): (sqlite3.DatabaseError) file is not a database" in said
