"""The founding statement, signed by two; and its acceptance by another party."""

from dataclasses import dataclass

from workflow.adapters.doors import Desk, Done, Form, Page
from workflow.parties.ceremony_form import CredentialForm, signing_page
from workflow.parties.doors import doors
from workflow.parties.founding import actions, queries
from workflow.parties.queries import local_day


@dataclass
class FoundingForm(Form):
    """What the founding statement says, and who signs second (the row id of that registrar's key)."""

    authority: str = ""
    resolution: str = ""
    contact: str = ""
    second: str = ""


@doors.get("/parties/{party_id:str}/fingerprint", act="party:read")
def fingerprint(desk: Desk, party_id: str) -> Page:
    value = queries.fingerprint_page(desk.session, desk.actor, party_id)
    return Page("parties/fingerprint.html", {**value, "today": local_day(value["timezone"], desk.now)})


@doors.post("/parties/{party_id:str}/founding", act="party:found")
def founding_sheet(desk: Desk, party_id: str, form: FoundingForm) -> Page:
    sheet = actions.offer_founding(desk.session, desk.actor, party_id, **vars(form), at=desk.now)
    return signing_page(sheet)


@doors.post("/parties/{party_id:str}/founding/signature", act="party:found")
def sign_founding(desk: Desk, party_id: str, form: CredentialForm) -> Done:
    actions.sign_founding(
        desk.session, desk.actor, party_id, credential=form.credential, at=desk.now,
        no_software_keys=desk.settings.no_software_keys,
    )  # fmt: skip
    return Done(f"/parties/{party_id}#record", {"party": party_id, "state": "half done"})


@doors.post("/parties/{party_id:str}/founding/second", act="party:found")
def second_sheet(desk: Desk, party_id: str) -> Page:
    sheet = actions.offer_countersign(desk.session, desk.actor, party_id, at=desk.now)
    return signing_page(sheet)


@doors.post("/parties/{party_id:str}/founding/countersignature", act="party:found")
def countersign(desk: Desk, party_id: str, form: CredentialForm) -> Done:
    party = actions.countersign(
        desk.session, desk.actor, party_id, credential=form.credential, at=desk.now,
        no_software_keys=desk.settings.no_software_keys,
    )  # fmt: skip
    return Done(
        f"/parties/{party_id}#record", {"party": party_id, "state": "founded", "public_id": party.public_id}
    )


@dataclass
class AcceptanceForm(Form):
    """How the other party was checked, and for which of his own parties the registrar speaks."""

    checked: str = ""
    accepting: str = ""


@doors.post("/parties/{party_id:str}/acceptance", act="party:accept")
def acceptance_sheet(desk: Desk, party_id: str, form: AcceptanceForm) -> Page:
    sheet = actions.offer_acceptance(desk.session, desk.actor, party_id, **vars(form), at=desk.now)
    return signing_page(sheet)


@doors.post("/parties/{party_id:str}/acceptance/signature", act="party:accept")
def accept_party(desk: Desk, party_id: str, form: CredentialForm) -> Done:
    actions.accept_party(
        desk.session, desk.actor, party_id, credential=form.credential, at=desk.now,
        no_software_keys=desk.settings.no_software_keys,
    )  # fmt: skip
    return Done(f"/parties/{party_id}#record", {"party": party_id, "state": "accepted"})
