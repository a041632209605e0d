"""Recording that a body did not adopt a frozen text: an outcome of its own, told to everybody, after which its clerk has no turn."""

from datetime import datetime

from sqlmodel import Session

from workflow.core.errors import Refused
from workflow.core.events import EventKind
from workflow.core.people import Actor
from workflow.history import actions as history
from workflow.history.models import Event
from workflow.signing import adopting, turns
from workflow.signing.adopting import Minutes


def not_adopted(
    session: Session, actor: Actor, event_id: str, *, body: str, minutes: Minutes, at: datetime
) -> Event:
    """Write down the vote by which the body did not adopt this text. Raises Invalid, NotFound, Forbidden, Refused."""
    case, seat = adopting.may_record(session, actor, event_id, body, at, lock=True)
    vote = adopting.vote_of(case, seat, minutes, at)
    if vote.adopts:
        raise Refused(
            "By these numbers the body adopted the text.",
            "Record that with your key, or correct the numbers.",
        )
    event = history.record(
        session, EventKind.VOTE_FAILED, actor=actor, at=at, mou_id=case.mou.id, edition_id=case.edition.id, subject_id=case.frozen.id,
        detail={
            "slot": body, "meeting": vote.meeting.isoformat(), "item": vote.item, "resolution": vote.resolution,
            "vote": vote.in_words, "minutes": vote.minutes,
        },
    )  # fmt: skip
    session.flush()
    turns.for_event(session, case, at)
    return event
