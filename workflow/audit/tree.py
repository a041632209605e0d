"""The tree made again from leaf hashes, and every stored node and signed checkpoint held against it."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from operator import itemgetter

from sqlmodel import Session, col, select

from workflow.audit import rows
from workflow.audit.findings import Finding
from workflow.audit.stored import read
from workflow.evidence import merkle, tlog
from workflow.evidence.errors import Bad
from workflow.history.models import LogNode

PAGE = 20_000
FIRST = itemgetter(0)


class Tree:
    """All complete subtrees over the leaf hashes: 64 bytes a leaf, level by level."""

    def __init__(self, leaves: bytearray) -> None:
        self.levels = [leaves]
        while len(self.levels[-1]) >= 64:
            below = bytes(self.levels[-1])
            pairs = range(0, len(below) - 63, 64)
            self.levels.append(
                bytearray(b"".join([sha256(b"\x01" + below[at : at + 64]).digest() for at in pairs]))
            )

    @property
    def size(self) -> int:
        return len(self.levels[0]) // 32

    def __call__(self, level: int, number: int) -> bytes:
        """One node, for the functions of `merkle`."""
        return bytes(self.levels[level][32 * number : 32 * number + 32])

    def root(self, size: int) -> bytes:
        return merkle.root(size, self)


def nodes(session: Session, tree: Tree) -> Iterator[Finding]:
    """Stored hashes that are missing or others than those made again; one finding a level."""
    for level, made in enumerate(tree.levels):
        stored = bytearray()
        for start in range(0, len(made) // 32, PAGE):
            number = col(LogNode.number)
            page = (
                select(LogNode.hash)
                .where(LogNode.level == level, number >= start, number < min(start + PAGE, len(made) // 32))
                .order_by(number)
            )
            with suppress(TypeError):  # what is no hash is one less
                stored += b"".join(map(FIRST, rows.plain(session, page)))
        if stored != made:
            yield Finding("log.node", f"the stored hashes of level {level} are not those of the tree")


def checkpoints(session: Session, tree: Tree, keys: Sequence[str]) -> Iterator[Finding]:
    """Every checkpoint is signed by this log, says what its row says, and is a root of this tree; time never goes back.

    Once it is signed with ML-DSA-44 too, so is every later one.
    """
    signed = list(read(session, "checkpoint", ("size", "root", "note", "at"), order="size"))
    before, beside = "", False
    for row in signed:
        named = f"the checkpoint of {row['size']} leaves"
        try:
            said = tlog.open_checkpoint(row["note"] if isinstance(row["note"], str) else "", keys)
        except Bad as bad:
            yield Finding("checkpoint.note", f"{named}: {bad.words}")
            continue
        if (said.size, said.root) != (row["size"], row["root"]):
            yield Finding("checkpoint.row", f"{named} says something else than its row")
        if row["size"] > tree.size or tree.root(said.size) != said.root:
            yield Finding("checkpoint.root", f"{named} is not a root of this tree")
        if not isinstance(row["at"], str) or row["at"] < before:
            yield Finding("checkpoint.time", f"{named} has no time, or an older one than the one before it")
        else:
            before = row["at"]
        if beside and not said.beside:
            yield Finding(
                "checkpoint.note", f"{named} lacks the signature with ML-DSA-44 that one before it has"
            )
        beside = beside or bool(said.beside)
    lengths = [row["length"] for row in read(session, "stream", ("id", "length")) if row["id"] == "log"]
    if (lengths or [0]) != [signed[-1]["size"] if signed else 0]:
        yield Finding("checkpoint.newest", "the newest checkpoint does not cover the whole log")
