"""The letter to a body's clerk: that a member wrote. No name and no words, so that a letter passed on tells nothing."""

from datetime import datetime

from sqlmodel import Session

from workers.words import Subject, Words
from workflow.history.models import Event
from workflow.review.ground import load, officers
from workflow.review.notes import queries


def readers(session: Session, event: Event, at: datetime) -> list[str]:
    """Who reads for the body today."""
    ground = load(session, event.detail["edition"])
    people = officers(session, ground, at, parties=ground.bodies)
    return list(dict.fromkeys(one.person_id for one in queries.readers(people, event.party_id or "")))


def note(about: Subject) -> Words | None:
    if about.person.id not in readers(about.session, about.event, about.at):
        return None
    return Words(
        f"For the clerk: {about.title}", "A member of your body wrote to you.",
        ["What they wrote is for you alone. Please do not pass it on to other members before the meeting."],
        f"{about.page}/notes", "Read it", "you are the clerk of a body that adopts this agreement.",
    )  # fmt: skip
