"""Reading mentions: who may be named to whom, and what still waits for an answer.

Only those who may read a thread can be named in it. A guest is told of nobody whom the edition's page does not show anyway:
its reviewers, and those who have spoken to all parties.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, or_, select

from workflow.core.lifecycle import COMMENTABLE
from workflow.core.mentions import Named
from workflow.core.people import Actor, PartyKind
from workflow.drafting.models import Edition, Mou
from workflow.parties.models import Party, Person
from workflow.parties.queries import holders
from workflow.review.ground import Ground
from workflow.review.mentions.models import Mention
from workflow.review.models import Comment, Guest, SeatRow, Thread

OPENLY = frozenset({"parties", "public"})


def readers(ground: Ground, visibility: str, party_id: str) -> frozenset[str]:
    """The parties whose people may read a thread: those of its side, unless it is open to all."""
    return ground.reviewing if visibility in OPENLY else ground.members(party_id)


def nameable(
    session: Session, ground: Ground, actor: Actor, visibility: str, party_id: str, at: datetime
) -> list[Named]:
    """Whom this actor may name in a thread, by name. Two statements, one more for a guest."""
    found = [
        Named(one.person_id, one.name, one.title, ground.name(one.party_id))
        for one in holders(session, readers(ground, visibility, party_id), at)
    ]
    if visibility in OPENLY:
        found += [Named(person.id, person.name, "Invited reviewer") for person in _guests(session, ground)]
    known = _known_to_guests(session, ground) if actor.guest_of else None
    once = {one.id: one for one in reversed(found) if known is None or one.id in known}
    return sorted(once.values(), key=lambda one: (one.name.casefold(), one.about, one.id))


def _guests(session: Session, ground: Ground) -> Sequence[Person]:
    return session.exec(
        select(Person)
        .join(Guest, col(Guest.person_id) == col(Person.id))
        .where(Guest.edition_id == ground.edition.id)
    ).all()


def _known_to_guests(session: Session, ground: Ground) -> set[str]:
    seats = select(col(SeatRow.person_id)).where(col(SeatRow.edition_id) == ground.edition.id)
    spoke = (
        select(col(Comment.author_id))
        .join(Thread, col(Thread.id) == col(Comment.thread_id))
        .where(col(Thread.edition_id) == ground.edition.id, col(Thread.visibility).in_(sorted(OPENLY)))
    )
    return set(session.scalars(seats.union(spoke)))


def unanswered(actor: Actor) -> ColumnElement[bool]:
    """The condition on Mention and Thread: this person was named, may still read it, and has not spoken there since.

    A thread of a side is that of a party of the actor's, or of the district above it.
    """
    mine = sorted(hold.party_id for hold in actor.holds if hold.kind is not PartyKind.BODY)
    above = select(Party.parent_id).where(col(Party.id).in_(mine), col(Party.parent_id).is_not(None))
    later = aliased(Comment)
    spoke = select(later.id).where(
        col(later.thread_id) == col(Mention.thread_id),
        col(later.author_id) == actor.person_id,
        col(later.created) > col(Mention.at),
    )
    return (
        (col(Mention.person_id) == actor.person_id)
        & (col(Thread.state) == "open")
        & ~spoke.exists()
        & or_(
            col(Thread.visibility).in_(sorted(OPENLY)),
            col(Thread.party_id).in_(mine),
            col(Thread.party_id).in_(above),
        )
    )


def waiting(session: Session, actor: Actor, mine: Any) -> list[dict[str, Any]]:
    """What the inbox says of mentions, the oldest first. `mine`: the agreements of this person. One statement."""
    rows = session.exec(
        select(Mention.at, Thread.number, Comment.author_name, Edition, Mou)
        .join(Thread, col(Thread.id) == col(Mention.thread_id))
        .join(Comment, col(Comment.id) == col(Mention.comment_id))
        .join(Edition, col(Edition.id) == col(Thread.edition_id))
        .join(Mou, col(Mou.id) == col(Edition.mou_id))
        .where(unanswered(actor), col(Edition.status).in_(sorted(COMMENTABLE)), col(Edition.mou_id).in_(mine))
        .order_by(col(Mention.at), col(Mention.comment_id))
    )
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for at, number, author, edition, mou in rows:
        found.setdefault((edition.id, number), {
            "title": mou.title, "number": edition.number, "timezone": mou.timezone, "reason": reason(author, number),
            "since": at, "due": None, "late": False, "link": f"/editions/{edition.id}/threads/{number}",
        })  # fmt: skip
    return list(found.values())


def count(actor: Actor, mine: Any) -> Any:
    """How many threads that is, as part of a statement."""
    return (
        select(func.count(func.distinct(col(Mention.thread_id))))
        .join(Thread, col(Thread.id) == col(Mention.thread_id))
        .join(Edition, col(Edition.id) == col(Thread.edition_id))
        .where(unanswered(actor), col(Edition.status).in_(sorted(COMMENTABLE)), col(Edition.mou_id).in_(mine))
        .scalar_subquery()
    )


def reason(author: str, number: int) -> str:
    return f"{author} named you in comment {number}"
