"""Logs for a witness to look at: honest, grown, shrunken, forked; read through their tiles like any other."""

import re

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from workflow.core.errors import Refused
from workflow.evidence import merkle, tiles, tlog

ORIGIN = "countersign.example/log"


class Log:
    """A log of leaves that say their number; from `fork_at` on they say something else."""

    def __init__(self, size: int, key: Ed25519PrivateKey, fork_at: int | None = None) -> None:
        self.key, self.size = key, size
        self.nodes: dict[tuple[int, int], bytes] = {}
        for index in range(size):
            word = "leaf" if fork_at is None or index < fork_at else "fork"
            leaf = merkle.leaf_hash(f"{word} {index}".encode())
            for level, number, value in merkle.new_nodes(index, leaf, self.node):
                self.nodes[level, number] = value

    def node(self, level: int, number: int) -> bytes:
        return self.nodes[level, number]

    @property
    def note(self) -> str:
        return tlog.sign_checkpoint(ORIGIN, self.size, merkle.root(self.size, self.node), self.key)

    @property
    def vkey(self) -> str:
        return tlog.vkey(ORIGIN, self.key)

    def proof(self, old: int) -> list[bytes]:
        return merkle.consistency(old, self.size, self.node) if 0 < old < self.size else []

    def fetch(self, path: str, most: int) -> bytes:
        """As over HTTP."""
        if path == "checkpoint":
            return self.note.encode()
        tile = tiles.parse(re.sub("^tile/", "", path))
        if tiles.held(tile.level, tile.number, self.size) < tile.width:
            raise Refused(f"404 for {path}")
        return b"".join(self.nodes[8 * tile.level, tile.first + n] for n in range(tile.width))
