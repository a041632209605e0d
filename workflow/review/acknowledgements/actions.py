"""Asking people to confirm that they have read the text, and confirming it."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, select

from workflow.core.acknowledging import REMINDERS, STEPS
from workflow.core.calendar import Calendar
from workflow.core.errors import Conflict, Invalid, Refused
from workflow.core.events import EventKind
from workflow.core.ladder import next_look
from workflow.core.lifecycle import FINISHED, IN_WORDS
from workflow.core.people import SERVICE, Actor
from workflow.core.permissions import Case, require
from workflow.drafting.models import Revision
from workflow.drafting.queries import compare_revisions
from workflow.history import actions as history
from workflow.parties.words import Typed
from workflow.review.acknowledgements.choosing import chosen
from workflow.review.acknowledgements.models import Acknowledgement, ReadingList
from workflow.review.acknowledgements.queries import is_on, list_of, text_digest
from workflow.review.ground import Ground, lock
from workflow.review.words import is_number


def make_list(
    session: Session, actor: Actor, edition_id: str, *, title: str, places: Iterable[str], before_step: str = "none",
    days: str = "10", at: datetime,
) -> ReadingList:  # fmt: skip
    """Ask whoever sits in these places to confirm having read the text as it stands, within so many working days."""
    ground = lock(session, actor, edition_id)
    require("edition:list:keep", actor, ground.desk())
    revision, due = _askable(ground), _due(ground, days, at)
    typed = Typed()
    name = typed.line("title", "The name of the list", title, most=100)
    if before_step not in STEPS:
        typed.wrong("before_step", "Choose what waits for this list.")
    try:
        spots = chosen(session, ground, places, at)
    except ValueError:
        spots = []
    if not spots:
        typed.wrong("places", "Choose whom you ask.")
    typed.settle()
    row = ReadingList(
        edition_id=edition_id, title=name, places=spots, before_step=before_step, asked_revision=revision.id, asked=at,
        due=due, nudge=_nudge(ground, due, at), person_id=actor.person_id, person_name=actor.name, created=at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _record(session, ground, EventKind.READING_ASKED, actor, row, at, revision=revision.id)
    return row


def _askable(ground: Ground) -> Revision:
    if ground.revision is None:
        raise Refused("There is no text to read yet.", "Import a text or write a clause first.")
    if ground.status in FINISHED:
        raise Refused(f"This edition is {IN_WORDS[ground.status]}, so nobody is asked to read it.")
    return ground.revision


def _due(ground: Ground, days: str, at: datetime) -> datetime:
    if not is_number(days) or not 1 <= int(days) <= 60:
        raise Invalid.one("days", "Say within how many working days: 1 to 60.")
    return Calendar(ground.mou.timezone).add(at, int(days))


def _nudge(ground: Ground, due: datetime, at: datetime) -> datetime | None:
    return next_look(REMINDERS, due, Calendar(ground.mou.timezone), at)


def ask_again(
    session: Session, actor: Actor, edition_id: str, list_id: str, *, days: str = "10", at: datetime
) -> ReadingList:
    """Ask about the text as it stands now. Whoever has confirmed this very revision is not troubled again."""
    ground = lock(session, actor, edition_id)
    require("edition:list:keep", actor, ground.desk())
    row, revision = list_of(session, ground, list_id), _askable(ground)
    _insist_open(row)
    row.asked_revision, row.asked, row.due = revision.id, at, _due(ground, days, at)
    row.nudge = _nudge(ground, row.due, at)
    session.add(row)
    _record(session, ground, EventKind.READING_ASKED, actor, row, at, revision=revision.id)
    return row


def end_list(session: Session, actor: Actor, edition_id: str, list_id: str, *, at: datetime) -> ReadingList:
    """Nobody is asked any more, and nothing waits for it. What was confirmed stays."""
    ground = lock(session, actor, edition_id)
    require("edition:list:keep", actor, ground.desk())
    row = list_of(session, ground, list_id)
    _insist_open(row)
    row.ended, row.nudge = at, None
    session.add(row)
    _record(session, ground, EventKind.READING_ENDED, actor, row, at)
    return row


def _insist_open(row: ReadingList) -> None:
    if row.ended is not None:
        raise Refused(f"“{row.title}” was ended: nobody is asked any more.")


def confirm(
    session: Session, actor: Actor, edition_id: str, list_id: str, *, revision: str, digest: str, at: datetime
) -> Acknowledgement:
    """Somebody on the list has read this text. `digest` is of what was shown; confirming twice changes nothing.

    Raises Conflict with what changed when the text is no longer the one that was shown; nothing is recorded then.
    """
    ground = lock(session, actor, edition_id)
    row = list_of(session, ground, list_id)
    require("edition:acknowledge", actor, Case(seated=is_on(session, actor, row)))
    _insist_open(row)
    current = _askable(ground)
    _insist_current(session, ground, current, revision, digest)
    known = session.exec(
        select(Acknowledgement).where(
            Acknowledgement.list_id == row.id, Acknowledgement.person_id == actor.person_id,
            Acknowledgement.revision_id == current.id,
        )
    ).first()  # fmt: skip
    if known is not None:
        return known
    given = Acknowledgement(
        list_id=row.id, revision_id=current.id, digest=digest, person_id=actor.person_id, person_name=actor.name,
        office=actor.office_title, party_name=actor.party_name, created=at,
    )  # fmt: skip
    session.add(given)
    session.flush()
    _record(session, ground, EventKind.READING_CONFIRMED, actor, row, at, revision=current.id, digest=digest)
    return given


def _insist_current(session: Session, ground: Ground, current: Revision, revision: str, digest: str) -> None:
    if revision == current.id and digest == text_digest(session, current.id):
        return
    read = session.get(Revision, revision) if revision else None
    if read is None or read.edition_id != ground.edition.id or read.id == current.id:
        raise Invalid.one("revision", "Open the page again: it is not clear which text you have read.")
    changes = compare_revisions(session, read, current).sentences
    raise Conflict(
        "The text has changed since you opened it, so nothing was confirmed. Please look at what changed.",
        mine=f"Revision {read.number}",
        theirs="\n".join(changes) or f"Revision {current.number} reads the same; open it once more.",
    )


def remind(session: Session, list_id: str, *, at: datetime) -> bool:
    """The clock has come to a list: remind those who have not confirmed, and look again at the next step. False when it
    was looked at already."""
    known = session.get(ReadingList, list_id)
    if known is None:
        return False
    ground = lock(session, SERVICE, known.edition_id)
    row = list_of(session, ground, list_id)
    session.refresh(row)
    if row.ended is not None or row.nudge is None or row.nudge > at:
        return False
    row.nudge = _nudge(ground, row.due, at)
    session.add(row)
    if ground.status in FINISHED:
        return False
    _record(session, ground, EventKind.READING_REMINDED, SERVICE, row, at)
    return True


def _record(
    session: Session,
    ground: Ground,
    kind: EventKind,
    actor: Actor,
    row: ReadingList,
    at: datetime,
    **more: str,
) -> None:
    history.record(
        session, kind, actor=actor, at=at, mou_id=ground.mou.id, edition_id=ground.edition.id, subject_id=row.id,
        detail={"list": row.id, **more},
    )  # fmt: skip
