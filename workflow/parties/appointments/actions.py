"""Who holds which office from when to when.

An appointment is never changed or removed: it ends, and another one begins. Acting and interim holders need evidence, since
what they sign must stand up later. One person at a time *holds* an office of which there is only one; somebody may act
in it beside him.
"""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from workflow.core.errors import NotFound, Refused, TooMany
from workflow.core.events import EventKind
from workflow.core.people import OFFICE_TITLES, SIGNING_OFFICES, Actor, Capacity, Office
from workflow.core.permissions import Case, require
from workflow.history import actions as history
from workflow.history.sayings import commit, new_salt
from workflow.parties import queries
from workflow.parties.appointments.queries import last_invited, misnamed
from workflow.parties.links.actions import end_invitations
from workflow.parties.models import Appointment, Party, Person
from workflow.parties.setup import office_from
from workflow.parties.words import Typed

AGAIN_AFTER = timedelta(minutes=10)
"""How long an invitation has to arrive before another is sent."""

ONLY_ONE = SIGNING_OFFICES
"""Offices of which a party has one."""


def invite_person(
    session: Session, actor: Actor, party_id: str, *, name: str, email: str, office: str, capacity: str = "holder",
    from_date: str = "", until_date: str = "", evidence: str = "", at: datetime,
) -> Appointment:  # fmt: skip
    """Bring a person to the party in an office. A new person gets an invitation by mail; one we know does too."""
    history.lock(session, party_id=party_id)
    party = queries.party(session, party_id)
    require("party:person:invite", actor, Case(parties=frozenset({party.id})))
    typed = Typed()
    who = person_from(session, actor, typed, name, email, "name", at)
    return _settle_and_appoint(
        session, actor, party, who, typed, office, capacity, from_date, until_date, evidence, at, invite=True
    )


def invite_again(session: Session, actor: Actor, appointment_id: str, *, at: datetime) -> Appointment:
    """Another letter with a new link; the old link stops working now. Raises Refused for who has come in, TooMany in haste."""
    appointment = session.get(Appointment, appointment_id)
    if appointment is None:
        raise NotFound("appointment")
    history.lock(session, party_id=appointment.party_id)
    require("party:person:invite", actor, Case(parties=frozenset({appointment.party_id})))
    who = queries.person(session, appointment.person_id)
    if who.entered:
        raise Refused(
            f"{who.name} has accepted the invitation already.", "The sign-in page mails a link to whoever needs one."
        )  # fmt: skip
    last = last_invited(session, appointment.party_id, who.id)
    if last and at < last + AGAIN_AFTER:
        raise TooMany(
            "The last invitation went out only just now.", int((last + AGAIN_AFTER - at).total_seconds())
        )
    end_invitations(session, who.id, at)
    _record_invitation(session, actor, appointment, at)
    return appointment


def _record_invitation(session: Session, actor: Actor, appointment: Appointment, at: datetime) -> None:
    appointment.salt = appointment.salt or new_salt()  # one from before evidence was committed to has none
    history.record(
        session, EventKind.PERSON_INVITED, actor=actor, at=at, party_id=appointment.party_id, subject_id=appointment.person_id,
        detail={"appointment": appointment.id, **appointment.facts, **commit(evidence=[appointment])},
    )  # fmt: skip


def record_appointment(
    session: Session, actor: Actor, party_id: str, *, person_id: str, office: str, capacity: str = "holder",
    from_date: str = "", until_date: str = "", evidence: str = "", at: datetime,
) -> Appointment:  # fmt: skip
    """Put one of the party's people into another office."""
    history.lock(session, party_id=party_id)
    party = queries.party(session, party_id)
    require("party:appointment:record", actor, Case(parties=frozenset({party.id})))
    who = session.exec(
        select(Person)
        .join(Appointment, col(Appointment.person_id) == col(Person.id))
        .where(Person.id == person_id, Appointment.party_id == party.id)
    ).first()
    if who is None:
        raise NotFound("person")
    return _settle_and_appoint(
        session,
        actor,
        party,
        who,
        Typed(),
        office,
        capacity,
        from_date,
        until_date,
        evidence,
        at,
        invite=False,
    )


def end_appointment(
    session: Session, actor: Actor, appointment_id: str, *, until_date: str = "", at: datetime
) -> Appointment:
    """The last day in office; today when none is given. A signing key enrolled for it needs the registrar as well."""
    appointment = session.get(Appointment, appointment_id)
    if appointment is None:
        raise NotFound("appointment")
    history.lock(session, party_id=appointment.party_id)
    party = queries.party(session, appointment.party_id)
    require("party:appointment:end", actor, Case(parties=frozenset({party.id})))
    typed = Typed()
    day = typed.day("until_date", "The last day", until_date, default=queries.local_day(party.timezone, at))
    if day and day < appointment.from_date:
        typed.wrong("until_date", "The last day comes before the first.")
    typed.settle()
    if appointment.until_date and appointment.until_date < queries.local_day(party.timezone, at):
        raise Refused("This appointment has already ended.")
    _keep_an_administrator(session, appointment, at)
    appointment.until_date = day
    session.add(appointment)
    history.record(
        session, EventKind.APPOINTMENT_ENDED, actor=actor, at=at, party_id=party.id, subject_id=appointment.person_id,
        detail={"appointment": appointment.id, "until": str(day)},
    )  # fmt: skip
    return appointment


def _keep_an_administrator(session: Session, ending: Appointment, at: datetime) -> None:
    """A party without an administrator could never get one again."""
    if ending.office != Office.ADMINISTRATOR:
        return
    left = queries.holders(session, [ending.party_id], at, offices={Office.ADMINISTRATOR})
    if not any(holder.appointment_id != ending.id for holder in left):
        raise Refused("This is the party's only administrator.", "Make somebody else administrator first.")


def person_from(
    session: Session, actor: Actor, typed: Typed, name: str, email: str, field: str, at: datetime
) -> Person:
    """The person with this address; a new one when nobody has it. Another name for a colleague is noted in `typed`."""
    address = typed.email("email", email)
    found = session.exec(select(Person).where(Person.email == address)).first()
    said = typed.line(field, "The name", name, needed=found is None)
    if found is None:
        return Person(name=said, email=address, created=at)
    if wrong := misnamed(session, actor, found, said):
        typed.wrong(field, wrong, "misnamed")
    return found


def _settle_and_appoint(
    session: Session, actor: Actor, party: Party, who: Person, typed: Typed, office: str, capacity: str,
    from_date: str, until_date: str, evidence: str, at: datetime, *, invite: bool,
) -> Appointment:  # fmt: skip
    post = office_from(typed, party.kind, office)
    if capacity not in set(Capacity):
        typed.wrong("capacity", "Choose in which capacity the office is held.")
    first = typed.day("from_date", "The first day", from_date, default=queries.local_day(party.timezone, at))
    last = typed.day("until_date", "The last day", until_date) if until_date.strip() else None
    if first and last and last < first:
        typed.wrong("until_date", "The last day comes before the first.")
    said = typed.words("evidence", "The evidence", evidence, needed=False)
    if capacity in (Capacity.ACTING, Capacity.INTERIM) and not said:
        typed.wrong(
            "evidence",
            "Say on what evidence this person acts: a letter or a minute, with its date.",
            "missing",
        )
    if post and first and capacity == Capacity.HOLDER:
        _room_for_one(session, typed, party, who, post, first, last)
    typed.settle()
    assert post and first  # nothing was noted, so both are there
    session.add(who)
    session.flush()
    return appoint(session, actor, party, who, post, Capacity(capacity), first, last, said, at, invite=invite)


def _room_for_one(
    session: Session, typed: Typed, party: Party, who: Person, office: Office, first: date, last: date | None
) -> None:
    rows = session.exec(
        select(Appointment).where(Appointment.party_id == party.id, Appointment.office == office)
    ).all()
    overlaps = [
        one for one in rows
        if (one.until_date is None or one.until_date >= first) and (last is None or one.from_date <= last)
    ]  # fmt: skip
    if any(one.person_id == who.id for one in overlaps):
        again = (
            ""
            if who.entered
            else " The invitation is not accepted yet: send it again from the list of offices."
        )
        typed.wrong("office", f"{who.name} already holds this office in that time.{again}", "taken")
    elif office in ONLY_ONE and any(one.capacity == Capacity.HOLDER for one in overlaps):
        typed.wrong(
            "office", f"Somebody else holds the office of {OFFICE_TITLES[office]} in that time. End that appointment first.",
            "taken",
        )  # fmt: skip


def appoint(
    session: Session, actor: Actor, party: Party, who: Person, office: Office, capacity: Capacity, first: date,
    last: date | None, evidence: str, at: datetime, *, invite: bool,
) -> Appointment:  # fmt: skip
    appointment = Appointment(
        person_id=who.id, party_id=party.id, office=office, capacity=capacity, from_date=first, until_date=last,
        evidence=evidence, salt=new_salt(), recorded=at, recorded_by=actor.person_id,
    )  # fmt: skip
    session.add(appointment)
    session.flush()
    if invite:
        _record_invitation(session, actor, appointment, at)
    else:
        history.record(
            session, EventKind.APPOINTMENT_RECORDED, actor=actor, at=at, party_id=party.id, subject_id=who.id,
            detail={"appointment": appointment.id, **appointment.facts, **commit(evidence=[appointment])},
        )  # fmt: skip
    return appointment
