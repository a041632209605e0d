"""The two who attest a sheet, each with a key of their own; with the second the slot is filled, in the same transaction.

Everything is looked at again under the lock, and the first attestation too: if its key was revoked or its office ended meanwhile,
no pair comes of it. If we crash before the commit of the second nothing of it happened, and the slot is still open.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from workflow.core.errors import Conflict
from workflow.core.events import EventKind
from workflow.core.people import Actor
from workflow.evidence import paper, statement
from workflow.evidence.canonical import unb64u
from workflow.evidence.envelope import envelope_hash
from workflow.evidence.fields import read_moment
from workflow.evidence.fingerprint import fingerprint
from workflow.parties import ceremony
from workflow.parties.models import Appointment, Person
from workflow.parties.queries import title_of
from workflow.parties.sheet import Sheet, sheet
from workflow.signing import actions as signing
from workflow.signing import frozen, record, turns
from workflow.signing.models import Signature
from workflow.signing.offers import CHANGED
from workflow.signing.paper.actions import PAGE, event_of
from workflow.signing.paper.bench import Bench, bench, sheet_of
from workflow.signing.paper.models import Attestation


def offer(session: Session, actor: Actor, event_id: str, slot: str, *, at: datetime) -> Sheet:
    """The statement for the attester's key, with what it says in plain words."""
    seat = bench(session, actor, event_id, slot, at)
    case, scan = seat.case, seat.scan
    said = _write(seat, _common(session, seat, at))
    action = f"{PAGE.format(case.frozen.id, slot)}/attestation/signature"
    shown = [
        ("Agreement", f"{case.edition.title}, edition {case.edition.number}"),
        ("Fingerprint on the sheet", fingerprint(unb64u(case.frozen.head, 32))),
        ("Signed by hand by", f"{scan.signatory_name}, {title_of(scan.office, scan.capacity)}, for {case.party(seat.place.party_id).legal_name}"),
        ("Day on the sheet", f"{scan.signed:%Y-%m-%d}"),
        ("SHA-256 of the scan", scan.digest),
    ]  # fmt: skip
    return sheet(
        session,
        actor,
        paper.ACT,
        seat.purpose,
        said,
        [seat.key],
        at,
        action,
        shown=shown,
        zone=case.mou.timezone,
    )


def attest(
    session: Session, actor: Actor, event_id: str, slot: str, *, credential: str, at: datetime, no_software_keys: bool = False
) -> Attestation:  # fmt: skip
    """Record an attestation as signed. The first is noted and fills nothing; the second fills the slot."""
    seat = bench(session, actor, event_id, slot, at)
    case, scan = seat.case, seat.scan
    frozen.recompute(frozen.read(session, case.frozen))
    purpose = f"{paper.ACT}:{seat.purpose}"
    signed = ceremony.accept(session, actor, purpose, credential, at, no_software_keys=no_software_keys)
    if signed.key.id not in {key.id for key in seat.able}:
        raise Conflict(CHANGED)
    seat = replace(seat, able=(signed.key,))
    said = statement.read(paper.ACT, signed.statement)
    issued = replace(
        _common(session, seat, at), nonce=unb64u(said["nonce"], 32),
        issued=read_moment(said["issued"]), expires=read_moment(said["expires"]),
    )  # fmt: skip
    if signed.statement != _write(seat, issued):
        raise Conflict(CHANGED)
    row = Attestation(
        scan_id=scan.id, number=seat.number, person_id=actor.person_id, person_name=said["name"], office=said["office"],
        capacity=said["capacity"], party_id=seat.holder.party_id, key_id=signed.key.key_id, envelope=signed.envelope, at=at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    if seat.first:
        _fill(session, actor, seat, row, at)
    else:
        event_of(session, EventKind.PAPER_ATTESTED, actor, case, scan, at)
        turns.for_event(session, case, at)
    return row


def _fill(session: Session, actor: Actor, seat: Bench, second: Attestation, at: datetime) -> None:
    """Both have signed: the slot is filled by paper, and the edition executed if nobody else is missing."""
    case, scan = seat.case, seat.scan
    scan.state = "filled"
    subject = envelope_hash(second.envelope)
    event = record.public(
        session, EventKind.EDITION_ATTESTED, actor, case, at, slot=scan.slot, subject=subject
    )
    session.add(
        Signature(
            signing_event_id=case.frozen.id, slot=scan.slot, decision="approval", person_id=scan.signatory_id,
            person_name=scan.signatory_name, office=scan.office, capacity=scan.capacity, party_id=seat.place.party_id,
            key_id="", key_kind=paper.KIND, envelope=second.envelope, event_id=event.id, at=event.at,
        )
    )  # fmt: skip
    session.flush()
    signing.settle(session, actor, case, event.at)


def _common(session: Session, seat: Bench, at: datetime) -> statement.Common:
    """The first waits for the second as long as the text can be signed."""
    lasts = max(seat.case.frozen.expires - at, timedelta(seconds=1))
    return ceremony.common(
        session, party=seat.case.party(seat.holder.party_id), person=session.get_one(Person, seat.holder.person_id),
        appointment=session.get_one(Appointment, seat.holder.appointment_id), key=seat.key, at=at, lasts=lasts,
    )  # fmt: skip


def _write(seat: Bench, common: statement.Common) -> bytes:
    """The statement that our rows give, in this person's mouth."""
    case, scan = seat.case, seat.scan
    return paper.attestation(
        common, mou=case.mou.id, edition=case.edition.number, head=case.frozen.head, slot=scan.slot,
        enrolment=seat.key.enrolment or "", sheet=sheet_of(scan), beside=seat.beside,
    )  # fmt: skip
