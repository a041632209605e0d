"""Restamping before a scheme weakens (after RFC 4998): everything the log and the public copies hold, hashed anew under SHA-512.

The hashes that bind a log today are SHA-256. While that still holds, one leaf says what all of it is under a longer hash, with
a time token over that where there is an authority: whoever could one day make a second text for an old hash could not have
made it to fit this one (docs/format.md, section 6).
"""

from collections.abc import Iterable
from hashlib import sha512
from typing import Any

from workflow.evidence.canonical import dumps

HASH = "sha512"
DOMAIN = b"sro-mou/log-renewal/v1\0"


def root(entries: Iterable[bytes]) -> bytes:
    """The tree hash of RFC 6962 with SHA-512 in place of SHA-256, one entry at a time; 64 bytes."""
    return root_of(map(leaf_hash, entries))


def leaf_hash(entry: bytes) -> bytes:
    """64 bytes."""
    return sha512(b"\0" + entry).digest()


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The same where only the hashes of the entries are at hand."""
    standing: list[tuple[int, bytes]] = []  # complete subtrees from left to right, with their heights
    for value in leaves:
        height = 0
        while standing and standing[-1][0] == height:
            value = sha512(b"\1" + standing.pop()[1] + value).digest()
            height += 1
        standing.append((height, value))
    if not standing:
        return sha512(b"").digest()
    value = standing.pop()[1]
    while standing:
        value = sha512(b"\1" + standing.pop()[1] + value).digest()
    return value


def imprint(leaf: dict[str, Any]) -> bytes:
    """What the token of a renewal's leaf is about: everything in it but the token; 64 bytes."""
    return sha512(DOMAIN + dumps({name: value for name, value in leaf.items() if name != "token"})).digest()
