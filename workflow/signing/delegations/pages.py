"""The doors of delegated change, before the freeze."""

from dataclasses import dataclass, field

from workflow.adapters.doors import Desk, Done, Form, Page
from workflow.signing.delegations import actions, page
from workflow.signing.delegations.actions import Sheet
from workflow.signing.doors import doors

PAGE = "/editions/{}/delegations"


@dataclass
class DelegationForm(Form):
    """Which body may give whom authority to change what it adopted. `to` is `party:office`, `kind` scrivener or terms."""

    body: str = field(default="", metadata={"kind": "hidden"})
    to: str = field(default="", metadata={"kind": "hidden"})
    kind: str = field(default="", metadata={"kind": "hidden"})
    limit: str = field(default="", metadata={"kind": "box", "label": "Within which limit"})


@doors.get("/editions/{edition_id:str}/delegations", act="edition:read")
def delegations(desk: Desk, edition_id: str) -> Page:
    return Page("signing/delegations.html", page.page(desk.session, desk.actor, edition_id))


@doors.post("/editions/{edition_id:str}/delegations", act="edition:delegate")
def delegate(desk: Desk, edition_id: str, form: DelegationForm) -> Done:
    row = actions.delegate(desk.session, desk.actor, edition_id, Sheet(**vars(form)), at=desk.now)
    return Done(PAGE.format(edition_id), {"delegation": row.id})


@doors.post("/editions/{edition_id:str}/delegations/{delegation_id:str}/removal", act="edition:delegate")
def take_back(desk: Desk, edition_id: str, delegation_id: str) -> Done:
    actions.take_back(desk.session, desk.actor, edition_id, delegation_id, at=desk.now)
    return Done(PAGE.format(edition_id))
