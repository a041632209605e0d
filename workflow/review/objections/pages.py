"""The doors of objections: bring one before both sides, set one aside."""

from dataclasses import dataclass, field

from workflow.adapters.doors import Desk, Done, Form
from workflow.review.doors import doors
from workflow.review.objections import actions


@dataclass
class ReasonForm(Form):
    words: str = field(default="", metadata={"kind": "box", "label": "Your reason"})


@doors.post("/editions/{edition_id:str}/threads/{number:int}/escalation", act="edition:objection:escalate")
def escalate(desk: Desk, edition_id: str, number: int, form: ReasonForm) -> Done:
    row = actions.escalate(desk.session, desk.actor, edition_id, number, words=form.words, at=desk.now)
    return Done(f"/editions/{edition_id}/threads/{number}#objection", {"escalated": row.created.isoformat()})


@doors.post("/editions/{edition_id:str}/threads/{number:int}/overrides", act="edition:objection:override")
def override(desk: Desk, edition_id: str, number: int, form: ReasonForm) -> Done:
    row = actions.override(desk.session, desk.actor, edition_id, number, words=form.words, at=desk.now)
    return Done(f"/editions/{edition_id}/threads/{number}#objection", {"override": row.id})
