"""Which comments say nearly the same: letters sent by the hundred are one opinion, and each of them stays a comment.

1. Two comments are alike when four fifths of their runs of three words are the same; case, marks and spaces do not count.
2. Comparing each with all would be slow, so each has sixteen short *bands* (MinHash). Alike comments share a band with a
   chance of 999 in 1,000; a shared band only says where to look, rule 1 decides.
3. A group has a head, its first comment, and every other is like the head: groups do not drift.
4. A text carries another when the two are alike, or when four fifths of the runs of the shorter stand in the longer: words
   that were joined to others, or split off, are still those words. Of fewer than six runs nothing is said that way.
"""

import re
from hashlib import blake2b

RUN, ALIKE = 3, 0.8
BANDS, ROWS = 16, 4
ENOUGH = 6
PRIME = (1 << 61) - 1
WORD = re.compile(r"\w+")
_TURNS = [
    (int.from_bytes(digest[:8]) % (PRIME - 1) + 1, int.from_bytes(digest[8:]) % PRIME)
    for digest in (blake2b(b"turn %d" % number, digest_size=16).digest() for number in range(BANDS * ROWS))
]


def runs(text: str, length: int = RUN) -> frozenset[int]:
    """The runs of three words (or as many as said) of a text, by their numbers. A shorter text is one run."""
    words = WORD.findall(text.casefold())
    count = max(1, len(words) - length + 1)
    return frozenset(_number(" ".join(words[at : at + length])) for at in range(count))


def _number(words: str) -> int:
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest()) % PRIME


def bands(text: str) -> list[str]:
    """The bands of a text (rule 2), each with its place in front."""
    found = runs(text)
    least = [min((a * run + b) % PRIME for run in found) for a, b in _TURNS]
    return [
        f"{band}:" + blake2b(repr(least[band * ROWS : (band + 1) * ROWS]).encode(), digest_size=8).hexdigest()
        for band in range(BANDS)
    ]


def alike(one: str, other: str) -> bool:
    """Rule 1."""
    mine, theirs = runs(one), runs(other)
    return len(mine & theirs) >= ALIKE * len(mine | theirs)


def carries(one: str, other: str) -> bool:
    """Rule 4."""
    mine, theirs = runs(one), runs(other)
    shorter = min(len(mine), len(theirs))
    return alike(one, other) or (shorter >= ENOUGH and len(mine & theirs) >= ALIKE * shorter)
