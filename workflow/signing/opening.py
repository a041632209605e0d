"""Opening a frozen text for signing: as soon as every body has adopted it, or is carried over by a correction."""

from datetime import datetime

from sqlmodel import Session

from workflow.core.lifecycle import Move
from workflow.signing import queries, turns
from workflow.signing.corrections import queries as corrections
from workflow.signing.matter import Matter


def when_adopted(session: Session, case: Matter, at: datetime) -> None:
    """With the last vote or answer signing opens; whose turn it is follows."""
    if not queries.unadopted(session, case):
        case.edition.adopted = max(one.meeting for one in corrections.votes(session, case))
        case.move(Move.OPEN_SIGNING, at)
    turns.for_event(session, case, at)
