"""C2SP tlog-tiles: the tree and its entries as a finite set of files that never change (docs/format.md, section 7).

A tile of level L holds up to 256 hashes of complete subtrees of 256^L leaves; a bundle holds the leaf data of as many
leaves. Whoever has the tiles has the tree: `Tiles` answers for any node of it, so every root and every proof can be made
without asking the log for more.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workflow.evidence import merkle
from workflow.evidence.errors import Bad

HEIGHT, WIDTH, HASH = 8, 256, 32
ENTRIES = -1
"""The level of a bundle of entries, whose address says `entries` in that place."""
_LEVEL = r"(entries|[0-9]|[1-5][0-9]|6[0-3])"
_ADDRESS = re.compile(_LEVEL + r"/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


@dataclass(frozen=True)
class Tile:
    """Number `number` of its level, with the first `width` of the 256 things it can hold."""

    level: int
    number: int
    width: int = WIDTH

    @property
    def first(self) -> int:
        """The number, within its level, of the first thing in it."""
        return self.number * WIDTH

    def address(self) -> str:
        """`0/x001/x234/067`, `entries/000.p/5`: what follows `/log/tile/`."""
        digits = f"{self.number:03d}"
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
        name = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
        level = "entries" if self.level == ENTRIES else str(self.level)
        return f"{level}/{name}" + (f".p/{self.width}" if self.width < WIDTH else "")


def parse(address: str) -> Tile:
    """The tile at an address. Raises Bad("log.tile") for one that is not written as the specification writes it."""
    match = _ADDRESS.fullmatch(address)
    if match:
        level = ENTRIES if match[1] == "entries" else int(match[1])
        tile = Tile(level, int(match[2].replace("/", "").replace("x", "")), int(match[3] or WIDTH))
        if tile.address() == address:
            return tile
    raise Bad("log.tile", "this is not the address of a tile")


def held(level: int, number: int, size: int) -> int:
    """How many of its 256 things a tile has in a tree of `size` leaves; 0 where it does not exist."""
    complete = size >> (HEIGHT * max(level, 0))
    return max(0, min(WIDTH, complete - number * WIDTH))


def all_of(size: int) -> list[Tile]:
    """Every hash tile of a tree of this size, lowest level first, the last of each level as wide as it is by then."""
    found: list[Tile] = []
    level = 0
    while size >> (HEIGHT * level):
        for number in range(-(-(size >> (HEIGHT * level)) // WIDTH)):
            found.append(Tile(level, number, held(level, number, size)))
        level += 1
    return found


def bundle(entries: Sequence[bytes]) -> bytes:
    """Entries one after the other, each behind its length in two bytes."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def open_bundle(data: bytes, width: int) -> list[bytes]:
    """The entries of a bundle of `width`. Raises Bad("log.tile") when it holds more, fewer, or a piece of one."""
    entries: list[bytes] = []
    at = 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if end > len(data) or at + 2 > len(data):
            raise Bad("log.tile", "a bundle of entries ends early")
        entries.append(data[at + 2 : end])
        at = end
    if len(entries) != width:
        raise Bad("log.tile", f"a bundle holds {len(entries)} entries, not {width}")
    return entries


class Tiles:
    """Nodes of a tree of `size` leaves read from tiles, each fetched once. `fetch` gives the bytes at a tile's address."""

    def __init__(self, size: int, fetch: Callable[[Tile], bytes]) -> None:
        self._size, self._fetch = size, fetch
        self._known: dict[tuple[int, int], bytes] = {}

    def __call__(self, level: int, number: int) -> bytes:
        """The hash of a complete subtree, for the functions of `merkle`. Raises Bad("log.tile")."""
        height, above = divmod(level, HEIGHT)
        first = number << above
        found = [self._hash(height, first + place) for place in range(1 << above)]
        while len(found) > 1:
            found = [merkle.node_hash(*found[at : at + 2]) for at in range(0, len(found), 2)]
        return found[0]

    def _hash(self, level: int, number: int) -> bytes:
        tile = Tile(level, number // WIDTH, held(level, number // WIDTH, self._size))
        data = self._known.get((tile.level, tile.number))
        if data is None:
            data = self._fetch(tile)
            if len(data) != tile.width * HASH:
                raise Bad("log.tile", f"the tile {tile.address()} holds {len(data)} bytes")
            self._known[tile.level, tile.number] = data
        at = (number % WIDTH) * HASH
        return data[at : at + HASH]
