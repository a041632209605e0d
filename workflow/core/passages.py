"""Passages of one text that lie beside, within and across one another, cut into pieces that do not. Pure.

A piece begins wherever a passage begins or ends, and knows every passage it belongs to. So a text can be marked from left to
right, however its passages overlap: pieces follow one another, and together they are exactly what is covered.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """A stretch of a text, and the number of the thread that is about it. `settled`: it has its answer."""

    start: int
    end: int
    number: int
    settled: bool = False


@dataclass(frozen=True)
class Piece:
    """A stretch that the same passages cover, by their numbers; and those of them that end with it."""

    start: int
    end: int
    covers: tuple[Passage, ...]
    ends: tuple[Passage, ...] = ()


def pieces(passages: Iterable[Passage]) -> list[Piece]:
    """The pieces, from left to right. Empty passages cover nothing and are left out."""
    real = sorted((one for one in passages if one.start < one.end), key=lambda one: one.number)
    begins: dict[int, list[Passage]] = {}
    for one in real:
        begins.setdefault(one.start, []).append(one)
    edges = sorted({edge for one in real for edge in (one.start, one.end)})
    found: list[Piece] = []
    here: list[Passage] = []
    for start, end in itertools.pairwise(edges):
        here = sorted(
            [*(one for one in here if one.end > start), *begins.get(start, ())], key=lambda one: one.number
        )
        if here:
            found.append(Piece(start, end, tuple(here), tuple(one for one in here if one.end == end)))
    return found
