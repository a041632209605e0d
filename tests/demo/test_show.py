import csv
import io
from pathlib import Path

import pytest

from tests.demo.conftest import Performance, countersign
from workflow.core.errors import Refused
from workflow.demo import show
from workflow.demo.story import Ending


def test_it_plays_to_the_end_verifies_and_leaves_its_files(performance: Performance) -> None:
    assert performance.code == 0, performance.told + performance.complaints
    assert performance.told.startswith("Listening on http://localhost:") and performance.complaints == ""
    assert sorted(file.name for file in performance.out.iterdir()) == [
        "comment-matrix.csv", "package.json", "policy.json", "public.pdf",
    ]  # fmt: skip
    assert (performance.out / "public.pdf").read_bytes().startswith(b"%PDF-")
    matrix = (performance.out / "comment-matrix.csv").read_text(encoding="utf-8-sig")
    assert len(list(csv.reader(io.StringIO(matrix, newline="")))) == 3


def test_its_package_verifies_under_its_policy_and_is_consistent_without(performance: Performance) -> None:
    package, policy = str(performance.out / "package.json"), str(performance.out / "policy.json")
    known = countersign("verify", "--policy", policy, package)
    assert known.returncode == 0 and known.stdout.startswith("This is the text both sides signed.")
    unknown = countersign("verify", package)
    assert unknown.returncode == 1 and "whose keys these are is unknown" in unknown.stdout


def test_the_record_of_a_whole_life_holds_against_the_package_that_was_kept(performance: Performance) -> None:
    """Every act of the rooms as the doors do it, not as a test writes it: nothing is recorded otherwise than it happened."""
    checked = countersign(
        "log", "check", "--data", str(performance.data), "--against", str(performance.out / "package.json")
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "The record agrees with itself" in checked.stdout and "(" + str(performance.out) in checked.stdout


def test_a_folder_that_is_not_the_demos_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("mine")
    with pytest.raises(Refused, match="not empty and not the demo's"):
        show.show(None, tmp_path, 0, once=True, out=None)
    assert [file.name for file in tmp_path.iterdir()] == ["letters.txt"]


def test_the_demos_own_folder_is_begun_anew(tmp_path: Path) -> None:
    from contextlib import ExitStack

    (tmp_path / show.MARK).touch()
    (tmp_path / "countersign.db").touch()
    (tmp_path / "mailbox").mkdir()
    with ExitStack() as stack:
        assert show._folder(stack, tmp_path, once=True) == (
            tmp_path,
            True,
        )  # an earlier one went, and it is said
        assert show._folder(stack, tmp_path, once=True) == (tmp_path, False)
        assert {file.name for file in tmp_path.iterdir()} == {show.MARK, ".lock"}
        fresh, _ = show._folder(stack, None, once=True)
        assert fresh.is_dir()
    assert not fresh.exists()


def test_a_text_that_cannot_be_read_is_refused_before_anything_starts(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        show.show(tmp_path / "nowhere.txt", None, 0, once=True, out=None)


def test_files_appear_whole(tmp_path: Path) -> None:
    show._write(tmp_path / "a" / "b", Ending(True, {"package.json": b"{}"}))
    assert [file.name for file in (tmp_path / "a" / "b").iterdir()] == ["package.json"]
