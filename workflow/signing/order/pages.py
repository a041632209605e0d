"""The doors of the signing order, before the freeze."""

from dataclasses import dataclass, field

from workflow.adapters.doors import Desk, Done, Form, Page
from workflow.core.errors import Invalid
from workflow.signing.doors import doors
from workflow.signing.order import actions, page

TEMPLATE = "signing/order.html"


@dataclass
class OrderForm(Form):
    """`any` order, or a `set` one: then every party that signs, first to last."""

    order: str = field(default="", metadata={"kind": "hidden"})
    parties: list[str] = field(default_factory=list, metadata={"kind": "hidden"})


@doors.get("/editions/{edition_id:str}/order", act="edition:read")
def ordering(desk: Desk, edition_id: str) -> Page:
    return Page(TEMPLATE, page.ordering(desk.session, desk.actor, edition_id))


@doors.post("/editions/{edition_id:str}/order", act="edition:order:set")
def choose(desk: Desk, edition_id: str, form: OrderForm) -> Done | Page:
    """What cannot be an order is shown again as it was chosen, with what to mend."""
    try:
        chosen = actions.choose(
            desk.session, desk.actor, edition_id, order=form.order, parties=form.parties, at=desk.now
        )
    except Invalid as no:
        value = page.ordering(desk.session, desk.actor, edition_id, typed=form.parties, issues=no.issues)
        return Page(TEMPLATE, value, status=422)
    return Done(f"/editions/{edition_id}/readiness", {"order": form.order, "parties": chosen})
