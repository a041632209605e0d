"""Writing comments to be sent later: keep one, change it, drop it.

1. What is unsent is its author's alone: no event, no count, no version, no export and no letter tells of it.
2. It may be written whenever its author may comment on the agreement, even while comments are closed; sending asks again.
3. It is held to the rules of any comment when it is written, so that sending has little left to refuse.
"""

from datetime import datetime

from sqlmodel import Session, func, select

from workflow.core.errors import Refused
from workflow.core.people import Actor
from workflow.core.permissions import require
from workflow.review.ground import Ground, find, later
from workflow.review.mentions.naming import addressed, settle
from workflow.review.models import Thread
from workflow.review.threads import queries as threads
from workflow.review.threads.actions import insist_allowed, revision_read, selector_of
from workflow.review.unsent import queries
from workflow.review.unsent.models import Unsent
from workflow.review.words import written

MOST = 200
"""One person's unsent comments on one edition."""


def keep(
    session: Session, actor: Actor, edition_id: str, *, words: str, at: datetime, clause: str = "", quote: str = "",
    sentence: str = "", kind: str = "substantive", blocking: bool = False, basis: str = "",
    visibility: str = "parties", revision: str = "", mention: str = "",
) -> Unsent:  # fmt: skip
    """Keep a comment without sending it. It takes what `open_thread` takes, and refuses what that refuses."""
    ground = find(session, actor, edition_id)
    require("edition:comment", actor, ground.commenters())
    _insist_room(session, actor, edition_id)
    read = revision_read(session, ground, revision)
    row = Unsent(
        edition_id=edition_id, person_id=actor.person_id, revision_id=read.id, clause_key=clause,
        selector=selector_of(session, read, clause, quote, sentence), words="", created=at, changed=at,
    )  # fmt: skip
    _write(session, ground, actor, row, addressed(words, mention), kind, blocking, basis, visibility, at)
    row.created = later(at, _last(session, actor, edition_id))
    session.add(row)
    session.flush()
    return row


def keep_reply(
    session: Session,
    actor: Actor,
    edition_id: str,
    number: int,
    *,
    words: str,
    at: datetime,
    mention: str = "",
) -> Unsent:
    """Keep a reply to a thread without sending it. Raises NotFound for a thread this actor may not read."""
    ground = find(session, actor, edition_id)
    require("edition:comment", actor, ground.commenters())
    _insist_room(session, actor, edition_id)
    thread = threads.one(session, ground, actor, number).thread
    row = Unsent(
        edition_id=edition_id, person_id=actor.person_id, thread_id=thread.id, revision_id=thread.revision_id,
        clause_key=thread.clause_key, selector=thread.selector, kind=thread.kind, visibility=thread.visibility, words="",
        created=later(at, _last(session, actor, edition_id)), changed=at,
    )  # fmt: skip
    _write_reply(session, ground, actor, row, thread, addressed(words, mention), at)
    session.add(row)
    session.flush()
    return row


def change(
    session: Session, actor: Actor, edition_id: str, unsent_id: str, *, words: str, at: datetime, kind: str = "substantive",
    visibility: str = "parties", blocking: bool = False, basis: str = "",
) -> Unsent:  # fmt: skip
    """Say it otherwise. What it is about stays; of a reply only the words are its own. Raises NotFound."""
    ground = find(session, actor, edition_id)
    require("edition:comment", actor, ground.commenters())
    row = queries.one(session, actor, edition_id, unsent_id)
    if row.thread_id:
        thread = session.get_one(Thread, row.thread_id)
        _write_reply(session, ground, actor, row, thread, words, at)
    else:
        _write(session, ground, actor, row, words, kind, blocking, basis, visibility, at)
    row.changed = at
    session.add(row)
    session.flush()
    return row


def drop(session: Session, actor: Actor, edition_id: str, unsent_id: str) -> None:
    """Delete it. Nobody ever read it, so nothing is kept. Raises NotFound."""
    ground = find(session, actor, edition_id)
    require("edition:comment", actor, ground.commenters())
    session.delete(queries.one(session, actor, edition_id, unsent_id))
    session.flush()


def _write(
    session: Session, ground: Ground, actor: Actor, row: Unsent, words: str, kind: str, blocking: bool, basis: str,
    visibility: str, at: datetime,
) -> None:  # fmt: skip
    insist_allowed(ground, actor, kind, blocking, basis, visibility)
    row.words = written(words, "words", "Write your comment.")
    row.kind, row.blocking, row.basis, row.visibility = kind, blocking, written(basis, "basis"), visibility
    settle(session, ground, actor, row.words, at, visibility=visibility, party_id=ground.side_of(actor))


def _write_reply(
    session: Session, ground: Ground, actor: Actor, row: Unsent, thread: Thread, words: str, at: datetime
) -> None:
    row.words = written(words, "words", "Write your reply.")
    settle(
        session, ground, actor, row.words, at, visibility=thread.visibility, party_id=thread.party_id or ""
    )


def _insist_room(session: Session, actor: Actor, edition_id: str) -> None:
    if sum(queries.counts(session, actor, edition_id).values()) >= MOST:
        raise Refused(
            f"You have {MOST} unsent comments on this edition, which is the most.",
            "Send them, or delete some.",
        )


def _last(session: Session, actor: Actor, edition_id: str) -> datetime | None:
    return session.exec(
        select(func.max(Unsent.created)).where(
            Unsent.edition_id == edition_id, Unsent.person_id == actor.person_id
        )
    ).one()
