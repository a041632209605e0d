"""The doors of corrections."""

from dataclasses import dataclass, field

from workflow.adapters.doors import Desk, Done, Form, Page
from workflow.parties.ceremony_form import CredentialForm
from workflow.signing import receipts
from workflow.signing.corrections import actions, answering, page
from workflow.signing.corrections.actions import Sheet
from workflow.signing.doors import doors


@dataclass
class CorrectionForm(Form):
    """What kind of change it is and why; the keys of clauses and, in the same order, how they are to read."""

    kind: str = field(default="", metadata={"kind": "hidden"})
    reason: str = field(default="", metadata={"kind": "box", "label": "Why"})
    clauses: list[str] = field(default_factory=list, metadata={"kind": "hidden"})
    texts: list[str] = field(default_factory=list, metadata={"kind": "hidden"})


@doors.get("/signing-events/{event_id:str}/correction", act="edition:correct")
def correction(desk: Desk, event_id: str) -> Page:
    return Page("signing/correction.html", page.form(desk.session, desk.actor, event_id))


@doors.post("/signing-events/{event_id:str}/correction", act="edition:correct", max_bytes=8_000_000)
def propose(desk: Desk, event_id: str, form: CorrectionForm) -> Done:
    event = actions.propose(
        desk.session,
        desk.actor,
        event_id,
        Sheet(**vars(form)),
        at=desk.now,
    )
    return Done(f"/signing-events/{event.id}", {"signing_event": event.id, "head": event.head})


@doors.post("/signing-events/{event_id:str}/answers/{place:str}", act="edition:correction:answer")
def answer(desk: Desk, event_id: str, place: str, form: CredentialForm) -> Done:
    row = answering.answer(
        desk.session, desk.actor, event_id, place=place, credential=form.credential, at=desk.now,
        no_software_keys=desk.settings.no_software_keys,
    )  # fmt: skip
    value = {
        "signing_event": event_id,
        "answer": row.id,
        "receipt": receipts.link_of(desk.session, row.event_id),
    }
    return Done(f"/signing-events/{event_id}", value)
