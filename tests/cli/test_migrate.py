"""`countersign migrate`."""

from pathlib import Path

import pytest

from workflow.cli import main


def test_migrate_brings_a_folder_up_to_date_and_may_be_repeated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        assert main(["migrate", "--data", str(tmp_path / "data")]) == 0
        assert capsys.readouterr().out == "The database has today's shape.\n"
