"""The work there is, by name: thin tasks, one call each. Each runs in the transaction that marks its row done.

A task is told the row's payload (ids alone), its key and the time. It may be run again after a crash: actions it calls find
that there is nothing left to do. What asks a neighbour (mail server, time authority) is an errand: it is run with no
transaction open, because SQLite has one writer, and whoever signs must not wait for a mail server.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel import Session

from workers import commenter_letters, consequences, digests, letters, stamps, succession_letters
from workers.errands import Errand, Keep, NeighbourAway, NotYet, nothing_more
from workers.kit import Kit
from workers.outbox import enqueue
from workflow.adapters import mail, witnesses
from workflow.adapters.mail import Letter
from workflow.core.events import EventKind
from workflow.history import alarms, daily_stamp
from workflow.history.models import Event
from workflow.parties.recovery import actions as recovery
from workflow.publication import actions as publication
from workflow.publication.hiding import actions as hiding
from workflow.renewal import actions as renewal
from workflow.review import actions as review
from workflow.review.acknowledgements import actions as acknowledgements
from workflow.review.window import actions as window
from workflow.review.window import speaking
from workflow.signing import actions as signing
from workflow.signing import reminding, signers, stamping
from workflow.signing import turns as turns_of_signing

Payload = dict[str, str]
Task = Callable[[Session, Kit, Payload, str, datetime], Errand | None]


def letter(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> Errand | None:
    """Render and hand over one letter."""
    written = letters.write(
        session, kit.templates, payload["letter"], int(payload["event"]), payload["person"],
        edition_id=payload.get("edition", ""), key=key, at=at, waiting_hours=kit.settings.waiting_hours,
        witnesses=witnesses.keys(kit.settings),
    )  # fmt: skip
    return _sending(kit, written)


def commenter_letter(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> Errand | None:
    """A letter to somebody of the public, whose address is in no payload."""
    name, comment = payload["letter"], payload["comment"]
    written = commenter_letters.write(session, kit.templates, name, comment, key=key, at=at)
    return _sending(kit, written)


def notice(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    """Remember what is to be told; the day's letter tells it."""
    event = session.get_one(Event, int(payload["event"]))
    edition = payload.get("edition") or event.edition_id or ""
    digests.note(
        session, payload["letter"], int(payload["event"]), payload["person"], edition, key=key, at=at
    )


def digest(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> Errand | None:
    """The day's letter to one person about one agreement."""
    person, mou = payload["person"], payload["mou"]
    waiting = digests.waiting(session, person, mou)
    written = digests.write(session, kit.templates, waiting, key=key, at=at)
    told = [notice.key for notice in waiting]
    return _sending(kit, written, lambda then: digests.mark(then, person, mou, told, key=key, at=at))


def _sending(kit: Kit, written: Letter | None, keep: Keep = nothing_more) -> Errand:
    def run() -> Keep:
        if written is not None:
            _send(kit, written)
        return keep

    return Errand(run)


def _send(kit: Kit, written: Letter) -> None:
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
    for one in consequences.turn_letters(session, event, payload["edition"]):
        enqueue(session, one.key, one.task, one.payload, due=at, now=at)


def places(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    """A new text: every comment is carried into it once, so that no page has to look for one."""
    review.place_comments(session, payload["edition"])


def seats(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    """Somebody took or left an office: running reviews seat who is there now, and whose turn it has become hears of it."""
    event = session.get_one(Event, int(payload["event"]))
    for edition_id in review.after_appointment(session, payload["party"], at=at):
        for one in consequences.turn_letters(session, event, edition_id, since=event.at):
            enqueue(session, one.key, one.task, one.payload, due=at, now=at)

    for person in succession_letters.asked_to_end(session, event, at):
        _write_to(session, "term_over", event, person, at)


def signing_turns(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    """Who is waited for on frozen texts follows offices and keys. Where a wait begins they are looked at again when it is over, and
    who has waited is told."""
    event, hours = session.get_one(Event, int(payload["event"])), kit.settings.waiting_hours
    settled = turns_of_signing.settle(session, payload["party"], at)
    for edition_id, _ in settled:
        for one in consequences.turn_letters(session, event, edition_id, since=event.at):
            enqueue(session, one.key, one.task, one.payload, due=at, now=at)
    name, people = consequences.WAITS.get(EventKind(event.kind), ("", consequences.the_subject))
    for wait in {hours, *(manifest for _, manifest in settled)} if name else ():
        if (over := event.at + timedelta(hours=wait)) > at:
            enqueue(session, f"signing_turns.{event.id}.{wait}", "signing_turns", payload, due=over, now=at)
    if name and hours and event.at + timedelta(hours=hours) <= at:
        for person in people(session, event):
            _write_to(session, name, event, person, at)


def _write_to(session: Session, name: str, event: Event, person: str, at: datetime) -> None:
    told = {"letter": name, "event": str(event.id), "person": person}
    enqueue(session, f"letter.{name}.{event.id}.{person}", "letter", told, due=at, now=at)


def nudge(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    review.nudge(session, payload["seat"], at=at)


def remind_readers(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    acknowledgements.remind(session, payload["list"], at=at)


def publish(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> Errand | None:
    """Make the public copy, once a checkpoint covers the execution and what was decided about it since."""
    edition = payload["edition"]
    try:
        done = publication.publish(session, edition, keystore=kit.keystore, settings=kit.settings, at=at)
    except publication.Unfit as unfit:
        no = unfit
        return Errand(lambda: _alarmed(kit, edition, no, at))
    if not done:
        raise NotYet("no checkpoint covers the execution yet")
    alarms.over(session, f"publication {edition}")
    return None


def _alarmed(kit: Kit, edition: str, no: publication.Unfit, at: datetime) -> Keep:
    """Said where the operator looks, by codes alone since anybody may look there; and tried again like any failure."""
    with kit.database.writing() as session:
        words = f"it would not verify, so it was not published: {', '.join(no.codes)}"
        alarms.ring(session, f"publication {edition}", words, at=at)
    raise no


def review_hidden(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    hiding.ask_again(session, payload["edition"], at=at)


def schedule_review(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    renewal.schedule(session, payload["edition"], at=at)


def open_review(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    renewal.open_when_due(session, payload["edition"], at=at)


def remind_review(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    renewal.remind(session, payload["edition"], payload["which"], at=at)


def expire_signing(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    signing.expire(session, payload["event"], at=at)


def remind_signing(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    reminding.remind(session, payload["event"], int(payload["before"]), at=at)


def warn_signers(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    signers.warn(session, payload["edition"], waiting_hours=kit.settings.waiting_hours, at=at)


def open_window(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    window.open_when_due(session, payload["window"], at=at)


def close_window(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    window.close_when_due(session, payload["window"], at=at)


def complete_recovery(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    recovery.complete(session, payload["recovery"], at=at)


def purge_comments(session: Session, kit: Kit, payload: Payload, key: str, at: datetime) -> None:
    speaking.purge(session, at=at)


TASKS: dict[str, Task] = {
    "letter": letter,
    "commenter_letter": commenter_letter,
    "complete_recovery": complete_recovery,
    "open_window": open_window,
    "close_window": close_window,
    "purge_comments": purge_comments,
    "notice": notice,
    "digest": digest,
    "turns": turns,
    "places": places,
    "seats": seats,
    "signing_turns": signing_turns,
    "nudge": nudge,
    "remind_readers": remind_readers,
    "publish": publish,
    "review_hidden": review_hidden,
    "schedule_review": schedule_review,
    "open_review": open_review,
    "remind_review": remind_review,
    "expire_signing": expire_signing,
    "remind_signing": remind_signing,
    stamping.TASK: stamps.stamp,
    daily_stamp.TASK: stamps.stamp_log,
    "warn_signers": warn_signers,
}
