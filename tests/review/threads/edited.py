"""Synthetic edits of real texts with the truth kept letter by letter: where every passage stands after them, if it does.

Every letter has an identity of its own. An edit takes letters out, brings new ones or moves old ones; so after any number of
edits the place of a passage is where its letters are. Deterministic: one seed, one history.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from random import Random

from workflow.drafting.importing.door import import_file
from workflow.review.threads.following import Passage

MOUS = Path(__file__).parents[2] / "data" / "mous"
LENGTHS = (1, 2, 3, 5, 8, 13, 21)
"""Words of a passage, as REVIEW, section 3 has them."""
PHRASES = (
    " in writing and without delay",
    ", where the law allows it,",
    " after consulting the other party",
    " at no cost",
)
WORDS = (
    "officer",
    "student",
    "training",
    "record",
    "policy",
    "complaint",
    "budget",
    "schedule",
    "supervisor",
    "request",
)
Letters = list[tuple[str, int]]


@cache
def agreements() -> dict[str, str]:
    """Every agreement of the test data, joined: clauses by key."""
    return {
        f"{file.stem}/{n}": clause.text
        for file in sorted(MOUS.glob("*.txt"))
        for n, clause in enumerate(import_file(file.read_bytes(), file.name).clauses)
    }


@dataclass
class Draft:
    """A text whose letters know who they are: clauses by key, each a list of sentences."""

    random: Random
    clauses: dict[str, list[Letters]] = field(default_factory=dict)
    pool: list[str] = field(default_factory=list)
    numbers: Callable[[], int] = field(default_factory=lambda: count().__next__)

    @classmethod
    def of(cls, texts: Mapping[str, str], seed: int) -> "Draft":
        """Seven sentences of ten are the text; the others wait to be inserted."""
        draft = cls(Random(seed))
        for key, text in texts.items():
            kept = []
            for sentence in re.findall(r"(?s).+?(?:[.;:]\s+|$)", text):
                if draft.random.random() < 0.7 or not kept:
                    kept.append(draft.write(sentence))
                else:
                    draft.pool.append(sentence)
            draft.clauses[key] = kept
        return draft

    def write(self, words: str) -> Letters:
        return [(letter, self.numbers()) for letter in words]

    def text(self, key: str) -> str:
        return "".join(letter for sentence in self.clauses[key] for letter, _ in sentence)

    def texts(self) -> dict[str, str]:
        return {key: self.text(key) for key in self.clauses}

    def identities(self, key: str) -> list[int]:
        return [number for sentence in self.clauses[key] for _, number in sentence]

    def edit(self, times: int) -> None:
        """So many edits, drawn in the proportions of REVIEW, section 3."""
        kinds = (
            self.reword,
            self.insert,
            self.delete,
            self.move,
            self.qualify,
            self.rewrite,
            self.remove_clause,
            self.add_clause,
        )
        for _ in range(times):
            self.random.choices(kinds, (40, 20, 15, 15, 7, 3, 1, 1))[0]()

    def reword(self) -> None:
        """One word for another."""
        sentence = self._sentence()
        words = [found.span() for found in re.finditer(r"\S+", "".join(letter for letter, _ in sentence))]
        if words:
            start, end = self.random.choice(words)
            sentence[start:end] = self.write(self.random.choice(WORDS))

    def insert(self) -> None:
        """A sentence that stood in none of the texts before."""
        clause = self._clause()
        clause.insert(self.random.randrange(len(clause) + 1), self.write(self.random.choice(self.pool)))

    def delete(self) -> None:
        clause = self._clause()
        if clause:
            clause.pop(self.random.randrange(len(clause)))

    def move(self) -> None:
        """A sentence goes elsewhere, to any clause or within its own."""
        clause = self._clause()
        if clause:
            sentence = clause.pop(self.random.randrange(len(clause)))
            there = clause if self.random.random() < 0.5 else self._clause()
            there.insert(self.random.randrange(len(there) + 1), sentence)

    def qualify(self) -> None:
        """A phrase into the middle of a sentence."""
        sentence = self._sentence()
        gaps = [at for at, (letter, _) in enumerate(sentence) if letter == " "]
        if gaps:
            at = self.random.choice(gaps)
            sentence[at:at] = self.write(self.random.choice(PHRASES))

    def rewrite(self) -> None:
        """A sentence is replaced by another one."""
        clause = self._clause()
        if clause:
            clause[self.random.randrange(len(clause))] = self.write(self.random.choice(self.pool))

    def remove_clause(self) -> None:
        del self.clauses[self.random.choice(list(self.clauses))]

    def add_clause(self) -> None:
        size = min(4, len(self.pool))
        self.clauses[f"new/{self.numbers()}"] = [
            self.write(one) for one in self.random.sample(self.pool, size)
        ]

    def _clause(self) -> list[Letters]:
        return self.clauses[self.random.choice(list(self.clauses))]

    def _sentence(self) -> Letters:
        clause = self._clause()
        return self.random.choice(clause) if clause else []

    def passages(self, amount: int) -> list[Passage]:
        """Passages of 1 to 21 words, anywhere."""
        found: list[Passage] = []
        while len(found) < amount:
            key = self.random.choice(list(self.clauses))
            words = [one.span() for one in re.finditer(r"\S+", self.text(key))]
            if words:
                first = self.random.randrange(len(words))
                last = min(len(words), first + self.random.choice(LENGTHS)) - 1
                found.append(Passage(key, words[first][0], words[last][1]))
        return found

    def truth(self, passages: list[frozenset[int]]) -> list[Passage | None]:
        """Where the letters of each are now, when at least half of them are in one clause."""
        place = {number: (key, at) for key in self.clauses for at, number in enumerate(self.identities(key))}
        return [_where(letters, [place[one] for one in letters if one in place]) for letters in passages]


def _where(letters: frozenset[int], places: list[tuple[str, int]]) -> Passage | None:
    here: dict[str, list[int]] = defaultdict(list)
    for key, at in places:
        here[key].append(at)
    key = max(sorted(here), key=lambda one: len(here[one]), default="")
    if len(here[key]) < 0.5 * len(letters):
        return None
    return Passage(key, min(here[key]), max(here[key]) + 1)


@dataclass(frozen=True)
class History:
    """Texts one after the other, passages of the first, and where each stands in the last."""

    texts: list[dict[str, str]]
    passages: list[Passage]
    truth: list[Passage | None]


def history(edits: int, *, seed: int, rounds: int = 5, passages: int = 400) -> History:
    draft = Draft.of(agreements(), seed)
    texts, chosen = [draft.texts()], draft.passages(passages)
    letters = [frozenset(draft.identities(one.clause)[one.start : one.end]) for one in chosen]
    for _ in range(rounds):
        draft.edit(edits)
        texts.append(draft.texts())
    return History(texts, chosen, draft.truth(letters))


@dataclass
class Score:
    """How passages fared: `alive` those that are still there, `gone` those that are not."""

    right: int = 0
    wrong: int = 0
    detached: int = 0
    ghosts: int = 0
    gone: int = 0

    @property
    def alive(self) -> int:
        return self.right + self.wrong + self.detached

    def share(self, name: str) -> float:
        return getattr(self, name) / max(1, self.gone if name == "ghosts" else self.alive)

    def note(self, found: Passage | None, truth: Passage | None) -> None:
        if truth is None:
            self.gone += 1
            self.ghosts += found is not None
        elif found is None:
            self.detached += 1
        elif overlap(found, truth) >= 0.5:
            self.right += 1
        else:
            self.wrong += 1

    def __str__(self) -> str:
        return (
            f"right {self.share('right'):.1%}, wrong {self.share('wrong'):.2%}, detached though alive "
            f"{self.share('detached'):.1%}, ghosts {self.share('ghosts'):.1%} of {self.gone} gone"
        )


def overlap(found: Passage, truth: Passage) -> float:
    """Intersection over union."""
    if found.clause != truth.clause:
        return 0.0
    both = min(found.end, truth.end) - max(found.start, truth.start)
    return max(0, both) / (max(found.end, truth.end) - min(found.start, truth.start))
