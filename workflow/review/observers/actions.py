"""Letting somebody read along, and ending it.

1. Those who run the agreement add and remove observers; both stand in the history, and the page names them to everybody.
2. An observer holds no office at a party and is no guest reviewer of the edition: who may speak here does not observe.
3. Observers get the letter with their link, and then none but those they ask for.
"""

from datetime import datetime

from sqlmodel import Session, select

from workflow.core.errors import NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.lifecycle import IN_WORDS, OPEN
from workflow.core.people import Actor
from workflow.core.permissions import require
from workflow.history import actions as history
from workflow.parties.links.actions import guest as person_behind
from workflow.parties.models import Person
from workflow.parties.observers import actions as rows
from workflow.parties.observers.models import Observer
from workflow.parties.observers.queries import watching
from workflow.parties.words import Typed
from workflow.review.ground import Ground, find, lock, officers
from workflow.review.models import Guest


def add_observer(
    session: Session, actor: Actor, edition_id: str, *, name: str, email: str, speaks_for: str, at: datetime
) -> Observer:
    """Let somebody read this edition along. Adding who observes already sends a new link and changes nothing else."""
    ground = lock(session, actor, edition_id)
    require("edition:observer:keep", actor, ground.desk())
    if ground.status not in OPEN:
        raise Refused(f"This edition is {IN_WORDS[ground.status]}: everybody who may read it can.")
    typed = Typed()
    whom = typed.line("speaks_for", "For whom they read", speaks_for)
    typed.settle()
    person = person_behind(session, actor, name=name, email=email, at=at)
    _insist_outside(session, ground, person, at)
    row = watching(session, person.id, edition_id)
    if row is None:
        row = Observer(
            edition_id=edition_id, person_id=person.id, speaks_for=whom, added_by=actor.name, created=at
        )
        session.add(row)
        session.flush()
    _record(session, ground, EventKind.OBSERVER_ADDED, actor, row, at)
    return row


def _insist_outside(session: Session, ground: Ground, person: Person, at: datetime) -> None:
    """Rule 2."""
    invited = select(Guest.id).where(Guest.edition_id == ground.edition.id, Guest.person_id == person.id)
    if session.exec(invited).first():
        raise Refused(
            f"{person.name} is invited to comment on this edition already, which includes reading it."
        )
    if any(one.person_id == person.id for one in officers(session, ground, at)):
        raise Refused(
            f"{person.name} holds an office at a party of this agreement, and reads it there already."
        )


def remove_observer(
    session: Session, actor: Actor, edition_id: str, observer_id: str, *, at: datetime
) -> Observer:
    """End it: open browsers and unused links stop working with this transaction. Removing again changes nothing."""
    ground = lock(session, actor, edition_id)
    require("edition:observer:keep", actor, ground.desk())
    row = session.get(Observer, observer_id)
    if row is None or row.edition_id != edition_id:
        raise NotFound("observer")
    if row.removed is None:
        rows.end(session, row, actor.name, at)
        _record(session, ground, EventKind.OBSERVER_REMOVED, actor, row, at)
    return row


def ask_letters(session: Session, actor: Actor, edition_id: str, *, tells: bool, at: datetime) -> Observer:
    """An observer asks for a letter when the text changes, is frozen or is published; or for none any more."""
    ground = find(session, actor, edition_id)
    require("edition:observer:ask", actor, ground.readers())
    row = watching(session, actor.person_id, edition_id)
    if row is None:
        raise NotFound("observer")
    row.tells = tells
    session.add(row)
    return row


def _record(
    session: Session, ground: Ground, kind: EventKind, actor: Actor, row: Observer, at: datetime
) -> None:
    history.record(
        session, kind, actor=actor, at=at, mou_id=ground.mou.id, edition_id=ground.edition.id, subject_id=row.person_id,
        detail={"observer": row.id},
    )  # fmt: skip
