"""Anchors: where a comment's quotation stands in the text of today (REVIEW, section 2.2).

1. An anchor is a clause (by its key) and, where one was chosen, a quotation: W3C TextQuoteSelector with the position in
   code points of the clause's text, as of the revision that was read.
2. We hold both texts, so a quotation is followed through their difference, never searched for: sentences that did not
   change first, words inside the changed ones after. It is kept where at least 60 % of its characters survive and their
   span did not blow up.
3. *exact*: reads the same. *changed*: stands there, and was edited. *moved*: left its clause whole, and stands exactly
   once in another clause that did not have it before. *detached*: anything else, ties included. A detached comment is
   shown with its old text; one put in the wrong place would mislead.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from workflow.core.errors import Invalid

CONTEXT = 32
KEEP = 0.6
SHORTEST_MOVE = 25
MOST_PAIRS = 4_000_000
SENTENCE = re.compile(r"[^.;:\n]*(?:[.;:\n]+\s*|$)")
WORD = re.compile(r"\w+|\s+|[^\w\s]")


class State(StrEnum):
    EXACT = "exact"
    CHANGED = "changed"
    MOVED = "moved"
    DETACHED = "detached"


@dataclass(frozen=True)
class Place:
    """Where an anchor stands now. `start` and `end` count code points; both 0 when the whole clause is meant."""

    state: State
    clause: str = ""
    start: int = 0
    end: int = 0


def select(text: str, quote: str) -> dict[str, Any]:
    """The selector of a quotation of this clause's text. An empty quotation is the whole clause: no selector.

    Spaces and the stars of emphasis need not match: a reader copies what the page shows. Raises Invalid when the
    quotation is not there, or stands there more than once.
    """
    wanted = _flat(quote)[0]
    if not wanted:
        return {}
    flat, places = _flat(text)
    found = _all(flat, wanted)
    if not found:
        raise Invalid.one(
            "quote",
            "These words do not stand in the clause. Copy them from the text as it is.",
            "quote.missing",
        )
    if len(found) > 1:
        raise Invalid.one(
            "quote",
            f"These words stand {len(found)} times in the clause. Quote a few more of them.",
            "quote.tie",
        )
    start, end = places[found[0]], places[found[0] + len(wanted) - 1] + 1
    return selector(text, start, end)


def selector(text: str, start: int, end: int) -> dict[str, Any]:
    """W3C selectors of a span of the clause's text, in code points."""
    return {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[max(0, start - CONTEXT) : start],
        "suffix": text[end : end + CONTEXT],
        "refinedBy": {"type": "TextPositionSelector", "start": start, "end": end},
    }


def span(chosen: Mapping[str, Any]) -> tuple[int, int]:
    position = chosen["refinedBy"]
    return position["start"], position["end"]


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a clause as spans without the blanks around them."""
    found = []
    for match in SENTENCE.finditer(text):
        words = match[0].strip()
        if len(words) > 1:
            start = match.start() + match[0].index(words)
            found.append((start, start + len(words)))
    return found


def place(
    key: str,
    chosen: Mapping[str, Any],
    old: str | None,
    now: Mapping[str, str],
    before: Callable[[], Mapping[str, str]] = dict,
) -> Place:
    """Where an anchor stands in the text of today.

    `old` is the anchored clause's text when the comment was made, `now` every clause's text of today by key, and
    `before` the clauses' texts of that revision: asked for only when the quotation is not found in its own clause.
    """
    if not key:
        return Place(State.EXACT)
    current = now.get(key)
    if not chosen:
        if current is None:
            return Place(State.DETACHED)
        return Place(State.EXACT if current == old else State.CHANGED, key)
    start, end = span(chosen)
    quote = chosen["exact"]
    if current is not None and current == old:
        return Place(State.EXACT, key, start, end)
    if current is not None and old is not None and (kept := _follow(old, current, start, end)):
        state = State.EXACT if current[kept[0] : kept[1]] == quote else State.CHANGED
        return Place(state, key, *kept)
    return _moved(key, quote, now, before)


def _moved(key: str, quote: str, now: Mapping[str, str], before: Callable[[], Mapping[str, str]]) -> Place:
    """Rule 3: the whole quotation stands once in another clause, where it did not stand before."""
    if len(quote) < SHORTEST_MOVE:
        return Place(State.DETACHED)
    hits = [(other, at) for other, text in now.items() for at in _all(text, quote)]
    if len(hits) != 1 or hits[0][0] == key or quote in before().get(hits[0][0], ""):
        return Place(State.DETACHED)
    other, at = hits[0]
    return Place(State.MOVED, other, at, at + len(quote))


def _follow(old: str, new: str, start: int, end: int) -> tuple[int, int] | None:
    """The span in the new text, through the difference of the two (rule 2); None when too little survives."""
    hits: list[int] = []
    ends: set[int] = set()
    before, after = 0, len(new)
    for a, b, size in matching(old, new):
        low, high = max(a, start), min(a + size, end)
        hits += range(b + low - a, b + high - a)
        ends |= {at for at in (start, end - 1) if a <= at < a + size}
        if a < start:
            before = b + min(size, start - a)
        if a + size > end and after == len(new):
            after = b + max(0, end - a)
    if len(hits) < KEEP * (end - start):
        return None
    alone = min(hits), max(hits) + 1
    # An edge that was replaced takes what stands in its place along, unless that is too much.
    wide = _trimmed(new, alone[0] if start in ends else before, alone[1] if end - 1 in ends else after)
    for low, high in (wide, alone):
        if high - low <= 2 * (end - start) + 80 and low <= alone[0] and high >= alone[1]:
            return low, high
    return None


def _trimmed(text: str, low: int, high: int) -> tuple[int, int]:
    while low < high and text[low].isspace():
        low += 1
    while high > low and text[high - 1].isspace():
        high -= 1
    return low, high


def matching(old: str, new: str) -> list[tuple[int, int, int]]:
    """What both texts share, as (place in old, place in new, length) in code points: whole sentences, then words."""
    blocks: list[tuple[int, int, int]] = []
    olds, news = _pieces(SENTENCE, old), _pieces(SENTENCE, new)
    same = SequenceMatcher(None, [words for _, words in olds], [words for _, words in news], autojunk=False)
    for tag, a, b, c, d in same.get_opcodes():
        if tag == "equal":
            blocks += [(olds[a + k][0], news[c + k][0], len(olds[a + k][1])) for k in range(b - a)]
        elif tag == "replace":
            blocks += _words(olds[a:b], news[c:d])
    return blocks


def _words(olds: list[tuple[int, str]], news: list[tuple[int, str]]) -> list[tuple[int, int, int]]:
    """The same, word by word, inside a gap. A gap too large to compare shares nothing: its comments detach."""
    left = _pieces(WORD, "".join(words for _, words in olds), olds[0][0])
    right = _pieces(WORD, "".join(words for _, words in news), news[0][0])
    if len(left) * len(right) > MOST_PAIRS:
        return []
    same = SequenceMatcher(None, [word for _, word in left], [word for _, word in right], autojunk=False)
    return [
        (left[block.a + k][0], right[block.b + k][0], len(left[block.a + k][1]))
        for block in same.get_matching_blocks()
        for k in range(block.size)
    ]


def _pieces(pattern: re.Pattern[str], text: str, offset: int = 0) -> list[tuple[int, str]]:
    return [(match.start() + offset, match[0]) for match in pattern.finditer(text) if match[0]]


def _flat(text: str) -> tuple[str, list[int]]:
    """The text without stars and with single blanks, and for each of its characters the place it came from."""
    out: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        if char == "*":
            continue
        if char.isspace():
            if not out or out[-1] == " ":
                continue
            char = " "
        out.append(char)
        places.append(at)
    if out and out[-1] == " ":
        out.pop()
        places.pop()
    return "".join(out), places


def _all(text: str, words: str) -> list[int]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found
