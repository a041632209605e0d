"""Giving the clauses of an incoming text the keys of the clauses they continue.

A rival draft or a new Word file knows nothing of our keys. A clause is the same as one we have when, in this order:
1. its text is the same; 2. its heading is the same, numbers apart, and only one on each side has it;
3. of those left, it is the most similar, and at least half of its words are shared. Everything else is new.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from workflow.drafting import headings
from workflow.drafting.compare import Piece

ENOUGH = 0.5
MOST_CANDIDATES = 12


@dataclass(frozen=True)
class Match:
    """One incoming clause: the key it continues (empty: it is new) and by what it was recognised."""

    key: str
    by: str
    similarity: int = 100

    def to_json(self) -> dict[str, Any]:
        return {"key": self.key, "by": self.by, "similarity": self.similarity}


NEW = Match("", "new", 0)


def align(existing: Sequence[Piece], incoming: Sequence[str]) -> list[Match]:
    """One Match for each incoming text. A key is given at most once."""
    matches: list[Match] = [NEW] * len(incoming)
    free = list(existing)
    for by, name in (("text", _same), ("heading", _heading)):
        free = _unique(free, incoming, matches, by, name)
    _similar(free, incoming, matches)
    return matches


def _same(text: str) -> str:
    return " ".join(text.split())


def _heading(text: str) -> str:
    first = next((line for line in text.split("\n") if line.strip()), "")
    titled = first.startswith("#") or headings.number_of(text) or headings.titled_run_in(first)
    return headings.strip_number(headings.name_of(text)).casefold() if titled else ""


def _unique(free: list[Piece], incoming: Sequence[str], matches: list[Match], by: str, name: Callable[[str], str]) -> list[Piece]:  # fmt: skip
    """Pair what has the same name once on each side; returns the clauses still free."""
    ours = [name(piece.text) for piece in free]
    theirs = [name(text) if match is NEW else "" for text, match in zip(incoming, matches, strict=True)]
    once_ours, once_theirs = Counter(ours), Counter(theirs)
    taken = set()
    for number, piece in enumerate(free):
        shared = ours[number]
        if shared and once_ours[shared] == once_theirs[shared] == 1:
            matches[theirs.index(shared)] = Match(piece.key, by)
            taken.add(piece.key)
    return [piece for piece in free if piece.key not in taken]


def _similar(free: list[Piece], incoming: Sequence[str], matches: list[Match]) -> None:
    """Best pairs first. Rare words lead to the candidates, so that a thousand clauses stay quick."""
    bags = {piece.key: Counter(piece.text.casefold().split()) for piece in free}
    holding: dict[str, list[str]] = {}
    for key, bag in bags.items():
        for word in bag:
            holding.setdefault(word, []).append(key)
    pairs = []
    for number, text in enumerate(incoming):
        if matches[number] is not NEW:
            continue
        bag = Counter(text.casefold().split())
        votes: Counter[str] = Counter()
        for word in bag:
            keys = holding.get(word, ())
            if len(keys) <= MOST_CANDIDATES:
                votes.update(keys)
        for key, _ in votes.most_common(MOST_CANDIDATES):
            shared = 2 * sum((bag & bags[key]).values()) / max(1, sum(bag.values()) + sum(bags[key].values()))
            pairs.append((-shared, number, key))
    given: set[str] = set()
    for shared, number, key in sorted(pairs):
        if -shared >= ENOUGH and matches[number] is NEW and key not in given:
            matches[number] = Match(key, "similar words", round(-shared * 100))
            given.add(key)
