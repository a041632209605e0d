"""The work there is, by name: thin tasks, one call each. Each runs in the transaction that marks its row done.

A task is told the row's payload (ids alone), its key and the time. It may be run again after a crash: actions it calls find
that there is nothing left to do. Only `letter` sends; what makes letters necessary asks for them as work of their own, so
that a mail server that is away never holds up whose turn it is.
"""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from workers import letters, reactions
from workers.kit import Kit
from workers.outbox import enqueue
from workflow.adapters import mail
from workflow.history.models import Event
from workflow.publication import actions as publication
from workflow.renewal import actions as renewal
from workflow.review import actions as review
from workflow.signing import actions as signing


class NotYet(Exception):
    """Nothing is wrong; something else has to happen first. Tried again soon, without counting as a failure."""


class NeighbourAway(NotYet):
    """A neighbour such as the mail server does not answer. Tried again later and later, for two days."""


Payload = dict[str, str]
Task = Callable[[Session, Kit, Payload, str, datetime], None]


def letter(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    """Render and hand over one letter. If we crash before the commit it goes out again, under the same Message-ID."""
    written = letters.write(
        session, kit.templates, payload["letter"], int(payload["event"]), payload["person"],
        edition_id=payload.get("edition", ""), key=key, at=at,
    )  # fmt: skip
    if written is None:
        return
    try:
        kit.post.send(written)
    except OSError as outage:
        if mail.is_passing(outage):
            raise NeighbourAway(f"the mail server: {outage}") from outage
        raise


def turns(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    """Work out anew whose turn it is, and ask for a letter to those whose turn it has become."""
    review.after_revision(session, payload["edition"], at=at)
    event = session.get_one(Event, int(payload["event"]))
    for one in reactions.turn_letters(session, event, payload["edition"]):
        enqueue(session, one.key, one.task, one.payload, due=at, now=at)


def places(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    """A new text: every comment is carried into it once, so that no page has to look for one."""
    review.place_comments(session, payload["edition"])


def seats(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    """Somebody took or left an office: running reviews seat who is there now, and whose turn it has become hears of it."""
    event = session.get_one(Event, int(payload["event"]))
    for edition_id in review.after_appointment(session, payload["party"], at=at):
        for one in reactions.turn_letters(session, event, edition_id, since=event.at):
            enqueue(session, one.key, one.task, one.payload, due=at, now=at)


def publish(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    """Make the public copy, once a checkpoint covers the execution."""
    if not publication.publish(
        session, payload["edition"], keystore=kit.keystore, settings=kit.settings, at=at
    ):
        raise NotYet("no checkpoint covers the execution yet")


def schedule_review(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    renewal.schedule(session, payload["edition"], at=at)


def open_review(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    renewal.open_when_due(session, payload["edition"], at=at)


def remind_review(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    renewal.remind(session, payload["edition"], payload["which"], at=at)


def expire_signing(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    signing.expire(session, payload["event"], at=at)


TASKS: dict[str, Task] = {
    "letter": letter,
    "turns": turns,
    "places": places,
    "seats": seats,
    "publish": publish,
    "schedule_review": schedule_review,
    "open_review": open_review,
    "remind_review": remind_review,
    "expire_signing": expire_signing,
}
