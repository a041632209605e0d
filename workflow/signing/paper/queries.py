"""Reading what was handed in on paper: where it is allowed, the scan of a slot, and who has attested it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from workflow.core.errors import NotFound
from workflow.core.paper import FIRST, SECOND, Step, Witness, step
from workflow.core.people import Office
from workflow.core.permissions import Case
from workflow.core.threshold import Slot
from workflow.parties.models import SigningKey
from workflow.parties.queries import holders, title_of
from workflow.signing import queries
from workflow.signing.matter import Matter
from workflow.signing.models import Signature
from workflow.signing.paper.models import Attestation, PaperAllowance, Scan, ScanWithdrawal


def allowed_parties(session: Session, edition_id: str) -> frozenset[str]:
    """The parties that may sign on paper, before the freeze."""
    rows = session.exec(select(PaperAllowance.party_id).where(PaperAllowance.edition_id == edition_id))
    return frozenset(rows)


def allowed(case: Matter) -> frozenset[str]:
    """The slots that may be filled on paper, from the manifest."""
    return frozenset(slot["id"] for slot in queries.manifest_of(case)["slots"] if slot["paper"])


def place(case: Matter, slot: str) -> Slot:
    """One place to sign. Raises NotFound."""
    for one in queries.slots_of(case):
        if one.id == slot:
            return one
    raise NotFound("place to sign")


def named(case: Matter) -> list[str]:
    """The parties that stand in the manifest: those whose registrars a stranger can check."""
    public = {party["id"] for party in queries.manifest_of(case)["parties"]}
    return [party.id for party in case.ground.parties if party.public_id in public]


def keepers(case: Matter) -> Case:
    """Permission to attest for one of the parties that stand in the manifest."""
    return Case(parties=frozenset(named(case)), edition_id=case.edition.id, bodies=case.ground.bodies)


def live(session: Session, event_id: str) -> dict[str, Scan]:
    """The scan that waits or counts, by slot."""
    rows = session.exec(
        select(Scan)
        .where(Scan.signing_event_id == event_id, Scan.state != "withdrawn")
        .execution_options(populate_existing=True)
    )
    return {row.slot: row for row in rows}


def withdrawn(session: Session, event_id: str, slot: str) -> list[tuple[Scan, ScanWithdrawal]]:
    """The scans of a slot that were withdrawn, oldest first."""
    rows = session.exec(
        select(Scan, ScanWithdrawal)
        .join(ScanWithdrawal, col(ScanWithdrawal.scan_id) == col(Scan.id))
        .where(Scan.signing_event_id == event_id, Scan.slot == slot)
        .order_by(col(ScanWithdrawal.at))
    )
    return list(rows)


def attestations(session: Session, scans: Iterable[str]) -> dict[str, list[Attestation]]:
    """What was attested of these scans, in order."""
    found: dict[str, list[Attestation]] = {}
    rows = (
        select(Attestation).where(col(Attestation.scan_id).in_(list(scans))).order_by(col(Attestation.number))
    )
    for row in session.exec(rows):
        found.setdefault(row.scan_id, []).append(row)
    return found


@dataclass(frozen=True)
class OnPaper:
    """Where one slot stands on paper. `signature` is what fills it, by whatever means."""

    place: Slot
    step: Step
    scan: Scan | None
    attested: tuple[Attestation, ...]

    @property
    def waits(self) -> bool:
        return self.step in (Step.FIRST, Step.SECOND)


def standing(session: Session, case: Matter) -> dict[str, OnPaper]:
    """Where each slot stands that may be filled on paper. Three statements; none where paper is allowed nowhere."""
    may = allowed(case)
    if not may:
        return {}
    scans = live(session, case.frozen.id)
    said = attestations(session, [scan.id for scan in scans.values()])
    signed = {row.slot: row for row in queries.signatures_of(session, case.frozen.id)}
    found = {}
    for slot in queries.slots_of(case):
        scan, row = scans.get(slot.id), signed.get(slot.id)
        attested = tuple(said.get(scan.id, ())) if scan else ()
        if slot.id in may:
            decided = row.key_kind if row else ""
            where = step(allowed=True, decided=decided, filed=bool(scan), attested=len(attested))
            found[slot.id] = OnPaper(slot, where, scan, attested)
    return found


@dataclass(frozen=True)
class Asked:
    """Whose turn a sheet is: of these offices at these parties."""

    parties: tuple[str, ...]
    offices: frozenset[Office]
    reason: str


def asked(session: Session, case: Matter) -> dict[str, Asked]:
    """The slots whose sheet waits to be attested, and by whom."""
    found = {}
    for slot, one in standing(session, case).items():
        if one.scan and one.waits:
            reason = f"Attest the sheet that {one.scan.signatory_name} signed by hand"
            own = (one.place.party_id,)
            others = tuple(party for party in named(case) if party not in own)
            first = one.step is Step.FIRST
            found[slot] = Asked(own if first else others, FIRST if first else SECOND, reason)
    return found


def witness(session: Session, case: Matter, person_id: str, party_id: str, at: datetime) -> Witness:
    """Somebody who is about to attest a sheet of this party, by what stands in the rows today."""
    found = holders(session, [party.id for party in case.ground.parties], at)
    known = session.exec(
        select(SigningKey.id).where(
            SigningKey.person_id == person_id, SigningKey.party_id == party_id, SigningKey.claim_leaf != ""
        )
    ).first()
    holds = frozenset((one.party_id, one.office) for one in found if one.person_id == person_id)
    return Witness(person_id, holds, known is not None)


def firsts(session: Session, event_id: str) -> list[dict[str, Any]]:
    """The first attestation of each slot that was filled on paper, in the order of the edition's chain."""
    return list(
        session.exec(
            select(Attestation.envelope)
            .join(Scan, col(Scan.id) == col(Attestation.scan_id))
            .join(
                Signature,
                (col(Signature.signing_event_id) == col(Scan.signing_event_id))
                & (col(Signature.slot) == col(Scan.slot)),
            )
            .where(Scan.signing_event_id == event_id, Scan.state == "filled", Attestation.number == 1)
            .order_by(col(Signature.event_id))
        )
    )


def distrusted(session: Session, event_id: str) -> list[tuple[str, datetime]]:
    """Who attested a sheet that counts with a key that was not to be trusted any more, and since when."""
    rows = session.exec(
        select(Attestation.person_name, SigningKey.compromised_since)
        .join(Scan, col(Scan.id) == col(Attestation.scan_id))
        .join(SigningKey, col(SigningKey.key_id) == col(Attestation.key_id))
        .where(
            Scan.signing_event_id == event_id, Scan.state == "filled",
            col(SigningKey.compromised_since) <= col(Attestation.at),
        )
        .order_by(col(Attestation.at))
    )  # fmt: skip
    return [(name, since) for name, since in rows if since]


def by_whose_word(session: Session, case_parties: dict[str, str], event_id: str) -> dict[str, list[str]]:
    """Of each slot that was filled on paper: name, office and party of the two. `case_parties`: names by party id."""
    rows = session.exec(
        select(Scan.slot, Attestation)
        .join(Attestation, col(Attestation.scan_id) == col(Scan.id))
        .where(Scan.signing_event_id == event_id, Scan.state == "filled")
        .order_by(col(Attestation.number))
    )
    found: dict[str, list[str]] = {}
    for slot, row in rows:
        office = title_of(row.office, row.capacity)
        found.setdefault(slot, []).append(
            f"{row.person_name} ({office}, {case_parties.get(row.party_id, '')})"
        )
    return found
