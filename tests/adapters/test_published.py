"""The folder that remembers what was published. Copies are made as people make them: by cp, over what is there, by moving."""

import os
import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from workflow.adapters.published import Head, Published, this_machine
from workflow.evidence import merkle, tlog
from workflow.evidence.errors import Bad

KEY = Ed25519PrivateKey.generate()
LEAVES = [b"leaf %d" % number for number in range(600)]


def note(size: int) -> str:
    return tlog.sign_checkpoint("localhost/d1", size, merkle.tree_hash(LEAVES[:size]), KEY)


def publish(there: Published, size: int) -> Head:
    with there.alone():
        return there.advance(there.head(), note(size), lambda start, end: LEAVES[start:end])


@pytest.fixture
def there(tmp_path: Path) -> Published:
    made = Published(tmp_path / "published")
    made.settle()
    return made


def test_before_the_first_there_is_nothing(tmp_path: Path) -> None:
    nothing = Published(tmp_path / "published")
    assert nothing.place == "" and nothing.head() is None and not nothing.is_there
    assert not nothing.folder.exists()


@pytest.mark.parametrize("sizes", [(1, 2), (255, 256, 257), (3, 600), (256, 512), (600,)])
def test_what_was_published_is_read_again(there: Published, sizes: tuple[int, ...]) -> None:
    for size in sizes:
        assert publish(there, size) == there.head() == Head(size, merkle.tree_hash(LEAVES[:size]), note(size))
        for start in {0, 1, size // 2, 256 if size > 256 else 0, size}:
            assert there.leaves(start, size) == LEAVES[start:size]


def test_only_what_is_needed_is_kept(there: Published) -> None:
    for size in (1, 5, 9, 300, 310, 320):
        publish(there, size)
    files = {str(file.relative_to(there.folder)) for file in there.folder.rglob("*") if file.is_file()}
    assert files == {
        ".lock", "place", "heads/300", "heads/310", "heads/320", "tile/entries/000", "tile/entries/001.p/64",
    }  # fmt: skip


def test_of_two_that_continue_the_same_head_one_is_refused(there: Published) -> None:
    before = publish(there, 3)
    publish(there, 4)
    with there.alone(), pytest.raises(Bad, match="published in the meantime"):
        there.advance(before, note(5), lambda start, end: LEAVES[start:end])
    assert there.head() and there.head().size == 4


def test_a_copy_is_no_place(there: Published, tmp_path: Path) -> None:
    place = there.place
    assert place and Published(there.folder).place == place
    shutil.copytree(there.folder, tmp_path / "copy")
    copy = Published(tmp_path / "copy")
    assert copy.place == "" and copy.is_there
    assert copy.settle() not in ("", place) and there.place == place
    moved = tmp_path / "moved"
    there.folder.rename(moved)
    assert Published(moved).place == place


def test_yesterdays_folder_laid_over_todays_takes_nothing_back(there: Published, tmp_path: Path) -> None:
    publish(there, 3)
    shutil.copytree(there.folder, tmp_path / "yesterday")
    for size in range(4, 12):
        publish(there, size)
    for file in (tmp_path / "yesterday").rglob("*"):
        if file.is_file():  # as `cp -a` does: into the files that are there
            (there.folder / file.relative_to(tmp_path / "yesterday")).write_bytes(file.read_bytes())
    assert there.head() and there.head().size == 11 and there.leaves(0, 11) == LEAVES[:11]


def test_a_tool_that_copies_what_changed_copies_the_place(there: Published) -> None:
    os.utime(there.folder / "place", (1, 1))
    publish(there, 1)
    assert (there.folder / "place").stat().st_mtime > 1


def test_another_machine_is_another_place(tmp_path: Path) -> None:
    here = Published(tmp_path, "one")
    here.settle()
    assert here.place and Published(tmp_path, "two").place == ""
    assert Published(tmp_path, "").place == here.place
    assert this_machine() == this_machine() and len(this_machine()) in (0, 32)


def test_what_is_damaged_is_said(there: Published) -> None:
    publish(there, 300)
    (there.folder / "tile" / "entries" / "000").write_bytes(b"\0\5abc")
    with pytest.raises(Bad, match="entries/000 are not whole"):
        there.leaves(0, 300)
    (there.folder / "heads" / "300").write_text(note(299))
    with pytest.raises(Bad, match="not the one it is named after"):
        there.head()
    (there.folder / "heads" / "300").write_text("nothing")
    with pytest.raises(Bad, match="cannot be read"):
        there.head()
