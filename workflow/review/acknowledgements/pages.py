"""The doors of acknowledgement lists."""

from dataclasses import dataclass, field

from workflow.adapters.doors import Desk, Done, File, Form, Page, one_of
from workflow.core.acknowledging import STEPS
from workflow.review.acknowledgements import actions, queries
from workflow.review.doors import doors


@dataclass
class ListForm(Form):
    """`places`: whom the list asks, as the page offers them. `days`: working days."""

    title: str = ""
    places: list[str] = field(default_factory=list)
    before_step: str = one_of("What waits for it?", STEPS.items(), "none")
    days: str = "10"


@dataclass
class AskForm(Form):
    days: str = "10"


@dataclass
class ReadForm(Form):
    """What was on the page: the revision's id and the digest of the text as it was shown."""

    revision: str = field(default="", metadata={"kind": "hidden"})
    digest: str = field(default="", metadata={"kind": "hidden"})


PAGE = "/editions/{edition_id:str}/acknowledgements"
LIST = PAGE + "/{list_id:str}"


@doors.get(PAGE, act="edition:read")
def acknowledgements(desk: Desk, edition_id: str) -> Page:
    value = queries.acknowledgements_page(desk.session, desk.actor, edition_id, at=desk.now)
    return Page("review/acknowledgements.html", value)


@doors.get(PAGE + ".csv", act="edition:list:keep", api=False)
def acknowledgements_file(desk: Desk, edition_id: str) -> File:
    content = queries.lists_file(desk.session, desk.actor, edition_id, at=desk.now)
    return File(content, "text/csv; charset=utf-8", "acknowledgements.csv", download=True)


@doors.post(PAGE, act="edition:list:keep")
def make_list(desk: Desk, edition_id: str, form: ListForm) -> Done:
    row = actions.make_list(desk.session, desk.actor, edition_id, at=desk.now, **vars(form))
    return Done(f"/editions/{edition_id}/acknowledgements#l-{row.id}", {"list": row.id})


@doors.post(LIST + "/requests", act="edition:list:keep")
def ask_again(desk: Desk, edition_id: str, list_id: str, form: AskForm) -> Done:
    row = actions.ask_again(desk.session, desk.actor, edition_id, list_id, days=form.days, at=desk.now)
    return Done(f"/editions/{edition_id}/acknowledgements#l-{row.id}", {"list": row.id})


@doors.post(LIST + "/end", act="edition:list:keep")
def end_list(desk: Desk, edition_id: str, list_id: str) -> Done:
    row = actions.end_list(desk.session, desk.actor, edition_id, list_id, at=desk.now)
    return Done(f"/editions/{edition_id}/acknowledgements", {"list": row.id})


@doors.post(LIST + "/confirmations", act="edition:acknowledge")
def confirm(desk: Desk, edition_id: str, list_id: str, form: ReadForm) -> Done:
    given = actions.confirm(desk.session, desk.actor, edition_id, list_id, at=desk.now, **vars(form))
    return Done(f"/editions/{edition_id}/acknowledgements", {"acknowledgement": given.id})
