"""`countersign keys`, as an operator runs it beside the service."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from cryptography.x509 import load_pem_x509_certificates

from tests.history.test_actions import begin
from tests.rig.databases import Databases
from workers import dispatch
from workers.kit import Kit
from workflow.adapters.clock import SystemClock
from workflow.adapters.database import Database
from workflow.adapters.keystore import Keystore
from workflow.adapters.settings import Settings
from workflow.cli import main
from workflow.evidence import policy
from workflow.publication.trust import policy_bytes

WORDS = "correct horse battery staple"


@pytest.fixture
def data(make_database: Databases, tmp_path: Path, now: datetime) -> Settings:
    settings = make_database("sqlite", tmp_path / "data", public_url="http://localhost:1")
    kit = Kit(settings, Database(settings.database), SystemClock())
    with kit.database.writing() as session:
        begin(session, now, deployment=kit.keystore.deployment)
    assert dispatch.sequence_log(kit) and kit.keystore.seal and kit.keystore.time
    kit.database.close()
    return settings


def keys(settings: Settings, *more: str) -> int:
    return main(["keys", *more, "--data", str(settings.data)])


def told(settings: Settings, capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    capsys.readouterr()
    assert main(["keys", "--json", "--data", str(settings.data)]) == 0
    return list(json.loads(capsys.readouterr().out))


def test_the_list_names_every_key(data: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert [(one["kind"], one["state"]) for one in told(data, capsys)] == [
        (kind, "in use") for kind in ("checkpoint", "checkpoint-mldsa", "seal", "time", "authority")
    ]
    assert keys(data) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 5 and all(str(data.keys_folder) in line for line in lines)


def test_the_logs_key_is_announced_and_the_policy_ships_both(
    data: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert keys(data, "rotate", "checkpoint") == 0
    assert "every policy ships both" in capsys.readouterr().out
    assert [one["state"] for one in told(data, capsys)][:2] == ["in use", "announced"]
    database = Database(data.database)
    with database.reading() as session:
        found = policy.parse(policy_bytes(session, data))
    database.close()
    assert len(found.log_keys()) == 2 and all(found.signs(key, 10) for key in found.log_keys())
    assert keys(data, "rotate", "checkpoint") == 1
    assert "announced already" in capsys.readouterr().err


def test_without_an_overlap_the_next_key_signs_at_once_and_the_record_holds(
    data: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    for kind in ("checkpoint", "checkpoint-mldsa", "publication", "seal", "time"):
        assert keys(data, "rotate", kind, "--overlap", "0") == 0
        assert "is in use" in capsys.readouterr().out
    kit = Kit(data, Database(data.database), SystemClock())
    assert dispatch.sequence_log(kit)
    kit.database.close()
    assert [one["state"] for one in told(data, capsys)][:4] == ["replaced", "in use", "replaced", "in use"]
    assert main(["log", "check", "--data", str(data.data)]) == 0


def test_keys_are_sealed_by_the_passphrase_in_a_file(
    data: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert keys(data, "seal") == 1 and "no passphrase" in capsys.readouterr().err
    (tmp_path / "words").write_text(WORDS)
    monkeypatch.setenv("COUNTERSIGN_KEYS_PASSPHRASE_FILE", str(tmp_path / "words"))
    assert keys(data, "seal") == 0 and "checkpoint.pem" in capsys.readouterr().out
    assert keys(data, "seal") == 0 and "sealed already" in capsys.readouterr().out
    assert keys(data) == 0
    monkeypatch.delenv("COUNTERSIGN_KEYS_PASSPHRASE_FILE")
    assert keys(data) == 1 and "is sealed" in capsys.readouterr().err


def test_the_authority_of_the_seals_is_handed_out(data: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert keys(data, "authority") == 0
    (found,) = load_pem_x509_certificates(capsys.readouterr().out.encode())
    assert found == Keystore.of(data).authority


def test_where_there_are_no_keys_none_are_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys", "--data", str(tmp_path / "empty")]) == 1
    assert "There are no keys" in capsys.readouterr().err and not (tmp_path / "empty").exists()
