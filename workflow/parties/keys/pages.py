"""Signing keys: making, claiming, vouching, revoking. Each act is a sheet to read and a signature to send."""

from dataclasses import dataclass

from workflow.adapters.attestation import roots
from workflow.adapters.doors import Desk, Done, Form, Page
from workflow.core.recovery import Stage, hours
from workflow.parties import ceremony_form
from workflow.parties.ceremony_form import CredentialForm
from workflow.parties.doors import doors
from workflow.parties.keys import actions, endings, loss, queries
from workflow.parties.objections import queries as held
from workflow.parties.options import AUTHORITIES
from workflow.parties.recovery import queries as recoveries


@dataclass
class KeyForm(Form):
    """For which of one's offices the key is."""

    appointment: str = ""


@doors.post("/account/signing-keys", act="key:claim")
def key_options(desk: Desk, form: KeyForm) -> Page:
    options = actions.offer_key(
        desk.session,
        desk.actor,
        form.appointment,
        at=desk.now,
        attest=desk.settings.attestation_roots is not None,
    )
    words = [
        ["Name of the key", options["user"]["name"]],
        ["For", "Signing agreements in this office, and nothing else. It never signs you in."],
        ["Next", queries.after_making(desk.session, form.appointment)],
    ]
    action = f"/account/signing-keys/{form.appointment}"
    return ceremony_form.creation_page("Make your signing key", words, options, action, "Make the key")


@doors.post("/account/signing-keys/{appointment_id:str}", act="key:claim")
def make_key(desk: Desk, appointment_id: str, form: CredentialForm) -> Done:
    key = actions.make_key(
        desk.session, desk.actor, appointment_id, credential=form.credential, at=desk.now,
        no_software_keys=desk.settings.no_software_keys, trusted=roots(desk.settings.attestation_roots),
        attested_keys=desk.settings.attested_keys,
    )  # fmt: skip
    return Done(f"/signing-keys/{key.id}", {"signing_key": key.id, "key": key.key_id, "state": key.state})


@doors.get("/signing-keys/{key_id:str}", act="party:read")
def key(desk: Desk, key_id: str) -> Page:
    value = queries.key_page(desk.session, desk.actor, key_id)
    ready = queries.ready_at(queries.signing_key(desk.session, key_id), desk.settings.waiting_hours)
    wait = hours(desk.settings.waiting_hours, desk.settings.demo)
    recovery = recoveries.shown(
        desk.session, desk.actor, queries.signing_key(desk.session, key_id), wait, desk.now
    )
    more = {
        "recovery": recovery,
        "can_vouch": value["can_vouch"] and not (recovery and recovery["needed"]),
        "authorities": AUTHORITIES,
        "ready": ready,
        "waiting_hours": desk.settings.waiting_hours,
        "objections": held.shown(
            desk.session, desk.actor, value["key"]["party_id"], desk.settings.waiting_hours, desk.now, key_id
        ),
    }
    if recovery and recovery["stage"] == Stage.WAITING:
        more["objections"]["can_object"] = False  # who doubts it stops the recovery itself
    return Page("parties/key.html", {**value, **more})


@doors.post("/signing-keys/{key_id:str}/claim", act="key:claim")
def claim_sheet(desk: Desk, key_id: str) -> Page:
    return ceremony_form.signing_page(actions.offer_claim(desk.session, desk.actor, key_id, at=desk.now))


@doors.post("/signing-keys/{key_id:str}/claim/signature", act="key:claim")
def claim(desk: Desk, key_id: str, form: CredentialForm) -> Done:
    made = actions.claim(
        desk.session, desk.actor, key_id, credential=form.credential, at=desk.now,
        no_software_keys=desk.settings.no_software_keys,
    )  # fmt: skip
    return Done(
        f"/signing-keys/{key_id}", {"signing_key": made.id, "state": made.state, "claim": made.claim_leaf}
    )


@dataclass
class VouchForm(Form):
    """On what authority the office is held."""

    kind: str = ""
    date: str = ""
    reference: str = ""


@doors.post("/signing-keys/{key_id:str}/vouch", act="key:vouch")
def vouch_sheet(desk: Desk, key_id: str, form: VouchForm) -> Page:
    return ceremony_form.signing_page(
        actions.offer_vouch(desk.session, desk.actor, key_id, **vars(form), at=desk.now)
    )


@doors.post("/signing-keys/{key_id:str}/vouch/signature", act="key:vouch")
def vouch(desk: Desk, key_id: str, form: CredentialForm) -> Done:
    made = actions.vouch(
        desk.session, desk.actor, key_id, credential=form.credential, at=desk.now,
        no_software_keys=desk.settings.no_software_keys,
    )  # fmt: skip
    return Done(
        f"/signing-keys/{key_id}", {"signing_key": made.id, "state": made.state, "enrolment": made.enrolment}
    )


@dataclass
class RevocationForm(Form):
    """Why, and since which day and time at the party the key is not to be trusted (now when empty)."""

    reason: str = ""
    compromised_since: str = ""
    compromised_time: str = ""


@doors.post("/signing-keys/{key_id:str}/revocation", act="key:claim")
def revocation_sheet(desk: Desk, key_id: str, form: RevocationForm) -> Page:
    return ceremony_form.signing_page(
        endings.offer_revocation(desk.session, desk.actor, key_id, **vars(form), at=desk.now)
    )


@doors.post("/signing-keys/{key_id:str}/revocation/signature", act="key:claim")
def revoke(desk: Desk, key_id: str, form: CredentialForm) -> Done:
    made = endings.revoke(
        desk.session, desk.actor, key_id, credential=form.credential, at=desk.now,
        no_software_keys=desk.settings.no_software_keys,
    )  # fmt: skip
    return Done(f"/signing-keys/{key_id}", {"signing_key": made.id, "state": made.state})


@doors.post("/signing-keys/{key_id:str}/loss", act="key:lose")
def report_loss(desk: Desk, key_id: str) -> Done:
    key = loss.report(desk.session, desk.actor, key_id, at=desk.now)
    return Done(f"/signing-keys/{key_id}", {"signing_key": key.id, "lost": key.lost})


@dataclass
class OfficeEndForm(Form):
    """The last day (today when empty), and why the term ended."""

    ended: str = ""
    reason: str = ""


@doors.post("/appointments/{appointment_id:str}/office-end", act="key:revoke")
def office_end_sheet(desk: Desk, appointment_id: str, form: OfficeEndForm) -> Page:
    return ceremony_form.signing_page(
        endings.offer_office_end(desk.session, desk.actor, appointment_id, **vars(form), at=desk.now)
    )


@doors.post("/appointments/{appointment_id:str}/office-end/signature", act="key:revoke")
def end_office(desk: Desk, appointment_id: str, form: CredentialForm) -> Done:
    ended = endings.end_office(
        desk.session, desk.actor, appointment_id, credential=form.credential, at=desk.now,
        no_software_keys=desk.settings.no_software_keys,
    )  # fmt: skip
    return Done(f"/parties/{ended.party_id}", {"appointment": ended.id, "until": str(ended.until_date)})
