"""What was published of the log, kept outside the database: one folder, written before anybody can see a checkpoint.

A database that comes back from yesterday's backup does not know what it signed since. This folder does, so it is not part of
the backup (docs/adr/0024):

- `place`: which deployment publishes from here. It knows the number the file system gave it, so a copy of the folder, by
  whatever tool, is recognised as a copy. Each publication touches it, so that a tool that copies only what changed copies it.
- `heads/SIZE`: the newest checkpoints, each a file of its own name: laying yesterday's folder over today's removes none.
- `tile/entries/...`: the leaves as C2SP tlog-tiles, which is what a resumption needs to go on with the same tree.

A head is written after its leaves and never replaced. Whoever writes holds the lock and names the head it continues: of two
services at once, one is refused.
"""

import fcntl
import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from workflow.core.ids import new_id
from workflow.evidence import tiles, tlog
from workflow.evidence.errors import Bad
from workflow.evidence.tiles import ENTRIES, WIDTH, Tile

KEPT_HEADS = 3
Leaves = Callable[[int, int], list[bytes]]
"""The leaf data from one index up to, not including, another."""


@dataclass(frozen=True)
class Head:
    """The newest checkpoint that may have been seen by anybody."""

    size: int
    root: bytes
    note: str


class Published:
    """The folder. Nothing is made until the first `settle`."""

    def __init__(self, folder: Path, machine: str = "") -> None:
        self.folder, self.machine = folder, machine

    @property
    def place(self) -> str:
        """The id of the place this is; empty where there is none, or only the copy of one."""
        try:
            with (self.folder / "place").open() as file:
                said = json.load(file)
                number = os.fstat(file.fileno()).st_ino
        except FileNotFoundError:
            return ""
        elsewhere = self.machine and said["machine"] and said["machine"] != self.machine
        return "" if elsewhere or said["number"] != str(number) else str(said["id"])

    @property
    def is_there(self) -> bool:
        """Whether anything was ever published from here, or from where it was copied."""
        return (self.folder / "place").exists()

    def settle(self) -> str:
        """Make this the place that publishes: a new id, which no copy made before has."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        place = new_id()
        draft = self.folder / f".place.{secrets.token_hex(6)}"
        with draft.open("w") as file:
            number = str(os.fstat(file.fileno()).st_ino)
            json.dump({"id": place, "machine": self.machine, "number": number}, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.folder / "place")
        _flush_folder(self.folder)
        return place

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else writes here while the block runs, whichever database they have."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.folder / ".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def head(self) -> Head | None:
        """The newest head; None before the first. Raises Bad("published.head") for one that cannot be read."""
        newest = max(self._heads(), default=None)
        if newest is None:
            return None
        try:
            note = (self.folder / "heads" / str(newest)).read_text()
            _, size, root = tlog.body(note)
        except (FileNotFoundError, Bad) as bad:
            raise Bad("published.head", f"the published head cannot be read: {bad}") from None
        if size != newest:
            raise Bad("published.head", "the published head is not the one it is named after")
        return Head(size, root, note)

    def leaves(self, start: int, end: int) -> list[bytes]:
        """Leaf data as it was published, from `start` up to `end`. Raises Bad("published.leaves")."""
        found: list[bytes] = []
        for tile in _over(start, end):
            try:
                data = (self.folder / "tile" / tile.address()).read_bytes()
                entries = tiles.open_bundle(data, tile.width)
            except (FileNotFoundError, Bad):
                raise Bad(
                    "published.leaves", f"the published leaves {tile.address()} are not whole"
                ) from None
            found += entries[max(0, start - tile.first) :]
        return found

    def advance(self, before: Head | None, note: str, leaves: Leaves) -> Head:
        """Publish what continues `before`: leaves first, then the head. The caller holds the lock.

        Raises Bad("published.overtaken") when somebody else published in between.
        """
        if self.head() != before:
            raise Bad("published.overtaken", "somebody else has published in the meantime")
        _, size, root = tlog.body(note)
        fresh = _over(before.size if before else 0, size)
        for tile in fresh:
            self._write(f"tile/{tile.address()}", tiles.bundle(leaves(tile.first, tile.first + tile.width)))
        self._write(f"heads/{size}", note.encode())
        os.utime(self.folder / "place")
        self._tidy(fresh)
        return Head(size, root, note)

    def _heads(self) -> list[int]:
        folder = self.folder / "heads"
        names = [one.name for one in folder.iterdir()] if folder.is_dir() else []
        return [int(name) for name in names if name.isascii() and name.isdigit()]

    def _write(self, name: str, content: bytes) -> None:
        """A whole new file on disk. One of the same name is there only if we crashed after it and before its head."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        _flush_folder(path.parent)

    def _tidy(self, fresh: list[Tile]) -> None:
        """Older heads and the narrower tiles before these are not needed any more. A crash before this leaves them behind."""
        for size in sorted(self._heads())[:-KEPT_HEADS]:
            (self.folder / "heads" / str(size)).unlink(missing_ok=True)
        for tile in fresh:
            narrow = self.folder / "tile" / f"{Tile(ENTRIES, tile.number).address()}.p"
            for file in narrow.iterdir() if narrow.is_dir() else ():
                if file.name != str(tile.width) or tile.width == WIDTH:
                    file.unlink(missing_ok=True)


def _over(start: int, end: int) -> list[Tile]:
    """The bundles that hold the leaves from `start` up to `end`, the last as wide as a tree of `end` leaves has it."""
    if start >= end:
        return []
    numbers = range(start // WIDTH, -(-end // WIDTH))
    return [Tile(ENTRIES, number, tiles.held(ENTRIES, number, end)) for number in numbers]


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def this_machine() -> str:
    """What tells this machine from others, hashed; empty where the system does not say (many containers)."""
    try:
        known = Path("/etc/machine-id").read_text().strip()
    except OSError:
        return ""
    return sha256(f"countersign place\n{known}".encode()).hexdigest()[:32] if known else ""
