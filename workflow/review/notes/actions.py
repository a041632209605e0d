"""Writing to the clerk, and carrying a point into the review.

The event of a note stands in the stream of the body, not in the agreement's, and names no edition: no timeline, mark or
number of the agreement moves when a member writes.
"""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, func, select

from workflow.core.bodies import WRITABLE, may_name, sits_at
from workflow.core.errors import Invalid, Refused
from workflow.core.events import EventKind
from workflow.core.lifecycle import IN_WORDS
from workflow.core.people import Actor
from workflow.core.permissions import require
from workflow.drafting.models import Clause
from workflow.history import actions as history
from workflow.history.sayings import commit, new_salt
from workflow.parties.models import Party
from workflow.review.ground import Ground, find, lock, officers
from workflow.review.models import Thread
from workflow.review.notes.models import Carrying, MemberNote
from workflow.review.notes.queries import carryable, readers
from workflow.review.places.actions import keep
from workflow.review.threads import writing
from workflow.review.threads.actions import insist_commentable
from workflow.review.turns.actions import refresh
from workflow.review.words import written


def write_note(
    session: Session, actor: Actor, edition_id: str, *, words: str, clause: str = "", may_name: bool = False, body: str = "",
    at: datetime,
) -> MemberNote:  # fmt: skip
    """A member tells the clerk something about the text as it stands. Nobody else hears that it happened.

    Nothing of the agreement is locked: nothing of it changes.
    """
    ground = find(session, actor, edition_id)
    require("edition:note:write", actor, ground.chamber())
    if ground.status not in WRITABLE or ground.revision is None:
        raise Refused(
            f"This edition is {IN_WORDS[ground.status]}, so there is nothing to write to the clerk about now."
        )
    home = _body(session, ground, actor, body, at)
    words = written(words, "words", "Write what the clerk should know.")
    if (
        clause
        and not session.exec(
            select(Clause.id).where(Clause.revision_id == ground.revision.id, Clause.key == clause)
        ).first()
    ):
        raise Invalid.one("clause", "There is no such clause in this text.")
    note = MemberNote(
        edition_id=edition_id, body_id=home.id, revision_id=ground.revision.id, clause_key=clause, author_id=actor.person_id,
        author_name=actor.name, words=words, salt=new_salt(), may_name=may_name, created=at,
    )  # fmt: skip
    session.add(note)
    session.flush()
    history.record(
        session, EventKind.NOTE_WRITTEN, actor=actor, at=at, party_id=home.id, subject_id=note.id,
        detail={"edition": edition_id, **commit(note=[note])},
    )  # fmt: skip
    return note


def _body(session: Session, ground: Ground, actor: Actor, wanted: str, at: datetime) -> Party:
    """The body the member writes as; the only one when none is named. Raises Invalid, Refused where nobody would read it."""
    mine = sits_at(actor, ground.bodies)
    chosen = {wanted} & mine if wanted else mine
    if len(chosen) != 1:
        raise Invalid.one("body", "Choose to which body's clerk you write.")
    home = next(party for party in ground.parties if party.id in chosen)
    if not home.members_write:
        raise Refused(f"{home.legal_name} asks its members to keep what they think for the meeting.")
    if not readers(officers(session, ground, at, parties=ground.bodies), home.id):
        raise Refused(
            f"Nobody could read this: {home.legal_name} has no clerk on record who is not a member too.",
            "An administrator of the body can record who its clerk is.",
        )
    return home


def carry(
    session: Session, actor: Actor, edition_id: str, note_id: str, *, words: str, kind: str = "substantive", name: bool = False,
    at: datetime,
) -> Thread:  # fmt: skip
    """The clerk takes a member's point into the review as a comment of the clerk's own, about the same clause.

    `name` credits the member, who must have said that this is welcome. A note is carried once.
    """
    ground = lock(session, actor, edition_id)
    require("edition:note:carry", actor, ground.chamber())
    note = carryable(session, ground, actor, note_id)
    insist_commentable(ground)
    if session.get(Carrying, note.id):
        raise Refused("This point stands in the review already.", "Reply there instead.")
    if name and not may_name(name, note.may_name):
        raise Invalid.one("name", "The member did not say that you may name them.")
    if kind not in ("question", "editorial", "substantive"):
        raise Invalid.one("kind", "Choose what kind of comment this is.")
    words = written(words, "words", "Say it in your own words.")
    home = ground.name(note.body_id)
    if name:
        words += f"\n\nRaised by {note.author_name}, who agreed to be named."
    thread = _thread(session, ground, actor, note, kind, at)
    if note.revision_id != ground.edition.revision_id:
        keep(session, ground)
    clerk = replace(actor, party_name=home, office_title="Clerk")
    comment = writing.say(session, ground, clerk, thread, words, at)
    session.add(
        Carrying(
            note_id=note.id, thread_id=thread.id, named=name, person_id=actor.person_id, person_name=actor.name, created=at
        )
    )  # fmt: skip
    writing.record(session, ground, EventKind.THREAD_OPENED, clerk, thread, at, **commit(comment=[comment]))
    refresh(session, ground, at)
    return thread


def _thread(
    session: Session, ground: Ground, actor: Actor, note: MemberNote, kind: str, at: datetime
) -> Thread:
    last = session.exec(select(func.max(Thread.number)).where(Thread.edition_id == note.edition_id)).one()
    thread = Thread(
        edition_id=note.edition_id, number=(last or 0) + 1, kind=kind, party_id=note.body_id, author_id=actor.person_id,
        revision_id=note.revision_id, clause_key=note.clause_key, created=at,
    )  # fmt: skip
    session.add(thread)
    session.flush()
    return thread
