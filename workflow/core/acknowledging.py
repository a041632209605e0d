"""Acknowledgement lists: people confirm having read a revision.

1. Who is on a list: whoever sits in one of its places today. Who leaves an office leaves the list; what was confirmed stays.
2. Who is asked about a revision has the turn until they confirm that one, or any text after the asking. Silence is silence.
3. A confirmation is of the text as it was shown. Once the text reads otherwise it is *outdated*, and shown as that; it never
   passes to another text. Asking again is an act, so that a comma moved in review troubles nobody.
4. Reminders come two working days before the due day, on it, and a week after; then no more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from workflow.core.people import Hold, Office, PartyKind
from workflow.core.routing import Place, Step, Whom

REMINDERS = (Step(-2, Whom.SELF), Step(0, Whom.SELF), Step(5, Whom.SELF))
STEPS = {
    "none": "Nothing waits for it",
    "freeze": "Before the text is frozen",
    "signing": "Before the frozen text is signed",
}
"""What waits for a list to be complete."""


class Reading(StrEnum):
    """Where one person on a list stands."""

    AWAITED = "awaited"
    OUTDATED = "outdated"
    CONFIRMED = "confirmed"


@dataclass(frozen=True)
class Confirmed:
    """One confirmation: of a revision, which read as this digest says, at this moment."""

    revision: str
    digest: str
    at: datetime


def reading(given: Iterable[Confirmed], digest: str) -> Reading:
    """Where somebody stands towards the text of today (rule 3)."""
    given = list(given)
    if any(one.digest == digest for one in given):
        return Reading.CONFIRMED
    return Reading.OUTDATED if given else Reading.AWAITED


def has_turn(given: Iterable[Confirmed], revision: str, asked: datetime) -> bool:
    """Whether somebody asked about this revision then still has to look (rule 2)."""
    return all(one.at < asked and one.revision != revision for one in given)


def sits(place: Place, person_id: str, hold: Hold | None) -> bool:
    """Rule 1: a person by name, or by an office held at a party, or at any party of a kind."""
    if place.person_id:
        return place.person_id == person_id
    if hold is None or hold.office is not place.office:
        return False
    return hold.party_id == place.party_id if place.party_id else hold.kind is place.kind


def places_of(person_id: str, hold: Hold | None = None) -> tuple[str, ...]:
    """Every place this person sits in by that office: what a list may have written down."""
    own = str(Place(person_id=person_id))
    if hold is None:
        return (own,)
    return (own, str(Place(hold.office, party_id=hold.party_id)), str(Place(hold.office, hold.kind)))


ASKED_AS_A_RULE = ((PartyKind.AGENCY, Office.SRO), (PartyKind.SCHOOL, Office.PRINCIPAL))
"""Requirement 119: those who live by the text understand their roles."""
