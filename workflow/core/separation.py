"""Separation of duties in a review: said openly, and no lock-out for a district of two people.

1. Who made the revision should not be the only one who approves it in a lane. It counts, and the page says so: a small party
   may have nobody else.
2. A deputy's word is the deputy's: who made the revision and approves it for somebody else has still approved their own text.
3. What no setting allows stands elsewhere: nobody vouches for their own key (`core.permissions`), one person sits once in a
   lane (`review.route.seats`) and fills one place of a frozen text (`core.threshold`).
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """An approval that counts in a lane: whose seat it is, and who said it where that was a deputy."""

    person_id: str
    said_by: str = ""

    @property
    def speaker(self) -> str:
        return self.said_by or self.person_id


def approved_by_its_author_alone(words: Iterable[Word], author_id: str) -> bool:
    """Whether every approval of a lane was said by whoever made the revision (rules 1 and 2). A text that was imported by
    nobody in particular has no author."""
    words = list(words)
    return bool(author_id) and bool(words) and all(one.speaker == author_id for one in words)
