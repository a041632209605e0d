"""The doors of signing on paper; all of them for the people of the parties."""

from dataclasses import dataclass, field

from workflow.adapters.doors import Desk, Done, File, Form, Page, Upload
from workflow.core.paper import LARGEST
from workflow.parties.ceremony_form import CredentialForm, signing_page
from workflow.signing.doors import doors
from workflow.signing.paper import actions, attesting, page, sheet
from workflow.signing.paper.actions import PAGE, Filing

HERE = "/signing-events/{event_id:str}/paper/{slot:str}"


@dataclass
class AllowanceForm(Form):
    """Which of the parties that sign may do so on paper."""

    parties: list[str] = field(default_factory=list, metadata={"kind": "hidden"})


@dataclass
class ScanForm(Form):
    """The scan of a signed sheet, the day on it, and who signed it (a person's id; the only holder when empty)."""

    upload: Upload | None = field(default=None, metadata={"label": "The scan"})
    signed: str = field(default="", metadata={"label": "The day on the sheet"})
    signatory: str = field(default="", metadata={"kind": "hidden"})


@dataclass
class WithdrawalForm(Form):
    """Why; both sides read it."""

    reason: str = field(default="", metadata={"kind": "box", "label": "Why"})


@doors.get("/editions/{edition_id:str}/paper", act="edition:read")
def allowing(desk: Desk, edition_id: str) -> Page:
    return Page("signing/paper/allowing.html", page.allowing(desk.session, desk.actor, edition_id))


@doors.post("/editions/{edition_id:str}/paper", act="edition:paper:allow")
def allow(desk: Desk, edition_id: str, form: AllowanceForm) -> Done:
    chosen = actions.allow(desk.session, desk.actor, edition_id, parties=form.parties, at=desk.now)
    return Done(f"/editions/{edition_id}/readiness", {"parties": sorted(chosen)})


@doors.get(HERE, act="edition:read")
def one_sheet(desk: Desk, event_id: str, slot: str) -> Page:
    value = page.sheet_page(desk.session, desk.actor, event_id, slot, desk.now)
    return Page("signing/paper/sheet.html", value)


@doors.get(HERE + "/sheet.pdf", act="edition:read", api=False)
def sheet_pdf(desk: Desk, event_id: str, slot: str) -> File:
    made = sheet.sheet(desk.session, desk.actor, event_id, slot, desk.settings)
    return File(made.content, "application/pdf", name=made.name, etag=made.etag)


@doors.get(HERE + "/scan", act="edition:paper:read", api=False)
def scan(desk: Desk, event_id: str, slot: str) -> File:
    content, kind, name = sheet.scan(desk.session, desk.actor, event_id, slot)
    return File(content, kind, name=name, download=True)


@doors.post(HERE + "/scans", act="edition:paper:file", max_bytes=LARGEST)
def hand_in(desk: Desk, event_id: str, slot: str, form: ScanForm) -> Done:
    filing = Filing(form.upload.content if form.upload else b"", form.signed, form.signatory)
    row = actions.file(desk.session, desk.actor, event_id, slot, filing, at=desk.now)
    return Done(PAGE.format(event_id, slot), {"scan": row.id, "sha256": row.digest, "state": row.state})


@doors.post(HERE + "/attestation", act="edition:paper:attest")
def attestation_sheet(desk: Desk, event_id: str, slot: str) -> Page:
    asked = attesting.offer(desk.session, desk.actor, event_id, slot, at=desk.now)
    return signing_page(asked)


@doors.post(HERE + "/attestation/signature", act="edition:paper:attest")
def attest(desk: Desk, event_id: str, slot: str, form: CredentialForm) -> Done:
    row = attesting.attest(
        desk.session, desk.actor, event_id, slot, credential=form.credential, at=desk.now,
        no_software_keys=desk.settings.no_software_keys,
    )  # fmt: skip
    return Done(PAGE.format(event_id, slot), {"scan": row.scan_id, "attestation": row.number})


@doors.post(HERE + "/withdrawal", act="edition:paper:attest")
def withdraw(desk: Desk, event_id: str, slot: str, form: WithdrawalForm) -> Done:
    row = actions.withdraw(desk.session, desk.actor, event_id, slot, reason=form.reason, at=desk.now)
    return Done(PAGE.format(event_id, slot), {"scan": row.scan_id, "state": "withdrawn"})
