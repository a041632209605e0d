"""Before the two attest a sheet: allow paper before the freeze, hand in the scan of a signed sheet, withdraw a wrong one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, delete

from workflow.adapters.templates import day
from workflow.core.errors import Refused
from workflow.core.events import EventKind
from workflow.core.paper import CHOOSING, day_problem, media_of, scan_problem
from workflow.core.people import Actor
from workflow.core.permissions import Case, require
from workflow.core.threshold import Slot
from workflow.evidence.canonical import b64u, sha256
from workflow.history import actions as history
from workflow.parties.queries import Holder, holders, local_day
from workflow.parties.words import Typed
from workflow.signing import matter, offers, slots, turns
from workflow.signing import queries as signing
from workflow.signing.matter import Matter
from workflow.signing.order import queue
from workflow.signing.paper import queries
from workflow.signing.paper.models import PaperAllowance, Scan, ScanFile, ScanWithdrawal
from workflow.signing.words import reason_of

PAGE = "/signing-events/{}/paper/{}"
_AGAIN = "Open the page once more: it shows how things stand."


def allow(
    session: Session, actor: Actor, edition_id: str, *, parties: Sequence[str], at: datetime
) -> frozenset[str]:
    """Say which of the parties that sign may do so on paper: exactly these. From the freeze on it stands in the manifest."""
    case = matter.of_edition(session, actor, edition_id, lock=True)
    require("edition:paper:allow", actor, case.ground.desk())
    if case.ground.status not in CHOOSING:
        raise Refused(
            "This text is frozen: how it may be signed stands in it.",
            "Reopen it to change how it may be signed.",
        )
    chosen = frozenset(slot.party_id for slot in slots.slots(case.parties) if slot.party_id in set(parties))
    if chosen == queries.allowed_parties(session, edition_id):
        return chosen
    session.connection().execute(delete(PaperAllowance).where(PaperAllowance.edition_id == edition_id))
    session.add_all(
        PaperAllowance(
            edition_id=edition_id, party_id=party, person_id=actor.person_id, person_name=actor.name, at=at
        )
        for party in sorted(chosen)
    )
    history.record(
        session, EventKind.PAPER_ALLOWED, actor=actor, at=at, mou_id=case.mou.id, edition_id=edition_id,
        detail={"parties": sorted(chosen)},
    )  # fmt: skip
    session.flush()
    return chosen


@dataclass(frozen=True)
class Filing:
    """A scan as it is handed in: the file, the day on the sheet as typed, and who signed it by hand (a person's id)."""

    content: bytes = b""
    signed: str = ""
    signatory: str = ""


def file(session: Session, actor: Actor, event_id: str, slot: str, filing: Filing, *, at: datetime) -> Scan:
    """Hand in the scan of a signed sheet. It counts for nothing until two people attest it. Raises Invalid, Refused."""
    case = matter.of_event(session, actor, event_id, lock=True)
    place = queries.place(case, slot)
    require(
        "edition:paper:file", actor, Case(parties=frozenset({place.party_id}), edition_id=case.edition.id)
    )
    undecided(session, case, place, at)
    if slot in queries.live(session, event_id):
        raise Refused(
            "A scan was handed in for this place already.", "Withdraw it first, if it is the wrong one."
        )
    row = _read(session, case, place, filing, at)
    row.person_id, row.person_name = actor.person_id, actor.name
    session.add(row)
    session.flush()
    session.add(ScanFile(scan_id=row.id, content=filing.content))
    event_of(session, EventKind.PAPER_FILED, actor, case, row, at)
    turns.for_event(session, case, at)
    return row


def undecided(session: Session, case: Matter, place: Slot, at: datetime) -> None:
    """The place may be filled on paper, the signing is open, nobody has decided there and it waits for no other. Raises Refused."""
    if place.id not in queries.allowed(case):
        raise Refused(
            "This place is signed with a key: the text that everybody signs does not allow paper here.",
            "Those who run the agreement can reopen it and allow paper.",
        )
    offers.is_open(case, "approval", at)
    for row in signing.signatures_of(session, case.frozen.id):
        if row.slot == place.id:
            done = "signed" if row.decision == "approval" else "declined"
            raise Refused(
                f"{row.person_name} has already {done} here. A signature stands once it is made.", _AGAIN
            )
    queue.insist(session, case, place, at)


def _read(session: Session, case: Matter, place: Slot, filing: Filing, at: datetime) -> Scan:
    typed, zone = Typed(), case.mou.timezone
    if problem := scan_problem(filing.content):
        typed.wrong("upload", problem)
    signed = typed.day("signed", "The day on the sheet", filing.signed)
    frozen, today = local_day(zone, case.frozen.opened), local_day(zone, at)
    if signed and (problem := day_problem(signed, frozen, today)):
        typed.wrong("signed", problem)
    turn = local_day(zone, queue.since(session, case, queue.queue(session, case), place.id))
    if signed and frozen <= signed < turn:
        words = f"This text is signed one after another, and the one before signed on {day(turn)}: a sheet signed earlier does not count."
        typed.wrong("signed", words)
    who = _signatory(session, case, place, filing.signatory, typed, at)
    typed.settle()
    assert signed is not None and who is not None
    return Scan(
        signing_event_id=case.frozen.id, slot=place.id, signatory_id=who.person_id, signatory_name=who.name,
        office=who.office, capacity=who.capacity, signed=signed, digest=b64u(sha256(filing.content)),
        media_type=media_of(filing.content), person_id="", person_name="", at=at,
    )  # fmt: skip


def able(session: Session, place: Slot, at: datetime) -> list[Holder]:
    """Who holds an office of this place today."""
    return holders(session, [place.party_id], at, offices=place.offices)


def _signatory(
    session: Session, case: Matter, place: Slot, person: str, typed: Typed, at: datetime
) -> Holder | None:
    """Who signed: one of those who hold the office today, and who has not decided for another place."""
    found = able(session, place, at)
    chosen = [one for one in found if one.person_id == person] if person else found
    if not found:
        typed.wrong(
            "signatory", "Nobody holds the office that signs here. An administrator records appointments."
        )
    elif len(chosen) != 1:
        typed.wrong(
            "signatory", "Say who signed the sheet: one of those who hold the office that signs here."
        )
    elif any(row.person_id == chosen[0].person_id for row in signing.signatures_of(session, case.frozen.id)):
        typed.wrong(
            "signatory", f"{chosen[0].name} has decided for another place: one person fills one place."
        )
    return chosen[0] if chosen else None


def withdraw(
    session: Session, actor: Actor, event_id: str, slot: str, *, reason: str, at: datetime
) -> ScanWithdrawal:
    """Take a scan out before it counts, with a reason both sides read. The scan itself stays on record, and private."""
    case = matter.of_event(session, actor, event_id, lock=True)
    queries.place(case, slot)
    require("edition:paper:attest", actor, queries.keepers(case))
    row = queries.live(session, event_id).get(slot)
    if row is None or row.state != "waiting":
        raise Refused("There is no scan here that could be withdrawn.", _AGAIN)
    said = reason_of(reason, "Please say why this scan is withdrawn: both sides read it.")
    row.state = "withdrawn"
    gone = ScanWithdrawal(
        scan_id=row.id, person_id=actor.person_id, person_name=actor.name, reason=said, at=at
    )
    session.add(gone)
    event_of(session, EventKind.PAPER_WITHDRAWN, actor, case, row, at)
    session.flush()
    if case.frozen.state == "open":
        turns.for_event(session, case, at)
    return gone


def event_of(session: Session, kind: EventKind, actor: Actor, case: Matter, row: Scan, at: datetime) -> None:
    """A private event about a scan: it names the scan and its slot, and no words."""
    history.record(
        session, kind, actor=actor, at=at, mou_id=case.mou.id, edition_id=case.edition.id, subject_id=row.id,
        detail={"slot": row.slot},
    )  # fmt: skip
