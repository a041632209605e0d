"""A blocking objection, and the ways out of it. Silence is never one of them.

1. Its author takes it back.
2. Somebody above the author at the author's own party gives it up, with a reason.
3. The text changes, and those who run the agreement accept it.
4. It is over its due date, somebody has escalated it to both sides, a week has passed, and those who run the agreement on
   the author's own side and on the other side *together* override it: two acts by two people, each with a reason, printed
   in the matrix and in the public record.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from workflow.core.people import Office, PartyKind

TIME_TO_ANSWER = timedelta(days=14)
AFTER_ESCALATION = timedelta(days=7)
EXECUTIVES = frozenset({Office.SUPERINTENDENT, Office.CHIEF, Office.SHERIFF})
SUPERVISORS = {Office.SRO: frozenset({Office.SRO_SUPERVISOR})}
"""Who is above an office beside the executives; the executives are above everybody but each other."""
SCHOOL_SIDE = frozenset({PartyKind.SCHOOL, PartyKind.DISTRICT})


class Step(StrEnum):
    """How far an open objection has come on the way to being overridden."""

    WAITING = "waiting"
    """It is not due yet."""
    DUE = "due"
    """It can be escalated."""
    ESCALATED = "escalated"
    """Both sides know; they have a week."""
    OVERRIDABLE = "overridable"


def is_above(offices: Iterable[Office], author: Iterable[Office]) -> bool:
    """Whether one of these offices is above all of the author's at the same party (way 2)."""
    held = frozenset(author)
    if held & EXECUTIVES:
        return False
    above = EXECUTIVES | frozenset().union(*(SUPERVISORS.get(office, frozenset()) for office in held))
    return not above.isdisjoint(offices)


def due(created: datetime, stage_due: datetime | None) -> datetime:
    """When an objection is due: two weeks after it was made, and not before its stage is."""
    own = created + TIME_TO_ANSWER
    return max(own, stage_due) if stage_due else own


def step(due: datetime, escalated: datetime | None, now: datetime) -> Step:
    """Where an open objection stands (way 4)."""
    if escalated is None:
        return Step.DUE if now >= due else Step.WAITING
    return Step.OVERRIDABLE if now >= escalated + AFTER_ESCALATION else Step.ESCALATED


@dataclass(frozen=True)
class Both:
    """Whose overrides it takes: the author's own side, and one party of the other side."""

    own: str
    other: frozenset[str]

    def asks(self, party: str) -> bool:
        return party == self.own or party in self.other

    def complete(self, parties: Iterable[str]) -> bool:
        said = frozenset(parties)
        return self.own in said and not self.other.isdisjoint(said)


def both(own: str, kinds: dict[str, PartyKind]) -> Both:
    """The two sides of an objection made by a person of `own`, among the parties that run the agreement, by their kind."""
    of_schools = kinds[own] in SCHOOL_SIDE
    return Both(own, frozenset(party for party, kind in kinds.items() if (kind in SCHOOL_SIDE) != of_schools))
