"""Separation of duties in a review: said openly, and no lock-out for a district of two people.

1. Who made the revision should not be the only one who approves it in a lane. What follows is a rule of the route: it counts
   and the page says so (the default: a small party may have nobody else), or nothing is said, or the author has no seat.
2. A deputy's word is the deputy's: who made the revision and approves it for somebody else has still approved their own text.
3. What no setting allows stands elsewhere: nobody vouches for their own key (`core.permissions`), one person sits once in a
   lane (`review.route.seats`) and fills one place of a frozen text (`core.threshold`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from workflow.core.approvals import Seat, Standing


class OwnText(StrEnum):
    """What a route says of an author who sits in the review of the own revision."""

    WARN = "warn"
    REFUSE = "refuse"
    OFF = "off"


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


def without_the_author(seats: Iterable[Seat], author_id: str, said_by: Mapping[str, str]) -> Iterator[Seat]:
    """The seats of a stage where the route leaves the author none (`OwnText.REFUSE`): the author's own are gone, a lane of which
    nobody is left is empty, and what the author said as a deputy is not said. `said_by`: the deputy who spoke, by whose seat it is.
    """
    for seat in seats:
        if seat.person_id == author_id:
            continue
        if said_by.get(seat.person_id) == author_id:
            seat = replace(seat, standing=Standing.AWAITED)
        yield replace(seat, deputy_id="", deputy_name="") if seat.deputy_id == author_id else seat
