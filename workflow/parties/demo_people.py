"""The demo's people, signed in by name. In any other deployment these doors are not found."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from workflow.adapters.doors import Desk, Done, Form, Page
from workflow.core.errors import NotFound
from workflow.core.events import EventKind
from workflow.history import actions as history
from workflow.parties import queries, sessions
from workflow.parties.doors import doors
from workflow.parties.models import Appointment, Party, Person


def people_by_party(session: Session) -> list[dict[str, Any]]:
    """Everybody with an office, under their party."""
    rows = session.exec(
        select(Party, Person, Appointment)
        .join(Appointment, col(Appointment.party_id) == col(Party.id))
        .join(Person, col(Person.id) == col(Appointment.person_id))
        .where(col(Appointment.until_date).is_(None))
        .order_by(col(Party.legal_name), col(Person.name))
    )
    parties: dict[str, dict[str, Any]] = {}
    for party, person, appointment in rows:
        people = parties.setdefault(party.id, {"party": party.legal_name, "people": {}})["people"]
        titles = people.setdefault(person.id, {"id": person.id, "name": person.name, "titles": []})["titles"]
        titles.append(queries.title_of(appointment.office, appointment.capacity))
    return [{**each, "people": list(each["people"].values())} for each in parties.values()]


@doors.get("/demo/people", act="demo:people")
def people(desk: Desk) -> Page:
    if not desk.settings.demo:
        raise NotFound
    return Page("parties/demo_people.html", {"parties": people_by_party(desk.session)})


@dataclass
class PersonForm(Form):
    """Whom to be."""

    person: str = ""


@doors.post("/demo/people", act="demo:people")
def be(desk: Desk, form: PersonForm) -> Done:
    if not desk.settings.demo:
        raise NotFound
    history.lock(desk.session)
    person = queries.person(desk.session, form.person)
    actor = queries.actor_of(desk.session, person, desk.now)
    history.record(
        desk.session,
        EventKind.SESSION_BEGUN,
        actor=actor,
        at=desk.now,
        subject_id=person.id,
        detail={"by": "demo"},
    )
    token = sessions.begin(desk.session, person.id, at=desk.now)
    return Done("/inbox", {"person": person.id}, session_token=token)
