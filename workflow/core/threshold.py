"""Signatures on a frozen text: which slots are filled, which are missing, whether the edition is executed.

The verifier's floor stands beside whatever the manifest says: one top law-enforcement executive and one school
official have signed (requirements 115 and 116).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from workflow.core.people import SCHOOL_OFFICIALS, TOP_LAW_ENFORCEMENT, Office


@dataclass(frozen=True)
class Slot:
    """A place for one signature. `offices`: any of these may fill it, for `party_id`."""

    id: str
    party_id: str
    offices: frozenset[Office]
    required: bool = True
    title: str = ""


@dataclass(frozen=True)
class Signed:
    """One decision that counts: by whom, for which slot, holding which office."""

    slot: str
    person_id: str
    office: Office
    approves: bool = True


@dataclass(frozen=True)
class SigningStatus:
    signed: tuple[Slot, ...]
    missing: tuple[Slot, ...]
    declined: tuple[Slot, ...]
    floor_met: bool

    @property
    def complete(self) -> bool:
        """Every required slot is filled by an approval, nobody declined, and the floor is met."""
        return self.floor_met and not self.declined and not any(slot.required for slot in self.missing)


def signing_status(slots: Iterable[Slot], signatures: Iterable[Signed]) -> SigningStatus:
    """What the signatures add up to. One person fills one slot: a second slot by the same person does not count."""
    slots, by_slot, used = list(slots), {}, set()
    for signature in signatures:
        if signature.person_id not in used and signature.slot not in by_slot:
            by_slot[signature.slot] = signature
            used.add(signature.person_id)
    approvals = {s.slot: s for s in by_slot.values() if s.approves}
    filled = {slot.id for slot in slots if slot.id in approvals and approvals[slot.id].office in slot.offices}
    offices = {approvals[slot].office for slot in filled}
    return SigningStatus(
        tuple(slot for slot in slots if slot.id in filled),
        tuple(slot for slot in slots if slot.id not in filled),
        tuple(slot for slot in slots if slot.id in by_slot and not by_slot[slot.id].approves),
        bool(offices & TOP_LAW_ENFORCEMENT) and bool(offices & SCHOOL_OFFICIALS),
    )
