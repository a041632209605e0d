"""Who may attest a sheet now, with which key, and whether the first attestation still counts: asked for the page, when a statement
is offered, and again under the lock when it comes back signed. The rules: `core.paper`.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from workflow.core.errors import Refused
from workflow.core.paper import FIRST, SECOND, no_first, no_second
from workflow.core.people import Actor
from workflow.core.permissions import require
from workflow.core.threshold import Slot
from workflow.evidence import paper, statement
from workflow.evidence.canonical import unb64u
from workflow.evidence.envelope import envelope_hash
from workflow.parties.models import SigningKey
from workflow.parties.queries import Holder, holders, title_of
from workflow.signing import keys, matter
from workflow.signing import queries as reading
from workflow.signing.matter import Matter
from workflow.signing.paper import queries
from workflow.signing.paper.actions import undecided
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
    if any(row.person_id == scan.signatory_id for row in reading.signatures_of(session, event_id)):
        raise Refused(f"{scan.signatory_name} has decided for another place: one person fills one place.")
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


def sheet_of(scan: Scan) -> paper.Sheet:
    """What both say of the sheet, from its row."""
    return paper.Sheet(
        person=scan.signatory_id, name=scan.signatory_name, office=scan.office,
        title=title_of(scan.office, scan.capacity), capacity=scan.capacity, signed=scan.signed, scan=scan.digest,
    )  # fmt: skip
