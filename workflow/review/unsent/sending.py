"""Sending: all one's unsent comments become threads in one act, with a verdict if one wants to give it.

1. All or nothing. What stands in the way is said for every comment at once, and every comment is still there.
2. Behind the agreement's lock whoever comes second finds nothing left to send: pressed twice, it is sent once.
3. One event for all that the same people may read, so that it is one thing to tell them. What is internal to a side is an
   event of that side.
4. The verdict is given last, on the text that was read; if it cannot be given, nothing was sent either.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlmodel import Session

from workflow.core.errors import Invalid, Issue, NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.lifecycle import COMMENTABLE
from workflow.core.people import Actor
from workflow.core.permissions import require
from workflow.history.sayings import commit
from workflow.review.ground import Ground, lock
from workflow.review.mentions.naming import settle
from workflow.review.models import Comment, Thread
from workflow.review.places.actions import keep
from workflow.review.threads import queries as threads
from workflow.review.threads import writing
from workflow.review.threads.actions import insist_allowed
from workflow.review.turns.actions import refresh
from workflow.review.unsent import queries, shown
from workflow.review.unsent.queries import Row
from workflow.review.verdicts.actions import give_verdict


@dataclass(frozen=True)
class Sent:
    """A thread that was begun, or replied to, with the comment."""

    thread: Thread
    comment: Comment
    reply: bool = False


def send(
    session: Session, actor: Actor, edition_id: str, *, value: str = "", words: str = "", revision: str = "", seat: str = "",
    at: datetime,
) -> list[Thread]:  # fmt: skip
    """Send everything; the threads of it in their order, those replied to among them. `value` is a verdict on the text `revision`, or empty for none."""
    ground = lock(session, actor, edition_id)
    require("edition:comment", actor, ground.commenters())
    rows = queries.own(session, actor, edition_id)
    _insist(session, ground, actor, rows, at)
    sent = [_post(session, ground, actor, row, at) for row in rows]
    if any(one.thread.revision_id != ground.edition.revision_id for one in sent if not one.reply):
        keep(session, ground)
    for together in by_readers(sent):
        _record(session, ground, actor, together, at)
    if value:
        words = words.strip() or _see([one.thread for one in sent])
        give_verdict(
            session, actor, edition_id, value=value, words=words, revision=revision, seat=seat, at=at
        )
    else:
        refresh(session, ground, at)
    return [one.thread for one in sent]


def _insist(session: Session, ground: Ground, actor: Actor, rows: Sequence[Row], at: datetime) -> None:
    if not rows:
        raise Refused(
            "You have no unsent comments here. If you pressed twice: they were sent the first time.",
            "You find them beside the text.",
        )
    if ground.status not in COMMENTABLE:
        raise Refused(shown.closed(ground))
    if issues := [issue for row in rows for issue in _issues(session, ground, actor, row, at)]:
        raise Invalid(issues)


def _issues(session: Session, ground: Ground, actor: Actor, row: Row, at: datetime) -> list[Issue]:
    """What stands in the way of one: the rules may have changed for its author since it was written."""
    one = row.unsent
    try:
        if row.thread:
            threads.one(session, ground, actor, row.thread.number)
            side = row.thread.party_id or ""
        else:
            insist_allowed(ground, actor, one.kind, one.blocking, one.basis, one.visibility)
            side = ground.side_of(actor)
        settle(session, ground, actor, one.words, at, visibility=one.visibility, party_id=side)
    except Invalid as no:
        found = no.issues
    except NotFound:
        found = (Issue("unsent.thread", "You can no longer read the comment this replies to. Delete it."),)
    else:
        return []
    about = " ".join(one.words.split())[:60]
    return [Issue(no.code, f"“{about}”: {no.words}", link=f"{ground.link}/unsent#u-{one.id}") for no in found]


def _post(session: Session, ground: Ground, actor: Actor, row: Row, at: datetime) -> Sent:
    one = row.unsent
    if row.thread:
        sent = Sent(row.thread, writing.say(session, ground, actor, row.thread, one.words, at), reply=True)
    else:
        sent = Sent(*writing.begin(
            session, ground, actor, one.words, at, kind=one.kind, blocking=one.blocking, basis=one.basis, visibility=one.visibility,
            revision_id=one.revision_id, clause_key=one.clause_key, selector=one.selector,
        ))  # fmt: skip
    session.delete(one)
    session.flush()
    return sent


def _record(session: Session, ground: Ground, actor: Actor, sent: Sequence[Sent], at: datetime) -> None:
    """One alone is a comment like any other."""
    begun = [one.thread for one in sent if not one.reply]
    said = commit(comment=[one.comment for one in sent], basis=begun)
    if len(sent) == 1:
        kind = EventKind.COMMENT_POSTED if sent[0].reply else EventKind.THREAD_OPENED
        writing.record(session, ground, kind, actor, sent[0].thread, at, **said)
        return
    replies = [one.thread.number for one in sent if one.reply]
    writing.record_together(
        session, ground, EventKind.COMMENTS_SENT, actor, [one.thread for one in sent], at,
        threads=[one.number for one in begun], **({"replies": replies} if replies else {}), **said,
    )  # fmt: skip


def by_readers(sent: Iterable[Sent]) -> list[list[Sent]]:
    """Rule 3: what was sent, together with what the same people may read."""

    def readers(one: Sent) -> tuple[str, str]:
        thread = one.thread
        return thread.visibility, (thread.party_id or "") if thread.visibility == "party" else ""

    return [list(group) for _, group in groupby(sorted(sent, key=readers), key=readers)]


def _see(sent: Sequence[Thread]) -> str:
    """What a verdict says that was given without words: where they are. Internal comments are not told of."""
    numbers = [str(number) for number in sorted({one.number for one in sent if one.visibility != "party"})]
    if not numbers:
        return ""
    listed = numbers[0] if len(numbers) == 1 else f"{', '.join(numbers[:-1])} and {numbers[-1]}"
    return f"See my comment{'s' if len(numbers) > 1 else ''} {listed}."
