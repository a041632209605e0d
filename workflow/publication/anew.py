"""When a public copy is made anew, and why: what it has to say has changed since it was made.

The reason stands in the event of the new publication; that what it names is so is shown by the package, in the edition's chain or a party's.
"""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, select

from workflow.core.events import EventKind
from workflow.history import queries as history
from workflow.history.models import Checkpoint, Event, LogEntry
from workflow.publication import reported
from workflow.publication.hiding.queries import newest_act
from workflow.publication.models import FormerCopy, PublicCopy
from workflow.signing.models import SigningEvent

HIDDEN, KEY = "hidden", "key"
WHY = {
    HIDDEN: "something in it was hidden, withheld or shown since",
    KEY: "a key that signed for it was reported since as not to be trusted",
}
"""Why a public copy is made anew, as the record of its publication has it, and in words."""


def checkpoint_over(session: Session, edition_id: str, causes: Mapping[str, int]) -> Checkpoint | None:
    """The newest checkpoint, if it covers the edition's execution and everything that its public copy has to say (`causes`)."""
    executed = session.exec(
        select(Event.id).where(Event.edition_id == edition_id, Event.kind == EventKind.EDITION_EXECUTED)
    ).first()
    if executed is None or not all(history.covers(session, one) for one in {executed, *causes.values()}):
        return None
    return history.newest_checkpoint(session)


def causes(session: Session, edition_id: str, event: SigningEvent) -> dict[str, int]:
    """What a public copy has to say beside what was signed, by the newest event of each cause (`WHY`)."""
    found = {HIDDEN: newest_act(session, edition_id), KEY: reported.newest(session, event)}
    return {why: number for why, number in found.items() if number}


def unsaid(session: Session, edition_id: str, causes: Mapping[str, int]) -> list[str] | None:
    """Why the public copy is to be made: nothing while there is none yet; None when there is one that says all of it, or when none is
    wanted any more. It says what stood in the log that its package leads to: numbers of events tell nothing of who committed first."""
    copy = session.get(PublicCopy, edition_id)
    if copy is None:
        return []
    removed = select(Event.id).where(Event.edition_id == edition_id, Event.kind == EventKind.EDITION_REMOVED)
    rows = select(LogEntry.event_id, LogEntry.index).where(col(LogEntry.event_id).in_(causes.values()))
    places = dict(session.exec(rows).all())
    found = [
        why
        for why, number in causes.items()
        if places.get(number, copy.checkpoint_size) >= copy.checkpoint_size
    ]
    return None if not found or session.exec(removed).first() is not None else found


def replaced_because(session: Session, former: FormerCopy) -> str:
    """Why a later copy replaced this one, in words, by the record of that publication."""
    later = session.exec(
        select(Event.detail)
        .where(Event.edition_id == former.edition_id, Event.kind == EventKind.EDITION_PUBLISHED)
        .where(col(Event.id) > former.event_id)
        .order_by(col(Event.id))
        .limit(1)
    ).one()
    return because(later)


def because(detail: Mapping[str, Any]) -> str:
    """Why a publication replaced an earlier one, in words; of one from before the reason was recorded, the one there was then."""
    return ", and ".join(WHY[why] for why in detail.get("why", [HIDDEN]))
