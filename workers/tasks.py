"""The work there is, by name: thin tasks, one call each. Each runs in the transaction that marks its row done.

A task is told the row's payload (ids alone), its key and the time. It may be run again after a crash: actions it calls find
that there is nothing left to do.
"""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from workers import letters, recipients
from workers.kit import Kit
from workflow.core.people import SERVICE
from workflow.history.models import Event
from workflow.publication import actions as publication
from workflow.renewal import actions as renewal
from workflow.review import actions as review
from workflow.signing import actions as signing


class NotYet(Exception):
    """Nothing is wrong; something else has to happen first. Tried again soon, without counting as a failure."""


Payload = dict[str, str]
Task = Callable[[Session, Kit, Payload, str, datetime], None]


def letter(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    """Render and hand over one letter. If we crash before the commit it goes out again, under the same Message-ID."""
    written = letters.write(
        session, kit.templates, payload["letter"], int(payload["event"]), payload["person"], key=key, at=at
    )
    if written:
        kit.post.send(written)


def turns(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    """Work out anew whose turn it is, and write to those whose turn it has become."""
    review.after_revision(session, payload["edition"], at=at)
    event = session.get_one(Event, int(payload["event"]))
    for turn in recipients.whose_turn(session, payload["edition"]):
        if turn.since >= event.at and turn.person_id != event.actor_id:
            note = {"letter": "your_turn", "event": payload["event"], "person": turn.person_id}
            letter(session, kit, note, f"{key}.{turn.person_id}", at)


def seats(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    """Somebody took or left an office: running reviews seat who is there now."""
    review.after_appointment(session, payload["party"], at=at)


def publish(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    """Make the public copy, once a checkpoint covers the execution."""
    if not publication.publish(session, payload["edition"], keystore=kit.keystore, settings=kit.settings, at=at):
        raise NotYet("no checkpoint covers the execution yet")


def schedule_review(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    renewal.schedule(session, payload["edition"], at=at)


def open_review(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    renewal.open_next(session, SERVICE, payload["edition"], at=at)


def remind_review(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    renewal.remind(session, payload["edition"], payload["which"], at=at)


def expire_signing(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    signing.expire(session, payload["event"], at=at)


TASKS: dict[str, Task] = {
    "letter": letter,
    "turns": turns,
    "seats": seats,
    "publish": publish,
    "schedule_review": schedule_review,
    "open_review": open_review,
    "remind_review": remind_review,
    "expire_signing": expire_signing,
}
