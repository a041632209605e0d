"""The doors of the signing room."""

from dataclasses import dataclass, field

from workflow.adapters import witnesses
from workflow.adapters.doors import Desk, Done, File, Form, Page
from workflow.parties.ceremony_form import CredentialForm
from workflow.signing import actions, adopting, lasting, looks, packet, page, queries, ready, receipts
from workflow.signing.corrections import answering
from workflow.signing.corrections import pages as corrections
from workflow.signing.delegations import pages as delegations
from workflow.signing.doors import doors
from workflow.signing.order import pages as order
from workflow.signing.paper import pages as paper
from workflow.signing.votes import pages as votes

SUBROOMS = (delegations, corrections, order, paper, votes)
"""Their doors stand in the same list, by being imported here."""


@doors.get("/editions/{edition_id:str}/readiness", act="edition:read")
def readiness(desk: Desk, edition_id: str) -> Page:
    hours, days = desk.settings.waiting_hours, desk.settings.signing_days
    value = ready.readiness_page(desk.session, desk.actor, edition_id, hours, desk.now, days)
    return Page("signing/readiness.html", value)


@dataclass
class FreezeForm(Form):
    """For how many days the text can be signed; as is usual here when empty."""

    days: str = field(default="", metadata={"label": "How many days there are to sign"})


@doors.post("/editions/{edition_id:str}/freeze", act="edition:freeze")
def freeze(desk: Desk, edition_id: str, form: FreezeForm) -> Done:
    event = actions.freeze(
        desk.session, desk.actor, edition_id, waiting_hours=desk.settings.waiting_hours,
        signing_days=lasting.chosen(form.days, desk.settings.signing_days), at=desk.now,
    )  # fmt: skip
    return Done(
        f"/signing-events/{event.id}",
        {"signing_event": event.id, "head": event.head, "expires": event.expires},
    )


@doors.get("/signing-events/{event_id:str}", act="edition:read")
def event(desk: Desk, event_id: str) -> Page:
    value = page.event_page(desk.session, desk.actor, event_id, desk.now, witnesses.keys(desk.settings))
    return Page("signing/event.html", value, noted=looks.noting(desk.session, desk.actor, event_id, desk.now))


@doors.get("/signing-events/{event_id:str}/version", act="edition:read")
def version(desk: Desk, event_id: str) -> File:
    mark = receipts.version(desk.session, desk.actor, event_id, witnesses.keys(desk.settings))
    return File(mark.encode(), "text/plain; charset=utf-8", etag=mark)


@doors.get("/signing-events/{event_id:str}/packet.pdf", act="edition:read", api=False)
def packet_pdf(desk: Desk, event_id: str) -> File:
    made = packet.packet(desk.session, desk.actor, event_id, desk.settings)
    return File(made.content, "application/pdf", name=made.name, etag=made.etag)


@dataclass
class OfferForm(Form):
    """What somebody is about to sign: approval or decline (with a reason) for a slot, adoption for a body (`gave`: with the
    authority to change it), or correction for a place of one. `key`: with which of his keys; the newest when empty."""

    decision: str = "approval"
    place: str = ""
    key: str = ""
    reason: str = ""
    meeting: str = ""
    item: str = ""
    resolution: str = ""
    yes: str = ""
    no: str = ""
    abstain: str = ""
    gave: str = ""
    minutes: str = ""


@doors.post("/signing-events/{event_id:str}/offers", act="edition:read")
def offer(desk: Desk, event_id: str, form: OfferForm) -> Done:
    here = f"/signing-events/{event_id}"
    if form.decision == "adoption":
        minutes = adopting.Minutes(
            form.meeting, form.item, form.resolution, form.yes, form.no, form.abstain, form.gave, form.minutes
        )
        value = adopting.offer(
            desk.session, desk.actor, event_id, body=form.place, minutes=minutes, at=desk.now, key=form.key
        )
        return Done(here, value)
    if form.decision == answering.DECISION:
        return Done(
            here,
            answering.offer(desk.session, desk.actor, event_id, place=form.place, at=desk.now, key=form.key),
        )
    value = actions.offer(
        desk.session,
        desk.actor,
        event_id,
        decision=form.decision,
        place=form.place,
        reason=form.reason,
        key=form.key,
        at=desk.now,
    )
    return Done(here, value)


@doors.post("/signing-events/{event_id:str}/signatures/{slot:str}", act="edition:sign")
def sign(desk: Desk, event_id: str, slot: str, form: CredentialForm) -> Done:
    row = actions.sign(
        desk.session, desk.actor, event_id, slot=slot, credential=form.credential, at=desk.now,
        no_software_keys=desk.settings.no_software_keys,
    )  # fmt: skip
    return Done(f"/signing-events/{event_id}", _signed(desk, event_id, row.slot))


@doors.post("/signing-events/{event_id:str}/declines/{slot:str}", act="edition:decline")
def decline(desk: Desk, event_id: str, slot: str, form: CredentialForm) -> Done:
    row = actions.decline(
        desk.session, desk.actor, event_id, slot=slot, credential=form.credential, at=desk.now,
        no_software_keys=desk.settings.no_software_keys,
    )  # fmt: skip
    return Done(f"/signing-events/{event_id}", _signed(desk, event_id, row.slot))


def _signed(desk: Desk, event_id: str, slot: str) -> dict[str, str]:
    return {
        "signing_event": event_id,
        "slot": slot,
        "state": queries.state_of(desk.session, event_id),
        "receipt": f"/signing-events/{event_id}/receipts/{slot}",
    }


@doors.post("/signing-events/{event_id:str}/adoptions/{body:str}", act="edition:adopt")
def adopt(desk: Desk, event_id: str, body: str, form: CredentialForm) -> Done:
    row = adopting.adopt(
        desk.session, desk.actor, event_id, body=body, credential=form.credential, at=desk.now,
        no_software_keys=desk.settings.no_software_keys,
    )  # fmt: skip
    value = {
        "signing_event": event_id,
        "adoption": row.id,
        "receipt": receipts.link_of(desk.session, row.event_id),
    }
    return Done(f"/signing-events/{event_id}", value)


@doors.get("/signing-events/{event_id:str}/receipts/{slot:str}", act="edition:read", api=False)
def receipt(desk: Desk, event_id: str, slot: str) -> File:
    text = receipts.file(desk.session, desk.actor, event_id, slot, witnesses.keys(desk.settings))
    return File(text.encode(), "text/plain; charset=utf-8", name=f"receipt-{slot}.txt")


@dataclass
class ReasonForm(Form):
    """Why; everybody concerned reads it."""

    reason: str = field(default="", metadata={"kind": "box", "label": "Why"})


@doors.get("/editions/{edition_id:str}/reopening", act="edition:reopen", api=False)
def reopening(desk: Desk, edition_id: str) -> Page:
    return Page("signing/reopening.html", ready.confirm_page(desk.session, desk.actor, edition_id, "reopen"))


@doors.post("/editions/{edition_id:str}/reopening", act="edition:reopen")
def reopen(desk: Desk, edition_id: str, form: ReasonForm) -> Done:
    row = actions.reopen(desk.session, desk.actor, edition_id, reason=form.reason, at=desk.now)
    return Done(f"/editions/{edition_id}", {"reopening": row.id})


@doors.get("/editions/{edition_id:str}/withdrawal", act="edition:withdraw", api=False)
def withdrawal(desk: Desk, edition_id: str) -> Page:
    return Page(
        "signing/withdrawal.html", ready.confirm_page(desk.session, desk.actor, edition_id, "withdraw")
    )


@doors.post("/editions/{edition_id:str}/withdrawal", act="edition:withdraw")
def withdraw(desk: Desk, edition_id: str, form: ReasonForm) -> Done:
    row = actions.withdraw(desk.session, desk.actor, edition_id, reason=form.reason, at=desk.now)
    return Done(f"/editions/{edition_id}", {"withdrawal": row.id})
