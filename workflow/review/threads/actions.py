"""Commenting: open a thread, reply, answer it with a disposition, reopen it, withdraw it.

1. A thread is about a clause, a quotation of it, or the edition as a whole; it names the revision that was read.
2. Blocking and critical threads need a basis: the law, policy or danger they rest on. Guests do not block.
3. An internal thread stays with its side, and is answered there. It cannot block: who must answer has to see it.
4. Every thread needs an answer before the text is frozen. *Rejected* needs words. A blocking objection is not talked away:
   the ways out of it stand in `core.objections`.
5. Withdrawing is for its author, or for somebody who runs the agreement on the author's side, with words.
"""

from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from workflow.core.errors import Forbidden, Invalid, Issue, NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.lifecycle import COMMENTABLE, IN_WORDS
from workflow.core.people import Actor
from workflow.core.permissions import Case, require
from workflow.drafting.models import Clause, Revision
from workflow.history.sayings import commit
from workflow.review.ground import Ground, lock
from workflow.review.mentions.naming import addressed
from workflow.review.models import Comment, Disposition, Thread
from workflow.review.objections.clearing import insist_answerable, insist_may_clear, insist_not_overridden
from workflow.review.places.actions import keep
from workflow.review.threads import anchors, queries, writing
from workflow.review.turns.actions import refresh
from workflow.review.words import is_number, written

OPENLY = "parties"


def open_thread(
    session: Session, actor: Actor, edition_id: str, *, words: str, at: datetime, **fields: Any
) -> Thread:
    """Open a thread with its first comment: `begin` says what `fields` are."""
    ground, thread, comment = begin(session, actor, edition_id, words=words, at=at, **fields)
    said = commit(comment=[comment], basis=[thread])
    writing.record(session, ground, EventKind.THREAD_OPENED, actor, thread, at, **said)
    refresh(session, ground, at)
    return thread


def begin(
    session: Session, actor: Actor, edition_id: str, *, words: str, at: datetime, clause: str = "", quote: str = "",
    sentence: str = "", kind: str = "substantive", blocking: bool = False, basis: str = "",
    visibility: str = OPENLY, revision: str = "", mention: str = "",
) -> tuple[Ground, Thread, Comment]:  # fmt: skip
    """A thread with its first comment, which whoever calls records.

    `clause` is a clause key, or empty for the whole edition. `quote` is copied from the text; `sentence` is "start-end" in
    code points instead, `mention` a name from the list. `revision` is the id of the text that was read, today's when empty: who comments on an earlier text
    is anchored there and followed forward. Raises Invalid with everything that is missing.
    """
    ground = lock(session, actor, edition_id)
    require("edition:comment", actor, ground.commenters())
    insist_commentable(ground)
    insist_allowed(ground, actor, kind, blocking, basis, visibility)
    words = written(addressed(words, mention), "words", "Write your comment.")
    read = revision_read(session, ground, revision)
    thread, comment = writing.begin(
        session, ground, actor, words, at, kind=kind, blocking=blocking, basis=written(basis, "basis"), visibility=visibility,
        revision_id=read.id, clause_key=clause, selector=selector_of(session, read, clause, quote, sentence),
    )  # fmt: skip
    if read.id != ground.edition.revision_id:
        keep(session, ground)
    return ground, thread, comment


def insist_commentable(ground: Ground) -> None:
    if ground.status not in COMMENTABLE:
        raise Refused(
            f"This edition is {IN_WORDS[ground.status]}, so comments are closed.",
            "Comments open when the draft goes out for review, and again when a frozen text is reopened.",
        )


def insist_allowed(
    ground: Ground, actor: Actor, kind: str, blocking: bool, basis: str, visibility: str
) -> None:
    issues = []
    if kind not in queries.KINDS:
        issues.append(Issue("kind", "Choose what kind of comment this is.", "kind"))
    if visibility not in ("party", OPENLY):
        issues.append(
            Issue("visibility", "Choose who may read this: your own side, or all parties.", "visibility")
        )
    if visibility == "party" and not ground.side_of(actor):
        issues.append(Issue("visibility.guest", "An invited reviewer writes to all parties.", "visibility"))
    if (blocking or kind == "critical") and not basis.strip():
        issues.append(Issue("basis", "Say which law, policy or danger this rests on.", "basis"))
    if blocking and visibility == "party":
        issues.append(
            Issue(
                "blocking.internal",
                "A blocking comment must be open to all parties, or nobody could answer it.",
                "visibility",
            )
        )
    if blocking and actor.guest_of:
        issues.append(Issue("blocking.guest", "An invited reviewer can comment, but not block.", "blocking"))
    if issues:
        raise Invalid(issues)


def revision_read(session: Session, ground: Ground, revision: str) -> Revision:
    found = (
        ground.revision if revision in ("", ground.edition.revision_id) else session.get(Revision, revision)
    )
    if found is None or found.edition_id != ground.edition.id:
        raise NotFound("revision")
    return found


def selector_of(
    session: Session, read: Revision, clause: str, quote: str, sentence: str
) -> dict[str, object]:
    if not clause:
        if quote.strip():
            raise Invalid.one("clause", "Choose the clause these words stand in.")
        return {}
    text = session.exec(
        select(Clause.text).where(Clause.revision_id == read.id, Clause.key == clause)
    ).first()
    if text is None:
        raise Invalid.one("clause", "There is no such clause in this text.")
    if sentence and not quote.strip():
        start, _, end = sentence.partition("-")
        if not (is_number(start) and is_number(end) and 0 <= int(start) < int(end) <= len(text)):
            raise Invalid.one("sentence", "Choose a sentence of the clause.")
        return anchors.selector(text, int(start), int(end))
    return anchors.select(text, quote)


def reply(
    session: Session,
    actor: Actor,
    edition_id: str,
    number: int,
    *,
    words: str,
    at: datetime,
    mention: str = "",
) -> Comment:
    """Add a comment to a thread. An answered thread stays answered: reopening it is an act of its own."""
    ground, thread = _find(session, actor, edition_id, number)
    require("edition:comment", actor, ground.commenters(thread.party_id or ""))
    insist_commentable(ground)
    words = written(addressed(words, mention), "words", "Write your reply.")
    comment = writing.say(session, ground, actor, thread, words, at)
    writing.record(session, ground, EventKind.COMMENT_POSTED, actor, thread, at, **commit(comment=[comment]))
    return comment


def dispose(
    session: Session, actor: Actor, edition_id: str, number: int, *, value: str, words: str, at: datetime,
    duplicate_of: str = "",
) -> Disposition:  # fmt: skip
    """Answer a thread. Answering it again replaces the answer; the earlier one stays on record."""
    ground, thread = _find(session, actor, edition_id, number)
    require("edition:dispose", actor, answerers(ground, thread))
    insist_commentable(ground)
    if thread.state == "withdrawn":
        raise Refused("This comment was withdrawn, so it wants no answer.", "Its author can bring it back.")
    twin = _check_answer(session, ground, actor, thread, value, words, duplicate_of)
    words = written(words, "words")
    insist_answerable(session, ground, actor, thread, value, at)
    row = writing.answer(session, ground, actor, thread, value, words, at, twin)
    writing.record(
        session, ground, EventKind.THREAD_DISPOSED, actor, thread, at, value=value, **commit(answer=[row])
    )
    refresh(session, ground, at)
    return row


def answerers(ground: Ground, thread: Thread) -> Case:
    """Rule 3: an internal thread is answered on its own side."""
    if thread.visibility == "party":
        return Case(
            parties=ground.running & ground.members(thread.party_id or ""), edition_id=ground.edition.id
        )
    return ground.desk()


def _check_answer(
    session: Session, ground: Ground, actor: Actor, thread: Thread, value: str, words: str, duplicate_of: str
) -> int | None:
    if value not in queries.VALUES or value == "withdrawn":
        raise Invalid.one("value", "Choose how this comment is answered.")
    if value == "rejected" and not words.strip():
        raise Invalid.one("words", "Say why the comment is rejected.")
    if value != "duplicate":
        return None
    if not is_number(duplicate_of) or int(duplicate_of) == thread.number:
        raise Invalid.one("duplicate_of", "Say which other comment this one repeats, by its number.")
    try:
        return queries.one(session, ground, actor, int(duplicate_of)).thread.number
    except NotFound:
        raise Invalid.one("duplicate_of", f"There is no comment {duplicate_of}.") from None


def withdraw(
    session: Session, actor: Actor, edition_id: str, number: int, *, words: str = "", at: datetime
) -> Disposition:
    """Take a thread back (rule 5). What was written stays readable."""
    ground, thread = _find(session, actor, edition_id, number)
    case = Case(
        parties=ground.members(thread.party_id or "") & ground.running,
        subject=thread.author_id,
        edition_id=edition_id,
    )
    require("edition:thread:withdraw", actor, case)
    insist_commentable(ground)
    if thread.state == "withdrawn":
        raise Refused("This comment has already been withdrawn.")
    insist_may_clear(session, ground, actor, thread, at)
    own = thread.author_id == actor.person_id
    words = written(words, "words", "" if own else "Say why you withdraw somebody else's comment.")
    row = writing.answer(session, ground, actor, thread, "withdrawn", words, at)
    writing.record(
        session,
        ground,
        EventKind.THREAD_WITHDRAWN,
        actor,
        thread,
        at,
        value=row.value,
        **commit(answer=[row]),
    )
    refresh(session, ground, at)
    return row


def reopen(
    session: Session, actor: Actor, edition_id: str, number: int, *, words: str, at: datetime
) -> Thread:
    """The answer does not settle it: anybody who may comment says why, and it is open again. The author alone revives
    what the author withdrew."""
    ground, thread = _find(session, actor, edition_id, number)
    require("edition:comment", actor, ground.commenters(thread.party_id or ""))
    insist_commentable(ground)
    if thread.state == "open":
        raise Refused("This comment is open already.", "Reply to it instead.")
    if thread.state == "withdrawn" and thread.author_id != actor.person_id:
        raise Forbidden("Only its author can bring a withdrawn comment back.", "Open a comment of your own.")
    insist_not_overridden(session, ground, thread)
    words = written(words, "words", "Say what the answer leaves open.")
    thread.state = "open"
    session.add(thread)
    comment = writing.say(session, ground, actor, thread, words, at)
    writing.record(session, ground, EventKind.THREAD_REOPENED, actor, thread, at, **commit(comment=[comment]))
    refresh(session, ground, at)
    return thread


def _find(session: Session, actor: Actor, edition_id: str, number: int) -> tuple[Ground, Thread]:
    ground = lock(session, actor, edition_id)
    return ground, queries.one(session, ground, actor, number).thread
