"""Changing a text after a body adopted it: who may be given that authority, what it covers, and who answers for a change.

The rules:

1. A body may give an office of a party authority to change what it adopted, of one of two kinds and within a limit in words.
   The authority is in what everybody signs before the vote; the body gives it with its vote, or does not.
2. Whether a change stays within the words no machine can judge. So people answer for it, each with an own key: one to whom
   each body gave the authority, and counsel of every party that signs. One person answers once.
3. A slip of the pen (`scrivener`) is mended under either kind; what is agreed is changed under `terms` alone.
4. A correction changes words of clauses: no clause comes or goes, and parties, dates and exhibits stay.
5. It starts from the newest text that a body adopted. A body whose adoption cannot be carried over has to vote anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workflow.core.people import OFFICE_TITLES, SIGNING_OFFICES, Office


class Change(StrEnum):
    """What kind of change a body allows, and what kind a correction is."""

    SCRIVENER = "scrivener"
    TERMS = "terms"


IN_WORDS = {
    Change.SCRIVENER: "to mend errors of writing",
    Change.TERMS: "to change what is agreed",
}
DELEGATES = SIGNING_OFFICES | {Office.COUNSEL, Office.CLERK}
"""Offices whose holders have signing keys, and who may be given the authority."""


def covers(delegated: str, wanted: str) -> bool:
    """Whether an authority of one kind is one for a change of another (rule 3)."""
    return delegated in (wanted, Change.TERMS)


@dataclass(frozen=True)
class Authority:
    """What one body gave: to an office of a party, of which kind, within which limit. Bodies and parties by id."""

    body: str
    party_id: str
    office: Office
    kind: Change
    limit: str


@dataclass(frozen=True)
class Place:
    """A place in which one person answers for a correction: an office at a party."""

    party_id: str
    office: Office


@dataclass(frozen=True)
class Standing:
    """How far a correction is answered for. `missing`: for each body or party that waits, who could answer."""

    answered: tuple[Place, ...]
    missing: tuple[tuple[Place, ...], ...]

    @property
    def complete(self) -> bool:
        return not self.missing

    @property
    def open(self) -> list[Place]:
        """Every place in which somebody may still answer, once each."""
        return list(dict.fromkeys(place for places in self.missing for place in places))


def fitting(given: Iterable[Authority], body: str, kind: str) -> list[Authority]:
    """What a body gave that covers a change of this kind."""
    return [one for one in given if one.body == body and covers(one.kind, kind)]


def standing(
    given: Sequence[Authority], bodies: Iterable[str], kind: str, signing: Iterable[str], answered: Iterable[Place]
) -> Standing:  # fmt: skip
    """Who has answered and who still must (rule 2), for the bodies that are to be carried over and the parties that sign."""
    there = list(dict.fromkeys(answered))
    wanted = [
        tuple(dict.fromkeys(Place(one.party_id, one.office) for one in fitting(given, body, kind)))
        for body in bodies
    ]
    wanted += [(Place(party, Office.COUNSEL),) for party in dict.fromkeys(signing)]
    return Standing(tuple(there), tuple(places for places in wanted if not set(places) & set(there)))


def in_words(authority: Authority, parties: Mapping[str, str]) -> str:
    """ "the Superintendent of Springfield Unified School District, to mend errors of writing, within this limit: ..." """
    return (
        f"the {OFFICE_TITLES[authority.office]} of {parties[authority.party_id]}, {IN_WORDS[authority.kind]}, "
        f"within this limit: {authority.limit}"
    )
