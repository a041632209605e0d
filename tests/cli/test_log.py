"""`countersign log check`, as an operator or an auditor runs it."""

import json
from pathlib import Path

import pytest

from tests.audit.conftest import Record, honest, record
from workers import dispatch
from workers.kit import kit_for
from workflow.cli import main
from workflow.evidence.tlog import sign_checkpoint

__all__ = ["honest", "record"]


@pytest.fixture
def files(record: Record, tmp_path: Path) -> list[str]:
    for name, data in record.kept.items():
        (tmp_path / name).write_bytes(data)
    return [str(tmp_path / name) for name in record.kept]


def run(record: Record, *more: str) -> int:
    return main(["log", "check", "--data", str(record.settings.data), *more])


def test_without_anything_outside_it_is_the_operators_word(
    record: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(record) == 0
    said = capsys.readouterr().out
    assert "The record agrees with itself" in said and "the log is the operator's word alone" in said


def test_against_what_was_kept(record: Record, files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(record, "--json", "--against", *files) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["ok"] and [one["file"] for one in said["against"]] == files and said["vouched"] > 0


def test_a_changed_record_ends_with_one_and_says_what(
    record: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    record.falsify("UPDATE event SET actor_name = 'Bo' WHERE kind = 'edition:comment:posted'")
    assert run(record) == 1
    assert "event.changed: event" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE event SET leaf = 'leaf' WHERE kind = 'edition:signed'", "event.leaf"),
        ("UPDATE event SET actor_name = CAST(x'ff' AS TEXT)", "rows.unreadable"),
        ("UPDATE checkpoint SET at = 'yesterday'", "checkpoint.time"),
        ("UPDATE stream SET length = 'long'", "stream.gap"),
        ("UPDATE installation SET begun = 'yesterday'", "does not say readably which log it is"),
        ("DELETE FROM installation", "does not say readably which log it is"),
    ],
)
def test_what_this_service_never_writes_is_named_and_no_traceback(
    record: Record, statement: str, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    record.falsify(statement)
    assert run(record) == 1
    said = capsys.readouterr()
    assert code in said.out + said.err and "Traceback" not in said.err


def test_a_file_that_cannot_be_used_ends_with_two(
    record: Record, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strange = sign_checkpoint("elsewhere.example/log", 9, bytes(32), record.keystore.checkpoint_key).encode()
    for content in (b"", b"\xef\xbb\xbf" + record.kept["package.json"], b"[]", strange):
        (tmp_path / "kept").write_bytes(content)
        assert run(record, "--against", str(tmp_path / "kept")) == 2
        out, err = capsys.readouterr()
        assert out == "" and err.count("cannot be used") == 1 and err.count("\n") == 1
    assert "it is of another log ('elsewhere.example/log')" in err
    (tmp_path / "picture").write_bytes(b"\xff\xfe")
    assert run(record, "--against", str(tmp_path / "picture")) == 2
    assert run(record, "--against", str(tmp_path / "nowhere")) == 2
    said = capsys.readouterr().err
    assert "cannot be used" in said and "cannot be read" in said


def test_where_there_is_no_record_none_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "check", "--data", str(tmp_path / "empty")]) == 1
    assert "There is no record here" in capsys.readouterr().err
    assert not (tmp_path / "empty" / "keys").exists()


def test_where_the_key_is_not_none_is_made(record: Record, capsys: pytest.CaptureFixture[str]) -> None:
    (record.settings.keys_folder / "checkpoint.pem").unlink()
    assert run(record) == 1
    assert "The log's key is not in" in capsys.readouterr().err
    assert not (record.settings.keys_folder / "checkpoint.pem").exists()


def test_everything_is_hashed_anew_and_the_check_says_so(
    record: Record, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = ["--data", str(record.settings.data)]
    monkeypatch.setenv("COUNTERSIGN_TIME_AUTHORITY_URL", "http://127.0.0.1:1/")
    assert main(["log", "renew", *data]) == 1
    assert "Nothing was renewed" in capsys.readouterr().err
    monkeypatch.delenv("COUNTERSIGN_TIME_AUTHORITY_URL")
    assert main(["log", "renew", *data]) == 0
    assert "1 public copies were hashed anew; only a witness can tell when." in capsys.readouterr().out
    kit = kit_for(record.settings)
    assert dispatch.sequence_log(kit)
    kit.database.close()
    assert run(record) == 0
    assert "under SHA-512; only a witness can tell when." in capsys.readouterr().out


def test_where_nothing_is_wrong_nothing_is_resumed(
    record: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["log", "resume", "--data", str(record.settings.data)]) == 0
    assert "Nothing has to be resumed" in capsys.readouterr().out
