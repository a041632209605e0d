"""What an open page asks now and then: has anything happened here that I may see?

The answer is a mark that names the newest event of the edition this actor may see, and nothing else: what the other side
writes for itself changes nothing in it, not even by how much it moves. It is no number for the same reason.
"""

from hashlib import sha256

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from workflow.core.events import EventKind
from workflow.core.people import Actor
from workflow.history.models import Event
from workflow.review.ground import Ground, find

INNER = frozenset({
    EventKind.THREAD_OPENED, EventKind.COMMENTS_SENT, EventKind.COMMENT_POSTED, EventKind.THREAD_DISPOSED, EventKind.THREAD_REOPENED,
    EventKind.THREAD_WITHDRAWN, EventKind.THREAD_PLACED, EventKind.OBJECTION_ESCALATED, EventKind.OBJECTION_OVERRIDDEN, EventKind.SEAT_REMINDED, EventKind.SEAT_ESCALATED, EventKind.VERDICT_GIVEN, EventKind.GUEST_INVITED,
    EventKind.STAGE_OPENED, EventKind.STAGE_CLOSED, EventKind.LANE_PASSED, EventKind.REVIEW_COMPLETED,
    EventKind.FINDING_MARKED, EventKind.READING_ASKED, EventKind.READING_CONFIRMED, EventKind.READING_REMINDED, EventKind.READING_ENDED,
})  # fmt: skip
"""What members of an adopting body do not see before their meeting."""


def visible(ground: Ground, actor: Actor) -> ColumnElement[bool]:
    """The events of this edition that an actor may see, as a condition for the statement that reads them.

    Events of internal threads carry their side, and exist for that side alone.
    """
    side = col(Event.detail)["side"].as_string()
    mine = or_(side.is_(None), side.in_(sorted(ground.sides_of(actor))))
    return mine if ground.follows(actor) else and_(mine, col(Event.kind).not_in(sorted(INNER)))


def mark(session: Session, actor: Actor, edition_id: str) -> str:
    """The mark of what this actor may see of the edition. Three small statements. Raises NotFound."""
    return mark_of(session, find(session, actor, edition_id), actor)


def mark_of(session: Session, ground: Ground, actor: Actor) -> str:
    """The same, of an edition that was found already. One statement, which ends at the first event it may show."""
    newest = session.exec(
        select(Event.salt, Event.leaf)
        .where(Event.edition_id == ground.edition.id, visible(ground, actor))
        .order_by(col(Event.id).desc())
        .limit(1)
    ).first()
    return sha256(b"".join(newest) if newest else b"").hexdigest()[:24]
