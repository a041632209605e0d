"""Finding what two sequences have in common, in bounded time whatever they hold.

The standard library's matcher takes 8 s for two twelve-page texts and longer for a hostile one. Here: equal ends are cut
off; then elements that stand once on each side hold the rest together (the longest run of them that keeps its order);
what is left between them is small and matched exactly, as long as a fixed budget of comparisons lasts. Beyond the budget
the pieces count as replaced: a coarser answer, never a slower one.
"""

import itertools
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

BUDGET = 1_500_000
"""Cells of exact comparison a call may spend, about half a second."""

Pair = tuple[int, int]


@dataclass
class _Budget:
    left: int

    def spend(self, cells: int) -> bool:
        if cells > self.left:
            return False
        self.left -= cells
        return True


def common(old: Sequence[Hashable], new: Sequence[Hashable], budget: int = BUDGET) -> list[Pair]:
    """Pairs of places that hold the same element, growing on both sides."""
    pairs: list[Pair] = []
    purse = _Budget(budget)
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        a, a_end, b, b_end = waiting.pop()
        while a < a_end and b < b_end and old[a] == new[b]:
            pairs.append((a, b))
            a, b = a + 1, b + 1
        while a < a_end and b < b_end and old[a_end - 1] == new[b_end - 1]:
            a_end, b_end = a_end - 1, b_end - 1
            pairs.append((a_end, b_end))
        if a == a_end or b == b_end:
            continue
        anchors = _unique(old, new, a, a_end, b, b_end)
        if anchors:
            edges = [(a - 1, b - 1), *anchors, (a_end, b_end)]
            pairs += anchors
            waiting += [
                (x + 1, after_x, y + 1, after_y) for (x, y), (after_x, after_y) in itertools.pairwise(edges)
            ]
        elif purse.spend((a_end - a) * (b_end - b)):
            pairs += [(a + x, b + y) for x, y in _exact(old[a:a_end], new[b:b_end])]
    return sorted(pairs)


def _unique(old: Sequence[Hashable], new: Sequence[Hashable], a: int, a_end: int, b: int, b_end: int) -> list[Pair]:  # fmt: skip
    once_old = {value for value, n in Counter(old[a:a_end]).items() if n == 1}
    once_new = {value for value, n in Counter(new[b:b_end]).items() if n == 1} & once_old
    if not once_new:
        return []
    place = {value: y for y, value in enumerate(new[b:b_end], b) if value in once_new}
    return rising([(x, place[value]) for x, value in enumerate(old[a:a_end], a) if value in place])


def rising(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest run of pairs (given in order of their first number) whose second numbers grow."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, y) in enumerate(pairs):
        place = bisect_left(ends, y)
        before.append(last[place - 1] if place else -1)
        if place == len(ends):
            ends.append(y)
            last.append(number)
        else:
            ends[place], last[place] = y, number
    run: list[Pair] = []
    at = last[-1] if last else -1
    while at >= 0:
        run.append(pairs[at])
        at = before[at]
    return run[::-1]


def _exact(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """The longest common subsequence by the table of lengths; the caller has paid for its cells."""
    rows = [[0] * (len(new) + 1)]
    for value in reversed(old):
        below, row = rows[-1], [0] * (len(new) + 1)
        for y in range(len(new) - 1, -1, -1):
            row[y] = below[y + 1] + 1 if value == new[y] else max(below[y], row[y + 1])
        rows.append(row)
    rows.reverse()
    pairs: list[Pair] = []
    x = y = 0
    while x < len(old) and y < len(new):
        if old[x] == new[y]:
            pairs.append((x, y))
            x, y = x + 1, y + 1
        elif rows[x + 1][y] >= rows[x][y + 1]:
            x += 1
        else:
            y += 1
    return pairs


def pieces(size_old: int, size_new: int, pairs: Sequence[Pair]) -> list[tuple[str, int, int, int, int]]:
    """The pairs as stretches `(kind, old from, old to, new from, new to)`, kind: same or changed."""
    out: list[tuple[str, int, int, int, int]] = []
    a = b = 0
    for x, y in [*pairs, (size_old, size_new)]:
        if x > a or y > b:
            out.append(("changed", a, x, b, y))
        if x < size_old or y < size_new:
            if out and out[-1][0] == "same" and out[-1][2] == x and out[-1][4] == y:
                out[-1] = ("same", out[-1][1], x + 1, out[-1][3], y + 1)
            else:
                out.append(("same", x, x + 1, y, y + 1))
        a, b = x + 1, y + 1
    return out
