"""The rows of a thread: an answer, a comment, and the event of either. Whoever calls has locked, permitted and decided."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, func, select

from workflow.core.events import EventKind
from workflow.core.mentions import Named
from workflow.core.people import Actor
from workflow.history import actions as history
from workflow.history.sayings import new_salt
from workflow.review.ground import Ground, later
from workflow.review.mentions import naming
from workflow.review.models import Comment, Disposition, Thread


def begin(
    session: Session, ground: Ground, actor: Actor, words: str, at: datetime, **fields: Any
) -> tuple[Thread, Comment]:
    """A new thread under the next number, and its first comment."""
    last = session.exec(select(func.max(Thread.number)).where(Thread.edition_id == ground.edition.id)).one()
    thread = Thread(
        edition_id=ground.edition.id, number=(last or 0) + 1, party_id=ground.side_of(actor) or None,
        author_id=actor.person_id, salt=new_salt() if fields.get("basis") else None, created=at, **fields,
    )  # fmt: skip
    people = _named(session, ground, actor, thread, words, at)
    session.add(thread)
    session.flush()
    return thread, _comment(session, actor, thread, words, people, at)


def answer(
    session: Session,
    ground: Ground,
    actor: Actor,
    thread: Thread,
    value: str,
    words: str,
    at: datetime,
    twin: int | None = None,
) -> Disposition:
    """A disposition; the thread is answered, or withdrawn. The earlier ones stay on record."""
    last = session.exec(select(func.max(Disposition.created)).where(Disposition.thread_id == thread.id)).one()
    row = Disposition(
        thread_id=thread.id, value=value, words=words, salt=new_salt(), duplicate_of=twin, person_id=actor.person_id,
        person_name=actor.name, revision_id=ground.edition.revision_id, created=later(at, last),
    )  # fmt: skip
    thread.state = "withdrawn" if value == "withdrawn" else "answered"
    session.add_all([row, thread])
    session.flush()
    return row


def say(session: Session, ground: Ground, actor: Actor, thread: Thread, words: str, at: datetime) -> Comment:
    """One more comment of the thread, with who wrote it and in which office, and who is named in it."""
    people = _named(session, ground, actor, thread, words, at)
    return _comment(session, actor, thread, words, people, at)


def _named(
    session: Session, ground: Ground, actor: Actor, thread: Thread, words: str, at: datetime
) -> list[Named]:
    side = thread.party_id or ""
    return naming.settle(session, ground, actor, words, at, visibility=thread.visibility, party_id=side)


def _comment(
    session: Session, actor: Actor, thread: Thread, words: str, people: Sequence[Named], at: datetime
) -> Comment:
    last = session.exec(select(func.max(Comment.created)).where(Comment.thread_id == thread.id)).one()
    comment = Comment(
        thread_id=thread.id, author_id=actor.person_id, author_name=actor.name, author_office=actor.office_title,
        author_party=actor.party_name, words=words, salt=new_salt(), created=later(at, last),
    )  # fmt: skip
    session.add(comment)
    session.flush()
    if people:
        naming.note(session, thread, comment, people, at)
    return comment


def record(
    session: Session,
    ground: Ground,
    kind: EventKind,
    actor: Actor,
    thread: Thread,
    at: datetime,
    **more: object,
) -> None:
    """The event of a thread. One of an internal thread names its side, so that timelines and mails keep it there. `more` is what
    else it says: what was said in it, first of all (`history.sayings.commit`)."""
    record_together(session, ground, kind, actor, [thread], at, thread=thread.number, **more)


def record_together(
    session: Session, ground: Ground, kind: EventKind, actor: Actor, together: Sequence[Thread], at: datetime, **more: object
) -> None:  # fmt: skip
    """One event of threads that the same people may read. The first is its subject, and stands for all of them."""
    first = together[0]
    side = {"side": first.party_id} if first.visibility == "party" else {}
    history.record(
        session, kind, actor=actor, at=at, mou_id=ground.mou.id, edition_id=ground.edition.id, subject_id=first.id,
        detail={**side, **more},
    )  # fmt: skip
