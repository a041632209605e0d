"""Who signs before whom under one frozen text. The rules: `core.signing_order`."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from workflow.core import signing_order
from workflow.core.errors import Refused
from workflow.core.signing_order import Order
from workflow.core.threshold import SigningStatus, Slot
from workflow.parties.queries import holders
from workflow.signing import queries
from workflow.signing.matter import Matter

UNTIL_THEN = "A letter says when. To decline, nobody has to wait."


@dataclass(frozen=True)
class Queue:
    """The places in the set order, none where any order will do, and what is signed of them."""

    slots: tuple[Slot, ...]
    status: SigningStatus

    def ahead(self, place: str) -> list[Slot]:
        """For which places this one still waits."""
        return signing_order.ahead(self.slots, {slot.id for slot in self.status.signed}, place)

    def before(self, place: str) -> set[str]:
        """Every place that is to be signed before this one, whether it is by now or not."""
        return {slot.id for slot in signing_order.ahead(self.slots, (), place)}


def queue(session: Session, case: Matter, status: SigningStatus | None = None) -> Queue:
    """How the places of a frozen text stand. One statement, none where the status is known."""
    status = status or queries.signing_status(session, case)
    return Queue(tuple(queries.slots_of(case)) if is_set(case) else (), status)


def is_set(case: Matter) -> bool:
    """Whether the frozen text is signed in a set order."""
    return bool(queries.manifest_of(case)["order"] == Order.SET)


def since(session: Session, case: Matter, queue: Queue, place: str) -> datetime:
    """From when a place can be signed: when the last one before it was, or the text was frozen."""
    before = queue.before(place)
    signed = queries.signatures_of(session, case.frozen.id) if before else []
    return max([case.frozen.opened, *(row.at for row in signed if row.slot in before)])


def after(session: Session, case: Matter, queue: Queue, place: str, at: datetime) -> str:
    """ "after Ann Lee (Chief of Police, Springfield Police Department) has signed"; empty for a place that waits for nobody."""
    names = [_whom(session, case, slot, at) for slot in queue.ahead(place)]
    return f"after {' and '.join(names)} {'has' if len(names) == 1 else 'have'} signed" if names else ""


def _whom(session: Session, case: Matter, slot: Slot, at: datetime) -> str:
    """Who is waited for: those who hold the office today, or the office itself."""
    able = holders(session, [slot.party_id], at, offices=slot.offices)
    titles = " or ".join(dict.fromkeys(one.title for one in able))
    names = " or ".join(one.name for one in able)
    return f"{names} ({titles}, {case.party(slot.party_id).legal_name})" if able else slot.title


def insist(session: Session, case: Matter, place: Slot, at: datetime) -> None:
    """Rule 3. Raises Refused with whom one waits for."""
    found = queue(session, case)
    if gone := [slot for slot in found.ahead(place.id) if slot in found.status.declined]:
        raise Refused(
            f"This text is signed one after another, and {case.party(gone[0].party_id).legal_name} declined to sign before.",
            "Those who run the agreement reopen the text or withdraw the edition.",
        )
    if words := after(session, case, found, place.id, at):
        name = case.party(place.party_id).legal_name
        raise Refused(f"This text is signed one after another, and {name} signs {words}.", UNTIL_THEN)
