"""The two who attest a sheet, each with a key of their own; with the second the slot is filled, in the same transaction.

Everything is looked at again under the lock, and the first attestation too: if its key was revoked or its office ended meanwhile,
no pair comes of it. If we crash before the commit of the second nothing of it happened, and the slot is still open.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session

from workflow.core.errors import Conflict, Refused
from workflow.core.events import EventKind
from workflow.core.paper import FIRST, SECOND, no_first, no_second
from workflow.core.people import Actor
from workflow.core.permissions import require
from workflow.core.threshold import Slot
from workflow.evidence import paper, statement
from workflow.evidence.canonical import unb64u
from workflow.evidence.envelope import envelope_hash
from workflow.evidence.fields import read_moment
from workflow.evidence.fingerprint import fingerprint
from workflow.parties import ceremony
from workflow.parties.models import Appointment, Person, SigningKey
from workflow.parties.queries import Holder, holders, title_of
from workflow.parties.sheet import Sheet, sheet
from workflow.signing import actions as signing
from workflow.signing import frozen, keys, matter, record, turns
from workflow.signing import queries as reading
from workflow.signing.matter import Matter
from workflow.signing.models import Signature
from workflow.signing.offers import CHANGED
from workflow.signing.paper import queries
from workflow.signing.paper.actions import PAGE, event_of, undecided
from workflow.signing.paper.models import Attestation, Scan
from workflow.signing.paper.queries import OnPaper

GONE = "The first attestation no longer counts: its key or its office has ended."


@dataclass(frozen=True)
class Bench:
    """A sheet that waits, the first attestation where there is one, and who attests now, in which office, with which key."""

    case: Matter
    place: Slot
    scan: Scan
    first: Attestation | None
    holder: Holder
    able: tuple[SigningKey, ...]

    @property
    def key(self) -> SigningKey:
        return self.able[0]

    @property
    def number(self) -> int:
        return 2 if self.first else 1

    @property
    def beside(self) -> str:
        return envelope_hash(self.first.envelope) if self.first else ""

    @property
    def purpose(self) -> str:
        return f"{self.scan.id}:{self.number}"


def bench(session: Session, actor: Actor, event_id: str, slot: str, at: datetime) -> Bench:
    """Everything that must hold for this person to attest now. Raises NotFound, Forbidden, Refused with the reason."""
    case = matter.of_event(session, actor, event_id, lock=True)
    place = queries.place(case, slot)
    require("edition:paper:attest", actor, queries.keepers(case))
    undecided(session, case, place, at)
    scan = queries.live(session, event_id).get(slot)
    if scan is None:
        raise Refused("No scan of a signed sheet has been handed in here yet.")
    said = queries.attestations(session, [scan.id]).get(scan.id, [])
    first = said[0] if said else None
    words = why_not(session, case, place, scan, first, actor.person_id, at)
    if words:
        raise Refused(words)
    if first and (gone := _gone(session, case, scan, first, at)):
        raise Refused(gone, "Withdraw the scan, hand it in again, and have it attested anew.")
    holder, mine = _able(session, case, place, bool(first), actor.person_id, at)
    return Bench(case, place, scan, first, holder, mine)


def why_not(
    session: Session, case: Matter, place: Slot, scan: Scan, first: Attestation | None, person: str, at: datetime
) -> str:  # fmt: skip
    """Why this person does not attest this sheet now, in words; empty where he can."""
    who = queries.witness(session, case, person, place.party_id, at)
    if first is None:
        return no_first(who, place.party_id, scan.signatory_id)
    others = [party for party in queries.named(case) if party != place.party_id]
    return no_second(who, place.party_id, others, scan.signatory_id, first.person_id)


def no(session: Session, actor: Actor, case: Matter, one: OnPaper, at: datetime) -> str:
    """Why the reader does not attest what waits here, in words for the page; empty where he can."""
    assert one.scan is not None
    first = one.attested[0] if one.attested else None
    words = why_not(session, case, one.place, one.scan, first, actor.person_id, at)
    if words:
        return words
    try:
        _able(session, case, one.place, bool(first), actor.person_id, at)
    except Refused as why:
        return why.reason
    return _gone(session, case, one.scan, first, at) if first else ""


def _able(
    session: Session, case: Matter, place: Slot, second: bool, person: str, at: datetime
) -> tuple[Holder, tuple[SigningKey, ...]]:
    """The office from which the person attests, and the keys for it that count here, newest first. Raises Refused."""
    own = [place.party_id]
    parties = [party for party in queries.named(case) if party not in own] if second else own
    refused = Refused("You hold no office that attests a sheet here.")
    for holder in holders(session, parties, at, offices=SECOND if second else FIRST):
        if holder.person_id == person:
            try:
                return holder, tuple(keys.ready(session, case, holder, _hours(case), at))
            except Refused as why:
                refused = why
    raise refused


def _gone(session: Session, case: Matter, scan: Scan, first: Attestation, at: datetime) -> str:
    """Why no pair can come of the first attestation any more, in words; empty where one can."""
    said = statement.read(paper.ACT, unb64u(first.envelope["statement"]))
    if said["sheet"] != sheet_of(scan).members():
        return "The first attestation no longer says what the sheet and its scan are here."
    return GONE if _key_of(session, case, first, at) is None else ""


def _key_of(session: Session, case: Matter, first: Attestation, at: datetime) -> SigningKey | None:
    """The key of the first attestation, if it still counts today in the same office."""
    for holder in holders(session, [first.party_id], at, offices=FIRST):
        if holder.person_id == first.person_id:
            try:
                able = keys.ready(session, case, holder, _hours(case), at)
            except Refused:
                continue
            for key in able:
                if key.key_id == first.key_id:
                    return key
    return None


def _hours(case: Matter) -> int:
    return int(reading.manifest_of(case)["waiting_hours"])


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


def sheet_of(scan: Scan) -> paper.Sheet:
    """What both say of the sheet, from its row."""
    return paper.Sheet(
        person=scan.signatory_id, name=scan.signatory_name, office=scan.office,
        title=title_of(scan.office, scan.capacity), capacity=scan.capacity, signed=scan.signed, scan=scan.digest,
    )  # fmt: skip
