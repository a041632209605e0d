"""Who is told: the people behind an event, found by a statement or two. Returns person ids, each once."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_
from sqlmodel import Session, col, select

from workflow.core.people import DESK_OFFICES, Office
from workflow.drafting.models import MouParty
from workflow.history.models import Event
from workflow.parties.models import Appointment, Party
from workflow.review.models import Comment, Thread, Turns


def holding(session: Session, offices: Iterable[Office], party_ids: Iterable[str], today: date) -> list[str]:
    """Those who hold one of these offices at one of these parties today."""
    return list(
        session.exec(
            select(Appointment.person_id)
            .distinct()
            .where(
                col(Appointment.office).in_([str(office) for office in offices]),
                col(Appointment.party_id).in_(list(party_ids)),
                Appointment.from_date <= today,
                or_(col(Appointment.until_date).is_(None), col(Appointment.until_date) >= today),
            )
            .order_by(Appointment.person_id)
        )
    )


def parties_of(session: Session, mou_id: str) -> list[str]:
    """The parties of an agreement and the schools in its scope."""
    named = session.exec(select(MouParty.party_id).where(MouParty.mou_id == mou_id)).all()
    schools = session.exec(select(Party.id).where(col(Party.parent_id).in_(named), Party.kind == "school")).all()
    return sorted({*named, *schools})


def those_who_run_it(session: Session, event: Event) -> list[str]:
    return holding(session, DESK_OFFICES, parties_of(session, event.mou_id), event.at.date())


def everyone(session: Session, event: Event) -> list[str]:
    """All who hold an office at the agreement's parties."""
    return holding(session, tuple(Office), parties_of(session, event.mou_id), event.at.date())


def officers(session: Session, event: Event) -> list[str]:
    """The assigned officers: each gets a copy to read and may suggest changes (requirements 136, 137)."""
    return holding(session, (Office.SRO, Office.SRO_SUPERVISOR), parties_of(session, event.mou_id), event.at.date())


def whose_turn(session: Session, edition_id: str) -> list[Turns]:
    return list(session.exec(select(Turns).where(Turns.edition_id == edition_id).order_by(Turns.person_id)))


def in_the_thread(session: Session, event: Event) -> list[str]:
    """Everyone who has spoken in the thread, but not the one who just did."""
    people = session.exec(
        select(Comment.author_id)
        .distinct()
        .join(Thread, col(Thread.id) == col(Comment.thread_id))
        .where(Thread.id == event.subject_id, Comment.author_id != event.actor_id)
    )
    return list(people)
