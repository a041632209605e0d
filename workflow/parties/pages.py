"""The parties and their people."""

from dataclasses import dataclass

from workflow.adapters.doors import Desk, Done, Form, Page, one_of
from workflow.parties import actions, demo_keys, demo_people, directory
from workflow.parties.absences import pages as absences
from workflow.parties.appointments import pages as appointments
from workflow.parties.doors import doors
from workflow.parties.founding import pages as founding
from workflow.parties.keys import pages as keys
from workflow.parties.links import pages as links
from workflow.parties.objections import pages as objections
from workflow.parties.objections import queries as held
from workflow.parties.options import KINDS
from workflow.parties.recovery import pages as recovery
from workflow.parties.signercheck import pages as signercheck
from workflow.parties.signin import pages as signin

__all__ = [
    "absences", "appointments", "demo_keys", "demo_people", "doors", "founding", "keys", "links", "objections", "recovery", "signercheck", "signin",
]  # fmt: skip


@doors.get("/parties", act="party:read")
def parties(desk: Desk) -> Page:
    value = directory.party_list(desk.session, desk.actor, desk.now)
    return Page("parties/list.html", value)


@doors.get("/parties/new", act="party:create", api=False)
def new_party(desk: Desk) -> Page:
    value = directory.new_party(desk.session, desk.actor)
    return Page("parties/new.html", {**value, "zone": desk.settings.timezone})


@dataclass
class PartyForm(Form):
    """A new party. Without an administrator of its own, whoever adds it administers it."""

    kind: str = one_of("What kind of party is it?", KINDS)
    legal_name: str = ""
    place: str = ""
    timezone: str = ""
    parent_id: str = ""
    administrator: str = ""
    email: str = ""


@doors.post("/parties", act="party:create")
def create_party(desk: Desk, form: PartyForm) -> Done:
    party = actions.create_party(desk.session, desk.actor, **vars(form), at=desk.now)
    return Done(f"/parties/{party.id}", {"party": party.id})


@doors.get("/parties/{party_id:str}", act="party:read")
def party(desk: Desk, party_id: str, invited: str = "") -> Page:
    """`invited`: the appointment for which an invitation was just sent; the page confirms it."""
    value = directory.party_page(desk.session, desk.actor, party_id, desk.now)
    against = held.shown(desk.session, desk.actor, party_id, desk.settings.waiting_hours, desk.now)
    return Page("parties/party.html", {**value, "objections": against, "invited": invited})


@dataclass
class DetailsForm(Form):
    """How a party is reached."""

    short_name: str = ""
    place: str = ""
    contact: str = ""
    timezone: str = ""


@dataclass
class MembersForm(Form):
    """Whether the members of a body may write to its clerk before they meet."""

    write: bool = False


@doors.post("/parties/{party_id:str}/members", act="party:edit")
def ask_members(desk: Desk, party_id: str, form: MembersForm) -> Done:
    party = actions.ask_members(desk.session, desk.actor, party_id, write=form.write, at=desk.now)
    return Done(f"/parties/{party_id}", {"party": party_id, "members_write": party.members_write})


@doors.post("/parties/{party_id:str}/details", act="party:edit")
def edit_party(desk: Desk, party_id: str, form: DetailsForm) -> Done:
    actions.edit_party(desk.session, desk.actor, party_id, **vars(form), at=desk.now)
    return Done(f"/parties/{party_id}", {"party": party_id})
