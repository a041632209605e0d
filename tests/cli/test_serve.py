"""`countersign serve`; the process itself is in tests/test_service.py."""

from pathlib import Path

import pytest

from workflow.cli import main


def test_a_refusal_is_said_with_its_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from workflow import service

    with service.only_one(tmp_path / ".lock"):
        assert main(["serve", "--data", str(tmp_path), "--port", "0"]) == 1
    said = capsys.readouterr()
    assert said.out == "" and said.err.endswith("Stop it first, or choose another --data.\n")
