"""A witness that looks for itself: it fetches a log's checkpoint and as many tiles as the proof needs, and asks nobody.

Everything fetched is hostile until it fits: the proof is made from tiles, and holds only if they are the tiles of both trees.
"""

from collections.abc import Callable

import httpx

from workflow.core.errors import Refused
from workflow.evidence import merkle, tlog
from workflow.evidence.errors import Bad
from workflow.evidence.tiles import HASH, WIDTH, Tile, Tiles
from workflow.evidence.witness import continues
from workflow.witness.folder import Folder

Fetch = Callable[[str, int], bytes]
"""The bytes at a path below the log's address, of at most so many."""
NOTE_BYTES = 64_000


def over_http(address: str) -> Fetch:
    """Fetch below an address such as https://mou.example.gov/log. Raises Refused when it does not answer."""

    def fetch(path: str, most: int) -> bytes:
        found = b""
        try:
            with httpx.stream("GET", f"{address.rstrip('/')}/{path}", timeout=20) as answer:
                answer.raise_for_status()
                for piece in answer.iter_bytes():
                    found += piece
                    if len(found) > most:
                        raise Refused(f"{path} is longer than it can be.")
        except (httpx.HTTPError, httpx.InvalidURL) as away:
            raise Refused(f"The log cannot be read: {away}", "Look at its address.") from None
        return found

    return fetch


def look(folder: Folder, fetch: Fetch, *, time: int) -> str:
    """The log's checkpoint with this witness's line under it, remembered. Raises Bad("witness...") for what it does not sign."""
    try:
        note = fetch("checkpoint", NOTE_BYTES).decode()
    except UnicodeDecodeError:
        raise Bad("witness.signature", "this is not a checkpoint") from None
    watched = folder.logs().get(note.partition("\n")[0])
    if watched is None:
        raise Bad("witness.origin", "this witness does not watch that log")
    try:
        said = tlog.open_checkpoint(tlog.own_lines(note), [watched.key])
    except Bad as bad:
        raise Bad("witness.signature", bad.words) from None
    before, proof = watched.seen, []
    if 0 < before.size < said.size:
        proof = _proof(fetch, before.size, said.size)
    continues(before, said, proof)
    signed = folder.sign(note, before.size, proof, time=time)
    return tlog.own_lines(note) + signed.line()


def _proof(fetch: Fetch, old: int, new: int) -> list[bytes]:
    tiles = Tiles(new, lambda tile: _tile(fetch, tile))
    return merkle.consistency(old, new, tiles)


def _tile(fetch: Fetch, tile: Tile) -> bytes:
    return fetch(f"tile/{tile.address()}", WIDTH * HASH)
