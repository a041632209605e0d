"""The doors of unsent comments: keep one, look at them, change one, drop one, send them all."""

from dataclasses import dataclass, field

from workflow.adapters.doors import Desk, Done, Form, Page, one_of
from workflow.review.doors import CommentForm, ReplyForm, VerdictForm, doors
from workflow.review.threads.queries import KINDS, VISIBILITIES
from workflow.review.unsent import actions, sending, shown


@dataclass
class ChangeForm(Form):
    kind: str = one_of("What kind of comment is it?", KINDS.items(), "substantive")
    blocking: bool = False
    basis: str = ""
    visibility: str = one_of("Who may read it, once sent?", VISIBILITIES.items(), "parties")
    words: str = field(default="", metadata={"kind": "box", "label": "Your comment"})


@doors.get("/editions/{edition_id:str}/unsent", act="edition:comment")
def unsent(desk: Desk, edition_id: str) -> Page:
    return Page("review/unsent/list.html", shown.page(desk.session, desk.actor, edition_id, at=desk.now))


@doors.post("/editions/{edition_id:str}/unsent", act="edition:comment")
def keep(desk: Desk, edition_id: str, form: CommentForm) -> Done:
    row = actions.keep(desk.session, desk.actor, edition_id, at=desk.now, **vars(form))
    return Done(f"/editions/{edition_id}/unsent#u-{row.id}", {"unsent": row.id})


@doors.post("/editions/{edition_id:str}/threads/{number:int}/unsent", act="edition:comment")
def keep_reply(desk: Desk, edition_id: str, number: int, form: ReplyForm) -> Done:
    row = actions.keep_reply(desk.session, desk.actor, edition_id, number, at=desk.now, **vars(form))
    return Done(f"/editions/{edition_id}/unsent#u-{row.id}", {"unsent": row.id})


@doors.get("/editions/{edition_id:str}/unsent/{unsent_id:str}", act="edition:comment")
def unsent_one(desk: Desk, edition_id: str, unsent_id: str) -> Page:
    return Page("review/unsent/change.html", shown.form(desk.session, desk.actor, edition_id, unsent_id))


@doors.post("/editions/{edition_id:str}/unsent/{unsent_id:str}", act="edition:comment")
def change(desk: Desk, edition_id: str, unsent_id: str, form: ChangeForm) -> Done:
    row = actions.change(desk.session, desk.actor, edition_id, unsent_id, at=desk.now, **vars(form))
    return Done(f"/editions/{edition_id}/unsent#u-{row.id}", {"unsent": row.id})


@doors.post("/editions/{edition_id:str}/unsent/{unsent_id:str}/removal", act="edition:comment")
def drop(desk: Desk, edition_id: str, unsent_id: str) -> Done:
    actions.drop(desk.session, desk.actor, edition_id, unsent_id)
    return Done(f"/editions/{edition_id}/unsent")


@doors.post("/editions/{edition_id:str}/sendings", act="edition:comment")
def send(desk: Desk, edition_id: str, form: VerdictForm) -> Done:
    """All of them, with the verdict that goes along, if any."""
    threads = sending.send(desk.session, desk.actor, edition_id, at=desk.now, **vars(form))
    numbers = [thread.number for thread in threads]
    return Done(f"/editions/{edition_id}/comments?after={min(numbers) - 1}", {"numbers": numbers})
