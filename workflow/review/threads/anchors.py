"""Anchors: what a comment is about, and where that stands in the text of today (REVIEW, section 2.2).

1. An anchor is a clause (by its key) and, where one was chosen, a quotation: W3C TextQuoteSelector with the position in
   code points of the clause's text, as of the revision that was read.
2. We hold both texts, so a quotation is followed from revision to revision through their difference (`following`), never
   searched for.
3. *exact*: reads the same. *changed*: stands there, and was edited. *moved*: stands in another clause than the one it was
   made on. *detached*: gone, or not certain; it stays so until a person says where it belongs. A detached comment is shown
   with its old text; one put in the wrong place would mislead.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from workflow.core.errors import Invalid
from workflow.review.threads.following import SENTENCE, Difference, Passage

CONTEXT = 32


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
        words = match[0].lstrip("# \t").rstrip()
        if len(words) > 1:
            start = match.start() + match[0].index(words)
            found.append((start, start + len(words)))
    return found


def origin(key: str, chosen: Mapping[str, Any]) -> Place:
    """Where an anchor stands in the text it was made on."""
    return Place(State.EXACT, key, *(span(chosen) if chosen else (0, 0)))


def carried(key: str, quote: str, at: Place, texts: Difference) -> Place:
    """Where an anchor on clause `key` that stood at `at` in the older text stands in the newer one."""
    if not key or at.state is State.DETACHED:
        return at
    if not at.end:
        return _whole(at, texts)
    found = texts.follow(Passage(at.clause, at.start, at.end))
    if found is None:
        return Place(State.DETACHED)
    return Place(named(key, quote, found, texts.new), found.clause, found.start, found.end)


def named(key: str, quote: str, found: Passage, text: Mapping[str, str]) -> State:
    """What to call it when a quotation of clause `key` is found there (rule 3)."""
    if found.clause != key:
        return State.MOVED
    same = text[found.clause][found.start : found.end] == quote
    return State.EXACT if same else State.CHANGED


def _whole(at: Place, texts: Difference) -> Place:
    """A comment on a whole clause follows the clause."""
    if at.clause not in texts.new:
        return Place(State.DETACHED)
    return at if texts.old.get(at.clause) == texts.new[at.clause] else Place(State.CHANGED, at.clause)


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
