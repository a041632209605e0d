"""Who somebody is today: actors from sessions, and the people who hold an office."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, bindparam
from sqlmodel import Session, col, or_, select

from workflow.core.errors import NotFound
from workflow.core.people import (
    NOBODY,
    OFFICE_TITLES,
    SIGNING_OFFICES,
    Actor,
    Capacity,
    Hold,
    Office,
    PartyKind,
)
from workflow.parties.models import Appointment, Party, Person, WebSession
from workflow.parties.observers.models import Observer
from workflow.parties.observers.queries import newest

_RANK = {office: place for place, office in enumerate(Office)}


def local_day(timezone: str, now: datetime) -> date:
    """The date at a party when this moment strikes: offices begin and end at the party's own midnight."""
    return now.astimezone(ZoneInfo(timezone)).date()


def holds_on(appointment: Appointment, day: date) -> bool:
    """Whether the appointment covers the day, its first and its last day included."""
    return appointment.from_date <= day and (appointment.until_date is None or day <= appointment.until_date)


def actor_for(session: Session, token_hash: str, now: datetime) -> Actor:
    """Whom this session speaks for, with the offices held today; NOBODY for a session unknown or over.

    Two statements: the session with its person, and the appointments; for a session of one edition, whether it is an
    observer's. A guest has no offices and sees one edition.
    """
    row = session.exec(
        select(WebSession, Person)
        .join(Person, col(Person.id) == col(WebSession.person_id))
        .where(WebSession.token_hash == token_hash, col(WebSession.expires) > now)
    ).first()
    if row is None:
        return NOBODY
    web, person = row
    if web.edition_id:
        return _of_one_edition(person, web, newest(session, web))
    return actor_of(session, person, now, by_passkey=web.by_passkey)


def _of_one_edition(person: Person, web: WebSession, row: Observer | None) -> Actor:
    """A guest reviewer, or an observer. A session from before the end of an observer's reading speaks for nobody."""
    one = Actor(person.id, person.name, guest_of=web.edition_id or "", office_title="Invited reviewer")
    if row is None or (row.removed is not None and row.removed < web.created):
        return one
    return replace(one, office_title="Observer", observes=True) if row.removed is None else NOBODY


def actor_of(session: Session, person: Person, now: datetime, *, by_passkey: bool = False) -> Actor:
    """The person as an actor, with every office held today. The snapshot shows the highest of them."""
    held = sorted(
        _held(session, person.id, now), key=lambda one: (one[0].office not in SIGNING_OFFICES, _rank(one[0]))
    )
    holds = tuple(
        Hold(
            party.id,
            PartyKind(party.kind),
            Office(appointment.office),
            Capacity(appointment.capacity),
            appointment.id,
        )
        for appointment, party in held
    )
    first = held[0] if held else None
    return Actor(
        person.id,
        person.name,
        holds,
        by_passkey=by_passkey,
        party_name=first[1].legal_name if first else "",
        office_title=title_of(first[0].office, first[0].capacity) if first else "",
    )


def held_about(row: Any, yesterday: Any, tomorrow: Any) -> ColumnElement[bool]:
    """Held on one of the three days that may be today somewhere: `holds_on` says which of them are held at the party's own midnight."""
    return and_(
        col(row.from_date) <= tomorrow, or_(col(row.until_date).is_(None), col(row.until_date) >= yesterday)
    )


ABOUT_NOW = held_about(Appointment, bindparam("yesterday"), bindparam("tomorrow"))
HELD = (
    select(Appointment, Party)
    .join(Party, col(Party.id) == col(Appointment.party_id))
    .where(Appointment.person_id == bindparam("person"), ABOUT_NOW)
)


def _about(now: datetime) -> dict[str, date]:
    day = now.date()
    return {"yesterday": day - timedelta(days=1), "tomorrow": day + timedelta(days=1)}


def _held(session: Session, person_id: str, now: datetime) -> list[tuple[Appointment, Party]]:
    rows = session.exec(HELD, params={"person": person_id} | _about(now))
    return [(one, party) for one, party in rows if holds_on(one, local_day(party.timezone, now))]


def _rank(appointment: Appointment) -> tuple[int, date, str]:
    return _RANK[Office(appointment.office)], appointment.from_date, appointment.id


def zone_of(session: Session, person_id: str) -> str:
    """The time zone of the party at which the person took office last; empty for who never held one."""
    rows = select(Party.timezone).join(Appointment, col(Appointment.party_id) == col(Party.id))
    mine = rows.where(Appointment.person_id == person_id).order_by(
        col(Appointment.from_date).desc(), Appointment.id
    )
    return session.exec(mine).first() or ""


def title_of(office: str, capacity: str = "holder") -> str:
    """The office as it is printed: "Chief of Police", "Acting Chief of Police"."""
    words = OFFICE_TITLES[Office(office)]
    return words if capacity == Capacity.HOLDER else f"{capacity.capitalize()} {words}"


def party(session: Session, party_id: str) -> Party:
    """The party's row. Raises NotFound."""
    found = session.get(Party, party_id)
    if found is None:
        raise NotFound("party")
    return found


def person(session: Session, person_id: str) -> Person:
    """The person's row. Raises NotFound."""
    found = session.get(Person, person_id)
    if found is None:
        raise NotFound("person")
    return found


@dataclass(frozen=True)
class Holder:
    """A person in an office. The e-mail address is for the post office alone; no page shows it to another party."""

    person_id: str
    name: str
    email: str
    party_id: str
    office: Office
    capacity: Capacity
    appointment_id: str

    @property
    def title(self) -> str:
        return title_of(self.office, self.capacity)


HOLDERS = (
    select(Appointment, Person.name, Person.email, Party.timezone)
    .join(Person, col(Person.id) == col(Appointment.person_id))
    .join(Party, col(Party.id) == col(Appointment.party_id))
    .where(col(Appointment.party_id).in_(bindparam("parties", expanding=True)), ABOUT_NOW)
)
"""Put together once: it is asked at every act of a review."""


def holders(
    session: Session, party_ids: Iterable[str], now: datetime, *, offices: Collection[Office] | None = None
) -> list[Holder]:
    """Who holds an office at these parties today, highest office first. One statement."""
    rows = session.exec(HOLDERS, params={"parties": list(party_ids)} | _about(now))
    found = [
        (_rank(one), Holder(
            one.person_id, name, email, one.party_id, Office(one.office), Capacity(one.capacity), one.id
        ))
        for one, name, email, timezone in rows
        if holds_on(one, local_day(timezone, now)) and (offices is None or Office(one.office) in offices)
    ]  # fmt: skip
    return [holder for _, holder in sorted(found, key=lambda each: each[0])]
