"""Recovery of a lost key: what to do after losing everything, and each act of the two people, of the person, of the other side."""

from dataclasses import dataclass, field

from workflow.adapters.doors import Desk, Done, Form, Page
from workflow.core.recovery import hours
from workflow.parties.ceremony_form import CredentialForm, signing_page
from workflow.parties.doors import doors
from workflow.parties.recovery import actions, objecting, queries
from workflow.parties.recovery.models import KeyRecovery


@doors.get("/lost", act="public:read")
def lost_everything(desk: Desk) -> Page:
    wait = hours(desk.settings.waiting_hours, desk.settings.demo)
    parties = queries.helped_by(desk.session, desk.actor, wait, desk.now)
    return Page("parties/lost.html", {"parties": parties, "hours": wait})


@dataclass
class RecoveryForm(Form):
    """`second`: the key of the second person, by the id of its row; `checked`: how the two know that it is the person."""

    second: str = ""
    checked: str = field(
        default="", metadata={"kind": "box", "label": "How do you know that it is this person?"}
    )


@doors.post("/signing-keys/{key_id:str}/recovery", act="key:recover")
def recovery_sheet(desk: Desk, key_id: str, form: RecoveryForm) -> Page:
    wait = hours(desk.settings.waiting_hours, desk.settings.demo)
    offered = actions.offer_recovery(
        desk.session, desk.actor, key_id, second=form.second, checked=form.checked, hours=wait, at=desk.now
    )
    return signing_page(offered)


@doors.post("/signing-keys/{key_id:str}/recovery/signature", act="key:recover")
def sign(desk: Desk, key_id: str, form: CredentialForm) -> Done:
    row = actions.sign_recovery(
        desk.session, desk.actor, key_id, credential=form.credential, at=desk.now,
        no_software_keys=desk.settings.no_software_keys,
    )  # fmt: skip
    return _done(row)


@doors.post("/recoveries/{recovery_id:str}/confirmation", act="key:recover")
def confirmation_sheet(desk: Desk, recovery_id: str) -> Page:
    offered = actions.offer_confirmation(desk.session, desk.actor, recovery_id, at=desk.now)
    return signing_page(offered)


@doors.post("/recoveries/{recovery_id:str}/confirmation/signature", act="key:recover")
def confirm(desk: Desk, recovery_id: str, form: CredentialForm) -> Done:
    row = actions.confirm(
        desk.session, desk.actor, recovery_id, credential=form.credential, at=desk.now,
        no_software_keys=desk.settings.no_software_keys,
    )  # fmt: skip
    return _done(row)


@doors.post("/recoveries/{recovery_id:str}/withdrawal", act="key:recovery:withdraw")
def withdraw(desk: Desk, recovery_id: str) -> Done:
    return _done(actions.withdraw(desk.session, desk.actor, recovery_id, at=desk.now))


@dataclass
class ObjectionForm(Form):
    """What is objected to, and why; everybody can read it."""

    reason: str = field(default="", metadata={"kind": "box", "label": "What do you object to, and why?"})


@doors.post("/recoveries/{recovery_id:str}/objection", act="key:recovery:object")
def objection_sheet(desk: Desk, recovery_id: str, form: ObjectionForm) -> Page:
    offered = objecting.offer_objection(
        desk.session, desk.actor, recovery_id, reason=form.reason, at=desk.now
    )
    return signing_page(offered)


@doors.post("/recoveries/{recovery_id:str}/objection/signature", act="key:recovery:object")
def object_to(desk: Desk, recovery_id: str, form: CredentialForm) -> Done:
    row = objecting.object_to(
        desk.session, desk.actor, recovery_id, credential=form.credential, at=desk.now,
        no_software_keys=desk.settings.no_software_keys,
    )  # fmt: skip
    return _done(row)


@dataclass
class StopForm(Form):
    """What the person says who did not ask for this, or found a key."""

    words: str = field(default="", metadata={"kind": "box", "label": "What is wrong?"})


@doors.post("/recoveries/{recovery_id:str}/stop", act="key:recovery:stop")
def stop(desk: Desk, recovery_id: str, form: StopForm) -> Done:
    return _done(actions.stop(desk.session, desk.actor, recovery_id, words=form.words, at=desk.now))


def _done(row: KeyRecovery) -> Done:
    value = {"recovery": row.id, "signing_key": row.key_id, "leaf": row.leaf, "counts": row.counts}
    return Done(f"/signing-keys/{row.key_id}#recovery", value)
