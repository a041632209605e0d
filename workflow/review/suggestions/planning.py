"""What would become of suggestions if they were accepted now: pure, from rows and the text of today.

1. A suggestion that is open is held against the clause as it reads today. Untouched since: it stands as it is. Changed
   since: both changes are put together word by word; where they meet, a person settles each place.
2. Several are put together on the text of today. Two that meet are a pair for a person to choose from; one that has to be
   settled with the text of today is settled alone.
3. Nothing is a dead end: whatever cannot be applied says why, and what to do instead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from workflow.drafting.merging import Merged, Part, merge
from workflow.review.models import Thread
from workflow.review.suggestions.models import Credit, Suggestion

SUGGESTED, TODAY = "suggested", "today"


class Standing(StrEnum):
    """Where a suggestion stands."""

    AS_IS = "as_is"
    MERGED = "merged"
    CONFLICT = "conflict"
    ALREADY = "already"
    GONE = "gone"
    TAKEN = "taken"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


APPLICABLE = frozenset({Standing.AS_IS, Standing.MERGED})
"""Can be taken into the text without anybody settling anything."""
UNDECIDED = APPLICABLE | {Standing.CONFLICT, Standing.ALREADY, Standing.GONE}
"""Still waits for an answer."""


@dataclass(frozen=True)
class Made:
    """A suggestion as read from the database: with its thread, the clause it was made on, and its credit if it was taken."""

    thread: Thread
    suggestion: Suggestion
    base: str
    read: int
    """The number of the revision it was made on."""
    credit: Credit | None = None
    taken_in: int | None = None

    @property
    def number(self) -> int:
        return self.thread.number

    @property
    def key(self) -> str:
        return self.suggestion.clause_key


def held_against(made: Made, today: str) -> Merged:
    """The suggestion and what happened to the clause since, put together. Places: 0 suggests, 1 reads today."""
    return merge(made.base, [made.suggestion.text, today])


def standing(made: Made, now: Mapping[str, str]) -> Standing:
    """Where it stands towards the text of today, clause by key (rule 1)."""
    if made.credit:
        return Standing.TAKEN
    if made.thread.state != "open":
        return Standing.WITHDRAWN if made.thread.state == "withdrawn" else Standing.ANSWERED
    today = now.get(made.key)
    if today is None:
        return Standing.GONE
    result = held_against(made, today).text
    if result is None:
        return Standing.CONFLICT
    if result == today:
        return Standing.ALREADY
    return Standing.AS_IS if today == made.base else Standing.MERGED


@dataclass(frozen=True)
class Plan:
    """The clauses that would read otherwise, by key; or what keeps it from being done."""

    texts: Mapping[str, str] = field(default_factory=dict)
    pairs: tuple[tuple[int, int], ...] = ()
    """Numbers of suggestions that cannot both stand."""
    stuck: Mapping[int, Standing] = field(default_factory=dict)
    """Numbers of suggestions that cannot be applied, and how they stand."""
    places: tuple[Part, ...] = ()
    """Where a single suggestion has to be settled with the text of today."""
    merged: frozenset[int] = frozenset()
    """Numbers of those that do not stand word for word as they were suggested."""
    kept: bool = False
    """Settling kept words of today that the suggestion would have changed."""

    @property
    def ready(self) -> bool:
        return bool(self.texts) and not self.pairs and not self.stuck and not self.places


def plan(chosen: Sequence[Made], now: Mapping[str, str], choices: Sequence[str] = ()) -> Plan:
    """What accepting these would do. `choices` settles a single one: `suggested` or `today` for each place, in order."""
    stands = {made.number: standing(made, now) for made in chosen}
    if len(chosen) == 1 and stands[chosen[0].number] is Standing.CONFLICT:
        return _settled(chosen[0], now[chosen[0].key], choices)
    stuck = {number: how for number, how in stands.items() if how not in APPLICABLE}
    able = [made for made in chosen if made.number not in stuck]
    texts: dict[str, str] = {}
    pairs: list[tuple[int, int]] = []
    for key in dict.fromkeys(made.key for made in able):
        mine = [made for made in able if made.key == key]
        together = _together(mine, now[key])
        pairs += [
            (min(pair), max(pair)) for pair in ((mine[a].number, mine[b].number) for a, b in together.pairs)
        ]
        if together.text is not None:
            texts[key] = together.text
    merged = frozenset(made.number for made in able if texts.get(made.key) != made.suggestion.text)
    return Plan(texts, tuple(sorted(pairs)), stuck, merged=merged)


def _together(mine: Sequence[Made], today: str) -> Merged:
    """Rule 2: each as it would read on its own on the text of today, then all of them together."""
    return merge(today, [held_against(made, today).text or today for made in mine])


def _settled(made: Made, today: str, choices: Sequence[str]) -> Plan:
    both = held_against(made, today)
    if len(choices) != len(both.conflicts) or not set(choices) <= {SUGGESTED, TODAY}:
        return Plan(places=both.conflicts)
    words = [
        part.says[0 if choice == SUGGESTED else 1]
        for part, choice in zip(both.conflicts, choices, strict=True)
    ]
    result = both.settle(words)
    if result == today:
        return Plan(stuck={made.number: Standing.ALREADY})
    return Plan({made.key: result}, merged=frozenset({made.number}), kept=TODAY in choices)
