"""Reading one's own unsent comments. Every statement here asks for one edition and one person: there is no other way in."""

from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from workflow.core.errors import NotFound
from workflow.core.people import Actor
from workflow.drafting.models import Clause, Revision
from workflow.review.models import Thread
from workflow.review.unsent.models import Unsent


@dataclass(frozen=True)
class Row:
    """An unsent comment with the number of the text it was written on, and how its clause read there; of a reply the thread."""

    unsent: Unsent
    revision: int
    old: str | None
    thread: Thread | None = None


def own(session: Session, actor: Actor, edition_id: str) -> list[Row]:
    """What this person wrote and has not sent, in the order it was written. One statement."""
    rows = session.exec(
        select(Unsent, Revision.number, Clause.text, Thread)
        .join(Revision, col(Revision.id) == col(Unsent.revision_id))
        .join(Thread, col(Thread.id) == col(Unsent.thread_id), isouter=True)
        .join(
            Clause,
            (col(Clause.revision_id) == col(Unsent.revision_id))
            & (col(Clause.key) == col(Unsent.clause_key)),
            isouter=True,
        )
        .where(Unsent.edition_id == edition_id, Unsent.person_id == actor.person_id)
        .order_by(col(Unsent.created), col(Unsent.id))
    )
    return [Row(*row) for row in rows]


def counts(session: Session, actor: Actor, edition_id: str) -> dict[str, int]:
    """How many wait, by the clause they were written on. One statement."""
    return dict(
        session.exec(
            select(Unsent.clause_key, func.count())
            .where(Unsent.edition_id == edition_id, Unsent.person_id == actor.person_id)
            .group_by(Unsent.clause_key)
        ).all()
    )


def one(session: Session, actor: Actor, edition_id: str, unsent_id: str) -> Unsent:
    """One of the actor's own. Raises NotFound, for somebody else's too."""
    row = session.exec(
        select(Unsent).where(
            Unsent.id == unsent_id, Unsent.edition_id == edition_id, Unsent.person_id == actor.person_id
        )
    ).first()
    if row is None:
        raise NotFound("unsent comment")
    return row
