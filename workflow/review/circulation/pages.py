"""The doors that send a draft out for review."""

from dataclasses import dataclass

from workflow.adapters.doors import Desk, Done, Form, Page
from workflow.review import actions
from workflow.review.circulation.queries import circulation_page
from workflow.review.doors import doors


@dataclass
class CirculationForm(Form):
    """The route: the name of one that comes with the service, the id of one a party keeps, or nothing for the default."""

    route: str = ""


@doors.get("/editions/{edition_id:str}/circulation", act="edition:circulate")
def circulation(desk: Desk, edition_id: str, route: str = "") -> Page:
    value = circulation_page(desk.session, desk.actor, edition_id, route, at=desk.now)
    return Page("review/circulation.html", value)


@doors.post("/editions/{edition_id:str}/circulation", act="edition:circulate")
def circulate(desk: Desk, edition_id: str, form: CirculationForm) -> Done:
    row = actions.circulate(desk.session, desk.actor, edition_id, route=form.route, at=desk.now)
    return Done(f"/editions/{edition_id}", {"status": row.status, "stage": row.stage})
