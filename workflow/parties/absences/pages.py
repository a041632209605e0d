"""Closed days and deputies of a party."""

from dataclasses import dataclass

from workflow.adapters.doors import Desk, Done, Form, Page
from workflow.parties.absences import actions, queries
from workflow.parties.doors import doors


@doors.get("/parties/{party_id:str}/absences", act="party:read")
def absences(desk: Desk, party_id: str) -> Page:
    value = queries.absences_page(desk.session, desk.actor, party_id, desk.now)
    return Page("parties/absences.html", value)


@dataclass
class ClosureForm(Form):
    """Days on which a party is closed; one day when no last one is given."""

    first: str = ""
    last: str = ""
    words: str = ""


@doors.post("/parties/{party_id:str}/closures", act="party:closure:record")
def close_days(desk: Desk, party_id: str, form: ClosureForm) -> Done:
    row = actions.close_days(desk.session, desk.actor, party_id, **vars(form), at=desk.now)
    return Done(f"/parties/{party_id}/absences", {"closure": row.id})


@doors.post("/closures/{closure_id:str}/removal", act="party:closure:record")
def open_days(desk: Desk, closure_id: str) -> Done:
    row = actions.open_days(desk.session, desk.actor, closure_id, at=desk.now)
    return Done(f"/parties/{row.party_id}/absences", {"closure": row.id})


@dataclass
class DeputyForm(Form):
    """Who reviews for whom, from when to when; from today when no first day is given."""

    person_id: str = ""
    deputy_id: str = ""
    from_date: str = ""
    until_date: str = ""
    words: str = ""


@doors.post("/parties/{party_id:str}/deputies", act="party:deputy:name")
def name_deputy(desk: Desk, party_id: str, form: DeputyForm) -> Done:
    row = actions.name_deputy(desk.session, desk.actor, party_id, **vars(form), at=desk.now)
    return Done(f"/parties/{party_id}/absences", {"deputy": row.id})


@doors.post("/deputies/{deputy_id:str}/end", act="party:deputy:end")
def end_deputy(desk: Desk, deputy_id: str) -> Done:
    row = actions.end_deputy(desk.session, desk.actor, deputy_id, at=desk.now)
    return Done(f"/parties/{row.party_id}/absences", {"deputy": row.id})
