"""Whom a list can ask: offices that somebody holds at a party of the agreement, and invited guests by name."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from workflow.core.acknowledging import ASKED_AS_A_RULE
from workflow.core.people import OFFICE_TITLES, PartyKind
from workflow.core.routing import Place, place
from workflow.parties.models import Person
from workflow.parties.queries import Holder
from workflow.review.ground import Ground, officers
from workflow.review.models import Guest

AT = {
    PartyKind.SCHOOL: "every school",
    PartyKind.DISTRICT: "the district",
    PartyKind.AGENCY: "every agency",
    PartyKind.BODY: "the body",
}


def choices(session: Session, ground: Ground, at: datetime) -> list[list[str]]:
    """As value and words: roles, the usual ones first, with how many people they are today; then guests."""
    people = [one for one in officers(session, ground, at) if one.party_id in ground.reviewing]
    return [*_roles(ground, people), *_guests(session, ground)]


def _roles(ground: Ground, people: Iterable[Holder]) -> list[list[str]]:
    kinds = {party.id: PartyKind(party.kind) for party in ground.parties}
    counts: dict[Place, set[str]] = {Place(office, kind): set() for kind, office in ASKED_AS_A_RULE}
    for one in people:
        counts.setdefault(Place(one.office, kinds[one.party_id]), set()).add(one.person_id)
    return [
        [str(role), f"{OFFICE_TITLES[role.office]} at {AT[role.kind]}", _number(len(who))]
        for role, who in counts.items()
        if role.office and role.kind
    ]


def _number(count: int) -> str:
    return (
        "Nobody holds it today"
        if not count
        else "One person today"
        if count == 1
        else f"{count} people today"
    )


def _guests(session: Session, ground: Ground) -> list[list[str]]:
    rows = session.exec(
        select(Person.id, Person.name)
        .join(Guest, col(Guest.person_id) == col(Person.id))
        .where(Guest.edition_id == ground.edition.id)
        .order_by(Person.name)
    )
    return [[str(Place(person_id=one)), name, "Guest, by a personal link"] for one, name in rows]


def chosen(session: Session, ground: Ground, wanted: Iterable[str], at: datetime) -> list[str]:
    """Those of the wanted places that are offered, in the order they are offered in. Raises ValueError for any other."""
    wanted = {str(place(one)) for one in wanted}
    offered = [value for value, *_ in choices(session, ground, at)]
    if strange := wanted - set(offered):
        raise ValueError(f"{sorted(strange)[0]!r} is not offered")
    return [one for one in offered if one in wanted]
