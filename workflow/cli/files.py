"""Files that somebody else filled a folder with: which are looked at, and what their bytes are. Nothing here waits for ever.

Whoever can put files into the folder must not be able to hide one: what is not looked at is counted, and what cannot be read
is told with its reason. A pipe without a writer, a circle of links or a file that grows stops nobody.
"""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from workflow.evidence.errors import Bad
from workflow.evidence.receipt import FIRST

LARGEST = 50_000_000
KINDS = (".json", ".pdf")
RECEIPT = re.compile(r"receipt-.*\.txt", re.IGNORECASE | re.DOTALL)
STDIN = 0
HANDED_OVER = re.compile(r"-|/dev/stdin|/(?:dev|proc/self)/fd/(\d+)")
"""Names of what whoever calls us has opened for us: the standard input, or what a shell calls `<(command)`."""


@dataclass
class Found:
    """What a folder holds. `files` are in the order of their names; `unread` are folders that cannot be looked into, and why."""

    files: list[Path] = field(default_factory=list)
    unread: dict[Path, Bad] = field(default_factory=dict)
    others: int = 0


def search(folder: Path) -> Found:
    """Every *.json and *.pdf below a folder, and every receipt. Linked folders are searched too, each folder once: a circle of links ends.

    A folder that is linked and there by itself counts by its own name, so the links come last. A link that leads nowhere is among
    the files, since nobody knows what it was.
    """
    found, seen = Found(), set[tuple[int, int]]()
    folders, links = [folder], list[Path]()
    while folders or links:
        here = folders.pop() if folders else links.pop(0)
        try:
            status = here.stat()
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            with os.scandir(here) as listed:
                entries = sorted(listed, key=lambda entry: entry.name)
        except OSError as error:
            found.unread[here] = _unreadable(here, error)
            continue
        for entry in entries:
            mode = _mode(entry)
            if stat.S_ISDIR(mode):
                (links if entry.is_symlink() else folders).append(Path(entry.path))
            elif entry.name.lower().endswith(KINDS) or not mode or _is_receipt(entry):
                found.files.append(Path(entry.path))
            else:
                found.others += 1
    found.files.sort()
    return found


def read(path: Path) -> bytes | Bad:
    """The bytes of a file, or why there are none: Bad("file.read"), Bad("file.size"). Only what a caller handed over is waited for."""
    handed = HANDED_OVER.fullmatch(str(path))
    try:
        if handed:
            data = _all(int(handed[1] or STDIN))
        else:
            # A pipe that nobody writes into would hold us as it is opened; and what it is may have changed since it was listed.
            opened = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
            try:
                if not stat.S_ISREG(os.fstat(opened).st_mode):
                    return Bad("file.read", f"{name(path)} cannot be read: it is no ordinary file")
                data = _all(opened)
            finally:
                os.close(opened)
    except OSError as error:
        return _unreadable(path, error)
    if len(data) > LARGEST:
        return Bad("file.size", f"{name(path)} is larger than {LARGEST:,} bytes")
    return data


def name(path: Path) -> str:
    """A file's name as one line of text: a name can hold any bytes, and a terminal would obey some of them."""
    said = os.fsencode(path).decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in said)


def is_folder(path: Path) -> bool:
    """Whether a folder stands there, as far as one may look."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except OSError:
        return False


def is_pdf(data: bytes) -> bool:
    """Whether bytes begin like a PDF."""
    return data[:1024].lstrip()[:5] == b"%PDF-"


def _is_receipt(entry: os.DirEntry[str]) -> bool:
    """Whether a file is called as a receipt is, or is a *.txt that begins like one."""
    if RECEIPT.fullmatch(entry.name) or not entry.name.lower().endswith(".txt"):
        return bool(RECEIPT.fullmatch(entry.name))
    data = read(Path(entry.path))
    return isinstance(data, bytes) and data.startswith(FIRST)


def _all(opened: int) -> bytes:
    """What can be read, to one byte more than is taken."""
    return b"".join(_parts(opened))


def _parts(opened: int) -> Iterator[bytes]:
    left = LARGEST + 1
    while left and (part := os.read(opened, min(left, 1 << 20))):
        left -= len(part)
        yield part


def _mode(entry: os.DirEntry[str]) -> int:
    """What stands behind a name; 0 behind a link that leads nowhere, or round and round."""
    try:
        return entry.stat().st_mode
    except OSError:
        return 0


def _unreadable(path: Path, error: OSError) -> Bad:
    return Bad("file.read", f"{name(path)} cannot be read: {error.strerror}")
