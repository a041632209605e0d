"""Tiles as the specification writes them, read back by hands that know nothing of ours."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.evidence import merkle, tiles
from workflow.evidence.canonical import sha256
from workflow.evidence.errors import Bad
from workflow.evidence.tiles import ENTRIES, Tile


@pytest.mark.parametrize(
    ("tile", "address"),
    [
        (Tile(0, 1234067), "0/x001/x234/067"),
        (Tile(0, 0), "0/000"),
        (Tile(63, 999, 1), "63/999.p/1"),
        (Tile(1, 1000, 255), "1/x001/000.p/255"),
        (Tile(ENTRIES, 7, 12), "entries/007.p/12"),
        (Tile(ENTRIES, 1234067), "entries/x001/x234/067"),
    ],
)
def test_an_address_is_written_and_read(tile, address):
    assert tile.address() == address and tiles.parse(address) == tile


@pytest.mark.parametrize(
    "address",
    [
        "", "0", "0/0", "0/00", "00/000", "64/000", "-1/000", "0/0000", "0/x000/001", "0/001/002", "0/x1/000", "0/000.p/0",
        "0/000.p/256", "0/000.p/01", "0/000.p", "0/000/", "/0/000", "0/000\n", "entries/x000/000", "0/٠٠٠", "data/000",
    ],
)  # fmt: skip
def test_what_is_written_otherwise_is_no_address(address):
    with pytest.raises(Bad) as bad:
        tiles.parse(address)
    assert bad.value.code == "log.tile"


@given(st.integers(0, 10**12), st.integers(0, 63), st.integers(1, 256))
def test_every_tile_has_one_address(number, level, width):
    tile = Tile(level, number, width)
    assert tiles.parse(tile.address()) == tile


def test_the_specifications_own_example():
    """A tree of 70,000 leaves, as C2SP tlog-tiles counts it."""
    found = tiles.all_of(70_000)
    levels = [[t.width for t in found if t.level == level] for level in (0, 1, 2, 3)]
    assert levels == [[256] * 273 + [112], [256, 17], [1], []]
    assert [t.width for t in tiles.all_of(256)] == [256, 1] and tiles.all_of(0) == []


def leaf(number):
    return b"leaf %d" % number


@cache
def node(level, number):
    if level == 0:
        return merkle.leaf_hash(leaf(number))
    return merkle.node_hash(node(level - 1, 2 * number), node(level - 1, 2 * number + 1))


def served(size):
    """What a log of `size` leaves serves under each address."""
    return {
        tile.address(): b"".join(node(8 * tile.level, tile.first + at) for at in range(tile.width))
        for tile in tiles.all_of(size)
    }


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 513, 1000, 65_536, 66_049])
def test_roots_and_proofs_are_made_from_tiles_alone(size):
    files = served(size)
    reader = tiles.Tiles(size, lambda tile: files[tile.address()])
    root = merkle.root(size, node)
    assert merkle.root(size, reader) == root
    for index in {0, size // 3, size - 1}:
        assert merkle.inclusion(index, size, reader) == merkle.inclusion(index, size, node)
    for old in {1, size // 2 or 1, max(size - 1, 1), size}:
        assert merkle.consistency(old, size, reader) == merkle.consistency(old, size, node)


def test_each_tile_is_fetched_once():
    files, asked = served(1000), []
    reader = tiles.Tiles(1000, lambda tile: (asked.append(tile.address()), files[tile.address()])[1])
    merkle.root(1000, reader)
    merkle.inclusion(700, 1000, reader)
    assert len(asked) == len(set(asked))


def test_a_tile_that_is_cut_is_refused():
    with pytest.raises(Bad, match=r"0/000\.p/3 holds 64 bytes"):
        tiles.Tiles(3, lambda tile: bytes(64))(0, 0)


def test_a_changed_tile_gives_another_root():
    files = served(300)
    files["0/001.p/44"] = sha256(b"other") + files["0/001.p/44"][32:]
    assert merkle.root(300, tiles.Tiles(300, lambda t: files[t.address()])) != merkle.root(300, node)


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_a_bundle_is_read_as_it_was_written(entries):
    assert tiles.open_bundle(tiles.bundle(entries), len(entries)) == entries


@pytest.mark.parametrize(("data", "width"), [(b"\0", 1), (b"\0\2a", 1), (b"\0\1a\0\1b", 1), (b"", 1)])
def test_a_bundle_that_is_not_whole_is_refused(data, width):
    with pytest.raises(Bad) as bad:
        tiles.open_bundle(data, width)
    assert bad.value.code == "log.tile"


def test_an_entry_too_long_for_its_length_is_a_fault():
    with pytest.raises(OverflowError):
        tiles.bundle([bytes(65_536)])
