"""Who observes an edition, and whether a session still speaks for an observer."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from workflow.parties.models import Person, WebSession
from workflow.parties.observers.models import Observer


def newest(session: Session, web: WebSession) -> Observer | None:
    """The last row of this session's person as an observer of its edition, if there ever was one."""
    return session.exec(
        select(Observer)
        .where(Observer.person_id == web.person_id, Observer.edition_id == web.edition_id)
        .order_by(col(Observer.created).desc())
        .limit(1)
    ).first()


def watching(session: Session, person_id: str, edition_id: str) -> Observer | None:
    """The row by which the person may observe the edition today."""
    return session.exec(
        select(Observer).where(
            Observer.person_id == person_id,
            Observer.edition_id == edition_id,
            col(Observer.removed).is_(None),
        )
    ).first()


def watched_by(session: Session, person_id: str) -> list[str]:
    """The editions somebody may observe, the one added last first."""
    return list(
        session.exec(
            select(Observer.edition_id)
            .where(Observer.person_id == person_id, col(Observer.removed).is_(None))
            .order_by(col(Observer.created).desc())
        )
    )


def observers_of(session: Session, edition_id: str) -> Sequence[tuple[Observer, Person]]:
    """Everybody who observes or has observed the edition, in the order they came. One statement."""
    return session.exec(
        select(Observer, Person)
        .join(Person, col(Person.id) == col(Observer.person_id))
        .where(Observer.edition_id == edition_id)
        .order_by(col(Observer.created), Observer.id)
    ).all()


def told(session: Session, edition_id: str) -> list[str]:
    """Ids of observers who asked to hear of it when the text moves on."""
    return list(
        session.exec(
            select(Observer.person_id)
            .where(Observer.edition_id == edition_id, col(Observer.removed).is_(None), col(Observer.tells))
            .order_by(Observer.person_id)
        )
    )
