"""Sending: all one's unsent comments become threads in one act, with a verdict if one wants to give it.

1. All or nothing. What stands in the way is said for every comment at once, and every comment is still there.
2. Behind the agreement's lock whoever comes second finds nothing left to send: pressed twice, it is sent once.
3. One event for all that the same people may read, so that it is one thing to tell them. What is internal to a side is an
   event of that side.
4. The verdict is given last, on the text that was read; if it cannot be given, nothing was sent either.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from sqlmodel import Session

from workflow.core.errors import Invalid, Issue, Refused
from workflow.core.events import EventKind
from workflow.core.lifecycle import COMMENTABLE
from workflow.core.people import Actor
from workflow.core.permissions import require
from workflow.review.ground import Ground, lock
from workflow.review.mentions.naming import settle
from workflow.review.models import Thread
from workflow.review.places.actions import keep
from workflow.review.threads import writing
from workflow.review.threads.actions import insist_allowed
from workflow.review.turns.actions import refresh
from workflow.review.unsent import queries, shown
from workflow.review.unsent.models import Unsent
from workflow.review.verdicts.actions import give_verdict


def send(
    session: Session, actor: Actor, edition_id: str, *, value: str = "", words: str = "", revision: str = "", seat: str = "",
    at: datetime,
) -> list[Thread]:  # fmt: skip
    """Send everything; the threads in their order. `value` is a verdict on the text `revision`, or empty for none."""
    ground = lock(session, actor, edition_id)
    require("edition:comment", actor, ground.commenters())
    rows = [row.unsent for row in queries.own(session, actor, edition_id)]
    _insist(session, ground, actor, rows, at)
    threads = [_begin(session, ground, actor, row, at) for row in rows]
    if any(thread.revision_id != ground.edition.revision_id for thread in threads):
        keep(session, ground)
    for together in by_readers(threads):
        _record(session, ground, actor, together, at)
    if value:
        words = words.strip() or _see(threads)
        give_verdict(
            session, actor, edition_id, value=value, words=words, revision=revision, seat=seat, at=at
        )
    else:
        refresh(session, ground, at)
    return threads


def _insist(session: Session, ground: Ground, actor: Actor, rows: Sequence[Unsent], at: datetime) -> None:
    if not rows:
        raise Refused(
            "You have no unsent comments here. If you pressed twice: they were sent the first time.",
            "You find them beside the text.",
        )
    if ground.status not in COMMENTABLE:
        raise Refused(shown.closed(ground))
    if issues := [issue for row in rows for issue in _issues(session, ground, actor, row, at)]:
        raise Invalid(issues)


def _issues(session: Session, ground: Ground, actor: Actor, row: Unsent, at: datetime) -> list[Issue]:
    """What stands in the way of one: the rules may have changed for its author since it was written."""
    try:
        insist_allowed(ground, actor, row.kind, row.blocking, row.basis, row.visibility)
        side = ground.side_of(actor)
        settle(session, ground, actor, row.words, at, visibility=row.visibility, party_id=side)
    except Invalid as no:
        about = " ".join(row.words.split())[:60]
        return [
            Issue(one.code, f"“{about}”: {one.words}", link=f"{ground.link}/unsent/{row.id}")
            for one in no.issues
        ]
    return []


def _begin(session: Session, ground: Ground, actor: Actor, row: Unsent, at: datetime) -> Thread:
    thread = writing.begin(
        session, ground, actor, row.words, at, kind=row.kind, blocking=row.blocking, basis=row.basis, visibility=row.visibility,
        revision_id=row.revision_id, clause_key=row.clause_key, selector=row.selector,
    )  # fmt: skip
    session.delete(row)
    session.flush()
    return thread


def _record(session: Session, ground: Ground, actor: Actor, threads: Sequence[Thread], at: datetime) -> None:
    """One alone is a comment like any other."""
    if len(threads) == 1:
        writing.record(session, ground, EventKind.THREAD_OPENED, actor, threads[0], at)
        return
    numbers = [thread.number for thread in threads]
    writing.record_together(session, ground, EventKind.COMMENTS_SENT, actor, threads, at, threads=numbers)


def by_readers(threads: Iterable[Thread]) -> list[list[Thread]]:
    """Rule 3: the threads, together with those that the same people may read."""

    def readers(thread: Thread) -> tuple[str, str]:
        return thread.visibility, (thread.party_id or "") if thread.visibility == "party" else ""

    return [list(group) for _, group in groupby(sorted(threads, key=readers), key=readers)]


def _see(threads: Sequence[Thread]) -> str:
    """What a verdict says that was given without words: where they are. Internal comments are not told of."""
    numbers = [str(thread.number) for thread in threads if thread.visibility != "party"]
    if not numbers:
        return ""
    listed = numbers[0] if len(numbers) == 1 else f"{', '.join(numbers[:-1])} and {numbers[-1]}"
    return f"See my comment{'s' if len(numbers) > 1 else ''} {listed}."
