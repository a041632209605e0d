"""Invitations that nobody has followed yet, for those who sent them; and whether who is invited is called that."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from workflow.core.events import EventKind
from workflow.core.people import Actor
from workflow.history.models import Event
from workflow.parties.models import Appointment, LinkToken, Person

WORKS = timedelta(days=14)
"""How long the link of an invitation works."""


def open_invitations(session: Session, people: Iterable[Person], now: datetime) -> dict[str, datetime | None]:
    """Of these people those who never came in, each with until when the link works; None when it does not any more.

    One statement, none when everybody has come in. A letter that is still on its way has no link yet.
    """
    waiting = {person.id: person for person in people if person.entered is None}
    if not waiting:
        return {}
    rows = session.exec(
        select(LinkToken.person_id, func.max(LinkToken.expires))
        .where(
            LinkToken.purpose == "invitation",
            col(LinkToken.person_id).in_(waiting),
            col(LinkToken.used).is_(None),
        )
        .group_by(col(LinkToken.person_id))
    )
    known = {str(person_id): until for person_id, until in rows}
    found = {one.id: known.get(one.id, one.created + WORKS) for one in waiting.values()}
    return {person_id: until if until > now else None for person_id, until in found.items()}


def last_invited(session: Session, party_id: str, person_id: str) -> datetime | None:
    """When this party last asked for an invitation to this person."""
    return session.exec(
        select(Event.at)
        .where(
            Event.party_id == party_id,
            Event.kind == EventKind.PERSON_INVITED,
            Event.subject_id == person_id,
        )
        .order_by(col(Event.id).desc())
        .limit(1)
    ).first()


def misnamed(session: Session, actor: Actor, person: Person, name: str) -> str:
    """What is wrong when somebody we know by his address is called otherwise; empty when nothing is.

    Only of people who hold or held an office at a party of the actor's: whose address it is elsewhere is not the actor's to learn.
    """
    if not name or name.casefold() == person.name.casefold():
        return ""
    ours = select(Appointment.id).where(
        Appointment.person_id == person.id, col(Appointment.party_id).in_(sorted(actor.party_ids))
    )
    if not session.exec(ours).first():
        return ""
    return f"This is the address of {person.name}, and you wrote {name}. Write the name as it stands, or give another address."
