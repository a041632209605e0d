"""A folder that somebody else filled: everything is found once, and nothing in it makes us wait."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rig.processes import environment
from tests.rig.services import ROOT
from workflow.adapters.settings import Settings
from workflow.cli import files
from workflow.evidence.errors import Bad
from workflow.evidence.receipt import FIRST


def forbid(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """A folder into which one may not look. Its mode alone would not do: tests may run as somebody who may read everything."""
    there = os.scandir

    def scandir(path: Path) -> "os.ScandirIterator[str]":
        if Path(path) == folder:
            raise PermissionError(13, "Permission denied", str(path))
        return there(path)

    monkeypatch.setattr(os, "scandir", scandir)


def names(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in files.search(folder).files]


def words(path: Path) -> str:
    found = files.read(path)
    assert isinstance(found, Bad)
    return f"{found.code}: {found.words}"


def test_packages_and_pdfs_are_found_in_the_order_of_their_names_and_the_rest_is_counted(
    tmp_path: Path,
) -> None:
    (tmp_path / "b").mkdir()
    for name in ("z.json", "b/a.PDF", "b/c.Json", "letter.txt", "b/picture.png"):
        (tmp_path / name).write_bytes(b"")
    assert names(tmp_path) == ["b/a.PDF", "b/c.Json", "z.json"]
    assert files.search(tmp_path).others == 2


def test_a_receipt_is_found_by_its_name_and_by_how_it_begins_and_a_pipe_is_not_waited_for(
    tmp_path: Path,
) -> None:
    for name, data in {
        "Receipt-s1.TXT": b"",
        "kept.txt": FIRST + b"x",
        "letter.txt": b"Dear board",
        "receipt.text": FIRST,
        "a.txt": b"",
    }.items():
        (tmp_path / name).write_bytes(data)
    os.mkfifo(tmp_path / "pipe.txt")
    assert names(tmp_path) == ["Receipt-s1.TXT", "kept.txt"]
    assert files.search(tmp_path).others == 4


def test_a_linked_folder_is_searched_once_and_a_circle_of_links_ends(tmp_path: Path) -> None:
    inside, outside = tmp_path / "state", tmp_path / "county"
    for folder in (inside / "own", outside):
        folder.mkdir(parents=True)
        (folder / "a.json").write_bytes(b"")
    (inside / "a link before it").symlink_to(inside / "own")
    (inside / "county").symlink_to(outside)
    (inside / "county again").symlink_to(outside)
    (outside / "back").symlink_to(inside)
    (outside / "a.pdf").symlink_to(inside / "own" / "a.json")
    assert names(inside) == ["county/a.json", "county/a.pdf", "own/a.json"]


def test_a_link_that_leads_nowhere_is_found_whatever_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "lost").symlink_to("nowhere")
    (tmp_path / "round").symlink_to("round")
    assert names(tmp_path) == ["lost", "round"]
    for name in ("lost", "round"):
        assert words(tmp_path / name).startswith(f"file.read: {tmp_path / name} cannot be read: ")


def test_a_folder_that_may_not_be_looked_into_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "south").mkdir()
    forbid(monkeypatch, tmp_path / "south")
    (path, why), *more = files.search(tmp_path).unread.items()
    assert (path, why.code, more) == (tmp_path / "south", "file.read", [])
    assert why.words == f"{path} cannot be read: Permission denied"


def test_nothing_that_is_no_ordinary_file_holds_us(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket.json"))
        assert words(tmp_path / "pipe.json").endswith("cannot be read: it is no ordinary file")
        assert words(tmp_path / "socket.json").startswith("file.read: ")
    assert words(tmp_path).endswith("cannot be read: it is no ordinary file")
    assert words(Path("/dev/zero")).endswith("cannot be read: it is no ordinary file")
    assert words(tmp_path / "nothing").endswith("cannot be read: No such file or directory")


def test_a_file_of_the_largest_size_is_read_and_one_byte_more_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LARGEST", 10)
    (tmp_path / "a").write_bytes(b"0123456789")
    assert files.read(tmp_path / "a") == b"0123456789"
    (tmp_path / "a").write_bytes(b"0123456789a")
    assert words(tmp_path / "a") == f"file.size: {tmp_path / 'a'} is larger than 10 bytes"


def test_a_folder_is_one_only_where_one_may_see_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert files.is_folder(tmp_path) and not files.is_folder(tmp_path / "nothing")
    monkeypatch.setattr(
        Path, "stat", lambda self: (_ for _ in ()).throw(PermissionError(13, "Permission denied"))
    )
    assert not files.is_folder(tmp_path)


def test_a_name_is_one_line_of_text() -> None:
    assert files.name(Path(os.fsdecode(b"\x1b[2J\n\xff.json"))) == "\ufffd[2J\ufffd\ufffd.json"


@pytest.mark.parametrize("name", ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"])
def test_what_is_handed_over_is_read_to_its_end(name: str) -> None:
    """Through a pipe, which has no size and cannot be read twice."""
    script = (
        f"from pathlib import Path; from workflow.cli import files; print(len(files.read(Path({name!r}))))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, input=b"a" * 200_000, capture_output=True, env=environment(Settings()), timeout=60,
        check=True,
    )  # fmt: skip
    assert ended.stdout == b"200000\n"


def test_what_begins_like_a_pdf_is_one() -> None:
    assert files.is_pdf(b"\n %PDF-1.7") and not files.is_pdf(b'{"%PDF-":1}') and not files.is_pdf(b"")
