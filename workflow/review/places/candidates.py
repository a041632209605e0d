"""What a comment that lost its words may be about: the likest passages of today's text. Pure.

Only a suggestion: searching for a quotation finds more than following it does, and is wrong far more often (REVIEW,
section 3), so a person decides. Rare words of the quotation lead to the places worth a closer look; each is scored as
Hypothesis scores (50 the words, 20 what stood before, 20 what stood after), with 10 for its own clause.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflow.drafting.sequences import common

MOST = 3
ENOUGH = 0.5
LEADS = 12
"""Words that lead to places, and places that are looked at."""
LONGEST = 120
"""Words of a quotation that are compared; what is longer is known by its beginning."""
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Candidate:
    """A passage, in code points of its clause (both 0: the whole clause), and how like it is, in percent."""

    clause: str
    start: int
    end: int
    score: int

    def to_json(self) -> dict[str, Any]:
        return {"clause": self.clause, "start": self.start, "end": self.end, "score": self.score}


@dataclass(frozen=True)
class _Words:
    """The words of a clause, folded, and where each begins and ends."""

    words: list[str]
    spans: list[tuple[int, int]]

    @classmethod
    def of(cls, text: str) -> "_Words":
        found = list(WORD.finditer(text))
        return cls([one[0].casefold() for one in found], [one.span() for one in found])


class Search:
    """A text, ready to be asked for many quotations."""

    def __init__(self, text: Mapping[str, str]) -> None:
        self.clauses = {key: _Words.of(words) for key, words in text.items()}
        self.where: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for key, clause in self.clauses.items():
            for at, word in enumerate(clause.words):
                self.where[word].append((key, at))

    def quotation(self, selector: Mapping[str, Any], key: str) -> list[Candidate]:
        """The likest passages for a quotation of clause `key`, the best first; they do not overlap."""
        wanted = _folded(selector["exact"])[:LONGEST]
        around = _folded(selector.get("prefix", "")), _folded(selector.get("suffix", ""))
        found = [
            candidate
            for clause, at in self._leads(wanted)
            if (candidate := self._look(clause, at, wanted, around, clause == key))
        ]
        return _best(found)

    def clause(self, text: str) -> list[Candidate]:
        """The likest clauses for a clause that is gone."""
        wanted = Counter(_folded(text))
        found = []
        for key, clause in self.clauses.items():
            bag = Counter(clause.words)
            alike = 2 * (bag & wanted).total() / max(1, bag.total() + wanted.total())
            if alike >= ENOUGH:
                found.append(Candidate(key, 0, 0, round(100 * alike)))
        return sorted(found, key=lambda one: -one.score)[:MOST]

    def _leads(self, wanted: Sequence[str]) -> list[tuple[str, int]]:
        """Places where the quotation could begin, those that more and rarer words point to first."""
        votes: Counter[tuple[str, int]] = Counter()
        known = sorted(
            (len(self.where[word]), at, word) for at, word in enumerate(wanted) if word in self.where
        )
        for often, at, word in known[:LEADS]:
            for key, place in self.where[word]:
                votes[key, max(0, place - at)] += 1_000_000 // often
        return [place for place, _ in votes.most_common(LEADS)]

    def _look(
        self, key: str, at: int, wanted: Sequence[str], around: tuple[list[str], list[str]], own: bool
    ) -> Candidate | None:
        clause = self.clauses[key]
        first = max(0, at - 3)
        pairs = common(wanted, clause.words[first : at + len(wanted) + 3])
        if not pairs:
            return None
        low, high = first + pairs[0][1], first + pairs[-1][1] + 1
        alike = 2 * len(pairs) / (len(wanted) + high - low)
        if alike < ENOUGH:
            return None
        before, after = clause.words[max(0, low - 6) : low], clause.words[high : high + 6]
        score = 50 * alike + 20 * _share(around[0], before) + 20 * _share(around[1], after) + 10 * own
        return Candidate(key, clause.spans[low][0], clause.spans[high - 1][1], round(score))


def _folded(text: str) -> list[str]:
    return [one.casefold() for one in WORD.findall(text)]


def _share(wanted: Sequence[str], there: Sequence[str]) -> float:
    return (Counter(wanted) & Counter(there)).total() / len(wanted) if wanted else 0.0


def _best(found: Sequence[Candidate]) -> list[Candidate]:
    kept: list[Candidate] = []
    for one in sorted(found, key=lambda one: (-one.score, one.clause, one.start)):
        if len(kept) < MOST and not any(
            other.clause == one.clause and one.start < other.end and other.start < one.end for other in kept
        ):
            kept.append(one)
    return kept
