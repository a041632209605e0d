"""10,000 bytes exchanged at random, one at a time, over a package, its log and its sealed PDF: not one is accepted."""

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.adapters.documents import AT, PACKAGE, agreement
from tests.evidence import factory
from workflow.adapters.keystore import Keystore
from workflow.adapters.published import Published
from workflow.adapters.seal import check_seal, seal
from workflow.adapters.timestamp import LocalTimeAuthority
from workflow.adapters.typesetter import typeset
from workflow.audit import outside
from workflow.audit.tree import Tree
from workflow.evidence import leaf, merkle, tiles, tlog, witness
from workflow.evidence.errors import Bad
from workflow.evidence.tiles import ENTRIES, Tile
from workflow.evidence.verify import verify
from workflow.evidence.witness import Seen

FLIPS = {"package": 4_000, "log": 5_700, "pdf": 300}
LEAVES = 300
Accepts = Callable[[bytes], bool]


def accepted(good: bytes, accepts: Accepts, flips: int, seed: str) -> int:
    """How many of so many copies with one byte exchanged are accepted; the good file itself is."""
    assert accepts(good), seed
    chance, count = random.Random(seed), 0
    for _ in range(flips):
        flipped = bytearray(good)
        flipped[chance.randrange(len(good))] ^= chance.randrange(1, 256)
        count += accepts(bytes(flipped))
    return count


def test_there_are_ten_thousand_of_them() -> None:
    assert sum(FLIPS.values()) == 10_000


def test_no_byte_of_a_package_can_be_exchanged() -> None:
    package, policy = factory.everything()
    answers: Counter[int] = Counter()

    def accepts(data: bytes) -> bool:
        answers[code := verify(data, policy).exit_code] += 1
        return code == 0

    assert accepted(package, accepts, FLIPS["package"], "package") == 0
    assert answers[0] == 1 and answers[1] > 100 and sum(answers.values()) == FLIPS["package"] + 1


def test_no_byte_of_a_sealed_pdf_can_be_exchanged(tmp_path: Path) -> None:
    keys = Keystore(tmp_path / "keys")
    page = typeset(agreement(), package=PACKAGE, made_at=AT)
    sealed = seal(page, keys.seal, LocalTimeAuthority(keys.time), at=AT, reason="Publication")
    flips = FLIPS["pdf"]
    assert accepted(sealed, lambda data: check_seal(data, [keys.authority]).valid, flips, "pdf") == 0


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[bytes, Accepts]]:
    """A log of 300 leaves as others have it: its files, and how each is held against the rest."""
    chance = random.Random(300)
    entries = [
        leaf.leaf_data(leaf.private_leaf(chance.randbytes(32), {"number": number}))
        for number in range(LEAVES)
    ]
    tree = Tree(bytearray(b"".join(map(merkle.leaf_hash, entries))))
    root = tree.root(LEAVES)
    key = Ed25519PrivateKey.from_private_bytes(chance.randbytes(32))
    vkeys = [tlog.vkey("flips.example/log", key)]
    note = tlog.sign_checkpoint("flips.example/log", LEAVES, root, key)
    proof = merkle.inclusion(123, LEAVES, tree)

    def against(data: bytes) -> bool:
        """What `countersign log check --against` does with a file."""
        try:
            return not list(outside.compare(outside.read("file", data), tree, vkeys))
        except Bad:
            return False

    said = tlog.open_checkpoint(note, vkeys)

    def held(tile: Tile) -> bytes:
        return b"".join(tree(8 * tile.level, tile.first + at) for at in range(tile.width))

    def tile_of(tile: Tile, before: int) -> tuple[bytes, Accepts]:
        """A tile as a witness takes it that saw a smaller log; of the proof it makes from tiles it needs each hash of this one."""
        seen = Seen(before, tree.root(before))

        def accepts(data: bytes) -> bool:
            shown = tiles.Tiles(LEAVES, lambda one: data if one == tile else held(one))
            try:
                witness.continues(seen, said, merkle.consistency(before, LEAVES, shown))
            except Bad:
                return False
            return True

        return held(tile), accepts

    published = Published(tmp_path_factory.mktemp("published"))
    published.settle()
    with published.alone():
        head = published.advance(None, note, lambda start, end: entries[start:end])

    def bundle_of(tile: Tile) -> tuple[bytes, Accepts]:
        """A bundle as a resumption takes it: read from where it was published, and held against the head."""
        file = published.folder / "tile" / tile.address()

        def accepts(data: bytes) -> bool:
            file.write_bytes(data)
            try:
                return merkle.tree_hash(published.leaves(0, LEAVES)) == head.root
            except Bad:
                return False
            finally:
                file.write_bytes(good)

        good = file.read_bytes()
        return good, accepts

    return {
        "checkpoint": (note.encode(), against),
        "receipt": (tlog.tlog_proof(123, proof, note).encode(), against),
        "full tile": tile_of(Tile(0, 0), 123),
        "partial tile": tile_of(Tile(0, 1, 44), 123),
        "upper tile": tile_of(Tile(1, 0, 1), 280),
        "full bundle": bundle_of(Tile(ENTRIES, 0)),
        "partial bundle": bundle_of(Tile(ENTRIES, 1, 44)),
    }


SHARES = {
    "checkpoint": 2_100, "receipt": 2_100, "full tile": 300, "partial tile": 300, "upper tile": 300, "full bundle": 300,
    "partial bundle": 300,
}  # fmt: skip


@pytest.mark.parametrize("name", SHARES)
def test_no_byte_of_the_log_can_be_exchanged(log: dict[str, tuple[bytes, Accepts]], name: str) -> None:
    assert sum(SHARES.values()) == FLIPS["log"] and SHARES.keys() == log.keys()
    good, accepts = log[name]
    assert accepted(good, accepts, SHARES[name], name) == 0
