"""The first act of an installation: one party, its administrator, and a session for whoever holds the printed link."""

from datetime import datetime

from sqlmodel import Session

from workflow.core.errors import Refused
from workflow.core.events import EventKind
from workflow.core.people import OFFICE_TITLES, OFFICES_OF, Actor, Office, PartyKind
from workflow.history import actions as history
from workflow.history.sayings import commit, new_salt
from workflow.parties import queries, sessions
from workflow.parties.links.actions import consume
from workflow.parties.links.queries import anybody
from workflow.parties.models import Appointment, Party, Person
from workflow.parties.options import is_zone
from workflow.parties.words import Typed

PLACES = {
    PartyKind.SCHOOL: "school", PartyKind.DISTRICT: "school district",
    PartyKind.AGENCY: "police department or sheriff's office", PartyKind.BODY: "board or council",
}  # fmt: skip


def begin(
    session: Session, secret: str, *, kind: str, legal_name: str, place: str, timezone: str, name: str, email: str,
    office: str, at: datetime,
) -> tuple[Party, str]:  # fmt: skip
    """The first party and its administrator, who also holds the office chosen (if any). Returns the session's token.

    Raises Invalid (the link stays good: nothing of this transaction remains) or Refused for a link that is not.
    """
    history.lock(session)
    consume(session, secret, ("first_admin",), at)
    if anybody(session):
        raise Refused(
            "This installation was already set up.", "Sign in, or ask its administrator for an invitation."
        )
    typed = Typed()
    party = party_from(typed, kind=kind, legal_name=legal_name, place=place, timezone=timezone, at=at)
    person = Person(
        name=typed.line("name", "Your name", name), email=typed.email("email", email), created=at, entered=at
    )
    post = office_from(typed, party.kind, office) if office else None
    typed.settle()
    session.add_all([party, person])
    session.flush()
    first = [
        Appointment(
            person_id=person.id, party_id=party.id, office=held, from_date=queries.local_day(party.timezone, at), recorded=at,
            recorded_by=person.id, salt=new_salt(), evidence="First administrator, by the link printed at set-up.",
        )
        for held in dict.fromkeys((Office.ADMINISTRATOR, *([post] if post else [])))
    ]  # fmt: skip
    session.add_all(first)
    session.flush()
    actor = Actor(
        person.id, person.name, party_name=party.legal_name, office_title=OFFICE_TITLES[Office.ADMINISTRATOR]
    )
    history.record(
        session,
        EventKind.LINK_USED,
        actor=actor,
        at=at,
        subject_id=person.id,
        detail={"purpose": "first_admin"},
    )
    history.record(
        session, EventKind.PARTY_CREATED, actor=actor, at=at, party_id=party.id, subject_id=person.id,
        detail={"appointments": [{"appointment": one.id, **one.facts} for one in first], **commit(evidence=first)},
    )  # fmt: skip
    return party, sessions.begin(session, person.id, at=at)


def party_from(typed: Typed, *, kind: str, legal_name: str, place: str, timezone: str, at: datetime) -> Party:
    """A party from what a form says; what is wrong is noted in `typed`."""
    if kind not in set(PartyKind):
        typed.wrong("kind", "Choose what kind of party this is.", "missing")
    if not is_zone(timezone):
        typed.wrong("timezone", "Choose a time zone from the list.")
    return Party(
        kind=kind,
        legal_name=typed.line("legal_name", "The legal name", legal_name),
        place=typed.line("place", "The place", place, needed=False),
        timezone=timezone,
        created=at,
    )


def office_from(typed: Typed, kind: str, office: str) -> Office | None:
    """An office that makes sense at this kind of party; otherwise a note in `typed`, and None."""
    if kind not in set(PartyKind):
        return None
    if office not in OFFICES_OF[PartyKind(kind)]:
        title = OFFICE_TITLES[Office(office)] if office in set(Office) else "such office"
        typed.wrong(
            "office", f"There is no {title} at a {PLACES[PartyKind(kind)]}. Choose a post from that group of the list."
        )  # fmt: skip
        return None
    return Office(office)
