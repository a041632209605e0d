"""Objecting, answering, withdrawing."""

from dataclasses import dataclass, field

from workflow.adapters.doors import Desk, Done, Form
from workflow.parties.doors import doors
from workflow.parties.objections import actions
from workflow.parties.objections.models import PartyObjection


@dataclass
class ObjectionForm(Form):
    """What is objected to, and why. `key`: the signing key; the party's whole record when empty."""

    words: str = field(default="", metadata={"kind": "box", "label": "What do you object to, and why?"})
    key: str = ""


@doors.post("/parties/{party_id:str}/objections", act="party:object")
def raise_objection(desk: Desk, party_id: str, form: ObjectionForm) -> Done:
    row = actions.raise_objection(
        desk.session, desk.actor, party_id, words=form.words, key=form.key, at=desk.now
    )
    return _done(row)


@dataclass
class AnswerForm(Form):
    """The party's answer; everyone concerned reads it."""

    words: str = field(default="", metadata={"kind": "box", "label": "The answer"})


@doors.post("/objections/{objection_id:str}/answer", act="party:objection:answer")
def answer(desk: Desk, objection_id: str, form: AnswerForm) -> Done:
    return _done(actions.answer(desk.session, desk.actor, objection_id, words=form.words, at=desk.now))


@doors.post("/objections/{objection_id:str}/withdrawal", act="party:objection:withdraw")
def withdraw(desk: Desk, objection_id: str) -> Done:
    return _done(actions.withdraw(desk.session, desk.actor, objection_id, at=desk.now))


def _done(row: PartyObjection) -> Done:
    where = f"/signing-keys/{row.key_id}" if row.key_id else f"/parties/{row.party_id}"
    return Done(f"{where}#objections", {"objection": row.id, "party": row.party_id, "key": row.key_id or ""})
