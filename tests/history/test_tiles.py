"""A stranger rebuilds the whole log from its tiles, reading the specification with other code than ours."""

import base64
import hashlib
import json
from datetime import datetime

import pytest
from sqlmodel import Session

from tests.history.test_actions import begin, frozen
from tests.history.test_sequencer import KEY, act
from workflow.core.errors import NotFound
from workflow.history import tiles
from workflow.history.sequencer import sequence

pytestmark = pytest.mark.both_databases


def stranger_reads(session: Session, size: int) -> tuple[bytes, list[bytes]]:
    """(root, entries) from tiles alone: the height-8 subtrees hashed upwards, the entries hashed into level 0."""

    def name(number: int, count: int) -> str:
        width = min(256, count - 256 * number)
        return f"{number:03d}" + ("" if width == 256 else f".p/{width}")

    entries: list[bytes] = []
    hashes: list[bytes] = []
    for number in range((size + 255) // 256):
        bundle = tiles.read(session, "entries/" + name(number, size))
        while bundle:
            length = bundle[0] * 256 + bundle[1]
            entries.append(bundle[2 : 2 + length])
            bundle = bundle[2 + length :]
        tile = tiles.read(session, "0/" + name(number, size))
        hashes += [tile[at : at + 32] for at in range(0, len(tile), 32)]
    assert hashes == [hashlib.sha256(b"\0" + entry).digest() for entry in entries]
    full = [tree(hashes[at : at + 256]) for at in range(0, size // 256 * 256, 256)]
    if full:
        assert b"".join(full) == tiles.read(session, "1/" + name(0, len(full)))
    return tree(hashes), entries


def tree(hashes: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, word for word."""
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return hashlib.sha256(b"\1" + tree(hashes[:k]) + tree(hashes[k:])).digest()


def test_the_tree_is_rebuilt_from_tiles_alone_at_every_checkpoint(session: Session, now: datetime) -> None:
    begin(session, now)
    for more in (2, 252, 1, 300):
        act(session, now, more)
        frozen(session, now)
        checkpoint = sequence(session, key=KEY, at=now)
        assert checkpoint
        root, entries = stranger_reads(session, checkpoint.size)
        assert root == base64.b64decode(checkpoint.note.split("\n")[2]) and len(entries) == checkpoint.size


def test_a_partial_tile_stays_when_the_log_has_grown(session: Session, now: datetime) -> None:
    begin(session, now)
    sequence(session, key=KEY, at=now)
    before = tiles.read(session, "0/000.p/1"), tiles.read(session, "entries/000.p/1")
    act(session, now, 300)
    sequence(session, key=KEY, at=now)
    assert before == (tiles.read(session, "0/000.p/1"), tiles.read(session, "entries/000.p/1"))
    assert tiles.read(session, "0/000")[:32] == before[0]


def test_published_entries_say_nothing_private(session: Session, now: datetime) -> None:
    """Of a private event there is a commitment and not one member more: no kind, no agreement, no person, no time."""
    begin(session, now)
    act(session, now, 5)
    frozen(session, now)
    sequence(session, key=KEY, at=now)
    said = [json.loads(entry[24:]) for entry in stranger_reads(session, 7)[1]]
    assert sorted(map(list, said), key=len)[:6] == [["commitment"]] * 6
    assert len({leaf["commitment"] for leaf in said if "commitment" in leaf}) == 6
    assert [leaf["event"] for leaf in said if "commitment" not in leaf] == ["frozen"]


@pytest.mark.parametrize(
    "address", ["0/000.p/9", "0/001", "1/000.p/1", "entries/000", "entries/000.p/9", "x"]
)
def test_what_no_checkpoint_covers_is_not_found(session: Session, now: datetime, address: str) -> None:
    begin(session, now)
    with pytest.raises(NotFound):
        tiles.read(session, address)
    act(session, now, 7)
    sequence(session, key=KEY, at=now)
    act(session, now, 1)
    with pytest.raises(NotFound):
        tiles.read(session, address)
