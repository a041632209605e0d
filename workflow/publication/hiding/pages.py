"""The doors of the public copy's working page; all of them for the people of the parties."""

from dataclasses import dataclass, field

from workflow.adapters.doors import Desk, Done, File, Form, Page
from workflow.adapters.keystore import Keystore
from workflow.parties.ceremony_form import CredentialForm, signing_page
from workflow.publication.doors import doors
from workflow.publication.hiding import actions, approving, page, private
from workflow.publication.hiding.actions import PAGE, Sheet


@dataclass
class ProposalForm(Form):
    """What is proposed about the public copy. `kind`: hide, show, release, withhold or remove."""

    kind: str = field(default="", metadata={"kind": "hidden"})
    parts: list[str] = field(default_factory=list, metadata={"kind": "hidden"})
    basis: str = field(default="", metadata={"kind": "box", "label": "The legal basis, or the reason"})
    review: str = field(
        default="", metadata={"label": "To be looked at again by (a date such as 2027-05-12)"}
    )
    contact: str = field(default="", metadata={"label": "Where the public asks for records"})
    authority: str = field(default="", metadata={"label": "Who gave the order"})
    reference: str = field(default="", metadata={"label": "Its number or reference"})
    ordered: str = field(default="", metadata={"label": "The day of the order"})


@dataclass
class RefusalForm(Form):
    """Why; both sides read it."""

    words: str = field(default="", metadata={"kind": "box", "label": "Why"})


@doors.get("/editions/{edition_id:str}/public-copy", act="edition:read")
def public_copy(desk: Desk, edition_id: str) -> Page:
    return Page("publication/hiding.html", page.page(desk.session, desk.actor, edition_id, now=desk.now))


@doors.post("/editions/{edition_id:str}/public-copy/proposals", act="edition:public:propose")
def propose(desk: Desk, edition_id: str, form: ProposalForm) -> Done:
    row = actions.propose(desk.session, desk.actor, edition_id, Sheet(**vars(form)), at=desk.now)
    return Done(PAGE.format(edition_id), {"proposal": row.id, "kind": row.kind, "parts": row.parts})


@doors.post("/editions/{edition_id:str}/public-copy/proposals/{proposal_id:str}/approval", act="edition:public:approve")  # fmt: skip
def approval_sheet(desk: Desk, edition_id: str, proposal_id: str) -> Page:
    sheet = approving.offer(desk.session, desk.actor, edition_id, proposal_id, at=desk.now)
    return signing_page(sheet)


@doors.post("/editions/{edition_id:str}/public-copy/proposals/{proposal_id:str}/approval/signature", act="edition:public:approve")  # fmt: skip
def approve(desk: Desk, edition_id: str, proposal_id: str, form: CredentialForm) -> Done:
    row = approving.approve(
        desk.session, desk.actor, edition_id, proposal_id, credential=form.credential, at=desk.now,
        no_software_keys=desk.settings.no_software_keys,
    )  # fmt: skip
    return Done(PAGE.format(edition_id), {"proposal": row.id, "state": row.state})


@doors.post("/editions/{edition_id:str}/public-copy/proposals/{proposal_id:str}/confirmation", act="edition:public:approve")  # fmt: skip
def confirm(desk: Desk, edition_id: str, proposal_id: str) -> Done:
    row = actions.confirm(desk.session, desk.actor, edition_id, proposal_id, at=desk.now)
    return Done(PAGE.format(edition_id), {"proposal": row.id, "state": row.state})


@doors.post("/editions/{edition_id:str}/public-copy/proposals/{proposal_id:str}/refusal", act="edition:read")
def refuse(desk: Desk, edition_id: str, proposal_id: str, form: RefusalForm) -> Done:
    row = actions.refuse(desk.session, desk.actor, edition_id, proposal_id, words=form.words, at=desk.now)
    return Done(PAGE.format(edition_id), {"proposal": row.id, "state": row.state})


@doors.get("/editions/{edition_id:str}/private.json", act="edition:private:take", api=False)
def private_package(desk: Desk, edition_id: str) -> File:
    taken = private.take(desk.session, desk.actor, edition_id, Keystore.of(desk.settings), at=desk.now)
    return File(taken.content, "application/json", taken.name, download=True, noted=taken.noted)


@doors.post("/editions/{edition_id:str}/private-receipts", act="edition:private:take")
def receive(desk: Desk, edition_id: str) -> Done:
    row = private.receive(desk.session, desk.actor, edition_id, at=desk.now)
    return Done(PAGE.format(edition_id), {"receipt": row.id})
