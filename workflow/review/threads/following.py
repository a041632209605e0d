"""Following a passage from one text into the next, through the difference of the two (REVIEW, section 2.2). Pure.

1. A clause that reads the same in both texts keeps every passage where it stood.
2. In a clause that changed, sentences that read the same are paired in their order. What lies between them is paired by
   likeness, best first: two sentences that share two thirds of their letters, word by word, are one that was edited.
   A neighbour without a pair that makes them more alike belongs to them: the sentence was split, or two became one.
3. A sentence without a pair that stands word for word exactly once among the new ones without a pair, here or in another
   clause, was moved there; so was one that is like exactly one of them, and that one like no other. Ties stay undecided.
4. A passage is kept where at least 60 % of its letters survive, in one clause, and their span did not blow up.

Everything is bounded: a stretch too large to compare shares nothing, and its comments detach, which is seen.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from workflow.drafting.sequences import common

KEEP = 0.6
ALIKE = 0.65
SHORTEST_MOVE = 15
MOST_PAIRS = 40_000
SENTENCE = re.compile(
    r"(?:#{1,4}[ \t]+)?(?:\(?(?:\d[\d.]*|[A-Za-z])[.)][ \t]+)?\S[^\n]*?(?:(?<![ .(][A-Za-z])(?<!\bNo)[.;:!?][\"'”’)\]*]*(?=\s|$)|(?=\n)|$)\s*"
)
"""A sentence with the blanks after it. A printed number belongs to the sentence it stands before, and "U.S.C. 1232" is one."""
WORD = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True)
class Passage:
    """A span of a clause, in code points."""

    clause: str
    start: int
    end: int


@dataclass(frozen=True)
class Shared:
    """A run of letters that both texts have: at `old` of one clause and at `new` of clause `key`."""

    old: int
    key: str
    new: int
    size: int


@dataclass(frozen=True)
class Sentence:
    key: str
    start: int
    text: str

    @cached_property
    def words(self) -> list[str]:
        return WORD.findall(self.text)

    @cached_property
    def bag(self) -> Counter[str]:
        return Counter(self.words)


class Difference:
    """What one text kept of another. Texts are clauses by key."""

    def __init__(self, old: Mapping[str, str], new: Mapping[str, str]) -> None:
        self.old, self.new = old, new
        self.shared: dict[str, list[Shared]] = {}
        left: list[Sentence] = []
        free: list[Sentence] = []
        for key in [key for key in old if old[key] != new.get(key)]:
            self.shared[key] = []
            self._clause(key, left, free)
        for key in [key for key in new if key not in old]:
            free += cut(key, new[key])
        self._moved(left, free)
        for runs in self.shared.values():
            runs.sort(key=attrgetter("old"))

    def follow(self, passage: Passage) -> Passage | None:
        """Where the passage stands in the newer text, or None when it does not."""
        runs = self.shared.get(passage.clause)
        if runs is None:
            return passage if passage.clause in self.new else None
        size = passage.end - passage.start
        kept = list(_overlaps(runs, passage))
        letters: Counter[str] = Counter()
        for run in kept:
            letters[run.key] += run.size
        if not kept:
            return None
        key, most = letters.most_common(1)[0]
        if most < KEEP * size:
            return None
        return self._span(passage, [run for run in kept if run.key == key], runs)

    def _span(self, passage: Passage, kept: Sequence[Shared], runs: Sequence[Shared]) -> Passage | None:
        """The survivors' span. An edge that was replaced takes what stands in its place along, unless that is too much."""
        key, size = kept[0].key, passage.end - passage.start
        low, high = min(run.new for run in kept), max(run.new + run.size for run in kept)
        text, wide_low, wide_high = self.new[key], low, high
        if all(run.old > passage.start for run in kept):
            wide_low = max(
                (r.new + r.size for r in runs if r.key == key and r.old < passage.start and r.new < low),
                default=low,
            )
        if all(run.old + run.size < passage.end for run in kept):
            wide_high = min(
                (r.new for r in runs if r.key == key and r.old >= passage.end and r.new >= high), default=high
            )
        for a, b in ((wide_low, wide_high), (low, high)):
            a, b = trimmed(text, a, b)
            if b - a <= 2 * size + 80 and a <= low and b >= high - 1 and a < b:
                return Passage(key, a, b)
        return None

    def _clause(self, key: str, left: list[Sentence], free: list[Sentence]) -> None:
        olds = cut(key, self.old[key])
        news = cut(key, self.new[key]) if key in self.new else []
        same = common([one.text for one in olds], [one.text for one in news])
        a = b = 0
        for x, y in [*same, (len(olds), len(news))]:
            lost, found = self._alike(olds[a:x], news[b:y])
            left += lost
            free += found
            if x < len(olds):
                self._pair(olds[x], news[y])
            a, b = x + 1, y + 1

    def _alike(self, olds: list[Sentence], news: list[Sentence]) -> tuple[list[Sentence], list[Sentence]]:
        """Pair edited sentences inside a gap, the likest first; returns what is left on both sides."""
        if not olds or not news or len(olds) * len(news) > MOST_PAIRS:
            return olds, news
        pairs = sorted(
            (-alike, x, y)
            for x, old in enumerate(olds)
            for y, new in enumerate(news)
            if (alike := likeness(old, new))
        )
        free = set(range(len(olds))), set(range(len(news)))
        found: list[tuple[int, int]] = []
        for _, x, y in pairs:
            if x in free[0] and y in free[1]:
                free[0].remove(x)
                free[1].remove(y)
                found.append((x, y))
        for x, y in found:
            self._pair(*_grown(olds, news, x, y, free))
        return [olds[x] for x in sorted(free[0])], [news[y] for y in sorted(free[1])]

    def _moved(self, left: Sequence[Sentence], free: Sequence[Sentence]) -> None:
        """Rule 3: word for word first, edited on the way after."""
        once = Counter(one.text.strip() for one in left), Counter(one.text.strip() for one in free)
        places = {one.text.strip(): one for one in free}
        rest = []
        for one in left:
            words = one.text.strip()
            if len(words) >= SHORTEST_MOVE and once[0][words] == once[1][words] == 1:
                there = places[words]
                self.shared[one.key].append(Shared(one.start, there.key, there.start, len(words)))
                free = [other for other in free if other is not there]
            elif len(words) >= SHORTEST_MOVE:
                rest.append(one)
        for old, new in _only_likenesses(rest, free):
            self._pair(old, new)

    def _pair(self, old: Sentence, new: Sentence) -> None:
        if old.text == new.text:
            self.shared[old.key].append(Shared(old.start, new.key, new.start, len(old.text)))
            return
        starts = _starts(old), _starts(new)
        for x, y in common(old.words, new.words):
            self.shared[old.key].append(Shared(starts[0][x], new.key, starts[1][y], len(old.words[x])))


def cut(key: str, text: str) -> list[Sentence]:
    """The sentences of a clause, each with the blanks after it."""
    return [Sentence(key, found.start(), found[0]) for found in SENTENCE.finditer(text)]


def likeness(old: Sentence, new: Sentence) -> float:
    """How much of two sentences is the same, word by word in order: a share of their letters, 0 for too little."""
    whole = len(old.text) + len(new.text)
    if 2 * sum(len(word) * n for word, n in (old.bag & new.bag).items()) < ALIKE * whole:
        return 0.0
    same = 2 * sum(len(old.words[x]) for x, _ in common(old.words, new.words)) / whole
    return same if same >= ALIKE else 0.0


def _grown(
    olds: Sequence[Sentence], news: Sequence[Sentence], x: int, y: int, free: tuple[set[int], set[int]]
) -> tuple[Sentence, Sentence]:
    """A pair with the free neighbours that make it more alike: a sentence was split in two, or two became one."""
    old, new = olds[x], news[y]
    edges = [[x, x], [y, y]]
    growing = bool(free[0] or free[1])
    while growing:
        growing = False
        for side, step in ((0, -1), (0, 1), (1, -1), (1, 1)):
            at = edges[side][step > 0] + step
            if at not in free[side]:
                continue
            more = joined(old if side == 0 else new, (olds, news)[side][at])
            pair = (more, new) if side == 0 else (old, more)
            if likeness(*pair) > likeness(old, new):
                (old, new), growing = pair, True
                edges[side][step > 0] = at
                free[side].remove(at)
    return old, new


def joined(one: Sentence, other: Sentence) -> Sentence:
    """Two sentences that follow one another, as one."""
    first, second = sorted((one, other), key=attrgetter("start"))
    return Sentence(first.key, first.start, first.text + second.text)


def _only_likenesses(left: Sequence[Sentence], free: Sequence[Sentence]) -> list[tuple[Sentence, Sentence]]:
    """Pairs of sentences that are like each other and like no third."""
    if len(left) * len(free) > MOST_PAIRS:
        return []
    alike = [(x, y) for x, old in enumerate(left) for y, new in enumerate(free) if likeness(old, new)]
    lefts, frees = Counter(x for x, _ in alike), Counter(y for _, y in alike)
    return [(left[x], free[y]) for x, y in alike if lefts[x] == frees[y] == 1]


def trimmed(text: str, low: int, high: int) -> tuple[int, int]:
    while low < high and text[low].isspace():
        low += 1
    while high > low and text[high - 1].isspace():
        high -= 1
    return low, high


def _starts(sentence: Sentence) -> list[int]:
    at, starts = sentence.start, []
    for word in sentence.words:
        starts.append(at)
        at += len(word)
    return starts


def _overlaps(runs: Sequence[Shared], passage: Passage) -> Iterator[Shared]:
    """The parts of the runs that lie inside the passage."""
    first = bisect_right(runs, passage.start, key=attrgetter("old")) - 1
    last = bisect_left(runs, passage.end, key=attrgetter("old"))
    for run in runs[max(0, first) : last]:
        low, high = max(run.old, passage.start), min(run.old + run.size, passage.end)
        if low < high:
            yield Shared(low, run.key, run.new + low - run.old, high - low)
