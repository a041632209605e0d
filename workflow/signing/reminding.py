"""Before the window closes: who is still waited for, and the reminder of it (rule 5 of `core.signing_day`).

Waited for are the signatories who have not signed, and the clerks of bodies whose vote is not recorded. After a decline nobody is
waited for but those who run the agreement, who have that turn already: a text that was declined is not signed by reminding.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from workflow.core import signing_day
from workflow.core.events import EventKind
from workflow.core.lifecycle import Status
from workflow.core.people import SERVICE
from workflow.core.threshold import Slot
from workflow.history import actions as history
from workflow.parties.queries import Holder, holders
from workflow.signing import matter, queries
from workflow.signing.matter import Matter
from workflow.signing.votes import queries as votes


@dataclass(frozen=True)
class Waiting:
    """What has not happened yet at one place: a signature, or a body's vote. `holders`: nobody where the office is vacant."""

    slot: Slot
    party: str
    votes: bool
    holders: tuple[Holder, ...]


def waited_for(session: Session, case: Matter, at: datetime) -> list[Waiting]:
    """Every place that is still empty, bodies first."""
    status = queries.signing_status(session, case)
    if status.declined or votes.not_adopted(session, case):
        return []
    bodies = queries.unadopted(session, case) if case.ground.status is Status.ADOPTION else []
    return [
        Waiting(
            slot, case.party(slot.party_id).legal_name, votes, tuple(holders(session, [slot.party_id], at, offices=slot.offices))
        )
        for slots, votes in ((bodies, True), (status.missing, False)) for slot in slots
    ]  # fmt: skip


def remind(session: Session, event_id: str, before: int, *, at: datetime) -> bool:
    """Record that this reminder is due; its reaction writes the letters. False when the window is closed, or a later reminder has
    become due meanwhile."""
    case = matter.of_event(session, SERVICE, event_id, lock=True)
    frozen = case.frozen
    if frozen.state != "open" or signing_day.reminder_due(frozen.opened, frozen.expires, at) != before:
        return False
    history.record(
        session, EventKind.SIGNING_REMINDED, actor=SERVICE, at=at, mou_id=case.mou.id, edition_id=case.edition.id,
        subject_id=frozen.id, detail={"days_before": str(before)},
    )  # fmt: skip
    return True
