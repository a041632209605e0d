"""Inviting people, and the offices they hold."""

from dataclasses import dataclass

from workflow.adapters.doors import Desk, Done, Form, one_of
from workflow.core.people import Office
from workflow.parties.appointments import actions
from workflow.parties.doors import doors
from workflow.parties.options import CAPACITIES, office_options


@dataclass
class InviteForm(Form):
    """A person and the office he or she comes for."""

    name: str = ""
    email: str = ""
    office: str = one_of("Office or post", office_options(Office))
    capacity: str = one_of("In which capacity", CAPACITIES, "holder")
    from_date: str = ""
    until_date: str = ""
    evidence: str = ""


@doors.post("/parties/{party_id:str}/people", act="party:person:invite")
def invite_person(desk: Desk, party_id: str, form: InviteForm) -> Done:
    made = actions.invite_person(desk.session, desk.actor, party_id, **vars(form), at=desk.now)
    return Done(f"/parties/{party_id}?invited={made.id}", {"person": made.person_id, "appointment": made.id})


@doors.post("/appointments/{appointment_id:str}/invitation", act="party:person:invite")
def invite_again(desk: Desk, appointment_id: str) -> Done:
    made = actions.invite_again(desk.session, desk.actor, appointment_id, at=desk.now)
    return Done(
        f"/parties/{made.party_id}?invited={made.id}", {"person": made.person_id, "appointment": made.id}
    )


@dataclass
class AppointmentForm(Form):
    """Another office for one of the party's people."""

    person_id: str = ""
    office: str = one_of("Office or post", office_options(Office))
    capacity: str = one_of("In which capacity", CAPACITIES, "holder")
    from_date: str = ""
    until_date: str = ""
    evidence: str = ""


@doors.post("/parties/{party_id:str}/appointments", act="party:appointment:record")
def record_appointment(desk: Desk, party_id: str, form: AppointmentForm) -> Done:
    made = actions.record_appointment(desk.session, desk.actor, party_id, **vars(form), at=desk.now)
    return Done(f"/parties/{party_id}", {"person": made.person_id, "appointment": made.id})


@dataclass
class EndForm(Form):
    """The last day in office; today when empty."""

    until_date: str = ""


@doors.post("/appointments/{appointment_id:str}/end", act="party:appointment:end")
def end_appointment(desk: Desk, appointment_id: str, form: EndForm) -> Done:
    ended = actions.end_appointment(
        desk.session, desk.actor, appointment_id, until_date=form.until_date, at=desk.now
    )
    return Done(f"/parties/{ended.party_id}", {"appointment": ended.id, "until": str(ended.until_date)})
